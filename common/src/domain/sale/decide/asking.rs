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
    if check::definition(&check).is_none() {
        return Err(Rejection::field("/check", "must name a known question like expected@1"));
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
    let concern = ask.concern;
    draft.record_ask(id, event.clone());
    match (event, concern) {
        (check::Event::Answered { value, text } | check::Event::Revised { value, text }, None) => {
            answer_consequences(draft, id, &value, text);
            Ok(())
        }
        // The words that follow the tap open the conversation; later ones continue it.
        (check::Event::Revised { text: Some(text), .. }, Some(concern)) => {
            decide_concern(draft, concern, &concern::Command::Write { text })
        }
        _ => Ok(()),
    }
}

/// A "no" becomes an owned concern in the same request; a contradicted promise is disputed.
fn answer_consequences(draft: &mut Draft<'_, '_>, id: AskId, value: &str, text: Option<Words>) {
    let Some(ask) = draft.sale.ask(id) else { return };
    let about = ask.plan.about;
    let choice = check::definition(&ask.plan.check).and_then(|definition| definition.choice(value));
    let touchpoint = if let About::Touchpoint(id) = about { Some(id) } else { None };
    if let Some((kind, severity)) = choice.and_then(|choice| choice.opens) {
        let raise = concern::Raise::new(kind, severity);
        let wish = concern::Raise { words: text.clone(), ask: Some(id), touchpoint, ..raise };
        let concern = draft.raise(wish);
        draft.record_ask(id, check::Event::Linked { concern });
    }
    if let (About::Promise(promise), Some(Mood::Bad)) = (about, choice.map(|choice| choice.mood))
        && can_dispute(draft, promise)
    {
        draft.record_promise(promise, promise::Event::Disputed { note: text });
    }
}

fn can_dispute(draft: &Draft<'_, '_>, promise: PromiseId) -> bool {
    draft.sale.promise(promise).is_some_and(|promise| {
        let facts = promise.facts(&draft.sale.time_zone, draft.ctx.zones);
        let actions = promise::allowed(&facts, Role::Customer, draft.ctx.now, draft.ctx.policy);
        actions.contains(&PromiseAction::Dispute)
    })
}
