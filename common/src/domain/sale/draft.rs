//! A command at work: the events so far and the sale as they have made it, so that each consequence is
//! decided on what is already so.

use chrono::{DateTime, Utc};

use super::{Sale, decide::promises::follow_session, evolve::apply};
use crate::{
    actor::Actor,
    domain::{
        agenda::{self, Change, Place},
        check::{self, About, AskPlan},
        concern::{self, Ground},
        context::Context,
        event::EventBody,
        handling::new_customer_until,
        momentum,
        promise::{self, Promise},
        template,
        touchpoint::{self, Plan, Ties, TouchpointKind, TouchpointState},
        update::{self, Message},
    },
    error::Rejection,
    id::{AskId, ConcernId, PromiseId, TouchpointId},
    text::{Line, Words},
    time::Slot,
};

/// The sale at hand and what was decided so far.
pub(super) struct Draft<'a, 'c> {
    pub(super) sale: Sale,
    pub(super) events: Vec<EventBody>,
    pub(super) ctx: &'a Context<'c>,
}

impl<'a, 'c> Draft<'a, 'c> {
    pub(super) fn new(sale: &Sale, ctx: &'a Context<'c>) -> Self {
        Self { sale: sale.clone(), events: Vec::new(), ctx }
    }

    /// Decides that this happened.
    pub(super) fn record(&mut self, body: EventBody) {
        apply(&mut self.sale, &body, self.ctx.now, self.ctx.actor);
        self.events.push(body);
    }

    /// Decides that this happened to a touchpoint, and what it means for its question and its promise.
    pub(super) fn record_touchpoint(&mut self, id: TouchpointId, event: touchpoint::Event) {
        let known = event.clone();
        self.record(EventBody::Touchpoint { id, event });
        // A yes of the customer's may call it off too, so the state tells and not the event.
        let state = self.sale.touchpoint(id).map(|it| it.state);
        if matches!(state, Some(TouchpointState::Cancelled | TouchpointState::Missed)) {
            self.drop_asks(|ask| ask.plan.touchpoint == Some(id));
        }
        follow_session(self, id, &known);
    }

    /// Decides that this happened to a question; as it opens, it becomes clear what exactly it asks about.
    pub(super) fn record_ask(&mut self, id: AskId, event: check::Event) {
        if matches!(event, check::Event::Offered { .. } | check::Event::Recorded { .. }) {
            self.narrow(id);
        }
        self.record(EventBody::Ask { id, event });
    }

    /// Decides that this happened to a promise, and what it means for the question about it.
    pub(super) fn record_promise(&mut self, id: PromiseId, event: promise::Event) {
        let is_settled = event.is_customers_last_word();
        let is_claimed = matches!(event, promise::Event::ClaimedKept { .. });
        self.record(EventBody::Promise { id, event });
        if is_settled {
            self.drop_asks(|ask| ask.plan.about == About::Promise(id));
        } else if is_claimed {
            self.ask_about_promise(id);
        }
    }

    /// Puts a touchpoint on the agenda, and with a check the question that it announces.
    pub(super) fn plan(&mut self, plan: Plan) -> TouchpointId {
        let id = self.ctx.ids.make();
        let check = plan.check.clone();
        let planned_for = self.ask_time(&plan.slot);
        let ties = plan.kind.is_live().then(|| plan.ties.clone());
        self.record_touchpoint(id, touchpoint::Event::Planned(Box::new(plan)));
        self.count_session(id, &ties.unwrap_or_default());
        if let Some(check) = check {
            let about = self.about(&check);
            self.plan_ask(check, about, Some(id), planned_for);
        }
        id
    }

    /// A session of a promised series counts for it while one is left, and what stands in for a session counts in
    /// its place.
    fn count_session(&mut self, touchpoint: TouchpointId, ties: &Ties) {
        let is_of_series = |it: &Promise| ties.series.is_some() && it.making.series == ties.series;
        let is_instead = |it: &Promise| ties.replaces.is_some_and(|id| it.sessions.contains(&id));
        let mut promises = self.sale.promises.iter().filter(|it| it.state.is_open());
        let counts = promises.find(|it| ties.bridge_for.is_none() && (is_instead(it) || is_of_series(it)));
        let is_free =
            |it: &&Promise| promise::may_link(it, touchpoint, &self.sale.promises, &self.sale.touchpoints);
        if let Some(id) = counts.filter(is_free).map(|it| it.id) {
            self.record_promise(id, promise::Event::SessionLinked { touchpoint });
        }
    }

    /// What the agenda's series promise.
    pub(super) fn promised_series(&self) -> Vec<promise::Making> {
        let agenda = self.sale.agenda.as_ref();
        agenda.map_or_else(Vec::new, |agenda| agenda::promised(agenda, self.place().reader))
    }

