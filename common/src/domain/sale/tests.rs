//! Given these events, when this command, then these events or this refusal. The transition tables are
//! walked row by row, so that a new state without a rule shows itself.

use std::fmt::Debug;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::*;
use crate::{
    actor::{Actor, Role},
    calendar::{Calendar, CalendarRef},
    domain::{
        agenda::{Agenda, Anchors},
        agreement::{Standard, standard_terms},
        check::{self, AskState, LedgerEntry},
        concern,
        context::Context,
        customer::{ContactRecord, CustomerRecord},
        delivery,
        event::{self, EventBody},
        history::History,
        payment,
        policy::Policy,
        promise,
        template::first_30_days,
        touchpoint::{self, Touchpoint},
        transition::Machine,
        update,
    },
    error::{ErrorCode, Rejection},
    id::{CustomerId, IdMaker, MemberId, SaleId, TouchpointId, TypedId, VendorId},
    text::{Line, Words},
    time::{OffsetTable, ZoneName},
};

mod limits;
mod properties;
mod story;
mod tables;

/// A world in UTC with office hours, in which a test plays a sale.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) now: DateTime<Utc>,
    pub(crate) policy: Policy,
    pub(crate) calendar: Calendar,
    pub(crate) standard: Standard,
    pub(crate) zones: OffsetTable,
    pub(crate) customer: CustomerRecord,
    pub(crate) ledger: Vec<LedgerEntry>,
    pub(crate) has_concern_elsewhere: bool,
    /// Questions that were opened though a concern was open that is not theirs.
    pub(crate) asked_amid_a_concern: Vec<check::Ask>,
    pub(crate) sale: Sale,
    pub(crate) log: Vec<EventBody>,
    seed: u64,
    last_event_at: Option<DateTime<Utc>>,
    /// The last command, and where the one thing that it is about stood before.
    pub(crate) last: Option<(Command, Option<&'static str>)>,
}

pub(crate) fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

pub(crate) fn words(text: &str) -> Words {
    Words::parse(text).unwrap()
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) const CUSTOMER: fn() -> Actor = || Actor::Customer(CustomerId::from_bits(1));
pub(crate) const MEMBER: fn() -> Actor = || Actor::Member(MemberId::from_bits(1));

pub(crate) fn actor(role: Role) -> Actor {
    match role {
        Role::Customer => CUSTOMER(),
        Role::Member => MEMBER(),
        Role::System => Actor::System,
    }
}

impl World {
    /// Before the sale; Monday 2 November 2026, 10:00.
    pub(crate) fn new() -> Self {
        let zone = ZoneName::utc();
        Self {
            now: at("2026-11-02T10:00:00Z"),
            policy: Policy::default(),
            calendar: Calendar::office_hours(zone.clone()),
            standard: standard_terms(&Policy::default()),
            zones: OffsetTable::default(),
            customer: CustomerRecord {
                id: CustomerId::from_bits(1),
                external_id: line("c-1"),
                name: line("Mette Holm"),
                company: None,
                email: None,
                phone: None,
                locale: None,
                time_zone: zone,
                wants_no_checks: false,
                contact: ContactRecord::default(),
            },
            ledger: Vec::new(),
            has_concern_elsewhere: false,
            asked_amid_a_concern: Vec::new(),
            sale: Sale::unborn(VendorId::from_bits(1), SaleId::from_bits(1)),
            log: Vec::new(),
            seed: 0,
            last_event_at: None,
            last: None,
        }
    }

    pub(crate) fn opening(&self) -> Opening {
        let template = first_30_days().unwrap();
        Opening {
            reference: line("N-1042"),
            title: line("Espresso machine"),
            status: None,
            owner: MemberId::from_bits(1),
            customers: vec![self.customer.id],
            time_zone: ZoneName::utc(),
            calendar: CalendarRef { id: TypedId::from_bits(1), version: 1 },
            anchors: Anchors {
                purchased_at: self.now,
                expected_delivery_on: Some(day("2026-11-09")),
                delivered_on: None,
            },
            invoiced: Some(100),
            currency: Some(line("DKK")),
            expectations: vec![words("Espresso three minutes after we open")],
            reasons: vec![words("One person who answers")],
            withdrawal: None,
            promises: vec![promise::Making {
                original_due: Some(day("2026-11-09")),
                ..promise::Making::new(
                    words("Delivery by 9 November"),
                    promise::PromiseKind::Delivery,
                    promise::PromiseSource::Contract,
                )
            }],
            agenda: Some(Agenda::of(template, 1)),
        }
    }

    /// An open sale with the default agenda.
    pub(crate) fn open() -> Self {
        let mut world = Self::new();
        let opening = world.opening();
        world.must(Actor::System, &Command::Open(Box::new(opening)));
        world
    }

