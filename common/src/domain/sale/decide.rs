//! From a command to events, with what follows from them in the same breath: a bad answer raises a concern,
//! a delivery moves the agenda and keeps its promise.

use chrono::NaiveDate;

use super::{Command, HistoryIds, Opening, Sale, SaleState, draft::Draft, tick};
use crate::{
    actor::Role,
    domain::{
        check::{self, About, Mood},
        concern,
        context::Context,
        delivery,
        event::EventBody,
        history::History,
        payment::{self, PaymentAction, PaymentState},
        promise::{self, PromiseAction, PromiseKind, PromiseSource, PromiseState},
        touchpoint,
        transition::Machine,
        update,
    },
    error::{ErrorCode, Rejection},
    id::{AskId, ConcernId, DeliveryId, TouchpointId},
    text::{Line, Words},
};

/// What follows from the command, or why it cannot be.
pub fn decide(sale: &Sale, command: &Command, ctx: &Context<'_>) -> Result<Vec<EventBody>, Rejection> {
    let mut draft = Draft::new(sale, ctx);
    match (sale.state, command) {
        (SaleState::Unborn, Command::Open(opening)) => open(&mut draft, opening)?,
        (SaleState::Unborn, Command::RecordHistory(opening, history)) => {
            record_history(&mut draft, opening, history)?;
        }
        (SaleState::Unborn, _) => return Err(Rejection::not_found()),
        (SaleState::Cancelled, command) if begins_something(command) => {
            return Err(Rejection::new(ErrorCode::Conflict, "The sale was cancelled."));
        }
        (_, command) => decide_open(&mut draft, command)?,
    }
    Ok(draft.events)
}

/// A cancelled sale takes answers and words, but nothing new begins in it.
fn begins_something(command: &Command) -> bool {
    matches!(
        command,
        Command::PlanTouchpoint(_)
            | Command::AskNow { .. }
            | Command::Cancel { .. }
            | Command::ExpectDelivery { .. }
    )
}

fn decide_open(draft: &mut Draft<'_, '_>, command: &Command) -> Result<(), Rejection> {
    match command.clone() {
        Command::Open(_) | Command::RecordHistory(..) => {
            return Err(Rejection::new(ErrorCode::AlreadyExists, "This sale exists already."));
        }
        Command::Cancel { reason } => draft.record(EventBody::Cancelled { reason }),
        Command::ExpectDelivery { on } => return expect_delivery(draft, on),
        Command::Tick => tick::tick(draft),
        Command::PlanTouchpoint(plan) => {
            touchpoint::check_plan(&plan, draft.ctx)?;
            draft.plan(*plan);
        }
        Command::Touchpoint(id, command) => return decide_touchpoint(draft, id, &command),
        Command::AskNow { check, about } => return ask_now(draft, check, about),
        Command::Ask(id, command) => return decide_ask(draft, id, &command),
        Command::RaiseConcern(wish) => {
            let is_theirs = wish.touchpoint.is_none_or(|id| draft.sale.touchpoint(id).is_some());
            if !is_theirs {
                return Err(Rejection::field("/touchpoint", "must name a touchpoint of this sale"));
            }
            draft.raise(*wish);
        }
        Command::Concern(id, command) => return decide_concern(draft, id, &command),
        Command::MakePromise(making) => draft.make_promise(*making),
        Command::Promise(id, command) => {
            let promise = draft.sale.promise(id).ok_or_else(Rejection::not_found)?;
            let event = promise::decide(promise, &command, &draft.sale.time_zone, draft.ctx)?;
            draft.record_promise(id, event);
        }
        Command::ReportDelivery(report) => return report_delivery(draft, *report),
        Command::Delivery(id, command) => return decide_delivery(draft, id, &command),
        Command::ReportPayment(report) => return report_payment(draft, report),
        Command::SendUpdate(message) => {
            update::check(&message, draft.ctx)?;
            let id = draft.ctx.ids.make();
            draft.record(EventBody::Update { id, message: *message });
        }
    }
    Ok(())
}

