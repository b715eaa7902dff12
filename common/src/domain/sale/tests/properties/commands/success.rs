//! What went well.

use super::*;
use crate::domain::success;

pub(super) fn success(world: &World, dice: &mut Dice) -> Wish {
    use success::{Act, Command as C};
    if world.sale.successes.is_empty() || dice.is_lucky(3) {
        let entry = success::Entry {
            sentence: words("118 cups before nine"),
            happened_on: world.now.date_naive(),
            evidence: None,
            expectation: world.sale.expectations.first().map(|it| it.id),
        };
        return Some((Role::Member, Command::Success(C::Write(entry))));
    }
    let id = dice.choose(&world.sale.successes)?.id;
    let (side, act) = match dice.below(4) {
        0 => (Role::Customer, Act::Agree),
        1 => (Role::Customer, Act::Correct { words: words("117") }),
        2 => (Role::Member, Act::Rewrite { sentence: words("117 cups before nine") }),
        _ => (Role::Member, Act::Withdraw),
    };
    Some((side, Command::Success(C::Act(id, act))))
}
