//! Who looks after the customer.

use super::*;
use crate::domain::owner_change;

/// The other one of two people.
pub(super) fn change_owner(world: &World, _: &mut Dice) -> Wish {
    let [one, two] = [1, 2].map(MemberId::from_bits);
    let new = owner_change::NewOwner {
        to: if world.sale.owner == one { two } else { one },
        reason: words("Jonas moves"),
        effective_from: world.now.date_naive() + chrono::Days::new(7),
        handover: words("Nothing special"),
        introduction: words("I am Mette"),
        remedy: touchpoint::Remedy::Nothing,
    };
    Some((Role::Member, Command::ChangeOwner(Box::new(new))))
}

/// What both sides say to it.
pub(super) fn owner_change(world: &World, dice: &mut Dice) -> Wish {
    let id = world.sale.owner_changes.last()?.id;
    let (who, command) = dice
        .choose(&[
            (Role::Customer, owner_change::Command::Agree),
            (Role::Customer, owner_change::Command::Contest { note: None }),
            (Role::Member, owner_change::Command::Withdraw { reason: None }),
        ])?
        .clone();
    Some((who, Command::OwnerChange(id, command)))
}
