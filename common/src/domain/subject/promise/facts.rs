//! What follows from a promise: late, how it counts, what may be done with it now. The same on the server and
//! in the widget.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Promise, PromiseAction, PromiseState};
use crate::{
    actor::Role,
    domain::{policy::Policy, transition::Machine},
    time::{OffsetTable, ZoneName},
};

/// What the rules need to know of a promise; the same on the server and in the widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseFacts {
    /// Where it stands.
    pub state: PromiseState,
    /// The end of the original day.
    pub original_due_at: Option<DateTime<Utc>>,
    /// The end of the day that counts now.
    pub due_at: Option<DateTime<Utc>>,
    /// Whether a new date waits for the customer.
    pub is_date_proposed: bool,
    /// Whether other words wait for the customer.
    #[serde(default)]
    pub is_change_proposed: bool,
    /// Whether something in its place waits for the customer.
    #[serde(default)]
    pub is_remedy_offered: bool,
    /// Whether it was kept on or before the original day; none while it is open.
    pub kept_in_time: Option<bool>,
    /// When the vendor said that it is kept.
    pub claimed_at: Option<DateTime<Utc>>,
}

/// How a promise counts in the rates, always against the original date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Kept on or before the original day.
    OnOriginal,
    /// Kept on or before a day that the customer agreed to.
    OnAgreed,
    /// Kept later.
    Late,
    /// Given up.
    Broken,
    /// Not kept, but the customer took something in its place.
    MadeGood,
    /// The customer no longer wanted it.
    Released,
    /// Not kept yet, or contradicted.
    Open,
}

impl Promise {
    /// What the rules need; `zone` is the sale's.
    pub fn facts(&self, zone: &ZoneName, zones: &OffsetTable) -> PromiseFacts {
        let end = |day: Option<NaiveDate>| day.map(|day| zones.end_of_day(zone, day));
        let in_time = |kept: NaiveDate| self.making.original_due.is_none_or(|due| kept <= due);
        PromiseFacts {
            state: self.state,
            original_due_at: end(self.making.original_due),
            due_at: end(self.current_due),
            is_date_proposed: self.proposed.is_some(),
            is_change_proposed: self.proposed_change().is_some(),
            is_remedy_offered: self.offered_remedy().is_some(),
            kept_in_time: self.kept_on.map(in_time),
            claimed_at: self.claimed_at,
        }
    }

    /// How it counts in the rates.
    pub fn outcome(&self) -> Outcome {
        let kept_by =
            |due: Option<NaiveDate>| due.is_none_or(|due| self.kept_on.is_some_and(|kept| kept <= due));
        match self.state {
            PromiseState::ClaimedKept | PromiseState::Kept if kept_by(self.making.original_due) => {
                Outcome::OnOriginal
            }
            PromiseState::ClaimedKept | PromiseState::Kept if kept_by(self.current_due) => Outcome::OnAgreed,
            PromiseState::ClaimedKept | PromiseState::Kept => Outcome::Late,
            PromiseState::Broken => Outcome::Broken,
            PromiseState::MadeGood => Outcome::MadeGood,
            PromiseState::Released => Outcome::Released,
            PromiseState::Made | PromiseState::AtRisk | PromiseState::Disputed => Outcome::Open,
        }
    }
}

impl PromiseFacts {
    /// Past its original day and not kept; a new date does not change that.
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        self.state.is_open() && self.original_due_at.is_some_and(|due| due <= now)
    }

    /// Whether it keeps the sale from being complete: late, disputed or broken, and neither made good nor
    /// released.
    pub fn blocks_completion(&self, now: DateTime<Utc>) -> bool {
        self.is_late(now) || matches!(self.state, PromiseState::Disputed | PromiseState::Broken)
    }
}

/// What `who` may do now.
pub fn allowed(facts: &PromiseFacts, who: Role, now: DateTime<Utc>, policy: &Policy) -> Vec<PromiseAction> {
    let actions = facts.state.actions(who);
    actions.filter(|action| refusal(facts, *action, now, policy).is_none()).collect()
}

/// Why an action that the table has is not possible now.
pub fn refusal(
    facts: &PromiseFacts,
    action: PromiseAction,
    now: DateTime<Utc>,
    policy: &Policy,
) -> Option<&'static str> {
    use PromiseAction as A;
    let window_over = facts.claimed_at.is_some_and(|at| at + TimeDelta::days(policy.contradict_days) <= now);
    let is_not_due = matches!(facts.state, PromiseState::Made | PromiseState::AtRisk) && !facts.is_late(now);
    match action {
        A::AnnounceRisk if facts.due_at.is_some_and(|due| due <= now) => {
            Some("its day has passed; a warning comes before it")
        }
        A::AcceptDate | A::DeclineDate if !facts.is_date_proposed => Some("no new date is proposed"),
        A::AcceptChange | A::DeclineChange if !facts.is_change_proposed => Some("no change is proposed"),
        A::AcceptRemedy | A::DeclineRemedy if !facts.is_remedy_offered => {
            Some("nothing is offered in its place")
        }
        A::Dispute if facts.state == PromiseState::Kept && window_over => {
            Some("the time to contradict is over")
        }
        A::Dispute | A::SayNotKept if is_not_due => Some("it is not due yet"),
        A::OfferRemedy if is_not_due => Some("nothing has gone wrong yet"),
        A::EndWindow if !window_over => Some("the time to contradict is not over"),
        A::AnnounceRisk
        | A::ProposeDate
        | A::AcceptDate
        | A::DeclineDate
        | A::ProposeChange
        | A::AcceptChange
        | A::DeclineChange
        | A::LinkSession
        | A::UnlinkSession
        | A::ClaimKept
        | A::Agree
        | A::Dispute
        | A::SayKept
        | A::SayNotKept
        | A::EndWindow
        | A::GiveUp
        | A::OfferRemedy
        | A::AcceptRemedy
        | A::DeclineRemedy
        | A::Release => None,
    }
}
