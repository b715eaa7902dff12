//! What follows from a question and its answer: a "no" becomes an owned concern in the same request.

use super::{Draft, concerns::decide_concern};
use crate::{
    actor::Role,
    domain::{
        check::{self, About, Mood},
        concern,
        promise::{self, PromiseAction},
    },
    error::Rejection,
    id::{AskId, PromiseId},
    text::{Line, Words},
};

pub(super) fn ask_now(draft: &mut Draft<'_, '_>, check: Line, about: About) -> Result<(), Rejection> {
    let Some(definition) = check::definition(&check) else {
        return Err(Rejection::field("/check", "must name a known question like expected@1"));
    };
    if definition.subjects.is_empty() {
        return Err(Rejection::field("/check", "is asked by its own occasion only"));
    }
    if !definition.subjects.contains(&about.subject()) {
        return Err(Rejection::field("/about", format!("is nothing that {check} can ask about")));
    }
    let exists = match about {
        About::Sale => true,
        About::Touchpoint(id) => draft.sale.touchpoint(id).is_some(),
        About::Delivery(id) => draft.sale.delivery(id).is_some(),
        About::Promise(id) => draft.sale.promise(id).is_some(),
        About::Concern(id) => draft.sale.concern(id).is_some(),
        About::Expectation(id) => draft.sale.expectations.iter().any(|it| it.id == id),
        About::VitalArea(id) => draft.sale.handling.vital_area(id).is_some(),
    };
    if !exists {
        return Err(Rejection::field("/about", "must name a part of this sale"));
    }
    let now = draft.ctx.now;
    let ask = draft.plan_ask(check, about, None, now).ok_or_else(Rejection::not_found)?;
    decide_ask(draft, ask, &check::Command::Advance)
}

pub(super) fn decide_ask(
    draft: &mut Draft<'_, '_>,
    id: AskId,
    command: &check::Command,
) -> Result<(), Rejection> {
    let ask = draft.sale.ask(id).ok_or_else(Rejection::not_found)?;
    let ledger = draft.ledger();
    let event = check::decide(ask, command, draft.surroundings(id, &ledger), draft.ctx)?;
    let (concern, occasion) = (ask.concern, ask.plan.touchpoint);
    let is_answer =
        |event: &check::Event| matches!(event, check::Event::Answered { .. } | check::Event::Recorded { .. });
    let parts = match command {
        check::Command::AnswerEach { parts, .. } => parts.clone(),
        _ => Vec::new(),
    };
    check_parts(draft, &parts)?;
    if is_answer(&event) {
        draft.narrow(id);
        draft.plan_next_area(id);
    }
    draft.record_ask(id, event.clone());
    if !parts.is_empty() {
        draft.record_ask(id, check::Event::Itemized { parts });
    }
    match (event, concern) {
        (
            check::Event::Answered { value, text }
            | check::Event::Recorded { value, text, .. }
            | check::Event::Revised { value, text },
            None,
        ) => {
            answer_consequences(draft, id, &value, text);
            // Who just answered is there; after a call the next one waits until they may be disturbed.
            if let Some(occasion) = occasion.filter(|_| draft.ctx.actor.role() == Role::Customer) {
                draft.offer_next_of(occasion);
            }
            Ok(())
        }
        // The words that follow the tap open the conversation; later ones continue it.
        (check::Event::Revised { text: Some(text), .. }, Some(concern)) => {
            decide_concern(draft, concern, &concern::Command::Write { text })
        }
        _ => Ok(()),
    }
}

/// Each thing that is answered one by one is something that the customer expects, and is named once.
fn check_parts(draft: &Draft<'_, '_>, parts: &[check::Part]) -> Result<(), Rejection> {
    for (row, part) in parts.iter().enumerate() {
        let is_theirs = draft.sale.expectations.iter().any(|it| it.id == part.expectation);
        let is_named_twice = parts.iter().take(row).any(|other| other.expectation == part.expectation);
        if !is_theirs || is_named_twice {
            let pointer = format!("/expectations/{row}/expectation");
            return Err(Rejection::field(pointer, "must name an expectation of this sale, once"));
        }
    }
    Ok(())
}

/// A "no" becomes an owned concern in the same request; a contradicted promise is disputed.
fn answer_consequences(draft: &mut Draft<'_, '_>, id: AskId, value: &str, text: Option<Words>) {
    let Some(ask) = draft.sale.ask(id) else { return };
    let about = ask.plan.about;
    let choice = check::definition(&ask.plan.check).and_then(|definition| definition.choice(value));
    let touchpoint = if let About::Touchpoint(id) = about { Some(id) } else { None };
    let area = if let About::VitalArea(id) = about { draft.sale.handling.vital_area(id) } else { None };
    let vital_area = area.map(|area| area.id);
    if let Some((kind, severity)) = choice.and_then(|choice| choice.opens) {
        let raise = concern::Raise::new(kind, severity);
        let wish = concern::Raise { words: text.clone(), ask: Some(id), touchpoint, vital_area, ..raise };
        let concern = draft.raise(wish);
        draft.record_ask(id, check::Event::Linked { concern });
    }
    if let (About::Promise(promise), Some(choice)) = (about, choice) {
        answer_of_promise(draft, promise, choice.mood, text);
    }
}

/// Who asks takes the answer, whenever it comes. What a member wrote down may contradict a promise, but only
/// the customer's own yes confirms one.
fn answer_of_promise(draft: &mut Draft<'_, '_>, id: PromiseId, mood: Mood, note: Option<Words>) {
    let Some(promise) = draft.sale.promise(id) else { return };
    let facts = promise.facts(&draft.sale.time_zone, draft.ctx.zones);
    let actions = promise::allowed(&facts, Role::Customer, draft.ctx.now, draft.ctx.policy);
    let is_own = draft.ctx.actor.role() == Role::Customer;
    let on = draft.ctx.today(&draft.sale.time_zone);
    if mood == Mood::Bad && actions.contains(&PromiseAction::SayNotKept) {
        draft.record_promise(id, promise::Event::Disputed { note });
    } else if mood == Mood::Good && is_own && actions.contains(&PromiseAction::SayKept) {
        draft.record_promise(id, promise::Event::SaidKept { on });
    }
}