fn open(draft: &mut Draft<'_, '_>, opening: &Opening) -> Result<(), Rejection> {
    check_opening(opening)?;
    draft.record(EventBody::Opened { opening: Box::new(opening.clone()) });
    for making in opening.promises.clone() {
        draft.make_promise(making);
    }
    for plan in draft.plans() {
        draft.plan(plan);
    }
    Ok(())
}

fn check_opening(opening: &Opening) -> Result<(), Rejection> {
    if opening.customers.is_empty() {
        return Err(Rejection::field("/customers", "must have at least one customer"));
    }
    if opening.invoiced.is_some_and(|amount| amount < 0) {
        return Err(Rejection::field("/invoiced", "must not be negative"));
    }
    Ok(())
}

/// The past as it was; of a young sale, the rest of the agenda is planned.
fn record_history(draft: &mut Draft<'_, '_>, opening: &Opening, history: &History) -> Result<(), Rejection> {
    check_opening(opening)?;
    draft.record(EventBody::Opened { opening: Box::new(opening.clone()) });
    let make = &draft.ctx.ids;
    let ids =
        HistoryIds { payment: make.make(), promise: make.make(), delivery: make.make(), ask: make.make() };
    draft.record(EventBody::HistoryRecorded { history: Box::new(history.clone()), ids });
    for plan in draft.plans() {
        if plan.slot.starts_at(draft.ctx.zones) > draft.ctx.now {
            draft.plan(plan);
        }
    }
    Ok(())
}

fn expect_delivery(draft: &mut Draft<'_, '_>, on: NaiveDate) -> Result<(), Rejection> {
    if draft.sale.anchors.delivered_on.is_some() {
        return Err(Rejection::new(ErrorCode::Conflict, "It was delivered already."));
    }
    if draft.sale.anchors.expected_delivery_on != Some(on) {
        draft.record(EventBody::DeliveryExpected { on });
        draft.reanchor();
    }
    Ok(())
}

fn decide_touchpoint(
    draft: &mut Draft<'_, '_>,
    id: TouchpointId,
    command: &touchpoint::Command,
) -> Result<(), Rejection> {
    let touchpoint = draft.sale.touchpoint(id).ok_or_else(Rejection::not_found)?;
    let event = touchpoint::decide(touchpoint, command, draft.ctx)?;
    draft.record_touchpoint(id, event.clone());
    // What the vendor missed is a problem of the customer's, whoever said it first.
    if let touchpoint::Event::Missed { by: Role::Member, note } = event {
        let is_customers_word = draft.ctx.actor.role() == Role::Customer;
        draft.raise_problem(note.filter(|_| is_customers_word), Some(id));
    }
    Ok(())
}

fn ask_now(draft: &mut Draft<'_, '_>, check: Line, about: About) -> Result<(), Rejection> {
    if check::definition(&check).is_none() {
        return Err(Rejection::field("/check", "must name a known question like expected@1"));
    }
    let exists = match about {
        About::Sale => true,
        About::Touchpoint(id) => draft.sale.touchpoint(id).is_some(),
        About::Delivery(id) => draft.sale.delivery(id).is_some(),
        About::Promise(id) => draft.sale.promise(id).is_some(),
        About::Concern(id) => draft.sale.concern(id).is_some(),
    };
    if !exists {
        return Err(Rejection::field("/about", "must name a part of this sale"));
    }
    let now = draft.ctx.now;
    let ask = draft.plan_ask(check, about, None, now).ok_or_else(Rejection::not_found)?;
    decide_ask(draft, ask, &check::Command::Advance)
}

fn decide_ask(draft: &mut Draft<'_, '_>, id: AskId, command: &check::Command) -> Result<(), Rejection> {
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
        let wish =
            concern::Raise { kind, severity, words: text.clone(), wanted: None, ask: Some(id), touchpoint };
        let concern = draft.raise(wish);
        draft.record_ask(id, check::Event::Linked { concern });
    }
    if let (About::Promise(promise), Some(Mood::Bad)) = (about, choice.map(|choice| choice.mood))
        && can_dispute(draft, promise)
    {
        draft.record_promise(promise, promise::Event::Disputed { note: text });
    }
}

