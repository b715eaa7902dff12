//! Deciding about a promise.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Event, Promise, PromiseAction as Action, Terms, refusal};
use crate::{
    domain::{context::Context, transition::Machine},
    error::{ErrorCode, Rejection},
    id::TouchpointId,
    text::Words,
    time::ZoneName,
};

/// What somebody wants with a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// It may slip.
    AnnounceRisk {
        /// Why.
        reason: Words,
        /// What we do about it.
        doing: Words,
        /// What we suggest to the customer.
        suggestion: Option<Words>,
        /// A new date, proposed in the same breath.
        due: Option<NaiveDate>,
    },
    /// A new date.
    ProposeDate {
        /// The date.
        due: NaiveDate,
        /// Why.
        reason: Words,
    },
    /// The new date is fine.
    AcceptDate {
        /// When it was proposed, as the customer read it.
        proposed_at: DateTime<Utc>,
    },
    /// The new date is not.
    DeclineDate,
    /// Other words or another number.
    ProposeChange {
        /// What is to count instead.
        to: Terms,
        /// Why.
        reason: Words,
    },
    /// The change is fine.
    AcceptChange {
        /// When it was proposed, as the customer read it.
        proposed_at: DateTime<Utc>,
    },
    /// The change is not.
    DeclineChange,
    /// Count a touchpoint as one of its sessions.
    LinkSession {
        /// Which.
        touchpoint: TouchpointId,
    },
    /// Do not count it any more.
    UnlinkSession {
        /// Which.
        touchpoint: TouchpointId,
    },
    /// It is kept.
    ClaimKept {
        /// On which day; today if it is not said.
        kept_on: Option<NaiveDate>,
        /// What proves it.
        evidence: Option<Words>,
    },
    /// "Yes, you did."
    Agree,
    /// "Not really."
    Dispute {
        /// What is missing.
        note: Option<Words>,
    },
    /// "Yes", when asked.
    SayKept,
    /// "No", when asked.
    SayNotKept {
        /// What is missing.
        note: Option<Words>,
    },
    /// We cannot keep it.
    GiveUp {
        /// Why.
        reason: Words,
    },
    /// Something in its place.
    OfferRemedy {
        /// What.
        text: Words,
        /// Until when, if something is still to be done.
        due: Option<NaiveDate>,
    },
    /// That makes it good.
    AcceptRemedy {
        /// When it was proposed, as the customer read it.
        proposed_at: DateTime<Utc>,
    },
    /// That does not.
    DeclineRemedy,
    /// "Never mind."
    Release,
    /// The window to contradict is over.
    EndWindow,
}

impl Command {
    /// The row of the table that it needs.
    pub fn action(&self) -> Action {
        match self {
            Self::AnnounceRisk { .. } => Action::AnnounceRisk,
            Self::ProposeDate { .. } => Action::ProposeDate,
            Self::AcceptDate { .. } => Action::AcceptDate,
            Self::DeclineDate => Action::DeclineDate,
            Self::ProposeChange { .. } => Action::ProposeChange,
            Self::AcceptChange { .. } => Action::AcceptChange,
            Self::DeclineChange => Action::DeclineChange,
            Self::LinkSession { .. } => Action::LinkSession,
            Self::UnlinkSession { .. } => Action::UnlinkSession,
            Self::ClaimKept { .. } => Action::ClaimKept,
            Self::Agree => Action::Agree,
            Self::Dispute { .. } => Action::Dispute,
            Self::SayKept => Action::SayKept,
            Self::SayNotKept { .. } => Action::SayNotKept,
            Self::GiveUp { .. } => Action::GiveUp,
            Self::OfferRemedy { .. } => Action::OfferRemedy,
            Self::AcceptRemedy { .. } => Action::AcceptRemedy,
            Self::DeclineRemedy => Action::DeclineRemedy,
            Self::Release => Action::Release,
            Self::EndWindow => Action::EndWindow,
        }
    }

    /// When what it says yes to was proposed.
    fn proposed_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::AcceptDate { proposed_at }
            | Self::AcceptChange { proposed_at }
            | Self::AcceptRemedy { proposed_at } => Some(*proposed_at),
            _ => None,
        }
    }
}

