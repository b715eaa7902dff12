//! The positions of events: every committed event gets one, without gaps and in the order of each log, whoever gives them
//! and whoever dies at it.

use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use diesel::{Connection as _, PgConnection, connection::SimpleConnection as _};
use followthrough_backend::{
    clock::Clock as _,
    repo::{cursor, event},
    service::{positions, rebuild::Mode},
    worker,
};
use followthrough_common::id::{SaleId, VendorId};
use serde_json::json;

use crate::{
    builders::{TestSale, a_sale},
    harness::{Backend, TestApp},
};

fn note(sale: &TestSale) {
    sale.vendor_does("/notes", &json!({"text": "Called back."}));
}

fn number(app: &TestApp) -> usize {
    app.wait(positions::all(&app.app)).unwrap()
}

fn read(app: &TestApp, vendor: VendorId, after: u64, limit: i64) -> Vec<event::Positioned> {
    app.write(move |conn| Ok(event::list_after(conn, vendor, after, limit)?))
}

/// Positions from 1 without gaps, and the whole log of each sale in its order.
fn assert_in_order(app: &TestApp, vendor: VendorId) {
    let events = read(app, vendor, 0, 100_000);
    let mut logs: BTreeMap<SaleId, u64> = BTreeMap::new();
    for (expected, positioned) in (1..).zip(&events) {
        assert_eq!(positioned.position, expected);
        let seq = logs.entry(positioned.sale).or_default();
        *seq += 1;
        assert_eq!(positioned.event.seq, *seq, "{}", positioned.sale);
    }
    assert_eq!(events.len(), app.database.count(&format!("sale_event WHERE vendor_id = '{vendor}'")));
}

both!(every_event_has_a_place_among_those_of_its_vendor);
fn every_event_has_a_place_among_those_of_its_vendor(app: &TestApp) {
    let (vendor, other) = (app.vendor("Nordic Coffee"), app.vendor("Alpine Tea"));
    let sales = [a_sale().open(app, &vendor), a_sale().open(app, &vendor)];
    a_sale().open(app, &other);
    let metric = |count: usize| {
        let page = app.management.get("/metrics").must(200).body;
        assert!(page.contains(&format!("followthrough_events_without_position {count}\n")), "{page}");
    };
    metric(app.database.count("sale_event"));
    assert_eq!(number(app), app.database.count("sale_event"));
    metric(0);
    for of in [vendor.id, other.id] {
        assert_in_order(app, of);
    }
    // Who has read some goes on behind them.
    let three: Vec<u64> = read(app, vendor.id, 4, 3).iter().map(|it| it.position).collect();
    assert_eq!(three, [5, 6, 7]);
    // What is new comes behind everything, also in a sale that is older than others.
    let before = read(app, vendor.id, 0, 100_000).len();
    note(&sales[0]);
    let given = app.wait(positions::lately(&app.app, TimeDelta::seconds(1))).unwrap();
    assert_eq!((given.events, given.has_more), (1, false));
    let newest = read(app, vendor.id, u64::try_from(before).unwrap(), 10);
    assert_eq!(newest.iter().map(|it| it.sale).collect::<Vec<_>>(), [sales[0].id]);
    assert_eq!(app.wait(positions::lately(&app.app, TimeDelta::days(99))).unwrap().events, 0);
}

both!(two_servers_that_number_at_once_leave_no_gap_and_give_nothing_twice);
fn two_servers_that_number_at_once_leave_no_gap_and_give_nothing_twice(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sales: Vec<TestSale> = (0..4).map(|_| a_sale().open(app, &vendor)).collect();
    let twin = app.twin();
    thread::scope(|scope| {
        let writers: Vec<_> =
            sales.iter().map(|sale| scope.spawn(move || (0..25).for_each(|_| note(sale)))).collect();
        let numbering = |server: &TestApp| {
            let (app, writers) = (server.app.clone(), &writers);
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            while !writers.iter().all(thread::ScopedJoinHandle::is_finished) {
                runtime.block_on(positions::lately(&app, TimeDelta::days(1))).unwrap();
            }
        };
        thread::scope(|inner| {
            for server in [app, &twin, &twin] {
                inner.spawn(move || numbering(server));
            }
        });
    });
    number(app);
    assert_in_order(app, vendor.id);
}

