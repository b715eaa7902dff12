//! Another person looks after the customer. It is said before it happens, with who, why and from when, with a
//! warm introduction, and the customer is asked whether that is right for them. Only then does it take effect,
//! and with it everything that is still to come passes on.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        context::Context,
        entry::{Entry, Page},
        momentum::Broken,
        shape::Subject,
        touchpoint::Remedy,
        transition::Machine,
    },
    error::Rejection,
    id::{MemberId, OwnerChangeId},
    machine,
    text::Words,
    time::{OffsetTable, ZoneName},
};

machine! {
    /// Where a change of the owner stands.
    OwnerChangeState "owner_change" {
        /// The customer was told.
        Announced "announced",
        /// "That is fine."
        Agreed "agreed",
        /// "That is not fine." It does not happen until the customer agrees.
        Contested "contested",
        /// It happened.
        Effective "effective",
        /// The vendor took it back before it happened.
        Withdrawn "withdrawn",
    }
    /// What can be done to it.
    OwnerChangeAction {
        /// "That is fine."
        Agree,
        /// "That is not fine."
        Contest,
        /// Its day has come.
        TakeEffect,
        /// Take it back.
        Withdraw,
    }
    table {
        Announced, Customer: Agree => Agreed;
        Announced, Customer: Contest => Contested;
        Announced, Member: Withdraw => Withdrawn;
        Announced, System: TakeEffect => Effective;
        Agreed, Customer: Contest => Contested;
        Agreed, Member: Withdraw => Withdrawn;
        Agreed, System: TakeEffect => Effective;
        Contested, Customer: Agree => Agreed;
        Contested, Member: Withdraw => Withdrawn;
    }
}

/// What is announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// Who looks after the customer until then.
    pub from: MemberId,
    /// Who does from then on.
    pub to: MemberId,
    /// Why, for the customer.
    pub reason: Words,
    /// The first day of the new one, in the sale's zone.
    pub effective_from: NaiveDate,
    /// What the new one has to know; the vendor's own.
    pub handover: Words,
    /// How the new one introduces themselves to the customer.
    pub introduction: Words,
    /// The rules of the rhythm that it breaks; then it waits for the customer's yes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub broken: Vec<Broken>,
}

/// Another owner, as the vendor asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOwner {
    /// Who.
    pub to: MemberId,
    /// Why, for the customer.
    pub reason: Words,
    /// Their first day, in the sale's zone.
    pub effective_from: NaiveDate,
    /// What they have to know; the vendor's own.
    pub handover: Words,
    /// How they introduce themselves to the customer.
    pub introduction: Words,
    /// What is done about a rule of the rhythm that it breaks.
    pub remedy: Remedy,
}

/// A change of the owner with everything on the record. What the new one has to know is not for the customer, who
/// reads `api::contact::OwnerChangeView`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OwnerChangeOut))]
pub struct OwnerChange {
    /// Its id.
    pub id: OwnerChangeId,
    /// Where it stands.
    pub state: OwnerChangeState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// Who looks after the customer until then.
    pub from: MemberId,
    /// Who does from then on.
    pub to: MemberId,
    /// Why.
    pub reason: Words,
    /// The first day of the new one.
    pub effective_from: NaiveDate,
    /// What the new one has to know.
    pub handover: Words,
    /// How the new one introduces themselves.
    pub introduction: Words,
    /// When it was announced.
    pub announced_at: DateTime<Utc>,
    /// In the customer's words, or why it was taken back.
    pub note: Option<Words>,
    /// The rules of the rhythm that it breaks; then it waits for the customer's yes.
    pub broken: Vec<Broken>,
}

impl OwnerChange {
    /// As it was announced.
    pub fn new(id: OwnerChangeId, announcement: Announcement, at: DateTime<Utc>) -> Self {
        let Announcement { from, to, reason, effective_from, handover, introduction, broken } = announcement;
        Self {
            id,
            state: OwnerChangeState::Announced,
            state_since: at,
            from,
            to,
            reason,
            effective_from,
            handover,
            introduction,
            announced_at: at,
            note: None,
            broken,
        }
    }

    /// Whether it may still happen.
    pub fn is_open(&self) -> bool {
        use OwnerChangeState as S;
        matches!(self.state, S::Announced | S::Agreed | S::Contested)
    }

    /// Whether it breaks a rule, and the customer has not said whether that is fine.
    pub fn awaits_consent(&self) -> bool {
        self.state == OwnerChangeState::Announced && !self.broken.is_empty()
    }