    pub(crate) fn around(&self) -> crate::domain::world::World<'_> {
        crate::domain::world::World {
            now: self.now,
            policy: &self.policy,
            standard: &self.standard,
            calendar: &self.calendar,
            calendars: &[],
            zones: &self.zones,
            customer: &self.customer,
            others: &[],
        }
    }

    pub(crate) fn context(&self, actor: Actor) -> Context<'_> {
        Context {
            actor,
            last_event_at: self.last_event_at,
            ids: IdMaker::new(self.now, self.seed),
            world: self.around(),
            ledger: &self.ledger,
            has_concern_elsewhere: self.has_concern_elsewhere,
        }
    }

    /// Decides and remembers.
    pub(crate) fn act(&mut self, actor: Actor, command: &Command) -> Result<Vec<EventBody>, Rejection> {
        self.seed += 1;
        self.last = Some((command.clone(), command.state(&self.sale)));
        let Decided { events: bodies, sale: decided } = decide(&self.sale, command, &self.context(actor))?;
        for body in &bodies {
            self.remember(actor, body.clone());
        }
        assert_eq!(self.sale, decided, "what was decided on is what is remembered");
        Ok(bodies)
    }

    pub(crate) fn must(&mut self, actor: Actor, command: &Command) -> Vec<EventBody> {
        self.act(actor, command).unwrap_or_else(|refused| panic!("{command:?}: {}", refused.detail))
    }

    pub(crate) fn remember(&mut self, actor: Actor, body: EventBody) {
        if let EventBody::Ask { id, event: check::Event::Offered { .. } } = &body {
            let asked = self.sale.ask(*id).filter(|ask| self.is_amid_a_concern(ask)).cloned();
            self.asked_amid_a_concern.extend(asked);
        }
        let seq = self.sale.version + 1;
        let id = IdMaker::new(self.now, seq).make();
        let event = event::Event { id, seq, at: self.now, actor, body: body.clone() };
        let before =
            std::mem::replace(&mut self.sale, Sale::unborn(VendorId::from_bits(1), SaleId::from_bits(1)));
        self.sale = evolve(before, &event);
        self.last_event_at = Some(self.now);
        self.log.push(body);
    }

    /// Read off the sale itself: the questions of one agenda item go on after a bad answer to one of them.
    fn is_amid_a_concern(&self, ask: &check::Ask) -> bool {
        let item = |id: crate::id::AskId| self.sale.ask(id).and_then(|ask| ask.plan.touchpoint);
        let is_theirs = |it: &concern::Concern| {
            ask.plan.touchpoint.is_some() && it.opening.ask.and_then(item) == ask.plan.touchpoint
        };
        let mut open = self.sale.concerns.iter().filter(|it| it.state.is_open());
        let is_about_one = matches!(ask.plan.about, check::About::Concern(_));
        !is_about_one && (self.has_concern_elsewhere || open.any(|it| !is_theirs(it)))
    }

    /// Lets time pass; the worker ticks whenever something is due.
    pub(crate) fn wait_until(&mut self, until: DateTime<Utc>) {
        for _ in 0..1000 {
            let due = next_due_at(&self.sale, &self.context(Actor::System));
            let Some(due) = due.filter(|due| *due <= until) else { break };
            self.now = self.now.max(due);
            self.must(Actor::System, &Command::Tick);
            let next = next_due_at(&self.sale, &self.context(Actor::System));
            assert!(next.is_none_or(|next| next > self.now), "a tick leaves something due: {next:?}");
        }
        self.now = until;
    }

    pub(crate) fn wait_days(&mut self, days: i64) {
        self.wait_until(self.now + TimeDelta::days(days));
    }

    pub(crate) fn item(&self, key: &str) -> &Touchpoint {
        let mut items = self.sale.touchpoints.iter();
        items.find(|it| it.plan.item.as_deref() == Some(key)).unwrap_or_else(|| panic!("no item {key}"))
    }

    /// "It is done", with everything that a report needs, and whatever comes next.
    pub(crate) fn done(&self, id: TouchpointId) -> touchpoint::Command {
        let is_ahead = |it: &&Touchpoint| {
            let facts = it.facts(&self.zones);
            it.id != id && facts.is_open() && facts.ends_at > self.now
        };
        let next = self.sale.touchpoints.iter().find(is_ahead).map(|it| it.id);
        let purpose = self.sale.touchpoint(id).and_then(|it| it.plan.ties.purpose);
        let verified = update::Verification { by: MemberId::from_bits(1), at: self.now };
        touchpoint::Command::ReportDone(Box::new(touchpoint::Report {
            note: Some(words("All went well")),
            sent: Some(words("Thank you!")),
            evidence: Some(words("scan-1")),
            verified: (purpose == Some(touchpoint::Purpose::NoChange)).then_some(verified),
            about: Vec::new(),
            next: next.map_or(touchpoint::Next::Nothing, touchpoint::Next::Touchpoint),
        }))
    }

    pub(crate) fn deliver(&mut self) {
        let today = self.now.date_naive();
        let report = delivery::Report {
            reference: line("D-1"),
            delivered_on: today,
            evidence: None,
            lines: Vec::new(),
        };
        self.must(MEMBER(), &Command::ReportDelivery(Box::new(report)));
    }

    pub(crate) fn offered(&self) -> &check::Ask {
        self.sale.asks.iter().find(|ask| ask.state == AskState::Offered).expect("a question is open")
    }
}

pub(crate) fn refuses<T: Debug>(result: Result<T, Rejection>, code: ErrorCode) {
    assert_eq!(result.expect_err("it must be refused").code, code);
}
