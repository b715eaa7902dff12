//! Money as the vendor's own systems report it.

use super::Draft;
use crate::{
    actor::Role,
    domain::{
        event::EventBody,
        payment::{self, PaymentAction, PaymentState},
        transition::Machine,
    },
    error::Rejection,
};

/// The vendor's systems may say the same thing twice; the state only goes forward.
pub(super) fn report(draft: &mut Draft<'_, '_>, report: payment::Report) -> Result<(), Rejection> {
    if report.amount < 0 {
        return Err(Rejection::field("/amount", "must not be negative"));
    }
    let known = draft.sale.payments.iter().find(|payment| payment.reference == report.reference);
    let id = match known {
        None if report.state == PaymentState::Reversed => {
            let why = "must be the reference of a payment that was reported before";
            return Err(Rejection::field("/reference", why));
        }
        None => draft.ctx.ids.make(),
        Some(known) if known.says(&report) => return Ok(()),
        Some(known) if known.state == report.state => known.id,
        Some(known) => {
            let action = match report.state {
                PaymentState::Cleared => PaymentAction::Clear,
                PaymentState::Reversed => PaymentAction::Reverse,
                PaymentState::Pending => {
                    return Err(Rejection::field("/state", "must not go back to pending"));
                }
            };
            known.state.check(action, Role::Member)?;
            known.id
        }
    };
    draft.record(EventBody::Payment { id, event: payment::Event::of(report) });
    Ok(())
}
