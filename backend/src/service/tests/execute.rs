//! The one write path.

use chrono::NaiveDate;
use diesel::prelude::*;
use followthrough_common::{
    actor::Actor,
    domain::{
        concern::{ConcernKind, Raise, Severity},
        sale::Command,
        touchpoint,
        update::{Message, UpdateKind},
    },
    error::ErrorCode,
};

use super::world::{World, claim, line, words};
use crate::{
    db::{Typed, schema::promise},
    problem::Error,
    repo::{Page, concern, event, sale, snapshot},
    scratch::Scratch,
};

fn raise(text: &str) -> Command {
    Command::RaiseConcern(Box::new(Raise {
        words: Some(words(text)),
        ..Raise::new(ConcernKind::Problem, Severity::Big)
    }))
}

fn code(error: &Error) -> ErrorCode {
    error.code()
}

#[tokio::test]
async fn a_sale_that_begins_has_events_a_snapshot_and_rows() {
    for scratch in Scratch::each() {
        let world = World::new(&scratch).await;
        let id = world.open("N-1").await;
        let vendor = world.vendor.id;
        let work = move |conn: &mut _| {
            let stored = (snapshot::load(conn, vendor, id)?.unwrap(), sale::head(conn, vendor, id)?.unwrap());
            let events = event::list(conn, vendor, id, 0, 1_000)?;
            let promises = promise::table.filter(promise::vendor_id.eq(Typed(vendor)));
            let promises = promises.select(promise::original_due).load::<Option<NaiveDate>>(conn).unwrap();
            let listed = sale::list(conn, vendor, sale::Filter::default(), &Page::first(10))?;
            Ok((stored, events, promises, listed))
        };
        let (stored, events, promises, listed) = world.app.db.read(work).await.unwrap();
        assert_eq!(stored.0.version, u64::try_from(events.len()).unwrap());
        assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == seq));
        assert!(stored.1.next_due_at.is_some());
        // The delivery, and the sessions of the agenda, which have days of their own.
        let dues = promises.iter().flatten().map(ToString::to_string);
        assert_eq!((promises.len(), dues.collect::<Vec<_>>()), (2, vec!["2026-11-09".to_owned()]));
        assert_eq!(listed.iter().map(|sale| sale.id).collect::<Vec<_>>(), [id]);
    }
}

#[tokio::test]
async fn the_same_request_again_has_no_second_effect_and_is_shown_what_is_now() {
    for scratch in Scratch::each() {
        let world = World::new(&scratch).await;
        let id = world.open("N-1").await;
        let mut request = world.request(id, Actor::Customer(world.customer), raise("It leaks."));
        request.claim = Some(claim("key-1", "print"));
        let first = world.execute(request.clone()).await.unwrap();
        let second = world.execute(request.clone()).await.unwrap();
        assert!(!first.is_replayed && second.is_replayed);
        assert_eq!((first.status, &first.etag), (second.status, &second.etag));
        let version = world.sale(id).await.version;
        assert_eq!(first.body, format!("version {version} after 1 events"));
        assert_eq!(second.body, format!("version {version} after 0 events"));
        let between = world.request(id, Actor::Customer(world.customer), raise("It still leaks."));
        world.execute(between).await.unwrap();
        let third = world.execute(request.clone()).await.unwrap();
        assert_eq!(third.body, format!("version {} after 0 events", version + 1));
        assert_eq!(world.sale(id).await.concerns.len(), 2);
        request.claim = Some(claim("key-1", "another print"));
        let reused = world.execute(request).await.unwrap_err();
        assert_eq!(code(&reused), ErrorCode::IdempotencyKeyReused);
    }
}

#[tokio::test]
async fn many_copies_at_once_have_one_effect() {
    for scratch in Scratch::each() {
        let world = World::new(&scratch).await;
        let id = world.open("N-1").await;
        let mut request = world.request(id, Actor::Customer(world.customer), raise("It leaks."));
        request.claim = Some(claim("key-1", "print"));
        let copies = (0..20).map(|_| world.execute(request.clone()));
        let answers = futures_util::future::join_all(copies).await;
        let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
        assert_eq!(answers.iter().filter(|answer| !answer.is_replayed).count(), 1);
        assert!(answers.iter().all(|answer| answer.etag == answers[0].etag));
        assert_eq!(world.sale(id).await.concerns.len(), 1);
    }
}

