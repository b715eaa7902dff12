//! From an act of the story to commands. Looks at the sale first: what has happened already, by the story or
//! by a visitor, is not done again.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use followthrough_common::{
    domain::{
        check::{self, About, Ask, AskState},
        concern::{self, Concern, ConcernKind, Severity},
        delivery::{self, Delivery, DeliveryState},
        payment::{self, PaymentState},
        promise::{self, Promise, PromiseKind, PromiseState},
        sale::{Command, Sale},
        touchpoint::{self, Basis, Purpose, Touchpoint, TouchpointKind},
        update::{Message, UpdateKind, Verification},
    },
    id::{MemberId, TouchpointId},
    text::{Line, Words},
    time::{Hours, OffsetTable, Slot, ZoneName},
};

use super::{
    cast::SESSIONS,
    story::{Act, At},
};

/// Where the times of a story lie.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// The date of day 0.
    pub monday: NaiveDate,
    /// Where the clock hangs.
    pub zone: ZoneName,
    /// The offsets of that zone.
    pub zones: OffsetTable,
}

impl Timeline {
    /// The date of a day.
    pub fn date(&self, day: i64) -> NaiveDate {
        self.monday.checked_add_days(Days::new(day.unsigned_abs())).unwrap_or(self.monday)
    }

    /// The instant of a time.
    pub fn instant(&self, At(day, hour, minute): At) -> DateTime<Utc> {
        let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        self.zones.instant(&self.zone, self.date(day).and_time(time))
    }

    /// The day of an instant.
    pub fn day(&self, at: DateTime<Utc>) -> i64 {
        (self.zones.date(&self.zone, at) - self.monday).num_days()
    }

    fn slot(&self, At(day, hour, minute): At, length: TimeDelta) -> Slot {
        let start = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        let hours = Hours { start, end: start.overflowing_add_signed(length).0 };
        Slot { local_date: self.date(day), hours: Some(hours), time_zone: self.zone.clone() }
    }
}

/// A sale at a moment of the story.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The sale as it is.
    pub sale: &'a Sale,
    /// The sale of the other customer whom it is about too.
    pub other: Option<&'a Sale>,
    /// Where the times lie.
    pub timeline: &'a Timeline,
    /// What the clock shows.
    pub now: DateTime<Utc>,
    /// Who looked, where somebody looked.
    pub anna: MemberId,
    /// Whose sessions they are.
    pub jonas: MemberId,
    /// Whether the story comes by here for the first time.
    pub is_first: bool,
}

pub(super) fn words(text: &str) -> Option<Words> {
    Words::parse(text).ok()
}

pub(super) fn line(text: &str) -> Option<Line> {
    Line::parse(text).ok()
}