    /// Plans a question to the first customer.
    pub(super) fn plan_ask(
        &mut self,
        check: Line,
        about: About,
        touchpoint: Option<TouchpointId>,
        planned_for: DateTime<Utc>,
    ) -> Option<AskId> {
        let customer = *self.sale.customers.first()?;
        let id = self.ctx.ids.make();
        let area = if let About::VitalArea(id) = about { self.sale.handling.vital_area(id) } else { None };
        let area = area.map(|area| area.area.clone());
        let plan = AskPlan { check, about, touchpoint, customer, planned_for, area };
        self.record_ask(id, check::Event::Planned(Box::new(plan)));
        Some(id)
    }

    /// A question is asked when work begins on its day.
    fn ask_time(&self, slot: &Slot) -> DateTime<Utc> {
        self.ctx.calendar.next_open(slot.starts_at(self.ctx.zones), self.ctx.zones)
    }

    /// "As expected?" is about the delivery, the rest about the sale.
    fn about(&self, check: &str) -> About {
        let delivery = self.sale.touchpoints.iter().find(|item| item.plan.kind == TouchpointKind::Delivery);
        match delivery {
            Some(delivery) if check.starts_with("expected@") => About::Touchpoint(delivery.id),
            _ => About::Sale,
        }
    }

    /// Writes a promise down. Who does so made it, and today, if nothing else is said; where a customer's word
    /// or a rule makes it, the sale's owner answers for it.
    pub(super) fn make_promise(&mut self, making: promise::Making) -> PromiseId {
        let id = self.ctx.ids.make();
        let writer = if let Actor::Member(member) = self.ctx.actor { member } else { self.sale.owner };
        let today = self.ctx.today(&self.sale.time_zone);
        let (made_by, made_on) = (making.made_by.or(Some(writer)), making.made_on.or(Some(today)));
        let making = promise::Making { made_by, made_on, ..making };
        self.record_promise(id, promise::Event::Made(Box::new(making)));
        id
    }

    /// Raises a concern with its clock running. The sale's owner answers for it, and for one that follows
    /// another whoever answered for that.
    pub(super) fn raise(&mut self, wish: concern::Raise) -> ConcernId {
        let id = self.ctx.ids.make();
        let follows = wish.follows;
        let earlier = follows.and_then(|id| self.sale.concern(id));
        let owner = earlier.map_or(self.sale.owner, |concern| concern.opening.owner);
        let number = u32::try_from(self.sale.concerns.len()).unwrap_or(u32::MAX).saturating_add(1);
        let today = self.ctx.today(&self.sale.time_zone);
        let until =
            new_customer_until(&self.sale, self.ctx.policy, self.ctx.zones).filter(|until| *until >= today);
        let (terms, calendar) = self.sale.handling.agreement.pin(self.ctx.standard, until);
        let calendar = calendar.unwrap_or(self.sale.calendar);
        let opening = concern::raise(wish, Ground { owner, number, terms, calendar }, self.ctx);
        self.record(EventBody::Concern { id, event: concern::Event::Raised(Box::new(opening)) });
        if let Some(earlier) = follows {
            self.record(EventBody::Concern { id: earlier, event: concern::Event::Linked { to: id } });
        }
        id
    }

    /// A problem with these words, if any.
    pub(super) fn raise_problem(&mut self, words: Option<Words>, touchpoint: Option<TouchpointId>) {
        let problem = concern::Raise::new(concern::ConcernKind::Problem, concern::Severity::Small);
        self.raise(concern::Raise { words, touchpoint, ..problem });
    }

    /// What the agenda's items resolve to now.
    pub(super) fn plans(&self) -> Vec<Plan> {
        let place = self.place();
        let agenda = self.sale.agenda.as_ref();
        let plans = agenda.map_or_else(Vec::new, |agenda| {
            agenda::resolve_all(agenda, &self.sale.anchors, self.sale.owner, place)
        });
        plans.into_iter().map(|plan| self.suited(plan)).collect()
    }

    /// Refuses news that nobody checked, or about something that this sale does not have.
    pub(super) fn check_update(&self, message: &Message) -> Result<(), Rejection> {
        update::check(message, self.ctx)?;
        match message.about.iter().position(|about| !self.sale.has(*about)) {
            None => Ok(()),
            Some(row) => Err(Rejection::field(format!("/about/{row}"), "must name a part of this sale")),
        }
    }

    pub(super) fn send_update(&mut self, message: Message) {
        let id = self.ctx.ids.make();
        self.record(EventBody::Update { id, message });
    }

    /// Where the agenda happens.
    fn place(&self) -> Place<'_> {
        let Context { calendar, zones, customer, .. } = self.ctx;
        Place { zone: &self.sale.time_zone, calendar, zones, reader: customer.locale.as_deref() }
    }

    /// What is told again and again until an unknown day goes on.
    pub(super) fn continue_repeat(&mut self, done: TouchpointId) {
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
    pub(super) fn reanchor(&mut self, before: &[Plan]) {
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
