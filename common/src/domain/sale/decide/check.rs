//! What follows from a question and its answer: a "no" becomes an owned concern in the same request.

use super::{Draft, concern::decide as decide_concern, expectation::as_said, over::is_over};
use crate::{
    actor::Role,
    domain::{
        check::{self, About, Ask, AskState, COMPLETE, Mood},
        concern::{self, ConcernAction},
        event::EventBody,
        expectation::{self, ExpectationState},
        promise::{self, PromiseAction},
        questions::{
            asking::{ledger, surroundings},
            outgoing::outgoing_at,
        },
        relationship::RelationshipState,
        sale::Sale,
        transition::Machine,
        wish::Wish,
    },
    error::Rejection,
    id::{AskId, ExpectationId, PromiseId},
    text::{Line, Words},
};

pub(super) fn ask_now(draft: &mut Draft<'_, '_>, check: Line, about: About) -> Result<(), Rejection> {
    may_be_asked(&draft.sale)?;
    if draft.ctx.actor.role() == Role::Customer {
        return ask_own(draft, check);
    }
    let Some(definition) = check::definition(&check) else {
        return Err(Rejection::field("/check", "must name a known question like expected@1"));
    };
    if definition.subjects.is_empty() {
        return Err(Rejection::field("/check", "is asked by its own occasion only"));
    }
    if !definition.subjects.contains(&about.subject()) {
        return Err(Rejection::field("/about", format!("is nothing that {check} can ask about")));
    }
    if !draft.sale.has(about) {
        return Err(Rejection::field("/about", "must name a part of this sale"));
    }
    // It is ready now, and goes out when the customer may be disturbed; what a rule forbids now is refused.
    let now = draft.ctx.now;
    let at = outgoing_at(&draft.sale, now, draft.ctx);
    let id = draft.plan_ask(check, about, None, at).ok_or_else(Rejection::not_found)?;
    if at <= now {
        return decide(draft, id, check::Command::Advance);
    }
    let ledger = ledger(&draft.sale, draft.ctx);
    let ask = draft.sale.ask(id).ok_or_else(Rejection::not_found)?;
    check::decide(ask, check::Command::Advance, surroundings(&draft.sale, id, &ledger, draft.ctx), draft.ctx)
        .map(|_| ())
}

/// Customers may say how satisfied they are whenever they like. What is to be asked anyway is asked now.
fn ask_own(draft: &mut Draft<'_, '_>, check: Line) -> Result<(), Rejection> {
    if &*check != COMPLETE {
        return Err(Rejection::field("/check", format!("must be {COMPLETE}")));
    }
    let of_it = || draft.sale.asks.iter().filter(|ask| ask.plan.check == check);
    if of_it().any(|ask| matches!(ask.state, AskState::Offered | AskState::Snoozed)) {
        // It stands there to be answered.
        return Ok(());
    }
    let ledger = ledger(&draft.sale, draft.ctx);
    let may_come = |ask: &&Ask| {
        let around = surroundings(&draft.sale, ask.id, &ledger, draft.ctx);
        ask.is_unfinished() && check::refusals(ask, around, draft.ctx.now, draft.ctx.policy).is_empty()
    };
    let waiting = of_it().find(may_come).map(|ask| ask.id);
    let now = draft.ctx.now;
    let id = waiting.or_else(|| draft.plan_ask(check, About::Sale, None, now));
    decide(draft, id.ok_or_else(Rejection::not_found)?, check::Command::Advance)
}

/// Nobody is asked while the follow-up rests or when it is over.
fn may_be_asked(sale: &Sale) -> Result<(), Rejection> {
    let state = sale.relationship.state;
    if !sale.is_active() {
        return Err(is_over(sale, "The follow-up of this sale is over."));
    }
    if state == RelationshipState::Active {
        return Ok(());
    }
    let detail = format!("Nobody is asked while the follow-up is {}.", state.as_str());
    Err(state.refuse(detail, |_, _| None))
}