both!(what_is_committed_has_its_position_soon_without_anybody_asking);
fn what_is_committed_has_its_position_soon_without_anybody_asking(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let working = app.app.clone();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let worker = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(worker::run(&working, async { drop(stopped.await) }));
    });
    for _ in 0..3 {
        note(&sale);
        let begun = Instant::now();
        while app.database.count("event_position") < app.database.count("sale_event") {
            assert!(begun.elapsed() < Duration::from_secs(10), "nobody gives positions");
            thread::sleep(Duration::from_millis(10));
        }
    }
    drop(stop);
    worker.join().unwrap();
    assert_in_order(app, vendor.id);
}

mod a_sequencer_that_is_killed_midway_gives_its_place_to_the_next {
    use super::*;

    /// On SQLite it is the lock of the only writer, which goes with the process.
    #[test]
    fn postgres() {
        let app = TestApp::start(Backend::Postgres);
        let vendor = app.vendor("Nordic Coffee");
        let sale = a_sale().open(&app, &vendor);
        number(&app);
        note(&sale);
        let next = app.database.count("event_position") + 1;
        let seq = app.database.count("sale_event");
        let mut dying = PgConnection::establish(&app.database.plain_url()).unwrap();
        let midway = format!(
            "BEGIN; UPDATE sequencer SET position = {next} WHERE vendor_id = '{vendor}'; \
             INSERT INTO event_position VALUES ('{vendor}', {next}, '{sale}', {seq});",
            vendor = vendor.id,
            sale = sale.id,
        );
        dying.batch_execute(&midway).unwrap();
        assert_eq!(number(&app), 0, "somebody is at it");
        note(&sale);
        drop(dying);
        let begun = Instant::now();
        while number(&app) == 0 {
            assert!(begun.elapsed() < Duration::from_secs(10), "nobody took over");
        }
        assert_in_order(&app, vendor.id);
        app.agrees_with_its_log();
    }
}

both!(positions_that_are_wrong_are_found_by_the_check);
fn positions_that_are_wrong_are_found_by_the_check(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    a_sale().open(app, &vendor);
    number(app);
    let finds = |tampered: &str, expected: &str, mended: &str| {
        app.database.execute(tampered);
        let (_, found) = app.differences(Mode::Check);
        assert!(found.iter().any(|what| what.starts_with(expected)), "{tampered}: {found:?}");
        app.database.execute(mended);
        app.agrees_with_its_log();
    };
    let moved =
        |from: u64, to: u64| format!("UPDATE event_position SET position = {to} WHERE position = {from};");
    let swap = format!("{}{}{}", moved(2, 1_000), moved(3, 2), moved(1_000, 3));
    finds(&swap, "event_position 3", &swap);
    finds(&moved(4, 1_000), "event_position at", &moved(1_000, 4));
    finds(
        "UPDATE sequencer SET position = position - 1;",
        "sequencer",
        "UPDATE sequencer SET position = position + 1;",
    );
}

both!(a_cursor_is_one_readers_at_a_time_and_who_lost_it_is_told);
fn a_cursor_is_one_readers_at_a_time_and_who_lost_it_is_told(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee").id;
    let lease = TimeDelta::seconds(30);
    let take = || {
        let now = app.clock.now();
        app.write(move |conn| Ok(cursor::take(conn, (vendor, "hooks"), now, lease)?))
    };
    let advance = |held: &cursor::Held, position: u64| {
        let (held, until) = (cursor::Held { position, ..held.clone() }, app.clock.now() + lease);
        app.write(move |conn| Ok(cursor::advance(conn, (vendor, "hooks"), &held, until)?))
    };
    let first = take().unwrap();
    assert_eq!((first.position, first.term), (0, 1));
    assert_eq!(take(), None, "somebody has it");
    assert!(advance(&first, 5));
    assert!(!advance(&first, 4), "nobody reads backwards");
    app.clock.advance(lease);
    let second = take().unwrap();
    assert_eq!((second.position, second.term), (5, 2));
    assert!(!advance(&first, 9), "their time is over");
    assert!(advance(&second, 7));
    app.clock.advance(lease);
    assert_eq!(take().unwrap().position, 7);
}
