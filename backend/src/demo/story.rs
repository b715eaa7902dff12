//! What happens on which day. Day 0 is the Monday of the order; the clock stops at half past nine each day,
//! so what a visitor should answer lies open before that and is answered by the customer later in the day.

mod henrik;
mod mette;
mod sara;

use super::deed::Deed;

pub use self::{henrik::HENRIK, mette::METTE, sara::SARA};

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The customer.
    Customer,
    /// Anna Berg.
    Anna,
    /// Jonas Lind.
    Jonas,
}

/// A time of the story: day, hour, minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct At(pub i64, pub u32, pub u32);

/// Something that somebody does. Items are the keys of the agenda's template.
#[derive(Debug, Clone, Copy)]
pub enum Act {
    /// The goods are there.
    Deliver { evidence: &'static str, goods: &'static [(&'static str, u32)] },
    /// The customer has it all.
    Accept,
    /// The money is there.
    Pay,
    /// A session with Jonas is on the agenda.
    Plan { item: &'static str, at: At },
    /// An item happened.
    Report { item: &'static str, note: &'static str },
    /// The customer agrees that it did.
    Agree { item: &'static str },
    /// The customer took a step of their own.
    Complete { item: &'static str },
    /// The time suits the customer.
    Confirm { item: &'static str },
    /// Another time for an item: it begins then and is as long as before.
    Move { item: &'static str, to: At, reason: &'static str },
    /// Other times to choose from, for an item that the customer confirmed.
    AskToMove { item: &'static str, options: &'static [At], reason: &'static str },
    /// The first of them.
    AcceptMove { item: &'static str },
    /// An answer to an open question.
    Answer { check: &'static str, value: &'static str, text: Option<&'static str> },
    /// A new day for the training or visit that was promised.
    ProposeDate { day: i64, reason: &'static str },
    /// That day is fine.
    AcceptDate,
    /// What was promised is done.
    ClaimKept,
    /// Yes, it is.
    AgreeKept,
    /// The customer is dissatisfied.
    Complain { words: &'static str, wanted: &'static str },
    /// Said in the conversation about it.
    Write { text: &'static str },
    /// Somebody begins to work on it.
    Start,
    /// What would put it right.
    Propose { text: &'static str },
    /// It did.
    Sorted,
    /// Something went on.
    News { text: &'static str },
    /// Looked, and nothing is in the way.
    AllWell { text: &'static str },
    /// What stands beside the agenda.
    Also(Deed),
    /// Whatever is due and was done without ado is reported.
    Paperwork,
}

/// An act with its time.
#[derive(Debug, Clone, Copy)]
pub struct Cue {
    pub at: At,
    pub who: Who,
    pub act: Act,
}

const fn cue(day: i64, hour: u32, minute: u32, who: Who, act: Act) -> Cue {
    Cue { at: At(day, hour, minute), who, act }
}

/// When the orders are placed.
pub const BEGIN: At = At(0, 8, 30);
/// The last day.
pub const LAST_DAY: i64 = 30;
/// On this day all three have something to say, so the demo begins there.
pub const FIRST_STOP: i64 = 7;

/// When the clock stops on a day.
pub const fn stop(day: i64) -> At {
    At(day, 9, 30)
}

/// What belongs to every story: on every afternoon the day's plain items are reported.
pub fn paperwork() -> impl Iterator<Item = Cue> {
    (0..=LAST_DAY).map(|day| cue(day, 16, 30, Who::Anna, Act::Paperwork))
}
