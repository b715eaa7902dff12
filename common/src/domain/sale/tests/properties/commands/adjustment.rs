//! What is proposed to be done differently.

use super::*;
use crate::domain::adjustment::{self, Proposal};

pub(super) fn propose_adjustment(world: &World, dice: &mut Dice) -> Wish {
    Some((Role::Member, Command::ProposeAdjustment(Box::new(proposal(world, dice)))))
}

fn proposal(world: &World, dice: &mut Dice) -> Proposal {
    Proposal {
        what: words("A larger tank"),
        why: words("You make more than we thought"),
        price_change: dice.is_lucky(2).then_some(-10),
        due: dice.is_lucky(2).then(|| some_day(world, dice)),
    }
}

pub(super) fn adjustment(world: &World, dice: &mut Dice) -> Wish {
    use adjustment::Command as C;
    let known = dice.choose(&world.sale.adjustments)?;
    let id = known.id;
    let (side, command) = match dice.below(5) {
        0 => (Role::Member, C::Propose(Box::new(proposal(world, dice)))),
        1 => (Role::Customer, C::Accept { version: known.versions.len() }),
        2 => (Role::Customer, C::Decline { note: None }),
        3 => (Role::Customer, C::Talk { note: None }),
        _ => (Role::Member, C::Withdraw { reason: words("It is sold out") }),
    };
    Some((side, Command::Adjustment(id, command)))
}
