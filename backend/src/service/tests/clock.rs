//! Time and what it brings.

use chrono::TimeDelta;
use followthrough_common::{
    actor::Actor,
    domain::{
        check::{self, About, AskState},
        delivery,
        payment::{self, PaymentState},
        promise::{Making, PromiseKind, PromiseSource},
        sale::Command,
    },
    error::ErrorCode,
};

use super::world::{World, line, words};
use crate::{
    clock::Clock,
    repo::{Page, lately, vendor::Mode},
    scratch::{Scratch, instant},
    service::{self, vendors::NewVendor},
    worker::{self, Backoff},
};

#[tokio::test]
async fn the_clock_of_a_test_vendor_goes_forward_and_everything_happens_in_its_time() {
    for scratch in Scratch::each() {
        let world = World::new(&scratch).await;
        let id = world.open("N-1").await;
        let to = instant("2026-12-10T12:00:00Z");
        assert_eq!(service::clock::advance(&world.app, world.vendor.id, to).await.unwrap(), to);
        let sale = world.sale(id).await;
        assert_eq!(world.clock.now(), instant("2026-11-02T10:00:00Z"));
        let (vendor, customer) = (world.vendor.id, world.customer);
        let real_now = world.clock.now();
        let read = move |conn: &mut _| Ok(lately::find(conn, vendor, (customer, id), None, real_now)?);
        let ledger = world.app.db.read(read).await.unwrap().unwrap().ledger;
        let offered = sale.asks.iter().filter(|ask| ask.offered_at.is_some()).count();
        assert_eq!(ledger.len(), offered);
        assert!(
            sale.asks
                .iter()
                .all(|ask| ask.state != AskState::Planned || ask.next_at.is_some_and(|at| at > to))
        );
        // Silence was noticed when it was due, not when the clock had arrived.
        assert!(sale.silence_noticed_for.is_some());
        let earlier = service::clock::advance(&world.app, vendor, to - TimeDelta::days(1)).await.unwrap_err();
        assert_eq!(earlier.code(), ErrorCode::Validation);
    }
}

#[tokio::test]
async fn the_clock_of_a_live_vendor_cannot_be_moved() {
    let scratch = Scratch::new();
    let world = World::new(&scratch).await;
    let server = world.app.clone();
    let made = world.app.db.write(move |conn| {
        let time_zone = followthrough_common::time::ZoneName::utc();
        let new = NewVendor { name: line("Live"), phone: None, mode: Mode::Live, time_zone };
        service::vendors::create(conn, &server, new)
    });
    let live = made.await.unwrap().id;
    let refused =
        service::clock::advance(&world.app, live, instant("2027-01-01T00:00:00Z")).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Conflict);
}

#[tokio::test]
async fn the_worker_ticks_what_is_due_and_then_rests() {
    for scratch in Scratch::each() {
        let world = World::new(&scratch).await;
        let id = world.open("N-1").await;
        let mut backoff = Backoff::default();
        let early = worker::run_once(&world.app, &mut backoff).await.unwrap();
        assert_eq!((early.ticked, early.failed), (0, 0));
        let before = world.sale(id).await.version;
        world.clock.advance(TimeDelta::days(60));
        let mut rounds = 0;
        while worker::run_once(&world.app, &mut backoff).await.unwrap().ticked > 0 {
            rounds += 1;
            assert!(rounds < 50, "it never rests");
        }
        assert!(world.sale(id).await.version > before);
        let vendor = world.vendor.id;
        let all =
            move |conn: &mut _| Ok(crate::repo::sale::list(conn, vendor, <_>::default(), &Page::first(9))?);
        let listed = world.app.db.read(all).await.unwrap();
        assert!(listed[0].next_due_at.is_none_or(|due| due > world.clock.now()));
    }
}

#[tokio::test]
async fn the_sweep_forgets_old_answers_and_counts_only() {
    for scratch in Scratch::each() {
        let world = World::new(&scratch).await;
        let id = world.open("N-1").await;
        let actor = followthrough_common::actor::Actor::System;
        let tick = followthrough_common::domain::sale::Command::Tick;
        let mut request = world.request(id, actor, tick);
        request.claim = Some(super::world::claim("key", "print"));
        world.execute(request.clone()).await.unwrap();
        let (vendor, window) = (world.vendor.id, world.clock.now().timestamp() / 60);
        let count =
            move |conn: &mut _| Ok(crate::repo::rate_bucket::count(conn, vendor, "somebody", window)?);
        assert_eq!(world.app.db.write(count).await.unwrap(), 1);
        worker::sweep(&world.app).await.unwrap();
        assert_eq!(world.app.db.write(count).await.unwrap(), 2);
        world.clock.advance(TimeDelta::hours(71));
        worker::sweep(&world.app).await.unwrap();
        assert_eq!(world.app.db.write(count).await.unwrap(), 1, "it began anew");
        assert!(world.execute(request.clone()).await.unwrap().is_replayed);
        world.clock.advance(TimeDelta::hours(2));
        worker::sweep(&world.app).await.unwrap();
        assert!(!world.execute(request).await.unwrap().is_replayed);
    }
}

#[tokio::test]
async fn a_sale_that_somebody_else_has_ticked_has_moved_and_stops_no_round() {
    for scratch in Scratch::each() {
        let world = World::new(&scratch).await;
        let id = world.open("N-1").await;
        world.clock.advance(TimeDelta::days(12));
        // Fetched as due by two; the worker comes first.
        assert_eq!(worker::run_once(&world.app, &mut Backoff::default()).await.unwrap().ticked, 1);
        while service::tick::one(&world.app, world.vendor.id, id).await.unwrap().events > 0 {}
        let late = service::tick::one(&world.app, world.vendor.id, id).await.unwrap();
        assert!(late.events == 0 && late.has_moved());
    }
}

#[tokio::test]
async fn what_became_complete_and_open_again_while_the_worker_was_away_is_told() {
    for scratch in Scratch::each() {
        let world = World::new(&scratch).await;
        let id = world.open("N-1").await;
        let (member, customer) = (Actor::Member(world.member), Actor::Customer(world.customer));
        let paid = payment::Report { reference: line("P-1"), amount: 100, state: PaymentState::Cleared };
        let report = delivery::Report {
            reference: line("D-1"),
            delivered_on: world.clock.now().date_naive(),
            evidence: None,
            lines: Vec::new(),
        };
        let making = Making::new(words("A grinder"), PromiseKind::Other, PromiseSource::Conversation);
        let making = Making { original_due: Some("2026-11-12".parse().unwrap()), ..making };
        let asking = Command::AskNow { check: line("complete@1"), about: About::Sale };
        let facts = [
            Command::ReportDelivery(Box::new(report)),
            Command::ReportPayment(paid),
            Command::MakePromise(Box::new(making)),
            asking,
        ];
        for command in facts {
            world.execute(world.request(id, member, command)).await.unwrap();
        }
        let asks = world.sale(id).await.asks;
        let ask = asks.iter().find(|ask| &*ask.plan.check == "complete@1" && ask.offers > 0).unwrap().id;
        let yes = check::Command::Answer { value: line("yes"), text: None };
        world.execute(world.request(id, customer, Command::Ask(ask, yes))).await.unwrap();
        // Complete on the ninth, when nobody had contradicted the delivery; late with the grinder on the thirteenth.
        world.clock.advance(TimeDelta::days(14));
        worker::run_once(&world.app, &mut Backoff::default()).await.unwrap();
        let sale = world.sale(id).await;
        assert!(sale.completed_at.is_none() && sale.completion_lost_at.is_some());
    }
}