impl Scene<'_> {
    /// What the act comes to now; nothing when it has happened or can no longer happen.
    pub fn commands(&self, act: Act) -> Vec<Command> {
        match act {
            Act::Paperwork => self.paperwork(),
            other => self.command(other).into_iter().collect(),
        }
    }

    fn command(&self, act: Act) -> Option<Command> {
        match act {
            Act::Deliver { evidence, goods } => self.deliver(evidence, goods),
            Act::Pay => self.pay(),
            Act::Accept => {
                let delivery: &Delivery = self.sale.deliveries.first()?;
                (delivery.state == DeliveryState::Reported)
                    .then_some(Command::Delivery(delivery.id, delivery::Command::Accept))
            }
            Act::Plan { item, at } => self.plan(item, at),
            Act::Report { item, note } => self.report(item, note),
            Act::Agree { item } => self.touch(item, touchpoint::Command::AgreeDone),
            Act::Complete { item } => self.touch(item, touchpoint::Command::Complete),
            Act::Confirm { item } => self.touch(item, touchpoint::Command::Confirm),
            Act::AcceptMove { item } => self.touch(item, touchpoint::Command::AcceptMove { option: 0 }),
            Act::Move { item, to, reason } => self.move_to(item, to, reason),
            Act::AskToMove { item, options, reason } => self.ask_to_move(item, options, reason),
            Act::Answer { check, value, text } => self.answer(check, value, text),
            Act::ProposeDate { .. } | Act::AcceptDate | Act::ClaimKept | Act::AgreeKept => self.keep(act),
            Act::Complain { .. } | Act::Write { .. } | Act::Start | Act::Propose { .. } | Act::Sorted => {
                self.put_right(act)
            }
            Act::News { text } => self.tell(UpdateKind::Progress, text, None),
            Act::AllWell { text } => {
                let verified = Verification { by: self.anna, at: self.now };
                self.tell(UpdateKind::NoChange, text, Some(verified))
            }
            Act::Also(deed) => self.deed(deed),
            Act::Paperwork => None,
        }
    }

    fn item(&self, key: &str) -> Option<&Touchpoint> {
        let session = SESSIONS.iter().find(|session| session.item == key);
        self.sale.touchpoints.iter().find(|item| match session {
            Some(session) => &*item.plan.title == session.title,
            None => item.plan.item.as_deref() == Some(key),
        })
    }

    fn plan(&self, key: &str, at: At) -> Option<Command> {
        let session = SESSIONS.iter().find(|session| session.item == key)?;
        let plan = touchpoint::Plan {
            item: None,
            kind: session.kind,
            title: line(session.title)?,
            text: words(session.text),
            prepare: session.prepare.and_then(words),
            place: line("At your place"),
            owner: self.jonas,
            slot: self.timeline.slot(at, TimeDelta::minutes(session.minutes)),
            basis: Basis::Fixed,
            check: None,
            ties: touchpoint::Ties::default(),
        };
        // Sessions that were promised by their number count for the promise.
        let promised = self.sale.promises.iter().find(|promise| promise.making.quantity.is_some());
        let promised = promised.filter(|_| session.kind == TouchpointKind::Training);
        let (plan, remedy) = (Box::new(plan), touchpoint::Remedy::Nothing);
        let plan = match promised {
            Some(promise) => Command::PlanSession(promise.id, plan, remedy),
            None => Command::PlanTouchpoint(plan, remedy),
        };
        self.item(key).is_none().then_some(plan)
    }

    fn touch(&self, item: &str, command: touchpoint::Command) -> Option<Command> {
        Some(Command::Touchpoint(self.item(item)?.id, command))
    }

    fn deliver(&self, evidence: &str, goods: &[(&str, u32)]) -> Option<Command> {
        let report = delivery::Report {
            reference: line(&format!("{}-1", &*self.sale.reference))?,
            delivered_on: self.timeline.zones.date(&self.timeline.zone, self.now),
            evidence: words(evidence),
            items: goods
                .iter()
                .filter_map(|(article, quantity)| {
                    Some(delivery::Item { article: line(article)?, quantity: *quantity })
                })
                .collect(),
        };
        self.sale.deliveries.is_empty().then(|| Command::ReportDelivery(Box::new(report)))
    }

    fn pay(&self) -> Option<Command> {
        let amount = self.sale.invoiced?;
        let reference = line(&format!("{}-P", &*self.sale.reference))?;
        Some(Command::ReportPayment(payment::Report { reference, amount, state: PaymentState::Cleared }))
    }

    fn length(&self, item: &Touchpoint) -> TimeDelta {
        let zones = &self.timeline.zones;
        item.plan.slot.ends_at(zones) - item.plan.slot.starts_at(zones)
    }

    fn move_to(&self, key: &str, to: At, reason: &str) -> Option<Command> {
        let item = self.item(key)?;
        let to = self.timeline.slot(to, self.length(item));
        let was_moved = item.moves.iter().any(|known| known.to == to);
        let command =
            touchpoint::Command::Move { to, reason: words(reason)?, remedy: touchpoint::Remedy::Nothing };
        (!was_moved && item.pending_move.is_none()).then_some(Command::Touchpoint(item.id, command))
    }

    fn ask_to_move(&self, key: &str, options: &[At], reason: &str) -> Option<Command> {
        let item = self.item(key)?;
        let options: Vec<Slot> =
            options.iter().map(|at| self.timeline.slot(*at, self.length(item))).collect();
        let was_moved = item.moves.iter().any(|known| options.contains(&known.to));
        let command = touchpoint::Command::RequestMove { options, reason: words(reason) };
        (!was_moved && item.pending_move.is_none()).then_some(Command::Touchpoint(item.id, command))
    }

    fn answer(&self, key: &str, value: &str, text: Option<&str>) -> Option<Command> {
        let is_open = |ask: &&Ask| matches!(ask.state, AskState::Offered | AskState::Snoozed);
        let mut asks = self.sale.asks.iter().filter(|ask| &*ask.plan.check == key);
        let ask = asks.find(is_open)?;
        let answer = check::Command::Answer { value: line(value)?, text: text.and_then(words) };
        Some(Command::Ask(ask.id, answer))
    }

    fn keep(&self, act: Act) -> Option<Command> {
        let is_meant =
            |promise: &&Promise| matches!(promise.making.kind, PromiseKind::Training | PromiseKind::Date);
        let promise = self.sale.promises.iter().find(is_meant)?;
        let is_made = promise.state == PromiseState::Made;
        let command = match act {
            Act::ProposeDate { day, reason } => {
                let due = self.timeline.date(day);
                let is_new = promise.proposed.is_none() && promise.current_due != Some(due);
                let reason = words(reason).filter(|_| is_made && is_new)?;
                promise::Command::ProposeDate { due, reason }
            }
            Act::AcceptDate => {
                promise.proposed.as_ref().map(|it| promise::Command::AcceptDate { proposed_at: it.at })?
            }
            Act::ClaimKept if is_made => promise::Command::ClaimKept { kept_on: None, evidence: None },
            Act::AgreeKept if promise.state == PromiseState::ClaimedKept => promise::Command::Agree,
            _ => return None,
        };
        Some(Command::Promise(promise.id, command))
    }

    fn put_right(&self, act: Act) -> Option<Command> {
        // The story's own; what a visitor raised is answered by nobody here.
        let is_ours =
            |concern: &&Concern| matches!(concern.opening.kind, ConcernKind::Complaint | ConcernKind::Change);
        let known = self.sale.concerns.iter().find(is_ours);
        if let Act::Complain { words: said, wanted } = act {
            let complaint = concern::Raise::new(ConcernKind::Complaint, Severity::Big);
            let wish = concern::Raise { words: words(said), wanted: words(wanted), ..complaint };
            return known.is_none().then(|| Command::RaiseConcern(Box::new(wish)));
        }
        let concern = known.filter(|concern| concern.state.is_open())?;
        let command = match act {
            Act::Write { text } => {
                let was_said = concern.messages.iter().any(|message| &*message.text == text);
                concern::Command::Write { text: words(text).filter(|_| !was_said)? }
            }
            Act::Start => concern::Command::Start,
            Act::Propose { text } => {
                let was_proposed = concern.proposals.iter().any(|known| &*known.text == text);
                concern::Command::Propose { text: words(text).filter(|_| !was_proposed)?, due: None }
            }
            Act::Sorted => concern::Command::Confirm,
            _ => return None,
        };
        Some(Command::Concern(concern.id, command))
    }

    fn tell(&self, kind: UpdateKind, text: &str, verified: Option<Verification>) -> Option<Command> {
        let was_told = self.sale.updates.iter().any(|update| &*update.message.text == text);
        let about = vec![About::Sale];
        let message = Message { kind, text: words(text)?, verified, about, next_update_by: None };
        (!was_told).then(|| Command::SendUpdate(Box::new(message)))
    }

    /// Meetings that are over, and written things of today, that nobody reported yet.
    fn paperwork(&self) -> Vec<Command> {
        let is_due = |item: &&Touchpoint| {
            let facts = item.facts(&self.timeline.zones);
            let due_at = if facts.kind.is_live() { facts.ends_at } else { facts.starts_at };
            facts.is_open() && facts.kind.is_outward() && due_at <= self.now
        };
        let mut due: Vec<&Touchpoint> = self.sale.touchpoints.iter().filter(is_due).collect();
        // What waits for another is reported after it.
        due.sort_by_key(|item| item.plan.ties.after.is_some());
        due.into_iter().map(|item| self.done(item, None)).collect()
    }

    fn report(&self, key: &str, note: &str) -> Option<Command> {
        Some(self.done(self.item(key)?, words(note)))
    }

    /// It is done: with what its kind asks for, and what comes next.
    fn done(&self, item: &Touchpoint, note: Option<Words>) -> Command {
        let plain = || words("It took a few minutes, and all questions were answered.");
        let note = note.or_else(|| item.plan.ties.purpose.and_then(|_| plain()));
        let report = touchpoint::Report {
            note,
            sent: item.plan.text.clone().filter(|_| item.plan.kind == TouchpointKind::Thanks),
            evidence: words("A photo of the card is in our files.")
                .filter(|_| item.plan.kind == TouchpointKind::Note),
            verified: (item.plan.ties.purpose == Some(Purpose::NoChange))
                .then_some(Verification { by: item.plan.owner, at: self.now }),
            about: Vec::new(),
            next: self.next_after(item).map_or(touchpoint::Next::Nothing, touchpoint::Next::Touchpoint),
        };
        Command::Touchpoint(item.id, touchpoint::Command::ReportDone(Box::new(report)))
    }

    /// What the customer hears of next: something of ours, else anything that is still to come.
    fn next_after(&self, item: &Touchpoint) -> Option<TouchpointId> {
        let zones = &self.timeline.zones;
        let is_ahead = |other: &&Touchpoint| {
            let facts = other.facts(zones);
            other.id != item.id && facts.is_open() && facts.ends_at > self.now
        };
        let ahead = self.sale.touchpoints.iter().filter(is_ahead);
        let next =
            ahead.min_by_key(|other| (!other.plan.kind.is_outward(), other.plan.slot.starts_at(zones)));
        next.map(|next| next.id)
    }
}