pub(super) fn decide(draft: &mut Draft<'_, '_>, id: AskId, command: check::Command) -> Result<(), Rejection> {
    let ask = draft.sale.ask(id).ok_or_else(Rejection::not_found)?;
    let ledger = ledger(&draft.sale, draft.ctx);
    let parts = match &command {
        check::Command::AnswerEach { parts, .. } => parts.clone(),
        _ => Vec::new(),
    };
    let event = check::decide(ask, command, surroundings(&draft.sale, id, &ledger, draft.ctx), draft.ctx)?;
    let (concern, occasion) = (ask.concern, ask.plan.touchpoint);
    check_parts(draft, id, &parts)?;
    let said = event.said().map(|(value, text)| (value.clone(), text.cloned()));
    let was_bad = ask.answer().is_some_and(|answer| opens_concern(ask, answer));
    let is_correction = matches!(event, check::Event::Revised { .. });
    if said.is_some() && !is_correction {
        draft.narrow(id);
        draft.plan_next_area(id);
    }
    draft.record_ask(id, event);
    if !parts.is_empty() {
        draft.record_ask(id, check::Event::Itemized { parts: parts.clone() });
    }
    let Some((value, text)) = said else { return Ok(()) };
    say_of_expectations(draft, id, (&value, text.as_ref()), &parts)?;
    if draft.sale.ask(id).is_some_and(Ask::is_about_needs) && &*value == "yes" {
        draft.note_need(id, text.clone());
    }
    let who = draft.ctx.actor.role();
    let takes_words = |it: &concern::Concern| it.state.after(ConcernAction::Write, who).is_some();
    match (concern.and_then(|id| draft.sale.concern(id)), text) {
        // The words that follow the tap open the conversation; later ones continue it.
        (Some(linked), text) if takes_words(linked) => {
            let id = linked.id;
            let write = text.map(|text| concern::Command::Write { text });
            write.map_or(Ok(()), |write| decide_concern(draft, id, write))
        }
        // What was wrong is over, and is what it was; only a new "no" is a new matter.
        (Some(_), _) if was_bad => Ok(()),
        (_, text) => {
            answer_consequences(draft, id, (&value, text), &parts);
            // Who just answered is there; after a call the next one waits until they may be disturbed.
            if let Some(occasion) = occasion.filter(|_| draft.ctx.actor.role() == Role::Customer) {
                draft.offer_next_of(occasion);
            }
            Ok(())
        }
    }
}

/// Whether the answer, or one to a part, opens a concern.
fn opens_concern(ask: &Ask, answer: &check::Answer) -> bool {
    let definition = check::definition(&ask.plan.check);
    let opens = |value: &str| definition.and_then(|it| it.choice(value)).is_some_and(|it| it.opens.is_some());
    opens(&answer.value) || answer.parts.iter().any(|part| opens(&part.value))
}

/// Each thing that is answered one by one is something that the question lists, and is named once.
fn check_parts(draft: &Draft<'_, '_>, ask: AskId, parts: &[check::Part]) -> Result<(), Rejection> {
    let ask = draft.sale.ask(ask);
    for (row, part) in parts.iter().enumerate() {
        let mut listed = ask.into_iter().flat_map(|ask| draft.sale.listed_by(ask, draft.ctx.zones));
        let is_named_twice = parts.iter().take(row).any(|other| other.expectation == part.expectation);
        if is_named_twice || !listed.any(|it| it.id == part.expectation) {
            let pointer = format!("/expectations/{row}/expectation");
            return Err(Rejection::field(pointer, "must name an expectation that the question lists, once"));
        }
    }
    Ok(())
}

/// What the customer answers to a single expectation says whether it came true. What a member wrote down for
/// them does not.
fn say_of_expectations(
    draft: &mut Draft<'_, '_>,
    id: AskId,
    (value, text): (&str, Option<&Words>),
    parts: &[check::Part],
) -> Result<(), Rejection> {
    let Some(ask) = draft.sale.ask(id).filter(|_| draft.ctx.actor.role() == Role::Customer) else {
        return Ok(());
    };
    let definition = check::definition(&ask.plan.check);
    let mood = |value: &str| Some(definition?.choice(value)?.mood);
    let said: Vec<(ExpectationId, Option<Mood>, Option<Words>)> = match ask.plan.about {
        About::Expectation(id) => vec![(id, mood(value), text.cloned())],
        _ => parts.iter().map(|part| (part.expectation, mood(&part.value), None)).collect(),
    };
    for (expectation, mood, note) in said {
        let Some(state) = mood.map(ExpectationState::from) else { continue };
        let ask = Some(id);
        let command = expectation::Command::SetState { id: expectation, state, note, ask };
        let today = draft.ctx.today(&draft.sale.time_zone);
        let (id, event) = command.decide(&draft.sale.expectations, today, draft.ctx)?;
        draft.record(EventBody::Expectation { id, event });
    }
    Ok(())
}

/// A "no" becomes an owned concern in the same request, also one to a part; a contradicted promise is disputed.
fn answer_consequences(
    draft: &mut Draft<'_, '_>,
    id: AskId,
    (value, text): (&str, Option<Words>),
    parts: &[check::Part],
) {
    let Some(ask) = draft.sale.ask(id) else { return };
    let (about, follows) = (ask.plan.about, ask.concern);
    let definition = check::definition(&ask.plan.check);
    let choice = definition.and_then(|definition| definition.choice(value));
    let opens = |value: &str| definition?.choice(value)?.opens;
    let missed = parts.iter().find_map(|part| Some((part.expectation, opens(&part.value)?)));
    let touchpoint = if let About::Touchpoint(id) = about { Some(id) } else { None };
    let area = if let About::VitalArea(id) = about { draft.sale.vital_area(id) } else { None };
    let vital_area = area.map(|area| area.id);
    let raised = match (opens(value), missed) {
        (Some(opens), _) => Some((opens, text.clone())),
        (None, Some((id, opens))) => {
            let known = draft.sale.expectation(id);
            Some((opens, known.and_then(|it| as_said(&it.statement, text.as_ref()))))
        }
        (None, None) => None,
    };
    if let Some(((kind, severity), words)) = raised {
        let raise = concern::Raise::new(kind, severity);
        let wish = concern::Raise { words, ask: Some(id), touchpoint, vital_area, follows, ..raise };
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
