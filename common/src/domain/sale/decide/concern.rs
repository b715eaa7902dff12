//! What follows from something done with a concern.

use super::Draft;
use crate::{
    domain::{
        check::{self, About},
        concern::{self, Raise, Subject},
        event::EventBody,
        promise::{self, PromiseKind, PromiseSource},
    },
    error::Rejection,
    id::ConcernId,
    text::{Line, Words},
};

pub(super) fn decide(
    draft: &mut Draft<'_, '_>,
    id: ConcernId,
    command: concern::Command,
) -> Result<(), Rejection> {
    let concern = draft.sale.concern(id).ok_or_else(Rejection::not_found)?;
    check_said(draft, &command)?;
    let back = come_back(concern, &command);
    let Some(event) = concern::decide(concern, command, draft.ctx)? else {
        if let Some(back) = back {
            draft.raise(back);
        }
        return Ok(());
    };
    draft.record(EventBody::Concern { id, event: event.clone() });
    match event {
        concern::Event::Linked { to } => {
            draft.record(EventBody::Concern { id: to, event: concern::Event::Linked { to: id } });
        }
        // A proposal with something still to do is a promise like any other.
        concern::Event::Proposed { text, due: Some(due), .. } => {
            let making = promise::Making::new(text, PromiseKind::Fix, PromiseSource::Concern);
            draft.make_promise(promise::Making { original_due: Some(due), concern: Some(id), ..making });
        }
        concern::Event::Confirmed { .. } => {
            record_sorted(draft, id, "yes", None);
            // Afterwards the customer is asked how easy it was.
            if let Ok(easy) = Line::parse("easy@1") {
                let now = draft.ctx.now;
                draft.plan_ask(easy, About::Concern(id), None, now);
            }
        }
        concern::Event::NotYet { reason, .. } => record_sorted(draft, id, "not_yet", reason),
        _ => {}
    }
    Ok(())
}

/// Raises a concern about something that there is.
pub(super) fn raise(draft: &mut Draft<'_, '_>, wish: Raise) -> Result<(), Rejection> {
    let sale = &draft.sale;
    let fault =
        |pointer: &str, what: &str| Err(Rejection::field(pointer, format!("must name {what} of this sale")));
    if wish.touchpoint.is_some_and(|id| sale.touchpoint(id).is_none()) {
        return fault("/touchpoint", "a touchpoint");
    }
    let exists = match wish.about {
        None => true,
        Some(Subject::Touchpoint(id)) => sale.touchpoint(id).is_some(),
        Some(Subject::Promise(id)) => sale.promise(id).is_some(),
        Some(Subject::Delivery(id)) => sale.delivery(id).is_some(),
        Some(Subject::Update(id)) => sale.updates.iter().any(|update| update.id == id),
        Some(Subject::Milestone(id)) => sale.milestone(id).is_some(),
    };
    if !exists {
        return fault("/about", "a part");
    }
    if wish.vital_area.is_some_and(|id| sale.vital_area(id).is_none()) {
        return fault("/vital_area", "a vital area");
    }
    if wish.follows.is_some_and(|id| sale.concern(id).is_none()) {
        return fault("/follows", "a concern");
    }
    draft.raise(wish);
    Ok(())
}

/// What is named is a part of this sale, and a day counts where the customer is.
fn check_said(draft: &Draft<'_, '_>, command: &concern::Command) -> Result<(), Rejection> {
    match command {
        concern::Command::Link { to } if draft.sale.concern(*to).is_none() => {
            Err(Rejection::field("/to", "must name a concern of this sale"))
        }
        concern::Command::Propose { due: Some(due), .. } if *due < draft.ctx.today(&draft.sale.time_zone) => {
            Err(Rejection::field("/due", "must not lie in the past"))
        }
        concern::Command::Describe(said)
            if said.vital_area.is_some_and(|id| draft.sale.vital_area(id).is_none()) =>
        {
            Err(Rejection::field("/vital_area", "must name a vital area of this sale"))
        }
        _ => Ok(()),
    }
}

/// "It is back": the same matter, raised anew, with the same face.
fn come_back(old: &concern::Concern, command: &concern::Command) -> Option<Raise> {
    let concern::Command::Return { words, severity } = command else { return None };
    let was = &old.opening;
    Some(Raise {
        words: words.clone().or_else(|| was.words.clone()),
        wanted: was.wanted.clone(),
        touchpoint: was.touchpoint,
        about: was.about,
        vital_area: was.vital_area,
        follows: Some(old.id),
        ..Raise::new(was.kind, severity.unwrap_or(was.severity))
    })
}

/// Confirming a solution, or not yet, *is* the answer to "Is this sorted?".
fn record_sorted(draft: &mut Draft<'_, '_>, concern: ConcernId, value: &str, text: Option<Words>) {
    let (Ok(check), Ok(value)) = (Line::parse("sorted@1"), Line::parse(value)) else { return };
    let now = draft.ctx.now;
    if let Some(ask) = draft.plan_ask(check, About::Concern(concern), None, now) {
        draft.record_ask(ask, check::Event::Given { value, text });
    }
}
