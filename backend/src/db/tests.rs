//! Transactions and migrations on a real SQLite file. The same behaviour on PostgreSQL is tested through
//! HTTP, on a server that the test command starts.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use chrono::{DateTime, TimeDelta};
use diesel::{connection::SimpleConnection, prelude::*};

use super::{
    migrations::{MIGRATIONS, Text},
    schema::vendor,
    *,
};
use crate::{
    config::{Database, Span},
    problem::Error,
    scratch::Scratch,
};

fn insert_vendor(conn: &mut Conn, id: &str) -> DbResult<()> {
    diesel::insert_into(vendor::table)
        .values((
            vendor::id.eq(Typed(id.to_owned())),
            vendor::name.eq(Typed("A vendor".to_owned())),
            vendor::mode.eq(Typed("live".to_owned())),
            vendor::clock_offset.eq(Typed(TimeDelta::zero())),
            vendor::default_calendar_id.eq(Typed("cal".to_owned())),
            vendor::default_template_id.eq(Typed("tpl".to_owned())),
            vendor::settings_version.eq(1),
            vendor::created_at.eq(Typed(DateTime::UNIX_EPOCH)),
        ))
        .execute(conn)?;
    Ok(())
}

fn count(conn: &mut Conn) -> Result<i64, Error> {
    Ok(vendor::table.count().get_result(conn).map_err(DbError::from)?)
}

fn migrated(scratch: &Scratch) -> Database {
    let config = scratch.config().database;
    migrate(&config).unwrap();
    config
}

#[tokio::test]
async fn an_error_rolls_everything_back() {
    let scratch = Scratch::new();
    let db = Db::open(&migrated(&scratch));
    let refused: Result<(), Error> = db
        .write(|conn| {
            insert_vendor(conn, "ven_a")?;
            Err(Error::Internal("on purpose".to_owned()))
        })
        .await;
    assert!(refused.is_err());
    assert_eq!(db.read(count).await.unwrap(), 0);
}

#[tokio::test]
async fn a_lost_race_is_run_again() {
    let scratch = Scratch::new();
    let db = Db::open(&migrated(&scratch));
    let tries = Arc::new(AtomicU32::new(0));
    let counted = tries.clone();
    let third = db
        .write(move |conn| {
            insert_vendor(conn, "ven_a")?;
            if counted.fetch_add(1, Ordering::SeqCst) < 2 { Err(Error::Race) } else { Ok(()) }
        })
        .await;
    assert!(third.is_ok());
    assert_eq!(tries.load(Ordering::SeqCst), 3);
    assert_eq!(db.read(count).await.unwrap(), 1);
}

#[tokio::test]
async fn a_primary_key_that_is_taken_is_a_lost_race() {
    let scratch = Scratch::new();
    let db = Db::open(&migrated(&scratch));
    db.write(|conn| Ok(insert_vendor(conn, "ven_a")?)).await.unwrap();
    let second = db.read(|_| Ok(())).await.and(db.write(|conn| Ok(insert_vendor(conn, "ven_a")?)).await);
    assert!(matches!(second, Err(Error::Race)), "{second:?}");
}

#[tokio::test]
async fn the_read_lane_refuses_to_write() {
    let scratch = Scratch::new();
    let db = Db::open(&migrated(&scratch));
    assert!(db.read(|conn| Ok(insert_vendor(conn, "ven_a")?)).await.is_err());
}

#[tokio::test]
async fn a_panic_neither_leaks_the_connection_nor_commits() {
    let scratch = Scratch::new();
    let db = Db::open(&migrated(&scratch));
    let panicked: Result<(), Error> = db
        .write(|conn| {
            insert_vendor(conn, "ven_a")?;
            panic!("on purpose");
        })
        .await;
    assert!(matches!(panicked, Err(Error::Internal(_))));
    db.write(|conn| Ok(insert_vendor(conn, "ven_b")?)).await.unwrap();
    assert_eq!(db.read(count).await.unwrap(), 1);
}

