//! What customers raise, and what is done with it.

use super::*;
use crate::domain::concern::{self, ConcernKind, Raise, Severity};

pub(super) fn raise(_: &World, dice: &mut Dice) -> Wish {
    use ConcernKind as K;
    let kind = *dice.choose(&[K::Question, K::Request, K::Change, K::Problem])?;
    let severity = *dice.choose(&[Severity::Stops, Severity::Big, Severity::Small])?;
    let wish = Raise { words: Some(words("It drips")), ..Raise::new(kind, severity) };
    Some((Role::Customer, Command::RaiseConcern(Box::new(wish))))
}

pub(super) fn concern(world: &World, dice: &mut Dice) -> Wish {
    use concern::Command as C;
    let id = dice.choose(&world.sale.concerns)?.id;
    let (side, command) = match dice.below(11) {
        0 => (Role::Member, C::Acknowledge),
        1 => (Role::Member, C::Start),
        2 => (Role::Member, C::Write { text: words("Hello") }),
        3 => (Role::Customer, C::Write { text: words("Hello?") }),
        4 => (Role::Member, C::AskCustomer { text: words("Which one?") }),
        5 => (Role::Member, C::Propose { text: words("A seal"), due: Some(some_day(world, dice)) }),
        6 => (Role::Member, C::Propose { text: words("It is done"), due: None }),
        7 | 8 => (Role::Customer, C::Confirm),
        9 => (Role::Customer, C::NotYet { reason: None }),
        _ => (Role::Customer, C::Withdraw { reason: None }),
    };
    Some((side, Command::Concern(id, command)))
}
