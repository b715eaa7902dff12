//! A change of the needs is read.

use super::Draft;
use crate::{
    actor::Role,
    domain::{event::EventBody, needs},
    error::{Possible, Rejection},
    text::Words,
};

pub(super) fn read(draft: &mut Draft<'_, '_>, note: Option<Words>) -> Result<(), Rejection> {
    if draft.sale.needs.unread_since.is_none() {
        let allowed = [Role::Customer, Role::Member].map(|by| Possible::new("replace_needs", by));
        let detail = "No change of the needs waits to be read.";
        return Err(Rejection::standing("needs", "read", allowed.to_vec(), detail));
    }
    draft.record(EventBody::Needs { event: needs::Event::Read { note } });
    Ok(())
}