    /// When its day comes, if time alone makes it happen.
    pub fn takes_effect_at(&self, zone: &ZoneName, zones: &OffsetTable) -> Option<DateTime<Utc>> {
        use OwnerChangeState as S;
        let is_due = matches!(self.state, S::Announced | S::Agreed) && !self.awaits_consent();
        is_due.then(|| zones.start_of_day(zone, self.effective_from))
    }
}

/// What somebody wants with one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// "That is fine."
    Agree,
    /// "That is not fine."
    Contest {
        /// Why.
        note: Option<Words>,
    },
    /// Take it back.
    Withdraw {
        /// Why.
        reason: Option<Words>,
    },
}

/// What happened to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was announced.
    Announced(Box<Announcement>),
    /// The customer agrees.
    Agreed,
    /// The customer does not.
    Contested {
        /// Why.
        note: Option<Words>,
    },
    /// It happened.
    TookEffect,
    /// The vendor took it back.
    Withdrawn {
        /// Why.
        reason: Option<Words>,
    },
}

/// Refuses an announcement that comes too late, or that changes nothing. `zone` is the sale's.
pub fn check(announcement: &Announcement, zone: &ZoneName, ctx: &Context<'_>) -> Result<(), Rejection> {
    if announcement.to == announcement.from {
        return Err(Rejection::field("/to", "looks after the customer already"));
    }
    let days = ctx.policy.owner_notice_days;
    let earliest = ctx.calendar.add_business_days(ctx.today(zone), days);
    if announcement.effective_from < earliest {
        let detail =
            format!("must be {earliest} or later: the customer is told {days} working day(s) before");
        return Err(Rejection::field("/effective_from", detail));
    }
    Ok(())
}

/// What follows from the command, or why it cannot be.
pub fn decide(change: &OwnerChange, command: Command, ctx: &Context<'_>) -> Result<Event, Rejection> {
    let allow = |action| change.state.check(action, ctx.actor.role());
    match command {
        Command::Agree => allow(OwnerChangeAction::Agree).map(|_| Event::Agreed),
        Command::Contest { note } => allow(OwnerChangeAction::Contest).map(|_| Event::Contested { note }),
        Command::Withdraw { reason } => {
            allow(OwnerChangeAction::Withdraw).map(|_| Event::Withdrawn { reason })
        }
    }
}

fn evolve(change: &mut OwnerChange, event: &Event, at: DateTime<Utc>) {
    let (state, note) = match event.clone() {
        // Announcing is where a change begins.
        Event::Announced(_) => return,
        Event::Agreed => (OwnerChangeState::Agreed, None),
        Event::Contested { note } => (OwnerChangeState::Contested, note),
        Event::TookEffect => (OwnerChangeState::Effective, None),
        Event::Withdrawn { reason } => (OwnerChangeState::Withdrawn, reason),
    };
    (change.state, change.state_since, change.note) = (state, at, note);
}

impl Subject for Event {
    type Id = OwnerChangeId;
    type Held = Vec<OwnerChange>;

    fn subject(&self) -> &'static str {
        "owner_change"
    }

    fn evolve(&self, changes: &mut Vec<OwnerChange>, id: OwnerChangeId, at: DateTime<Utc>, _: Actor) {
        if let Self::Announced(announcement) = self {
            changes.push(OwnerChange::new(id, announcement.as_ref().clone(), at));
        } else if let Some(it) = changes.iter_mut().find(|it| it.id == id) {
            evolve(it, self, at);
        }
    }

    fn is_word(&self, _: Actor) -> bool {
        matches!(self, Self::Announced(_))
    }

    fn entry(&self, changes: &Vec<OwnerChange>, id: OwnerChangeId, page: Page<'_>) -> Entry {
        let known = changes.iter().find(|it| it.id == id);
        let entry = Entry::shown()
            .and("from", known.map(|it| page.name(it.from)))
            .and("to", known.map(|it| page.name(it.to)));
        match self {
            Self::Announced(announcement) => {
                let broken = announcement.broken.iter();
                broken
                    .fold(entry, |entry, it| entry.with("breaks", it.rule.as_str()))
                    .with("effective_from", announcement.effective_from)
                    .with("reason", &announcement.reason)
                    .with("introduction", &announcement.introduction)
                    .secretly("handover", &announcement.handover)
            }
            Self::Agreed | Self::TookEffect => entry,
            Self::Contested { note } => entry.and("note", note.as_deref()),
            Self::Withdrawn { reason } => entry.and("reason", reason.as_deref()),
        }
    }

    fn state(changes: &Vec<OwnerChange>, id: OwnerChangeId) -> Option<&'static str> {
        changes.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}
