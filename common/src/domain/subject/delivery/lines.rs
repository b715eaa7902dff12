//! The lines of a delivery: what and how many, each accepted, short or refused by the customer. Knows nothing
//! of the delivery as a whole; [`super`] draws the conclusions.

use serde::{Deserialize, Serialize};

use crate::{
    actor::Role,
    domain::transition::Machine,
    error::Rejection,
    machine,
    text::{Line, Words},
};

machine! {
    /// Where a line of a delivery stands.
    LineState "delivery line" {
        /// The vendor says that it is there.
        Reported "reported",
        /// "It is all there."
        Accepted "accepted",
        /// "There is less of it."
        Short "short",
        /// "Not what we ordered, or broken: we do not take it."
        Refused "refused",
    }
    /// What can be done to a line of a delivery.
    LineAction {
        /// "It is all there."
        Accept,
        /// "There is less of it."
        FindShort,
        /// "We do not take it."
        Refuse,
        /// What was missing or refused is there now.
        Complete,
    }
    table {
        Reported, Customer: Accept => Accepted;
        Reported, Customer: FindShort => Short;
        Reported, Customer: Refuse => Refused;
        Accepted, Customer: FindShort => Short;
        Accepted, Customer: Refuse => Refused;
        Short, Customer: Accept => Accepted;
        Short, Customer: Refuse => Refused;
        Short, Member: Complete => Reported;
        Refused, Customer: Accept => Accepted;
        Refused, Customer: FindShort => Short;
        Refused, Member: Complete => Reported;
    }
}

/// The most lines of one delivery.
pub const MOST_LINES: usize = 200;

/// What the vendor says was in a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Item {
    /// What, as the customer would call it.
    pub article: Line,
    /// How many; at least one.
    pub quantity: u32,
}

/// A line of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryLine {
    /// Counted from 1 in the delivery.
    pub number: u32,
    /// What and how many.
    pub item: Item,
    /// Where it stands.
    pub state: LineState,
    /// How many came, when there were fewer.
    #[serde(default)]
    pub received: Option<u32>,
    /// In the customer's words.
    #[serde(default)]
    pub note: Option<Words>,
}

/// What the customer says of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// "It is all there."
    Accepted,
    /// "There is less of it."
    Short,
    /// "We do not take it."
    Refused,
}

/// The customer's answer to one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineReply {
    /// The number of the line.
    pub line: u32,
    /// What the customer says.
    pub verdict: Verdict,
    /// How many came; required when it is short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<u32>,
    /// Why; required when it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Words>,
}

impl Verdict {
    /// What is done to the line.
    pub fn action(self) -> LineAction {
        match self {
            Self::Accepted => LineAction::Accept,
            Self::Short => LineAction::FindShort,
            Self::Refused => LineAction::Refuse,
        }
    }

    fn state(self) -> LineState {
        match self {
            Self::Accepted => LineState::Accepted,
            Self::Short => LineState::Short,
            Self::Refused => LineState::Refused,
        }
    }
}

impl LineState {
    /// Whether something is wrong with it.
    pub fn is_wrong(self) -> bool {
        matches!(self, Self::Short | Self::Refused)
    }
}

/// The lines that the items of a report become.
pub(super) fn of_items(items: &[Item]) -> Vec<DeliveryLine> {
    let line = |(number, item): (u32, &Item)| DeliveryLine {
        number,
        item: item.clone(),
        state: LineState::Reported,
        received: None,
        note: None,
    };
    (1_u32..).zip(items).map(line).collect()
}

/// Refuses items that say nothing.
pub(super) fn check_items(items: &[Item]) -> Result<(), Rejection> {
    if items.len() > MOST_LINES {
        return Err(Rejection::field("/lines", format!("must have at most {MOST_LINES} lines")));
    }
    match items.iter().position(|item| item.quantity == 0) {
        Some(row) => Err(Rejection::field(format!("/lines/{row}/quantity"), "must be at least 1")),
        None => Ok(()),
    }
}

/// Refuses answers to lines that are not there, or that leave out what must be said.
pub(super) fn check_replies(
    lines: &[DeliveryLine],
    replies: &[LineReply],
    who: Role,
) -> Result<(), Rejection> {
    if replies.is_empty() {
        return Err(Rejection::field("/lines", "must answer at least one line"));
    }
    for (row, reply) in replies.iter().enumerate() {
        let wrong = |field: &str, why: &str| Err(Rejection::field(format!("/lines/{row}/{field}"), why));
        let Some(line) = lines.iter().find(|line| line.number == reply.line) else {
            return wrong("line", "must be the number of a line of this delivery");
        };
        if replies.iter().take(row).any(|earlier| earlier.line == reply.line) {
            return wrong("line", "stands twice");
        }
        let is_fewer = reply.received.is_some_and(|count| count < line.item.quantity);
        match reply.verdict {
            Verdict::Short if !is_fewer => {
                return wrong("received", "is required: how many came, fewer than were sent");
            }
            Verdict::Refused if reply.note.is_none() => return wrong("note", "is required: say why"),
            Verdict::Accepted | Verdict::Refused if reply.received.is_some() => {
                return wrong("received", "is only said of a short line");
            }
            Verdict::Accepted | Verdict::Short | Verdict::Refused => {}
        }
        line.state.check(reply.verdict.action(), who)?;
    }
    Ok(())
}

/// Which lines a completion is about: those that are named, or all with which something is wrong.
pub(super) fn check_completion(
    lines: &[DeliveryLine],
    named: &[u32],
    who: Role,
) -> Result<Vec<u32>, Rejection> {
    if named.is_empty() {
        return Ok(lines.iter().filter(|line| line.state.is_wrong()).map(|line| line.number).collect());
    }
    for (row, number) in named.iter().enumerate() {
        let Some(line) = lines.iter().find(|line| line.number == *number) else {
            let pointer = format!("/lines/{row}");
            return Err(Rejection::field(pointer, "must be the number of a line of this delivery"));
        };
        line.state.check(LineAction::Complete, who)?;
    }
    Ok(named.to_vec())
}

/// Remembers the customer's answers.
pub(super) fn answer(lines: &mut [DeliveryLine], replies: &[LineReply]) {
    for reply in replies {
        if let Some(line) = lines.iter_mut().find(|line| line.number == reply.line) {
            line.state = reply.verdict.state();
            line.received = reply.received;
            line.note.clone_from(&reply.note);
        }
    }
}

/// What is wrong, in the words in which a concern about it begins: "Filter cups: 2 / 5 (one box was open)".
pub(super) fn complaint(lines: &[DeliveryLine], replies: &[LineReply]) -> Option<Words> {
    let wrong = replies.iter().filter(|reply| reply.verdict != Verdict::Accepted);
    let sentences = wrong.filter_map(|reply| {
        let item = &lines.iter().find(|line| line.number == reply.line)?.item;
        let note = reply.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        let received = reply.received.unwrap_or_default();
        Some(format!("{}: {received} / {}{note}", item.article, item.quantity))
    });
    let all: Vec<String> = sentences.collect();
    let text = all.join("\n");
    let bounded: String = text.chars().take(Words::MOST).collect();
    Words::parse(&bounded).ok()
}
