//! The agenda at work: what its items resolve to, what follows when an anchor changes, what is told again.

use super::Draft;
use crate::{
    domain::{
        agenda::{self, Change, Place},
        check,
        questions::momentum,
        template,
        touchpoint::{self, Plan},
        world::World,
    },
    id::{AskId, TouchpointId},
};

impl Draft<'_, '_> {
    /// What the agenda's items resolve to now.
    pub(crate) fn plans(&self) -> Vec<Plan> {
        let place = self.place();
        let agenda = self.sale.agenda.as_ref();
        let plans = agenda.map_or_else(Vec::new, |agenda| {
            agenda::resolve_all(agenda, &self.sale.anchors, self.sale.owner, place)
        });
        plans.into_iter().map(|plan| self.suited(plan)).collect()
    }

    /// Where the agenda happens.
    pub(crate) fn place(&self) -> Place<'_> {
        let World { calendar, zones, customer, .. } = self.ctx.world;
        Place { zone: &self.sale.time_zone, calendar, zones, reader: customer.locale.as_deref() }
    }

    /// What is told again and again until an unknown day goes on.
    pub(crate) fn continue_repeat(&mut self, done: TouchpointId) {
        let next = self.sale.agenda.as_ref().zip(self.sale.touchpoint(done));
        let next = next.and_then(|(agenda, done)| {
            agenda::next_occurrence(agenda, &self.sale.anchors, &done.plan, self.place())
        });
        let is_new = |plan: &Plan| !self.sale.touchpoints.iter().any(|it| it.plan.item == plan.item);
        if let Some(plan) = next.filter(is_new) {
            self.plan(plan);
            self.leave_out();
        }
    }

    /// Lets the agenda follow a changed anchor; `before` is what its items resolved to until then.
    pub(crate) fn reanchor(&mut self, before: &[Plan]) {
        let turn = (before, &*self.plans());
        for change in agenda::reanchor(turn, &self.sale.touchpoints, self.ctx.now, self.place()) {
            match change {
                Change::Add(plan) => {
                    self.plan(*plan);
                }
                Change::Follow(id, to, basis) => {
                    let planned_for = self.ask_time(&to);
                    self.record_touchpoint(id, touchpoint::Event::Reanchored { to, basis });
                    let announced = self.sale.asks.iter().filter(|ask| ask.plan.touchpoint == Some(id));
                    let waiting: Vec<AskId> =
                        announced.filter(|ask| ask.offers == 0).map(|ask| ask.id).collect();
                    for ask in waiting {
                        self.record_ask(ask, check::Event::Replanned { planned_for });
                    }
                }
                Change::AskToMove(id, slot) => {
                    let item = self.sale.touchpoint(id);
                    let broken =
                        item.map(|item| momentum::of_move(&self.sale, item, slot.local_date, None, self.ctx));
                    let event = touchpoint::Event::MoveRequested {
                        options: vec![slot],
                        reason: template::follows(self.ctx.customer.locale.as_deref()),
                        breaks: vec![broken.unwrap_or_default()],
                    };
                    self.record_touchpoint(id, event);
                }
                Change::Drop(id) => {
                    let event = touchpoint::Event::Cancelled { reason: None, is_dropped: true };
                    self.record_touchpoint(id, event);
                }
            }
        }
        self.leave_out();
    }
}
