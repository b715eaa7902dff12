//! Whether follow-up goes on. To pause or to end it is the customer's choice, with a reason; a vendor may stop
//! too, and the record says who did. While it is paused nobody asks, no silence is counted, and planned
//! contacts wait.

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
    machine,
    text::Words,
    time::ZoneName,
};

machine! {
    /// Where the relationship stands.
    RelationshipState "relationship" {
        /// Follow-up goes on.
        Active "active",
        /// It rests for a while.
        Paused "paused",
        /// It is over.
        Ended "ended",
    }
    /// What can be done to it.
    RelationshipAction {
        /// Let it rest until a day.
        Pause,
        /// Go on.
        Resume,
        /// End it.
        End,
    }
    table {
        Active, Customer: Pause => Paused;
        Active, Customer: End => Ended;
        Active, Member: Pause => Paused;
        Active, Member: End => Ended;
        Paused, Customer: Pause => Paused;
        Paused, Customer: Resume => Active;
        Paused, Customer: End => Ended;
        Paused, Member: Resume => Active;
        Paused, Member: End => Ended;
        Paused, System: Resume => Active;
        Ended, Customer: Resume => Active;
    }
}

/// The relationship of one sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relationship {
    /// Where it stands.
    pub state: RelationshipState,
    /// Since when; none from the beginning.
    pub since: Option<DateTime<Utc>>,
    /// Who brought it there.
    pub by: Option<Actor>,
    /// Why.
    pub reason: Option<Words>,
    /// The day on which a pause ends by itself.
    pub until: Option<NaiveDate>,
    /// How often it went on after it had ended; calendars must notice each time that somebody comes again.
    #[serde(default)]
    pub revived: u32,
}

impl Default for Relationship {
    fn default() -> Self {
        Self {
            state: RelationshipState::Active,
            since: None,
            by: None,
            reason: None,
            until: None,
            revived: 0,
        }
    }
}

/// What somebody wants with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Let it rest.
    Pause {
        /// The day on which it goes on.
        until: NaiveDate,
        /// Why.
        reason: Words,
    },
    /// Go on now.
    Resume,
    /// End it.
    End {
        /// Why.
        reason: Words,
    },
}

/// What happened to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It rests.
    Paused {
        /// The day on which it goes on.
        until: NaiveDate,
        /// Why.
        reason: Words,
    },
    /// It goes on.
    Resumed,
    /// It is over.
    Ended {
        /// Why.
        reason: Words,
    },
}

/// What follows from the command, or why it cannot be. `zone` is the sale's.
pub fn decide(
    relationship: &Relationship,
    command: Command,
    zone: &ZoneName,
    ctx: &Context<'_>,
) -> Result<Event, Rejection> {
    let allow = |action| relationship.state.check(action, ctx.actor.role());
    match command {
        Command::Pause { until, reason } => {
            allow(RelationshipAction::Pause)?;
            let today = ctx.today(zone);
            let latest = crate::domain::context::add_days(today, ctx.policy.longest_pause_days);
            if until <= today || until > latest {
                let most = ctx.policy.longest_pause_days;
                return Err(Rejection::field("/until", format!("must be within the next {most} days")));
            }
            Ok(Event::Paused { until, reason })
        }
        Command::Resume => allow(RelationshipAction::Resume).map(|_| Event::Resumed),
        Command::End { reason } => allow(RelationshipAction::End).map(|_| Event::Ended { reason }),
    }
}

/// When a pause ends by itself.
pub fn resumes_at(relationship: &Relationship, zone: &ZoneName, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
    let until = relationship.until.filter(|_| relationship.state == RelationshipState::Paused)?;
    Some(ctx.zones.start_of_day(zone, until))
}

impl Subject for Event {
    type Id = ();
    type Held = Relationship;

    fn subject(&self) -> &'static str {
        "relationship"
    }

    fn evolve(&self, relationship: &mut Relationship, (): (), at: DateTime<Utc>, actor: Actor) {
        let (state, reason, until) = match self.clone() {
            Event::Paused { until, reason } => (RelationshipState::Paused, Some(reason), Some(until)),
            Event::Resumed => (RelationshipState::Active, None, None),
            Event::Ended { reason } => (RelationshipState::Ended, Some(reason), None),
        };
        let is_revived = relationship.state == RelationshipState::Ended && state == RelationshipState::Active;
        let revived = relationship.revived.saturating_add(u32::from(is_revived));
        *relationship = Relationship { state, since: Some(at), by: Some(actor), reason, until, revived };
    }

    fn is_word(&self, _: Actor) -> bool {
        false
    }

    fn entry(&self, _: &Relationship, (): (), _: Page<'_>) -> Entry {
        match self {
            Self::Paused { until, reason } => Entry::shown().with("until", until).with("reason", reason),
            Self::Resumed => Entry::shown(),
            Self::Ended { reason } => Entry::shown().with("reason", reason),
        }
    }

    fn state(relationship: &Relationship, (): ()) -> Option<&'static str> {
        Some(relationship.state.as_str())
    }
}
