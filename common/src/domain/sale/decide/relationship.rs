//! Follow-up is paused, goes on or ends.

use super::Draft;
use crate::{domain::relationship, error::Rejection};

pub(super) fn decide(draft: &mut Draft<'_, '_>, command: relationship::Command) -> Result<(), Rejection> {
    let now = &draft.sale.relationship;
    let event = relationship::decide(now, command, &draft.sale.time_zone, draft.ctx)?;
    draft.record_relationship(event);
    Ok(())
}
