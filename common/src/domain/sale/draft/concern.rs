//! What goes with a concern that is raised: who answers for it, its clocks, and what it follows.

use super::Draft;
use crate::{
    domain::{
        concern::{self, Ground},
        event::EventBody,
        phase::new_customer_until,
    },
    id::{ConcernId, TouchpointId},
    text::Words,
};

impl Draft<'_, '_> {
    /// Raises a concern with its clock running. The sale's owner answers for it, and for one that follows
    /// another whoever answered for that.
    pub(crate) fn raise(&mut self, wish: concern::Raise) -> ConcernId {
        let id = self.ctx.ids.make();
        let follows = wish.follows;
        let earlier = follows.and_then(|id| self.sale.concern(id));
        let owner = earlier.map_or(self.sale.owner, |concern| concern.opening.owner);
        let number = u32::try_from(self.sale.concerns.len()).unwrap_or(u32::MAX).saturating_add(1);
        let today = self.ctx.today(&self.sale.time_zone);
        let until =
            new_customer_until(&self.sale, self.ctx.policy, self.ctx.zones).filter(|until| *until >= today);
        let (terms, calendar) = self.sale.agreement.pin(self.ctx.standard, until);
        let calendar = calendar.unwrap_or(self.sale.calendar);
        let opening = concern::raise(wish, Ground { owner, number, terms, calendar }, self.ctx);
        self.record(EventBody::Concern { id, event: concern::Event::Raised(Box::new(opening)) });
        if let Some(earlier) = follows {
            self.record(EventBody::Concern { id: earlier, event: concern::Event::Linked { to: id } });
        }
        id
    }

    /// A problem with these words, if any.
    pub(crate) fn raise_problem(&mut self, words: Option<Words>, touchpoint: Option<TouchpointId>) {
        let problem = concern::Raise::new(concern::ConcernKind::Problem, concern::Severity::Small);
        self.raise(concern::Raise { words, touchpoint, ..problem });
    }
}
