//! A delivery: a fact of the vendor's own systems, which the customer accepts or contradicts.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        context::Context,
        entry::{Entry, Page},
        shape::Subject,
        transition::Machine,
    },
    error::Rejection,
    id::DeliveryId,
    machine,
    text::{Line, Words},
    time::century,
};

mod lines;

pub use lines::{DeliveryLine, Item, LineAction, LineReply, LineState, MOST_LINES, Verdict};

machine! {
    /// Where a delivery stands.
    DeliveryState "delivery" {
        /// The vendor says that it arrived.
        Reported "reported",
        /// "Received, all there."
        Accepted "accepted",
        /// "Something is missing."
        Incomplete "incomplete",
    }
    /// What can be done to a delivery.
    DeliveryAction {
        /// "Received, all there."
        Accept,
        /// "Something is missing."
        ReportMissing,
        /// The missing part is there.
        Complete,
        /// Some of what is missing is there, not yet all of it.
        CompleteLines,
        /// Answer some of the lines, which changes nothing for the whole.
        AnswerLines,
    }
    table {
        Reported, Customer: Accept => Accepted;
        Reported, Customer: ReportMissing => Incomplete;
        Reported, Customer: AnswerLines => Reported;
        Accepted, Customer: ReportMissing => Incomplete;
        Incomplete, Member: Complete => Reported;
        Incomplete, Member: CompleteLines => Incomplete;
        Incomplete, Customer: Accept => Accepted;
        Incomplete, Customer: AnswerLines => Incomplete;
    }
}

/// Something arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DeliveryInput))]
pub struct Report {
    /// The vendor's own number; the same number again changes nothing.
    pub reference: Line,
    /// The day, in the sale's zone.
    #[serde(deserialize_with = "century::date")]
    pub delivered_on: NaiveDate,
    /// What proves it.
    pub evidence: Option<Words>,
    /// What was in it, line by line; the customer answers each.
    #[serde(default)]
    pub lines: Vec<Item>,
}

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// The vendor's own number.
    pub reference: Line,
    /// The day.
    pub delivered_on: NaiveDate,
    /// What proves it.
    pub evidence: Option<Words>,
    /// When it was reported last.
    pub reported_at: DateTime<Utc>,
    /// Where it stands.
    pub state: DeliveryState,
    /// What the customer says is missing.
    pub note: Option<Words>,
    /// What was in it, each with the customer's answer.
    pub lines: Vec<DeliveryLine>,
}

impl Delivery {
    /// A new one.
    pub fn new(id: DeliveryId, report: Report, at: DateTime<Utc>) -> Self {
        let Report { reference, delivered_on, evidence, lines } = report;
        let (lines, state) = (lines::of_items(&lines), DeliveryState::Reported);
        Self { id, reference, delivered_on, evidence, reported_at: at, state, note: None, lines }
    }
}

impl Delivery {
    /// Whether the customer took nothing of it.
    fn is_refused(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.state == LineState::Refused)
    }
}

/// The day from which the customer has what they bought: that of the first delivery of which they took anything.
/// Spare parts a month later begin nothing anew; what comes in place of what was sent back does.
pub fn first_day(deliveries: &[Delivery]) -> Option<NaiveDate> {
    let days = |taken: fn(&Delivery) -> bool| {
        deliveries.iter().filter(move |it| taken(it)).map(|it| it.delivered_on)
    };
    days(|it| !it.is_refused()).min().or_else(|| days(|_| true).max())
}

impl Report {
    /// Refuses lines that say nothing.
    pub fn check(&self) -> Result<(), Rejection> {
        lines::check_items(&self.lines)
    }
}

/// What somebody wants with a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// "Received, all there."
    Accept,
    /// "Something is missing."
    ReportMissing {
        /// What.
        note: Option<Words>,
    },
    /// Answer some of its lines.
    AnswerLines {
        /// The answers.
        replies: Vec<LineReply>,
    },
    /// The missing part is there.
    Complete {
        /// The lines that are whole now; all with which something was wrong if none is named.
        lines: Vec<u32>,
    },
}

/// What happened to a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It arrived.
    Reported(Box<Report>),
    /// The customer has it all.
    Accepted,
    /// The customer misses something.
    Incomplete {
        /// What.
        note: Option<Words>,
    },
    /// The customer answered some of its lines.
    LinesAnswered {
        /// The answers.
        replies: Vec<LineReply>,
    },
    /// Some of what was missing is there, not yet all of it.
    LinesCompleted {
        /// The lines that are whole now.
        lines: Vec<u32>,
    },
    /// The missing part is there.
    Completed {
        /// The lines that are whole now.
        #[serde(default)]
        lines: Vec<u32>,
    },
}