impl Promise {
    /// When that was proposed which the action would accept.
    pub fn proposed_at(&self, action: Action) -> Option<DateTime<Utc>> {
        match action {
            Action::AcceptDate => self.proposed.as_ref().map(|it| it.at),
            Action::AcceptChange => self.changes.last().map(|it| it.at),
            Action::AcceptRemedy => self.remedies.last().map(|it| it.at),
            _ => None,
        }
    }
}

/// The refusal of something else that waits for the promise. `zone` is the sale's.
pub fn refuse(promise: &Promise, detail: String, zone: &ZoneName, ctx: &Context<'_>) -> Rejection {
    let facts = promise.facts(zone, ctx.zones);
    promise.state.refuse(detail, |action, _| refusal(&facts, action, ctx.now, ctx.policy))
}

/// What follows from the command, or why it cannot be.
pub fn decide(
    promise: &Promise,
    command: Command,
    zone: &ZoneName,
    ctx: &Context<'_>,
) -> Result<Event, Rejection> {
    let facts = promise.facts(zone, ctx.zones);
    let action = command.action();
    let guard = |action, _| refusal(&facts, action, ctx.now, ctx.policy);
    facts.state.permit(action, ctx.actor.role(), guard)?;
    if command.proposed_at() != promise.proposed_at(action) {
        let detail = "Something else was proposed since; please read it first.";
        return Err(Rejection::new(ErrorCode::StateChanged, detail));
    }
    let today = ctx.today(zone);
    let from_today = |due: Option<NaiveDate>| match due {
        Some(due) if due < today => Err(Rejection::field("/due", "must not lie in the past")),
        _ => Ok(()),
    };
    Ok(match command {
        Command::AnnounceRisk { reason, doing, suggestion, due } => {
            from_today(due)?;
            Event::AtRisk { reason, doing, suggestion, due }
        }
        Command::ProposeDate { due, reason } => {
            from_today(Some(due))?;
            Event::DateProposed { due, reason }
        }
        Command::AcceptDate { .. } => Event::DateAccepted,
        Command::DeclineDate => Event::DateDeclined,
        Command::ProposeChange { to, reason } => {
            check_change(promise, &to)?;
            Event::ChangeProposed { to, reason }
        }
        Command::AcceptChange { .. } => Event::ChangeAccepted,
        Command::DeclineChange => Event::ChangeDeclined,
        Command::LinkSession { touchpoint } => Event::SessionLinked { touchpoint },
        Command::UnlinkSession { touchpoint } => {
            if !promise.sessions.contains(&touchpoint) {
                return Err(Rejection::field("/touchpoint", "must be a session of this promise"));
            }
            Event::SessionUnlinked { touchpoint }
        }
        Command::ClaimKept { kept_on, evidence } => {
            if kept_on.is_some_and(|day| day > today) {
                return Err(Rejection::field("/kept_on", "must not lie in the future"));
            }
            Event::ClaimedKept { kept_on: kept_on.unwrap_or(today), evidence }
        }
        Command::Agree => Event::Agreed,
        Command::Dispute { note } | Command::SayNotKept { note } => Event::Disputed { note },
        Command::SayKept => Event::SaidKept { on: today },
        Command::GiveUp { reason } => Event::GivenUp { reason },
        Command::OfferRemedy { text, due } => {
            from_today(due)?;
            Event::RemedyOffered { text, due }
        }
        Command::AcceptRemedy { .. } => Event::MadeGood,
        Command::DeclineRemedy => Event::RemedyDeclined,
        Command::Release => Event::Released,
        Command::EndWindow => Event::WindowEnded,
    })
}

/// A change changes something, and does not make a number of what has none or take it away.
fn check_change(promise: &Promise, to: &Terms) -> Result<(), Rejection> {
    let from = promise.terms();
    if from == *to {
        return Err(Rejection::field("/statement", "must differ from what counts now"));
    }
    if from.quantity.is_some() != to.quantity.is_some() || to.quantity == Some(0) {
        return Err(Rejection::field(
            "/quantity",
            "must be given, above zero, exactly when there is one now",
        ));
    }
    Ok(())
}
