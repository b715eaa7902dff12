//! Remembering: the fold of the events. An event about something unknown changes nothing.

use chrono::{DateTime, Utc};

use self::history::record_history;
use super::{Opening, Sale, SaleState, contact, people};
use crate::{
    actor::Actor,
    domain::{
        adjustment::{self, Adjustment},
        agreement,
        check::{self, Ask, AskState},
        completion::Ending,
        concern::{self, Concern},
        delivery::{self, Delivery},
        event::{Event, EventBody},
        expectation::Expectation,
        milestone::{self, Milestone},
        payment::Payment,
        promise::{self, Promise},
        reason,
        touchpoint::{self, Touchpoint, TouchpointState},
        update::Update,
    },
    id::{AdjustmentId, AskId, ExpectationId, TypedId},
};

mod gates;
mod history;
mod value;

/// The sale after the event.
pub fn evolve(mut sale: Sale, event: &Event) -> Sale {
    apply(&mut sale, &event.body, event.at, event.actor);
    sale.version = event.seq;
    sale
}

/// The same without a place in the log, for a command that is still being decided.
pub(super) fn apply(sale: &mut Sale, body: &EventBody, at: DateTime<Utc>, actor: Actor) {
    if is_word(body, actor) {
        sale.last_word_at = at;
    }
    sale.log_size = sale.log_size.saturating_add(body.size());
    match body {
        EventBody::Opened { opening } => open(sale, opening, at),
        EventBody::Cancelled { .. } => sale.state = SaleState::Cancelled,
        EventBody::DeliveryExpected { on } => sale.anchors.expected_delivery_on = Some(*on),
        EventBody::AgendaMade { agenda } => sale.agenda = Some(agenda.as_ref().clone()),
        EventBody::HistoryRecorded { history, ids } => record_history(sale, history, *ids),
        EventBody::SilenceDue { .. } => sale.silence_noticed_for = Some(sale.last_word_at),
        EventBody::SilenceNear { .. } => sale.silence_warned_for = Some(sale.last_word_at),
        // The log itself holds the notes.
        EventBody::Noted { .. } => {}
        EventBody::Completed { .. } => {
            sale.completed_at = Some(at);
            sale.contact.completion_lost_at = None;
        }
        EventBody::Reopened { .. } => {
            sale.completed_at = None;
            sale.contact.completion_lost_at = Some(at);
        }
        EventBody::EndedUnsatisfied { reason } => {
            sale.state = SaleState::Closed;
            sale.ended = Some(Ending { at, by: actor.role(), reason: reason.clone() });
        }
        EventBody::Relationship { .. }
        | EventBody::OwnerChange { .. }
        | EventBody::ContactSheetSet { .. }
        | EventBody::PreferencesChanged { .. }
        | EventBody::NeedsChanged { .. }
        | EventBody::NeedsRead { .. }
        | EventBody::CustomerKnown { .. } => contact::apply(sale, body, at, actor),
        EventBody::Reason { .. }
        | EventBody::Expectation { .. }
        | EventBody::Success { .. }
        | EventBody::Resource { .. }
        | EventBody::Introduction { .. }
        | EventBody::Testimonial { .. }
        | EventBody::Referral { .. }
        | EventBody::RelationshipPlan { .. } => value::apply(sale, body, at, actor),
        EventBody::PeopleSet { people, known } => people::apply(sale, people, known),
        EventBody::Touchpoint { id, event: touchpoint::Event::Planned(plan) } => {
            sale.touchpoints.push(Touchpoint::new(*id, plan.as_ref().clone()));
            gates::set(sale);
        }
        EventBody::Touchpoint { id, event } => {
            if let Some(it) = sale.touchpoints.iter_mut().find(|it| it.id == *id) {
                touchpoint::evolve(it, event, at, actor);
            }
            gates::set(sale);
        }
        EventBody::Ask { id, event: check::Event::Planned(plan) } => {
            sale.asks.push(Ask::new(*id, plan.as_ref().clone()));
        }
        EventBody::Ask { id, event } => apply_ask(sale, *id, event, at, actor),
        EventBody::Concern { id, event: concern::Event::Raised(opening) } => {
            sale.concerns.push(Concern::new(*id, opening.as_ref().clone(), at, actor));
        }
        EventBody::Concern { id, event } => {
            if let Some(it) = sale.concerns.iter_mut().find(|it| it.id == *id) {
                concern::evolve(it, event, at, actor);
            }
        }
        EventBody::Promise { id, event: promise::Event::Made(making) } => {
            sale.promises.push(Promise::new(*id, making.as_ref().clone(), at));
        }
        EventBody::Promise { id, event } => {
            if let Some(it) = sale.promises.iter_mut().find(|it| it.id == *id) {
                promise::evolve(it, event, at, actor);
            }
        }
        EventBody::Adjustment { id, event } => apply_adjustment(sale, *id, event, at, actor),
        EventBody::Delivery { id, event: delivery::Event::Reported(report) } => {
            sale.deliveries.push(Delivery::new(*id, report.as_ref().clone(), at));
            sale.anchors.delivered_on = delivery::first_day(&sale.deliveries);
        }
        EventBody::Delivery { id, event } => {
            if let Some(it) = sale.deliveries.iter_mut().find(|it| it.id == *id) {
                delivery::evolve(it, event, at);
            }
        }
        EventBody::Payment { id, report } => {
            sale.payments.retain(|it| it.id != *id);
            sale.payments.push(Payment { id: *id, report: report.clone(), at });
        }
        EventBody::Agreement { event } => agreement::evolve(&mut sale.handling.agreement, event, at, actor),
        EventBody::VitalAreas { areas } => sale.handling.vital_areas.clone_from(areas),
        EventBody::Milestone { id, event: milestone::Event::Planned(plan) } => {
            sale.handling.milestones.push(Milestone::new(*id, plan.as_ref().clone()));
        }
        EventBody::Milestone { id, event } => {
            if let Some(it) = sale.handling.milestones.iter_mut().find(|it| it.id == *id) {
                milestone::evolve(it, event, at, actor);
            }
        }
        EventBody::ReplyBefore { minutes } => sale.handling.reply_before = *minutes,
        EventBody::Update { id, message } => {
            sale.updates.push(Update { id: *id, message: message.clone(), at, by: actor });
        }
    }
}