#[expect(clippy::unnecessary_wraps, reason = "what a unit of work looks like")]
fn takes(milliseconds: u64) -> Result<(), Error> {
    std::thread::sleep(std::time::Duration::from_millis(milliseconds));
    Ok(())
}

/// A write that is inside and does not end before it is told to.
struct Held {
    work: tokio::task::JoinHandle<Result<(), Error>>,
    end: std::sync::mpsc::Sender<()>,
}

impl Held {
    async fn inserting(db: &Db, id: &'static str) -> Self {
        let (started, begun) = tokio::sync::oneshot::channel();
        let started = std::sync::Mutex::new(Some(started));
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let ended = std::sync::Mutex::new(ended);
        let db = db.clone();
        let work = tokio::spawn(async move {
            db.write(move |conn| {
                insert_vendor(conn, id)?;
                let _ = started.lock().unwrap().take().map(|sender| sender.send(()));
                let _ = ended.lock().unwrap().recv();
                Ok(())
            })
            .await
        });
        begun.await.unwrap();
        Self { work, end }
    }
}

#[tokio::test]
async fn whoever_waits_too_long_for_a_connection_is_told_so() {
    let scratch = Scratch::new();
    let mut config = migrated(&scratch);
    config.pool_wait = Span::seconds(0);
    let db = Db::open(&config);
    let Held { work, end } = Held::inserting(&db, "ven_a").await;
    assert!(matches!(db.write(|_| Ok(())).await, Err(Error::Storage(_))));
    drop(end);
    work.await.unwrap().unwrap();
}

/// What hangs may have been stored for all that the caller knows; in fact it is taken back while that is possible.
#[tokio::test]
async fn nobody_waits_longer_than_the_deadline_for_work_that_hangs() {
    for scratch in Scratch::each() {
        let mut config = migrated(&scratch);
        config.deadline = Span::milliseconds(200);
        let db = Db::open(&config);
        let Held { work, end } = Held::inserting(&db, "ven_a").await;
        assert!(matches!(work.await.unwrap(), Err(Error::Undecided)));
        let slow = db.read(|_| takes(400)).await;
        assert!(matches!(slow, Err(Error::Storage(_))));
        if !db.is_postgres() {
            let second = db.write(|conn| Ok(insert_vendor(conn, "ven_b")?)).await;
            assert!(matches!(second, Err(Error::Storage(_))), "SQLite has one writer, whatever it does");
        }
        drop(end);
        let db = db.for_jobs();
        db.write(|conn| Ok(insert_vendor(conn, "ven_c")?)).await.unwrap();
        assert_eq!(db.read(count).await.unwrap(), 1);
    }
}

/// What a request has waited for already is not given to it again.
#[tokio::test]
async fn the_deadline_is_for_everything_that_a_request_asks() {
    let scratch = Scratch::new();
    let mut config = migrated(&scratch);
    config.deadline = Span::milliseconds(600);
    let db = Db::open(&config);
    let asks = || db.read(|_| takes(400));
    asks().await.and(asks().await).unwrap();
    let together = wait::together(async { asks().await.and(asks().await) }).await;
    assert!(matches!(together, Err(Error::Storage(_))));
    let db = db.step_by_step();
    let asks = || db.read(|_| takes(400));
    wait::together(async { asks().await.and(asks().await) }).await.unwrap();
}

/// On PostgreSQL a connection that hangs for ever, as one to a server that was taken over does, costs a place only
/// until its deadline, and never more of them than the pool has.
#[tokio::test]
async fn what_hangs_leaves_its_place_to_the_next_as_often_as_there_are_places() {
    for scratch in Scratch::each() {
        let mut config = migrated(&scratch);
        (config.deadline, config.pool_size) = (Span::milliseconds(200), 2);
        let db = Db::open(&config);
        if !db.is_postgres() {
            continue;
        }
        let mut hanging = Vec::new();
        for id in ["ven_a", "ven_b", "ven_c", "ven_d"] {
            db.read(count).await.unwrap();
            let Held { work, end } = Held::inserting(&db, id).await;
            assert!(matches!(work.await.unwrap(), Err(Error::Undecided)));
            hanging.push(end);
        }
        assert!(matches!(db.read(count).await, Err(Error::Storage(_))), "four connections are enough");
        drop(hanging);
        assert_eq!(db.for_jobs().read(count).await.unwrap(), 0);
    }
}

