//! A vendor with a member, a customer and whatever sales a test begins.

use std::sync::Arc;

use followthrough_common::{
    actor::Actor,
    calendar::CalendarRef,
    domain::{
        agenda::{Agenda, Anchors},
        customer::{ContactRecord, CustomerRecord},
        member::Member,
        promise::{Making, PromiseKind, PromiseSource},
        sale::{Command, Opening, Sale},
        template::first_30_days,
    },
    id::{CustomerId, MemberId, SaleId},
    text::{Line, Words},
    time::ZoneName,
};

use crate::{
    clock::{Clock, ManualClock},
    db::Conn,
    problem::Error,
    repo::{
        idempotency::{Claim, StoredAnswer},
        snapshot,
        vendor::{Mode, Vendor},
    },
    scratch::Scratch,
    service::{self, Answer, Fresh, Request, vendors::NewVendor},
    state::App,
};

pub(super) struct World {
    pub(super) app: App,
    pub(super) clock: Arc<ManualClock>,
    pub(super) vendor: Vendor,
    pub(super) member: MemberId,
    pub(super) customer: CustomerId,
}

pub(super) fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

pub(super) fn words(text: &str) -> Words {
    Words::parse(text).unwrap()
}

pub(super) fn claim(key: &str, fingerprint: &str) -> Claim {
    let [subject, operation, key, fingerprint] =
        ["somebody", "something", key, fingerprint].map(str::to_owned);
    Claim { subject, operation, key, fingerprint }
}

#[expect(clippy::unnecessary_wraps, reason = "what a rendering looks like")]
/// An answer that differs whenever anything happens twice.
pub(super) fn view(_: &mut Conn, fresh: &Fresh<'_>) -> Result<StoredAnswer, Error> {
    let body = format!("version {} after {} events", fresh.sale.version, fresh.events.len());
    Ok(StoredAnswer { status: 200, etag: Some(fresh.sale.version.to_string()), body })
}

impl World {
    pub(super) async fn new(scratch: &Scratch) -> Self {
        let (app, clock) = scratch.app();
        let server = app.clone();
        let made = app.db.write(move |conn| {
            let new = NewVendor {
                name: line("Nordlys"),
                phone: None,
                mode: Mode::Test,
                time_zone: ZoneName::utc(),
            };
            let vendor = service::vendors::create(conn, &server, new)?;
            let member = service::members::create(conn, &server, vendor.id, |id| Member {
                id,
                name: line("Jonas Lund"),
                role: None,
                phone: None,
                email: None,
                languages: Vec::new(),
            })?;
            let customer = service::customers::create(conn, &server, vendor.id, |id| CustomerRecord {
                id,
                external_id: line("c-1"),
                name: line("Mette Holm"),
                company: None,
                email: None,
                phone: None,
                locale: None,
                time_zone: ZoneName::parse("Europe/Copenhagen").unwrap(),
                wants_no_checks: false,
                contact: ContactRecord::default(),
            })?;
            Ok((vendor, member.record.id, customer.record.id))
        });
        let (vendor, member, customer) = made.await.unwrap();
        Self { app, clock, vendor, member, customer }
    }

    pub(super) fn opening(&self, reference: &str) -> Opening {
        let template = first_30_days().unwrap();
        Opening {
            reference: line(reference),
            title: line("Espresso machine"),
            status: None,
            owner: self.member,
            customers: vec![self.customer],
            time_zone: ZoneName::parse("Europe/Copenhagen").unwrap(),
            calendar: CalendarRef { id: self.vendor.default_calendar, version: 1 },
            anchors: Anchors {
                purchased_at: self.clock.now(),
                expected_delivery_on: Some("2026-11-09".parse().unwrap()),
                delivered_on: None,
            },
            invoiced: Some(100),
            currency: Some(line("DKK")),
            expectations: vec![words("Espresso three minutes after we open")],
            reasons: vec![words("One person who answers")],
            withdrawal: None,
            promises: vec![Making {
                original_due: Some("2026-11-09".parse().unwrap()),
                ..Making::new(words("Delivery by 9 November"), PromiseKind::Delivery, PromiseSource::Contract)
            }],
            agenda: Some(Agenda::of(template, 1)),
        }
    }

    pub(super) fn new_sale(&self) -> SaleId {
        self.app.ids.maker(self.clock.now()).unwrap().make()
    }

    pub(super) fn request(&self, sale: SaleId, actor: Actor, command: Command) -> Request {
        Request {
            vendor: self.vendor.id,
            sale,
            actor,
            command,
            claim: None,
            expected_version: None,
            expected_state: None,
        }
    }

    pub(super) async fn execute(&self, request: Request) -> Result<Answer, Error> {
        service::execute(&self.app, request, view).await
    }

    pub(super) async fn open(&self, reference: &str) -> SaleId {
        let sale = self.new_sale();
        let command = Command::Open(Box::new(self.opening(reference)));
        self.execute(self.request(sale, Actor::Member(self.member), command)).await.unwrap();
        sale
    }

    pub(super) async fn sale(&self, id: SaleId) -> Sale {
        let vendor = self.vendor.id;
        self.app.db.read(move |conn| Ok(snapshot::load(conn, vendor, id)?)).await.unwrap().unwrap()
    }
}