/// A real word from the vendor: it starts the silence clock anew. Reminders and automatic summaries do not.
fn is_word(body: &EventBody, actor: Actor) -> bool {
    let is_members = matches!(actor, Actor::Member(_));
    match body {
        EventBody::Update { .. } => true,
        EventBody::Touchpoint { event, .. } => matches!(event, touchpoint::Event::ReportedDone { .. }),
        // What customers have themselves asked is no word of ours.
        EventBody::Ask { event, .. } => {
            matches!(event, check::Event::Offered { .. }) && !matches!(actor, Actor::Customer(_))
        }
        EventBody::Promise { event, .. } => event.is_word(),
        EventBody::Adjustment { event, .. } => event.is_word(),
        EventBody::Concern { event, .. } => is_members && event.is_word(),
        EventBody::Milestone { event, .. } => is_members && event.is_word(),
        EventBody::Agreement { event } => matches!(event, agreement::Event::Offered { .. }),
        EventBody::OwnerChange { event, .. } => event.is_word(),
        EventBody::Success { event, .. } => event.is_word(),
        EventBody::Resource { event, .. } => event.is_word(),
        EventBody::Introduction { event, .. } => event.is_word(),
        EventBody::RelationshipPlan { event } => event.is_word(),
        // Opening sets the clock itself.
        EventBody::Opened { .. }
        | EventBody::Cancelled { .. }
        | EventBody::DeliveryExpected { .. }
        | EventBody::AgendaMade { .. }
        | EventBody::HistoryRecorded { .. }
        | EventBody::SilenceDue { .. }
        | EventBody::SilenceNear { .. }
        | EventBody::Noted { .. }
        | EventBody::Completed { .. }
        | EventBody::Reopened { .. }
        | EventBody::EndedUnsatisfied { .. }
        | EventBody::Relationship { .. }
        | EventBody::ContactSheetSet { .. }
        | EventBody::PreferencesChanged { .. }
        | EventBody::NeedsChanged { .. }
        | EventBody::NeedsRead { .. }
        | EventBody::CustomerKnown { .. }
        | EventBody::PeopleSet { .. }
        | EventBody::Reason { .. }
        | EventBody::Expectation { .. }
        | EventBody::Testimonial { .. }
        | EventBody::Referral { .. }
        | EventBody::Delivery { .. }
        | EventBody::VitalAreas { .. }
        | EventBody::ReplyBefore { .. }
        | EventBody::Payment { .. } => false,
    }
}