/// Writes that wait while another one is at work go together with the next commit.
#[tokio::test]
async fn of_writes_that_go_together_one_that_is_refused_is_taken_back_alone() {
    for scratch in Scratch::each() {
        let db = Db::open(&migrated(&scratch));
        let Held { work, end } = Held::inserting(&db, "ven_a").await;
        let write = |id: &'static str, refusal: Option<&'static str>| {
            let db = db.clone();
            tokio::spawn(async move {
                let work = move |conn: &mut Conn| {
                    insert_vendor(conn, id)?;
                    refusal.map_or(Ok(()), |why| Err(Error::Internal(why.to_owned())))
                };
                db.write(work).await
            })
        };
        let together = [write("ven_b", None), write("ven_c", Some("not this one")), write("ven_d", None)];
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        drop(end);
        work.await.unwrap().unwrap();
        let ends = futures_util::future::join_all(together).await;
        let is_done: Vec<bool> = ends.into_iter().map(|end| end.unwrap().is_ok()).collect();
        assert_eq!(is_done, [true, false, true]);
        assert_eq!(db.read(count).await.unwrap(), 3);
    }
}

#[tokio::test]
async fn a_count_is_kept_like_any_other_change() {
    for scratch in Scratch::each() {
        let db = Db::open(&migrated(&scratch));
        db.count(|conn| Ok(insert_vendor(conn, "ven_a")?)).await.unwrap();
        db.write(|conn| Ok(insert_vendor(conn, "ven_b")?)).await.unwrap();
        assert_eq!(db.read(count).await.unwrap(), 2);
    }
}

#[test]
fn migrations_go_up_down_and_up_again() {
    let scratch = Scratch::new();
    let config = scratch.config().database;
    let applied = migrate(&config).unwrap().applied;
    assert_eq!(applied.len(), MIGRATIONS.len());
    assert!(is_current(&config).unwrap());
    assert!(migrate(&config).unwrap().applied.is_empty());
    revert_all(&config).unwrap();
    assert!(!is_current(&config).unwrap());
    assert_eq!(migrate(&config).unwrap().applied, applied);
}

#[test]
fn of_many_who_migrate_at_once_exactly_one_applies_each_migration() {
    let scratch = Scratch::new();
    let config = scratch.config().database;
    let threads: Vec<_> = (0..5)
        .map(|_| {
            let config = config.clone();
            std::thread::spawn(move || migrate(&config).unwrap().applied.len())
        })
        .collect();
    let applied: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!(applied, MIGRATIONS.len());
}

#[test]
fn a_lock_whose_holder_died_is_taken_over() {
    let scratch = Scratch::new();
    let config = scratch.config().database;
    let mut conn = SqliteConnection::establish(config.url.reveal()).unwrap();
    conn.batch_execute(
        "CREATE TABLE schema_lock (id BIGINT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, until BIGINT NOT NULL);
         INSERT INTO schema_lock VALUES (1, 'the dead', CAST(unixepoch('subsec') * 1000000 AS INTEGER) + 300000);",
    )
    .unwrap();
    assert_eq!(migrate(&config).unwrap().applied.len(), MIGRATIONS.len());
}

#[test]
fn every_key_begins_with_the_vendor() {
    for Text { name, up, .. } in MIGRATIONS {
        for line in up.lines().map(str::trim) {
            for word in ["PRIMARY KEY (", "UNIQUE (", "FOREIGN KEY ("] {
                let Some((_, columns)) = line.split_once(word) else { continue };
                assert!(columns.starts_with("vendor_id"), "{name}: {line}");
            }
        }
        for forbidden in ["SERIAL", "TRIGGER", "DEFERRABLE", "TIMESTAMP", "CREATE TYPE", "DOMAIN"] {
            assert!(!up.to_uppercase().contains(forbidden), "{name} uses {forbidden}");
        }
    }
}
