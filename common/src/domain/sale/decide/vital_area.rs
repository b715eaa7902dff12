//! What follows when something else is vital to the customer.

use super::Draft;
use crate::{
    domain::{check::About, event::EventBody, vital_area},
    error::Rejection,
    id::AskId,
};

pub(super) fn set(draft: &mut Draft<'_, '_>, wishes: &[vital_area::Wish]) -> Result<(), Rejection> {
    if let Some(areas) = vital_area::decide(&draft.sale.vital_areas, wishes, &draft.ctx.ids)? {
        draft.record(EventBody::VitalAreas { event: vital_area::Event::Set { areas } });
        // Nobody is asked about what does not matter any more; what matters now is asked about instead.
        let is_gone = |about| match about {
            About::VitalArea(id) => draft.sale.vital_area(id).is_none(),
            _ => false,
        };
        let gone = draft.sale.asks.iter().filter(|ask| ask.is_unfinished() && is_gone(ask.plan.about));
        let gone: Vec<AskId> = gone.map(|ask| ask.id).collect();
        for id in gone {
            draft.plan_next_area(id);
            draft.drop_asks(|ask| ask.id == id);
        }
    }
    Ok(())
}