fn open(sale: &mut Sale, opening: &Opening, at: DateTime<Utc>) {
    let opening = opening.clone();
    sale.state = SaleState::Active;
    sale.reference = opening.reference;
    sale.title = opening.title;
    sale.status = opening.status;
    sale.owner = opening.owner;
    sale.customers = opening.customers;
    sale.time_zone = opening.time_zone;
    sale.calendar = opening.calendar;
    sale.anchors = opening.anchors;
    sale.invoiced = opening.invoiced;
    sale.currency = opening.currency;
    sale.reasons = reason::at_sale(opening.reasons);
    sale.withdrawal = opening.withdrawal;
    sale.agenda = opening.agenda;
    sale.last_word_at = at;
    let numbered = opening.expectations.into_iter().zip(1_u128..);
    let expectation = |(statement, number)| Expectation::bare(ExpectationId::from_bits(number), statement);
    sale.expectations = numbered.map(expectation).collect();
}

/// The first proposal begins an adjustment; an accepted one changes what there is to pay.
fn apply_adjustment(
    sale: &mut Sale,
    id: AdjustmentId,
    event: &adjustment::Event,
    at: DateTime<Utc>,
    actor: Actor,
) {
    if let adjustment::Event::Accepted { price_change } = event
        && *price_change != 0
    {
        sale.invoiced = Some(sale.invoiced.unwrap_or(0).saturating_add(*price_change).max(0));
    }
    match (sale.adjustments.iter_mut().find(|it| it.id == id), event) {
        (Some(it), event) => adjustment::evolve(it, event, at, actor),
        (None, adjustment::Event::Proposed(proposal)) => {
            sale.adjustments.push(Adjustment::new(id, proposal.as_ref().clone(), at, actor));
        }
        (None, _) => {}
    }
}

fn apply_ask(sale: &mut Sale, id: AskId, event: &check::Event, at: DateTime<Utc>, actor: Actor) {
    let Some(ask) = sale.asks.iter_mut().find(|it| it.id == id) else { return };
    check::evolve(ask, event, at, actor);
    let Some(announced) = ask.plan.touchpoint else { return };
    // The agenda item that announced the question ends with it, or with the last of several.
    let ended = match event {
        check::Event::Answered { .. } | check::Event::Recorded { .. } => TouchpointState::Done,
        check::Event::Expired | check::Event::Dropped { .. } => TouchpointState::Cancelled,
        _ => return,
    };
    let of_item = || sale.asks.iter().filter(|it| it.plan.touchpoint == Some(announced));
    if of_item().any(Ask::is_unfinished) {
        return;
    }
    let is_answered = of_item().any(|it| it.state == AskState::Answered);
    let ended = if is_answered { TouchpointState::Done } else { ended };
    let is_open = |state| matches!(state, TouchpointState::Planned | TouchpointState::Confirmed);
    if let Some(item) = sale.touchpoints.iter_mut().find(|it| it.id == announced && is_open(it.state)) {
        item.state = ended;
        item.reported_at = Some(at);
    }
}
