//! The relationship plan at work: its next contact is put on the agenda.

use super::Draft;
use crate::{
    calendar::Roll,
    domain::{
        event::EventBody,
        relationship_plan,
        touchpoint::{self, Basis, Plan, Ties, TouchpointKind},
    },
    time::Slot,
};

impl Draft<'_, '_> {
    /// Puts the plan's next contact on the agenda.
    pub(crate) fn keep_in_touch(&mut self) {
        let today = self.ctx.today(&self.sale.time_zone);
        let Some(plan) = &self.sale.relationship_plan else { return };
        let Some(next) = plan.next(today) else { return };
        let day = self.ctx.calendar.roll(next.on, Roll::Following);
        let contact = Plan {
            item: None,
            kind: if next.is_review { TouchpointKind::Review } else { TouchpointKind::Call },
            title: next.topic,
            text: None,
            prepare: None,
            place: None,
            owner: plan.terms.owner,
            slot: Slot::day(day, self.sale.time_zone.clone()),
            basis: Basis::Fixed,
            check: None,
            ties: Ties::default(),
        };
        let contact = self.suited(contact);
        let touchpoint = self.ctx.ids.make();
        self.record_touchpoint(touchpoint, touchpoint::Event::Planned(Box::new(contact)));
        let event = relationship_plan::Event::ContactPlanned { on: next.on, touchpoint };
        self.record(EventBody::RelationshipPlan { event });
    }
}
