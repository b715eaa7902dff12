//! What customers are asked, and what they answer.

use super::*;
use crate::domain::check::{self, About, Command as C};

const VALUES: &[&str] = &[
    "better",
    "as_expected",
    "not_as_expected",
    "yes",
    "no",
    "1",
    "3",
    "5",
    "small",
    "important",
    "missing",
    "not_yet",
    "partly",
    "dissatisfied",
    "satisfied",
];

fn open(world: &World) -> Option<&check::Ask> {
    world.sale.asks.iter().find(|ask| ask.state == AskState::Offered)
}

/// One of the answers that the question has.
pub(super) fn answer(world: &World, dice: &mut Dice) -> Wish {
    let ask =
        open(world).or_else(|| world.sale.asks.iter().rev().find(|ask| ask.state == AskState::Answered))?;
    let fits: Vec<_> = VALUES
        .iter()
        .filter(|value| {
            check::definition(&ask.plan.check).is_some_and(|it| it.choice(&line(value)).is_some())
        })
        .collect();
    let text = dice.is_lucky(3).then(|| words("It drips"));
    let value = line(dice.choose(&fits)?);
    Some((Role::Customer, Command::Ask(ask.id, C::Answer { value, text })))
}

/// "Yes, I am satisfied", if that is asked now.
pub(super) fn satisfied(world: &World, _: &mut Dice) -> Wish {
    let ask = open(world).filter(|ask| &*ask.plan.check == "complete@1")?;
    Some((Role::Customer, Command::Ask(ask.id, C::Answer { value: line("yes"), text: None })))
}

/// The best answer to what is asked.
pub(super) fn good(world: &World) -> Wish {
    let ask = open(world)?;
    let choices = check::definition(&ask.plan.check)?.choices;
    let best = choices.iter().find(|choice| choice.mood == check::Mood::Good)?;
    Some((Role::Customer, Command::Ask(ask.id, C::Answer { value: line(best.value), text: None })))
}

pub(super) fn snooze(world: &World, _: &mut Dice) -> Wish {
    Some((Role::Customer, Command::Ask(open(world)?.id, C::Snooze)))
}

pub(super) fn ask_now(_: &World, dice: &mut Dice) -> Wish {
    let check = line(dice.choose(&["change@1", "complete@1", "needs@1"])?);
    let is_own = &*check == check::COMPLETE && dice.is_lucky(2);
    let side = if is_own { Role::Customer } else { Role::Member };
    Some((side, Command::AskNow { check, about: About::Sale }))
}
