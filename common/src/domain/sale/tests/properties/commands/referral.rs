//! Who else could use this.

use super::*;
use crate::domain::referral;

pub(super) fn naming() -> referral::Naming {
    referral::Naming {
        name: line("The lobby"),
        relation: referral::Relation::Department,
        contact: None,
        note: None,
        may_name_customer: false,
    }
}

pub(super) fn referral(world: &World, dice: &mut Dice) -> Wish {
    use referral::{Command as C, ReferralAction as A};
    if world.sale.referrals.is_empty() || dice.is_lucky(3) {
        return Some((Role::Customer, Command::Referral(C::Name(naming()))));
    }
    let id = dice.choose(&world.sale.referrals)?.id;
    let action = *dice.choose(&[A::Approach, A::Win, A::Lose])?;
    Some((Role::Member, Command::Referral(C::Act(id, action))))
}
