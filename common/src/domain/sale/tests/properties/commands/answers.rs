//! What customers are asked, and what they say of themselves.

use super::super::dice::Dice;
use super::{super::super::*, Wish, some_day};
use crate::domain::{
    check::{About, Command as C},
    concern::{ConcernKind, Raise, Severity},
};

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
