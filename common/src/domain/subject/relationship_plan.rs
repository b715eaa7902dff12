//! The relationship plan: how often and about what the two keep in touch after the first month, who does it,
//! and when the plan itself is looked at again. Its contacts appear on the agenda one after another.

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        context::Context,
        context::add_days,
        entry::{Entry, Page},
        shape::Subject,
        transition::Machine,
    },
    error::Rejection,
    id::{MemberId, TouchpointId},
    machine,
    text::{Line, Words},
};

machine! {
    /// Where a relationship plan stands.
    PlanState "relationship plan" {
        /// The vendor suggests it; it is followed until the customer wants it otherwise.
        Proposed "proposed",
        /// "That suits me."
        Accepted "accepted",
        /// "I would like it otherwise."
        ChangeWanted "change_wanted",
    }
    /// What can be done to a relationship plan.
    PlanAction {
        /// "That suits me."
        Accept,
        /// "I would like it otherwise."
        WantChange,
        /// Suggest another one.
        Revise,
    }
    table {
        Proposed, Customer: Accept => Accepted;
        Proposed, Customer: WantChange => ChangeWanted;
        Proposed, Member: Revise => Proposed;
        Accepted, Customer: WantChange => ChangeWanted;
        Accepted, Member: Revise => Proposed;
        ChangeWanted, Customer: Accept => Accepted;
        ChangeWanted, Customer: WantChange => ChangeWanted;
        ChangeWanted, Member: Revise => Proposed;
    }
}

/// What an interval is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum IntervalUnit {
    /// Seven days.
    Weeks,
    /// The same day of another month.
    Months,
}

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Interval {
    /// How many; at least one.
    pub every: u32,
    /// Of what.
    pub unit: IntervalUnit,
}

/// What the vendor suggests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanTerms {
    /// How often the customer hears from the vendor.
    pub interval: Interval,
    /// What it is about, one after another.
    pub topics: Vec<Line>,
    /// When the plan itself is looked at again.
    pub next_review_on: NaiveDate,
    /// Who keeps in touch.
    pub owner: MemberId,
}

/// The plan of a sale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RelationshipPlan {
    /// From 1; every suggestion is another version.
    pub version: u32,
    /// What it says.
    pub terms: PlanTerms,
    /// Where it stands.
    pub state: PlanState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// The day from which the interval counts.
    pub from: NaiveDate,
    /// What the customer would like otherwise.
    pub wish: Option<Words>,
    /// How many contacts it has put on the agenda.
    pub planned: u32,
    /// The day of the last one.
    pub last_planned_on: Option<NaiveDate>,
    /// The last one.
    pub last_planned: Option<TouchpointId>,
}

/// What somebody wants with the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Suggest one, or another one.
    Suggest(PlanTerms),
    /// "That suits me."
    Accept {
        /// The version, as the customer read it.
        version: u32,
    },
    /// "I would like it otherwise."
    WantChange {
        /// How.
        wish: Words,
    },
}

/// What happened to the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// The vendor suggested it.
    Suggested {
        /// What it says.
        terms: PlanTerms,
        /// The day from which the interval counts.
        from: NaiveDate,
    },
    /// The customer accepted it.
    Accepted,
    /// The customer would like it otherwise.
    ChangeWanted {
        /// How.
        wish: Words,
    },
    /// Its next contact was put on the agenda.
    ContactPlanned {
        /// For which day.
        on: NaiveDate,
        /// The item of the agenda.
        touchpoint: TouchpointId,
    },
}

/// What the next contact of a plan is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextContact {
    /// The day, before it is rolled to an open one.
    pub on: NaiveDate,
    /// What it is about.
    pub topic: Line,
    /// Whether the plan itself is looked at.
    pub is_review: bool,
}

impl Interval {
    /// The day one interval after.
    pub fn after(self, day: NaiveDate) -> NaiveDate {
        match self.unit {
            IntervalUnit::Weeks => add_days(day, i64::from(self.every).saturating_mul(7)),
            IntervalUnit::Months => day.checked_add_months(Months::new(self.every)).unwrap_or(day),
        }
    }
}

impl RelationshipPlan {
    /// The contact that comes after the last one; the review takes the place of the contact that would come
    /// on or after its day. What was to come while nobody looked is left out.
    pub fn next(&self, today: NaiveDate) -> Option<NextContact> {
        let last = self.last_planned_on.unwrap_or(self.from).max(self.from);
        let after = self.terms.interval.after(last);
        let on = if after < today { self.terms.interval.after(today) } else { after };
        let review = self.terms.next_review_on;
        let is_review = last < review && today <= review && review <= on;
        let on = if is_review { review } else { on };
        let count = usize::try_from(self.planned).unwrap_or_default();
        let topics = &self.terms.topics;
        let topic = topics.get(count.checked_rem(topics.len())?)?.clone();
        (on > last).then_some(NextContact { on, topic, is_review })
    }
}