/// What follows from the command, or why it cannot be.
pub fn decide(delivery: &Delivery, command: Command, ctx: &Context<'_>) -> Result<Vec<Event>, Rejection> {
    let allow = |action| delivery.state.check(action, ctx.actor.role());
    match command {
        Command::Accept => allow(DeliveryAction::Accept).map(|_| vec![Event::Accepted]),
        Command::ReportMissing { note } => {
            allow(DeliveryAction::ReportMissing).map(|_| vec![Event::Incomplete { note }])
        }
        Command::AnswerLines { replies } => {
            lines::check_replies(&delivery.lines, &replies, ctx.actor.role())?;
            let (action, events) = answer(delivery, replies);
            allow(action).map(|_| events)
        }
        Command::Complete { lines } => {
            let lines = lines::check_completion(&delivery.lines, &lines, ctx.actor.role())?;
            allow(DeliveryAction::Complete)?;
            let mut others = delivery.lines.iter().filter(|line| !lines.contains(&line.number));
            if others.any(|line| line.state.is_wrong()) {
                return allow(DeliveryAction::CompleteLines).map(|_| vec![Event::LinesCompleted { lines }]);
            }
            Ok(vec![Event::Completed { lines }])
        }
    }
}

/// The answers, and what they mean for the whole: all lines accepted is "all there", one that is short or
/// refused is "something is missing".
fn answer(delivery: &Delivery, replies: Vec<LineReply>) -> (DeliveryAction, Vec<Event>) {
    let mut after = delivery.lines.clone();
    lines::answer(&mut after, &replies);
    let note = lines::complaint(&delivery.lines, &replies);
    let is_whole = after.iter().all(|line| line.state == LineState::Accepted);
    let answered = Event::LinesAnswered { replies };
    match (note, delivery.state) {
        (note @ Some(_), DeliveryState::Reported | DeliveryState::Accepted) => {
            (DeliveryAction::ReportMissing, vec![answered, Event::Incomplete { note }])
        }
        (None, _) if is_whole => (DeliveryAction::Accept, vec![answered, Event::Accepted]),
        (None, _) | (Some(_), DeliveryState::Incomplete) => (DeliveryAction::AnswerLines, vec![answered]),
    }
}

/// What a concern about these answers begins with; none when nothing is wrong.
pub fn complaint(delivery: &Delivery, replies: &[LineReply]) -> Option<Words> {
    lines::complaint(&delivery.lines, replies)
}

fn evolve_lines(lines: &mut [DeliveryLine], named: &[u32]) {
    for line in lines.iter_mut().filter(|line| named.contains(&line.number)) {
        line.state = LineState::Reported;
        line.received = None;
    }
}

fn evolve(delivery: &mut Delivery, event: &Event, at: DateTime<Utc>) {
    match event.clone() {
        // Reporting is where a delivery begins; the same number again changes nothing.
        Event::Reported(_) => {}
        Event::Accepted => {
            delivery.state = DeliveryState::Accepted;
            for line in &mut delivery.lines {
                line.state = LineState::Accepted;
            }
        }
        Event::Incomplete { note } => {
            delivery.state = DeliveryState::Incomplete;
            delivery.note = note;
        }
        Event::LinesAnswered { replies } => lines::answer(&mut delivery.lines, &replies),
        Event::LinesCompleted { lines } => {
            delivery.reported_at = at;
            evolve_lines(&mut delivery.lines, &lines);
        }
        Event::Completed { lines } => {
            delivery.state = DeliveryState::Reported;
            delivery.reported_at = at;
            evolve_lines(&mut delivery.lines, &lines);
        }
    }
}

impl Subject for Event {
    type Id = DeliveryId;
    type Held = Vec<Delivery>;

    fn subject(&self) -> &'static str {
        "delivery"
    }

    fn evolve(&self, deliveries: &mut Vec<Delivery>, id: DeliveryId, at: DateTime<Utc>, _: Actor) {
        if let Self::Reported(report) = self {
            deliveries.push(Delivery::new(id, report.as_ref().clone(), at));
        } else if let Some(it) = deliveries.iter_mut().find(|it| it.id == id) {
            evolve(it, self, at);
        }
    }

    fn is_word(&self, _: Actor) -> bool {
        false
    }

    fn entry(&self, deliveries: &Vec<Delivery>, id: DeliveryId, _: Page<'_>) -> Entry {
        let known = deliveries.iter().find(|it| it.id == id);
        let entry = Entry::shown().and("reference", known.map(|it| &it.reference));
        let article = |number: &u32| {
            known?.lines.iter().find(|line| line.number == *number).map(|line| &line.item.article)
        };
        match self {
            Self::Reported(report) => {
                entry.with("on", report.delivered_on).and("evidence", report.evidence.as_deref())
            }
            Self::Incomplete { note } => entry.and("note", note.as_deref()),
            Self::LinesAnswered { replies } => replies.iter().fold(entry, |entry, reply| {
                entry.and("article", article(&reply.line)).word("verdict", &reply.verdict)
            }),
            Self::LinesCompleted { lines } | Self::Completed { lines } => {
                lines.iter().fold(entry, |entry, number| entry.and("article", article(number)))
            }
            Self::Accepted => entry,
        }
    }

    fn state(deliveries: &Vec<Delivery>, id: DeliveryId) -> Option<&'static str> {
        deliveries.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}
