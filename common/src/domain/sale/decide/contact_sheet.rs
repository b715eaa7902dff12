//! Whom to contact when is written down.

use super::Draft;
use crate::{
    domain::{
        contact_sheet::{self, ContactSheet},
        event::EventBody,
    },
    error::Rejection,
};

pub(super) fn set(draft: &mut Draft<'_, '_>, sheet: Box<ContactSheet>) -> Result<(), Rejection> {
    sheet.validate(draft.ctx.today(&draft.sale.time_zone))?;
    if draft.sale.contact_sheet.as_ref() != Some(&*sheet) {
        draft.record(EventBody::ContactSheet { event: contact_sheet::Event::Set { sheet } });
    }
    Ok(())
}
