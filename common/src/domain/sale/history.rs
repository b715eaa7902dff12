//! Past facts become what they would have become here.

use crate::{
    actor::Actor,
    domain::{
        check::{About, Answer, Ask, AskPlan, AskState},
        delivery::{self, Delivery},
        history::{History, HistoryIds},
        payment::{Payment, PaymentState},
        promise::{Making, Promise, PromiseKind, PromiseSource, PromiseState},
        sale::{Sale, SaleState},
    },
    text::{Line, Words},
};

/// Past facts, as they were: nothing is planned, nothing runs.
pub(super) fn record_history(sale: &mut Sale, history: &History, ids: HistoryIds) {
    sale.is_history = sale.agenda.is_none();
    sale.state = match (&history.ended, sale.is_history) {
        (Some(_), _) => SaleState::Cancelled,
        (None, true) => SaleState::Closed,
        (None, false) => SaleState::Active,
    };
    let reference = sale.reference.clone();
    if let Some((at, amount)) = history.paid {
        let (reference, state) = (reference.clone(), PaymentState::Cleared);
        sale.payments.push(Payment { id: ids.payment, reference, amount, state, at });
    }
    if let Some(due) = history.promised_on {
        let promise = past_promise(sale, history, ids, due);
        sale.promises.push(promise);
    }
    if let (Some(reported_at), Some(delivered_on)) = (history.delivered_at, history.delivered_on) {
        sale.anchors.delivered_on = Some(delivered_on);
        let report = delivery::Report { reference, delivered_on, evidence: None, lines: Vec::new() };
        sale.deliveries.push(Delivery::new(ids.delivery, report, reported_at));
    }
    let by = sale.customers.first().copied();
    if let (Some(survey), Ok(check), Some(customer)) = (&history.survey, Line::parse("review@1"), by) {
        let planned_for = survey.sent_at;
        let plan = AskPlan { check, about: About::Sale, touchpoint: None, customer, planned_for, area: None };
        let mut ask = Ask::new(ids.ask, plan);
        ask.offers = 1;
        ask.offered_at = Some(survey.sent_at);
        ask.state = AskState::Answered;
        ask.next_at = None;
        let by = Actor::Customer(customer);
        let answer = Answer::new(survey.score.clone(), None, survey.answered_at, by);
        ask.answers.push(Answer { text: survey.comment.clone(), ..answer });
        sale.asks.push(ask);
    }
}

fn past_promise(sale: &Sale, history: &History, ids: HistoryIds, due: chrono::NaiveDate) -> Promise {
    let statement = Words::parse("Delivery by the promised day").unwrap_or_else(|_| Words::blank());
    let making = Making::new(statement, PromiseKind::Delivery, PromiseSource::Contract);
    let making = Making { original_due: Some(due), ..making };
    let mut promise = Promise::new(ids.promise, making, sale.anchors.purchased_at);
    if history.delivered_on.is_some() {
        promise.state = PromiseState::Kept;
        promise.kept_on = history.delivered_on;
        promise.claimed_at = history.delivered_at;
    }
    promise
}
