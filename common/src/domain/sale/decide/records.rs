//! Facts from the vendor's own systems: deliveries and payments.

use super::Draft;
use crate::{
    actor::Role,
    domain::{
        delivery,
        event::EventBody,
        payment::{self, PaymentAction, PaymentState},
        promise::{self, PromiseKind, PromiseState},
        transition::Machine,
    },
    error::Rejection,
    id::DeliveryId,
};

pub(super) fn report_delivery(draft: &mut Draft<'_, '_>, report: delivery::Report) -> Result<(), Rejection> {
    if draft.sale.deliveries.iter().any(|known| known.report.reference == report.reference) {
        return Ok(());
    }
    report.check()?;
    let day = report.delivered_on;
    if day > draft.ctx.today(&draft.sale.time_zone) {
        return Err(Rejection::field("/delivered_on", "must not lie in the future"));
    }
    let id = draft.ctx.ids.make();
    let before = draft.plans();
    draft.record(EventBody::Delivery { id, event: delivery::Event::Reported(Box::new(report)) });
    let is_open = |state| matches!(state, PromiseState::Made | PromiseState::AtRisk);
    let open = draft.sale.promises.iter().filter(|promise| is_open(promise.state));
    let kept = open.filter(|promise| promise.making.kind == PromiseKind::Delivery).map(|promise| promise.id);
    for promise in kept.collect::<Vec<_>>() {
        draft.record_promise(promise, promise::Event::ClaimedKept { kept_on: day, evidence: None });
    }
    draft.reanchor(&before);
    Ok(())
}

pub(super) fn decide_delivery(
    draft: &mut Draft<'_, '_>,
    id: DeliveryId,
    command: &delivery::Command,
) -> Result<(), Rejection> {
    let delivery = draft.sale.delivery(id).ok_or_else(Rejection::not_found)?;
    let events = delivery::decide(delivery, command, draft.ctx)?;
    // What is missing or refused is a problem of the customer's from the moment they say so.
    let problem = match command {
        delivery::Command::ReportMissing { note } => Some(note.clone()),
        delivery::Command::AnswerLines { replies } => delivery::complaint(delivery, replies).map(Some),
        delivery::Command::Accept | delivery::Command::Complete { .. } => None,
    };
    for event in events {
        draft.record(EventBody::Delivery { id, event });
    }
    if let Some(words) = problem {
        draft.raise_problem(words, None);
    }
    Ok(())
}

/// The vendor's systems may say the same thing twice; the state only goes forward.
pub(super) fn report_payment(draft: &mut Draft<'_, '_>, report: payment::Report) -> Result<(), Rejection> {
    if report.amount < 0 {
        return Err(Rejection::field("/amount", "must not be negative"));
    }
    let known = draft.sale.payments.iter().find(|payment| payment.report.reference == report.reference);
    let id = match known {
        None if report.state == PaymentState::Reversed => {
            let why = "must be the reference of a payment that was reported before";
            return Err(Rejection::field("/reference", why));
        }
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