fn check(terms: &PlanTerms, today: NaiveDate) -> Result<(), Rejection> {
    let most = match terms.interval.unit {
        IntervalUnit::Weeks => 104,
        IntervalUnit::Months => 24,
    };
    if terms.interval.every == 0 || terms.interval.every > most {
        return Err(Rejection::field("/interval/every", format!("must be 1 to {most}")));
    }
    if terms.topics.is_empty() || terms.topics.len() > 20 {
        return Err(Rejection::field("/topics", "must be 1 to 20 topics"));
    }
    if terms.next_review_on <= today {
        return Err(Rejection::field("/next_review_on", "must lie in the future"));
    }
    Ok(())
}

/// What follows from the command, or why it cannot be. `from` is the day from which a new plan counts.
pub fn decide(
    plan: Option<&RelationshipPlan>,
    command: Command,
    (today, from): (NaiveDate, NaiveDate),
    ctx: &Context<'_>,
) -> Result<Event, Rejection> {
    let who = ctx.actor.role();
    match (plan, command) {
        (plan, Command::Suggest(terms)) => {
            if let Some(plan) = plan {
                plan.state.check(PlanAction::Revise, who)?;
            }
            check(&terms, today)?;
            Ok(Event::Suggested { terms, from })
        }
        (None, Command::Accept { .. } | Command::WantChange { .. }) => Err(Rejection::not_found()),
        (Some(plan), Command::Accept { version }) => {
            plan.state.check(PlanAction::Accept, who)?;
            Rejection::unless_newest(version, plan.version)?;
            Ok(Event::Accepted)
        }
        (Some(plan), Command::WantChange { wish }) => {
            plan.state.check(PlanAction::WantChange, who)?;
            Ok(Event::ChangeWanted { wish })
        }
    }
}

impl Subject for Event {
    type Id = ();
    type Held = Option<RelationshipPlan>;

    fn subject(&self) -> &'static str {
        "relationship_plan"
    }

    fn evolve(&self, plan: &mut Option<RelationshipPlan>, (): (), at: DateTime<Utc>, _: Actor) {
        if let Event::Suggested { terms, from } = self.clone() {
            let version = plan.as_ref().map_or(0, |plan| plan.version).saturating_add(1);
            *plan = Some(RelationshipPlan {
                version,
                terms,
                state: PlanState::Proposed,
                state_since: at,
                from,
                wish: None,
                planned: 0,
                last_planned_on: None,
                last_planned: None,
            });
            return;
        }
        let Some(plan) = plan else { return };
        match self.clone() {
            Event::Suggested { .. } => {}
            Event::Accepted => {
                plan.state = PlanState::Accepted;
                plan.state_since = at;
                plan.wish = None;
            }
            Event::ChangeWanted { wish } => {
                plan.state = PlanState::ChangeWanted;
                plan.state_since = at;
                plan.wish = Some(wish);
            }
            Event::ContactPlanned { on, touchpoint } => {
                plan.planned = plan.planned.saturating_add(1);
                plan.last_planned_on = Some(on);
                plan.last_planned = Some(touchpoint);
            }
        }
    }

    fn is_word(&self, _: Actor) -> bool {
        matches!(self, Self::Suggested { .. })
    }

    fn entry(&self, _: &Option<RelationshipPlan>, (): (), page: Page<'_>) -> Entry {
        match self {
            Self::Suggested { terms, from } => Entry::shown()
                .with("from", from)
                .with("every", terms.interval.every)
                .word("unit", &terms.interval.unit)
                .with("next_review_on", terms.next_review_on)
                .with("owner", page.name(terms.owner)),
            Self::ChangeWanted { wish } => Entry::shown().with("wish", wish),
            Self::ContactPlanned { on, .. } => Entry::shown().with("on", on),
            Self::Accepted => Entry::shown(),
        }
    }

    fn state(plan: &Option<RelationshipPlan>, (): ()) -> Option<&'static str> {
        plan.as_ref().map(|plan| plan.state.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::TypedId;

    #[test]
    fn contacts_follow_one_another_and_the_review_comes_on_its_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let topic = |text: &str| Line::parse(text).unwrap();
        let terms = PlanTerms {
            interval: Interval { every: 2, unit: IntervalUnit::Months },
            topics: vec![topic("Service"), topic("New needs")],
            next_review_on: day("2027-03-15"),
            owner: MemberId::from_bits(1),
        };
        let at = "2026-12-01T10:00:00Z".parse().unwrap();
        let mut plan = None;
        let from = day("2026-12-31");
        Event::Suggested { terms, from }.evolve(&mut plan, (), at, Actor::System);
        let mut seen = Vec::new();
        for _ in 0..4 {
            let next = plan.as_ref().unwrap().next(from).unwrap();
            let planned = Event::ContactPlanned { on: next.on, touchpoint: TouchpointId::from_bits(1) };
            planned.evolve(&mut plan, (), at, Actor::System);
            seen.push((next.on.to_string(), next.topic.to_string(), next.is_review));
        }
        let seen: Vec<_> = seen.iter().map(|(on, topic, review)| (&**on, &**topic, *review)).collect();
        assert_eq!(
            seen,
            [
                ("2027-02-28", "Service", false),
                ("2027-03-15", "New needs", true),
                ("2027-05-15", "Service", false),
                ("2027-07-15", "New needs", false),
            ]
        );
    }
}
