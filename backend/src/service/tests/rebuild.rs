//! The event log is the truth.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::world::World;
use crate::{
    db::{
        DbError, Typed,
        schema::{promise, sale},
    },
    scratch::{Scratch, instant},
    service::{
        self,
        rebuild::{Mode, Told, Totals, rebuild},
    },
};

async fn differences(world: &World, mode: Mode) -> (Totals, Vec<String>) {
    let mut told = Vec::new();
    let tell = |what: Told<'_>| {
        if let Told::Difference { what, .. } = what {
            told.push(what.to_owned());
        }
    };
    let totals = rebuild(&world.app, mode, tell).await.unwrap();
    (totals, told)
}

#[tokio::test]
async fn what_was_written_is_what_the_events_add_up_to() {
    for scratch in Scratch::each() {
        let world = World::new(&scratch).await;
        world.open("N-1").await;
        world.open("N-2").await;
        service::clock::advance(&world.app, world.vendor.id, instant("2026-12-01T12:00:00Z")).await.unwrap();
        let (totals, told) = differences(&world, Mode::Check).await;
        assert_eq!(told, Vec::<String>::new());
        assert_eq!((totals.sales, totals.differences), (2, 0));
        assert!(totals.events > 40);
    }
}

#[tokio::test]
async fn what_was_tampered_with_is_found_and_repaired() {
    for scratch in Scratch::each() {
        let world = World::new(&scratch).await;
        world.open("N-1").await;
        let tamper = |conn: &mut crate::db::Conn| {
            diesel::update(sale::table)
                .set((sale::title.eq("Another"), sale::next_due_at.eq(None::<Typed<DateTime<Utc>>>)))
                .execute(conn)
                .map_err(DbError::from)?;
            diesel::update(promise::table)
                .set(promise::original_due.eq(Some(Typed("2027-01-01".to_owned()))))
                .execute(conn)
                .map_err(DbError::from)?;
            Ok(())
        };
        world.app.db.write(tamper).await.unwrap();
        let (_, told) = differences(&world, Mode::Check).await;
        assert_eq!(told.len(), 4, "{told:?}");
        assert_eq!((&*told[0], &*told[3]), ("sale.title", "sale.next_due_at"));
        assert!(told[1..3].iter().all(|what| what.starts_with("promise prm_")), "{told:?}");
        differences(&world, Mode::Repair).await;
        assert_eq!(differences(&world, Mode::Check).await.0.differences, 0);
    }
}
