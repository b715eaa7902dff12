//! What the customer expects, and whether it came true.

use super::*;
use crate::domain::expectation;

pub(super) fn expectation(world: &World, dice: &mut Dice) -> Wish {
    use expectation::{Command as C, ExpectationState as S};
    if dice.is_lucky(4) {
        let due = Some(some_day(world, dice));
        let wording = expectation::Wording { statement: words("Quiet"), measure: None, due, is_vital: true };
        return Some((Role::Member, Command::Expectation(C::Add(wording))));
    }
    let id = dice.choose(&world.sale.expectations)?.id;
    let state = *dice.choose(&[S::NotYet, S::Partly, S::Met, S::NotMet])?;
    Some((Role::Customer, Command::Expectation(C::SetState { id, state, note: None, ask: None })))
}
