//! How fast the vendor answered before the signature, by its own word.

use super::Draft;
use crate::{domain::sale, error::Rejection};

/// Longer than a year of working days would be no figure but a mistake.
const MOST_MINUTES: i64 = 125_000;

pub(super) fn set_before(draft: &mut Draft<'_, '_>, minutes: Option<i64>) -> Result<(), Rejection> {
    if minutes.is_some_and(|minutes| !(0..=MOST_MINUTES).contains(&minutes)) {
        return Err(Rejection::field("/working_minutes", format!("must be 0 to {MOST_MINUTES}")));
    }
    if draft.sale.reply_before != minutes {
        draft.record_own(sale::Event::ReplyBeforeSet { minutes });
    }
    Ok(())
}
