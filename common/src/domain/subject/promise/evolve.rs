//! Remembering what happened to a promise.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Change, Consent, Event, Evidence, NewDate, Promise, PromiseState as State, Remedy, Renegotiation, Risk,
};
use crate::{actor::Actor, text::Words};

/// Remembers what happened.
pub(super) fn evolve(promise: &mut Promise, event: &Event, at: DateTime<Utc>, actor: Actor) {
    let consent = |is_given| Some(Consent { is_given, by: actor, at });
    match event.clone() {
        // Making is where a promise begins; later the original date is out of everybody's reach.
        Event::Made(_) => {}
        Event::AtRisk { reason, doing, suggestion, due } => {
            promise.state = State::AtRisk;
            if let Some(due) = due {
                propose(promise, due, reason.clone(), at, actor);
            }
            promise.risk = Some(Risk { reason, doing, suggestion, at });
        }
        Event::DateProposed { due, reason } => propose(promise, due, reason, at, actor),
        Event::DateAccepted => {
            if let Some(accepted) = promise.proposed.take() {
                promise.current_due = Some(accepted.due);
                promise.state = State::Made;
                answer(promise.renegotiations.last_mut().map(|it| &mut it.consent), consent(true));
            }
        }
        Event::DateDeclined => {
            if promise.proposed.take().is_some() {
                answer(promise.renegotiations.last_mut().map(|it| &mut it.consent), consent(false));
            }
        }
        Event::ChangeProposed { to, reason } => {
            let from = promise.terms();
            promise.changes.push(Change { from, to, reason, by: actor, at, consent: None });
        }
        Event::ChangeAccepted => answer(promise.changes.last_mut().map(|it| &mut it.consent), consent(true)),
        Event::ChangeDeclined => {
            answer(promise.changes.last_mut().map(|it| &mut it.consent), consent(false));
        }
        Event::SessionLinked { touchpoint } => promise.sessions.push(touchpoint),
        Event::SessionUnlinked { touchpoint } => promise.sessions.retain(|linked| *linked != touchpoint),
        Event::ClaimedKept { kept_on, evidence } => {
            promise.state = State::ClaimedKept;
            promise.kept_on = Some(kept_on);
            promise.claimed_at = Some(at);
            promise.proposed = None;
            promise.evidence.extend(evidence.map(|text| Evidence { text, at }));
        }
        Event::Agreed => {
            promise.state = State::Kept;
            promise.is_agreed = true;
        }
        Event::SaidKept { on } => {
            promise.state = State::Kept;
            promise.is_agreed = true;
            promise.kept_on.get_or_insert(on);
            promise.proposed = None;
        }
        Event::WindowEnded => promise.state = State::Kept,
        Event::Disputed { note } => {
            promise.state = State::Disputed;
            promise.note = note;
            promise.is_agreed = false;
            promise.was_disputed = true;
        }
        Event::GivenUp { reason } => {
            promise.state = State::Broken;
            promise.note = Some(reason);
            promise.given_up_at = Some(at);
            promise.proposed = None;
        }
        Event::RemedyOffered { text, due } => {
            promise.remedies.push(Remedy { text, due, by: actor, at, consent: None });
        }
        Event::MadeGood => {
            answer(promise.remedies.last_mut().map(|it| &mut it.consent), consent(true));
            promise.state = State::MadeGood;
            promise.proposed = None;
        }
        Event::RemedyDeclined => {
            answer(promise.remedies.last_mut().map(|it| &mut it.consent), consent(false));
        }
        Event::Released => promise.state = State::Released,
    }
}

/// A date that waits, and that stays on record whatever becomes of it.
fn propose(promise: &mut Promise, due: NaiveDate, reason: Words, at: DateTime<Utc>, by: Actor) {
    promise.proposed = Some(NewDate { due, reason: reason.clone(), at });
    promise.renegotiations.push(Renegotiation { due, reason, by, at, consent: None });
}

/// The first answer counts; there is nothing to answer twice.
fn answer(open: Option<&mut Option<Consent>>, consent: Option<Consent>) {
    if let Some(open @ None) = open {
        *open = consent;
    }
}