#[tokio::test]
async fn different_commands_at_once_all_happen_one_after_the_other() {
    for scratch in Scratch::each() {
        let world = World::new(&scratch).await;
        let id = world.open("N-1").await;
        let texts: Vec<String> = (0..20).map(|number| format!("Problem {number}.")).collect();
        let requests =
            texts.iter().map(|text| world.request(id, Actor::Customer(world.customer), raise(text)));
        let done = futures_util::future::join_all(requests.map(|request| world.execute(request))).await;
        assert!(done.iter().all(Result::is_ok), "{done:?}");
        let sale = world.sale(id).await;
        assert_eq!(sale.concerns.len(), 20);
        let vendor = world.vendor.id;
        let rows = world.app.db.read(move |conn| Ok(concern::waits(conn, vendor)?)).await.unwrap();
        assert_eq!(rows.iter().filter(|row| row.sale == id).count(), 20);
    }
}

#[tokio::test]
async fn a_customer_reaches_only_their_own_sales() {
    let scratch = Scratch::new();
    let world = World::new(&scratch).await;
    let id = world.open("N-1").await;
    let stranger = Actor::Customer(world.app.ids.maker(instant()).unwrap().make());
    let refused = world.execute(world.request(id, stranger, raise("Let me in."))).await.unwrap_err();
    assert_eq!(code(&refused), ErrorCode::NotFound);
    let mut elsewhere = world.request(id, Actor::Customer(world.customer), raise("It leaks."));
    elsewhere.vendor = world.app.ids.maker(instant()).unwrap().make();
    assert_eq!(code(&world.execute(elsewhere).await.unwrap_err()), ErrorCode::NotFound);
}

fn instant() -> chrono::DateTime<chrono::Utc> {
    crate::scratch::instant("2026-11-02T10:00:00Z")
}

#[tokio::test]
async fn who_saw_another_state_is_shown_the_present_one() {
    let scratch = Scratch::new();
    let world = World::new(&scratch).await;
    let id = world.open("N-1").await;
    let touchpoint = world.sale(id).await.touchpoints[0].id;
    let command = Command::Touchpoint(touchpoint, touchpoint::Command::Confirm);
    let mut request = world.request(id, Actor::Customer(world.customer), command);
    request.expected_state = Some(line("cancelled"));
    let Err(Error::Stale(rejection, view)) = world.execute(request.clone()).await else { panic!() };
    assert_eq!(rejection.code, ErrorCode::StateChanged);
    assert!(view.starts_with("version "), "{view}");
    request.expected_state = None;
    request.expected_version = Some(1);
    assert_eq!(code(&world.execute(request).await.unwrap_err()), ErrorCode::PreconditionFailed);
}

#[tokio::test]
async fn a_beginning_that_names_what_is_not_there_is_refused() {
    let scratch = Scratch::new();
    let world = World::new(&scratch).await;
    let nobody = world.app.ids.maker(instant()).unwrap();
    let mut openings = [(); 5].map(|()| world.opening("N-1"));
    openings[0].owner = nobody.make();
    openings[1].customers = vec![nobody.make()];
    openings[2].customers.push(nobody.make());
    openings[3].calendar.version = 9;
    openings[4].time_zone = followthrough_common::time::ZoneName::parse("Europe/Atlantis").unwrap();
    let pointers = ["/owner", "/customers/0", "/customers/1", "/calendar", "/time_zone"];
    for (opening, pointer) in openings.into_iter().zip(pointers) {
        let command = Command::Open(Box::new(opening));
        let refused =
            world.execute(world.request(world.new_sale(), Actor::Member(world.member), command)).await;
        let Err(Error::Rejected(rejection)) = refused else { panic!("{pointer}") };
        assert_eq!(rejection.errors[0].pointer, pointer);
    }
}

#[tokio::test]
async fn a_reference_can_be_used_once() {
    for scratch in Scratch::each() {
        let world = World::new(&scratch).await;
        world.open("N-1").await;
        let command = Command::Open(Box::new(world.opening("N-1")));
        let taken =
            world.execute(world.request(world.new_sale(), Actor::Member(world.member), command)).await;
        let Err(Error::Rejected(rejection)) = taken else { panic!() };
        assert_eq!(rejection.code, ErrorCode::AlreadyExists);
        assert_eq!(rejection.errors[0].pointer, "/reference");
    }
}

#[tokio::test]
async fn an_update_is_one_event() {
    let scratch = Scratch::new();
    let world = World::new(&scratch).await;
    let id = world.open("N-1").await;
    let before = world.sale(id).await.version;
    let message = Message {
        kind: UpdateKind::Progress,
        text: words("Still on schedule."),
        verified: None,
        about: Vec::new(),
        next_update_by: None,
    };
    let command = Command::SendUpdate(Box::new(message));
    let answer = world.execute(world.request(id, Actor::Member(world.member), command)).await.unwrap();
    assert_eq!(answer.body, format!("version {} after 1 events", before + 1));
}