fn can_dispute(draft: &Draft<'_, '_>, promise: crate::id::PromiseId) -> bool {
    draft.sale.promise(promise).is_some_and(|promise| {
        let facts = promise.facts(&draft.sale.time_zone, draft.ctx.zones);
        let actions = promise::allowed(&facts, Role::Customer, draft.ctx.now, draft.ctx.policy);
        actions.contains(&PromiseAction::Dispute)
    })
}

fn decide_concern(
    draft: &mut Draft<'_, '_>,
    id: ConcernId,
    command: &concern::Command,
) -> Result<(), Rejection> {
    let concern = draft.sale.concern(id).ok_or_else(Rejection::not_found)?;
    let event = concern::decide(concern, command, draft.ctx)?;
    draft.record(EventBody::Concern { id, event: event.clone() });
    match event {
        // A proposal with something still to do is a promise like any other.
        concern::Event::Proposed { text, due: Some(due) } => draft.make_promise(promise::Making {
            statement: text,
            kind: PromiseKind::Fix,
            source: PromiseSource::Concern,
            original_due: Some(due),
            concern: Some(id),
        }),
        concern::Event::Confirmed => {
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

/// Confirming a solution, or not yet, *is* the answer to "Is this sorted?".
fn record_sorted(draft: &mut Draft<'_, '_>, concern: ConcernId, value: &str, text: Option<Words>) {
    let (Ok(check), Ok(value)) = (Line::parse("sorted@1"), Line::parse(value)) else { return };
    let now = draft.ctx.now;
    if let Some(ask) = draft.plan_ask(check, About::Concern(concern), None, now) {
        draft.record_ask(ask, check::Event::Answered { value, text });
    }
}

fn report_delivery(draft: &mut Draft<'_, '_>, report: delivery::Report) -> Result<(), Rejection> {
    if draft.sale.deliveries.iter().any(|known| known.report.reference == report.reference) {
        return Ok(());
    }
    let day = report.delivered_on;
    if day > draft.ctx.today(&draft.sale.time_zone) {
        return Err(Rejection::field("/delivered_on", "must not lie in the future"));
    }
    let id = draft.ctx.ids.make();
    draft.record(EventBody::Delivery { id, event: delivery::Event::Reported(Box::new(report)) });
    let open = draft.sale.promises.iter().filter(|promise| promise.state == PromiseState::Made);
    let kept = open.filter(|promise| promise.making.kind == PromiseKind::Delivery).map(|promise| promise.id);
    for promise in kept.collect::<Vec<_>>() {
        draft.record_promise(promise, promise::Event::ClaimedKept { kept_on: day, evidence: None });
    }
    draft.reanchor();
    Ok(())
}

fn decide_delivery(
    draft: &mut Draft<'_, '_>,
    id: DeliveryId,
    command: &delivery::Command,
) -> Result<(), Rejection> {
    let delivery = draft.sale.delivery(id).ok_or_else(Rejection::not_found)?;
    let event = delivery::decide(delivery, command, draft.ctx)?;
    draft.record(EventBody::Delivery { id, event: event.clone() });
    if let delivery::Event::Incomplete { note } = event {
        draft.raise_problem(note, None);
    }
    Ok(())
}

/// The vendor's systems may say the same thing twice; the state only goes forward.
fn report_payment(draft: &mut Draft<'_, '_>, report: payment::Report) -> Result<(), Rejection> {
    if report.amount < 0 {
        return Err(Rejection::field("/amount", "must not be negative"));
    }
    let known = draft.sale.payments.iter().find(|payment| payment.report.reference == report.reference);
    let id = match known {
        None => draft.ctx.ids.make(),
        Some(known) if known.report == report => return Ok(()),
        Some(known) if known.report.state == report.state => known.id,
        Some(known) => {
            let action = match report.state {
                PaymentState::Cleared => PaymentAction::Clear,
                PaymentState::Reversed => PaymentAction::Reverse,
                PaymentState::Pending => {
                    return Err(Rejection::field("/state", "must not go back to pending"));
                }
            };
            known.report.state.check(action, Role::Member)?;
            known.id
        }
    };
    draft.record(EventBody::Payment { id, report });
    Ok(())
}
