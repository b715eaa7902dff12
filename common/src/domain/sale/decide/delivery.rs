//! What follows from a delivery and from what the customer says to it.

use super::Draft;
use crate::{
    domain::{
        delivery,
        event::EventBody,
        promise::{self, PromiseKind, PromiseState},
    },
    error::Rejection,
    id::DeliveryId,
};

pub(super) fn report(draft: &mut Draft<'_, '_>, report: delivery::Report) -> Result<(), Rejection> {
    if draft.sale.deliveries.iter().any(|known| known.reference == report.reference) {
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

pub(super) fn decide(
    draft: &mut Draft<'_, '_>,
    id: DeliveryId,
    command: delivery::Command,
) -> Result<(), Rejection> {
    let delivery = draft.sale.delivery(id).ok_or_else(Rejection::not_found)?;
    // What is missing or refused is a problem of the customer's from the moment they say so.
    let problem = match &command {
        delivery::Command::ReportMissing { note } => Some(note.clone()),
        delivery::Command::AnswerLines { replies } => delivery::complaint(delivery, replies).map(Some),
        delivery::Command::Accept | delivery::Command::Complete { .. } => None,
    };
    let events = delivery::decide(delivery, command, draft.ctx)?;
    for event in events {
        draft.record(EventBody::Delivery { id, event });
    }
    if let Some(words) = problem {
        draft.raise_problem(words, None);
    }
    Ok(())
}
