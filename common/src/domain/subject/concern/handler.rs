//! Who works on a concern: the owner is the face and changes only with a word to the customer, whoever works
//! on it is the vendor's own business. A second round is handled by somebody else, or the vendor says why not.

use super::{Command, Concern, ConcernAction as Action, ConcernState as State, Event};
use crate::{
    actor::Actor,
    domain::context::Context,
    error::{ErrorCode, Rejection},
    id::MemberId,
};

/// Why an act of a member's is not possible, beyond what the customer could know.
pub(super) fn fault(concern: &Concern, action: Action, ctx: &Context<'_>) -> Option<&'static str> {
    match action {
        Action::Propose | Action::AnswerFinally if is_same_hand(concern, ctx) => Some(
            "the round before was handled by the same person: assign somebody else, or assign them again \
             and say why",
        ),
        Action::Extend => match concern.propose {
            None => Some("no clock runs"),
            Some(clock) if clock.deadline.due <= ctx.now => {
                Some("it is late already, and was not extended before")
            }
            Some(_) => None,
        },
        _ => None,
    }
}

fn is_same_hand(concern: &Concern, ctx: &Context<'_>) -> bool {
    let is_named = concern.inside.assignee.is_some_and(|(_, round)| round == concern.round);
    match ctx.actor {
        Actor::Member(member) => !is_named && handled_before(concern, member),
        Actor::Customer(_) | Actor::System => false,
    }
}

fn handled_before(concern: &Concern, member: MemberId) -> bool {
    concern.inside.handlers.iter().any(|(round, handler)| *round < concern.round && *handler == member)
}

/// Assigning and handing over, once the table allows it.
pub(super) fn decide(concern: &Concern, command: Command) -> Result<Option<Event>, Rejection> {
    match command {
        Command::Assign { to, reason: None } if handled_before(concern, to) => {
            Err(Rejection::field("/reason", "is required: say why the same person handles another round"))
        }
        Command::Assign { to, reason } => Ok(Some(Event::Assigned { to, reason })),
        Command::HandOver { to, .. } if to == concern.opening.owner => {
            Err(Rejection::field("/to", "answers for it already"))
        }
        Command::HandOver { to, reason } => Ok(Some(Event::HandedOver { to, reason })),
        Command::Note { text } => Ok(Some(Event::Noted { text })),
        Command::FindCause { text } => Ok(Some(Event::CauseFound { text })),
        Command::Link { to } if to == concern.id => Err(Rejection::field("/to", "must be another concern")),
        Command::Link { to } if concern.linked.contains(&to) => {
            Err(Rejection::new(ErrorCode::AlreadyExists, "They are linked already."))
        }
        Command::Link { to } => Ok(Some(Event::Linked { to })),
        _ => Ok(None),
    }
}

/// Who is on record as having handled the present round.
pub(super) fn handler(concern: &Concern, actor: Actor) -> Option<MemberId> {
    let named = concern.inside.assignee.filter(|(_, round)| *round == concern.round);
    match (named, actor) {
        (Some((member, _)), _) | (None, Actor::Member(member)) => Some(member),
        (None, Actor::Customer(_) | Actor::System) => None,
    }
}

/// Whether the customer's words end our waiting.
pub(super) fn wakes(state: State) -> bool {
    matches!(state, State::AwaitingCustomer | State::Lapsed)
}
