//! Queries whose words differ between the two databases, and lists across page ends.

use followthrough_common::{
    domain::{
        customer::{ContactRecord, CustomerRecord},
        template::first_30_days,
    },
    id::VendorId,
    text::Line,
    time::ZoneName,
};

use super::*;
use crate::{
    db::Conn,
    problem::Error,
    repo::vendor::Mode,
    scratch::Scratch,
    service::{customers, templates, vendors},
    state::App,
};

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn new_vendor(conn: &mut Conn, app: &App) -> Result<VendorId, Error> {
    let new =
        vendors::NewVendor { name: line("A"), phone: None, mode: Mode::Live, time_zone: ZoneName::utc() };
    Ok(vendors::create(conn, app, new)?.id)
}

fn new_customer(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    external: &str,
) -> Result<customer::Stored, Error> {
    customers::create(conn, app, vendor, |id| CustomerRecord {
        id,
        external_id: line(external),
        name: line("Mette Holm"),
        company: None,
        email: None,
        phone: None,
        locale: None,
        time_zone: ZoneName::utc(),
        wants_no_checks: false,
        contact: ContactRecord::default(),
    })
}

#[tokio::test]
async fn pages_join_without_gap_or_repetition_and_stay_with_their_vendor() {
    for scratch in Scratch::each() {
        let (app, _) = scratch.app();
        let server = app.clone();
        let made = app.db.write(move |conn| {
            let (ours, theirs) = (new_vendor(conn, &server)?, new_vendor(conn, &server)?);
            new_customer(conn, &server, theirs, "0")?;
            let ids =
                (0..7).map(|number| Ok(new_customer(conn, &server, ours, &number.to_string())?.record.id));
            Ok((ours, ids.collect::<Result<Vec<_>, Error>>()?))
        });
        let (vendor, mut made) = made.await.unwrap();
        let mut found = Vec::new();
        for _ in 0..3 {
            let after = found.last().map(ToString::to_string);
            let page = Page { after, limit: 3 };
            let some = app.db.read(move |conn| Ok(customer::list(conn, vendor, &page)?)).await.unwrap();
            found.extend(some.into_iter().map(|stored| stored.record.id));
        }
        made.sort();
        assert_eq!(found, made);
    }
}

#[tokio::test]
async fn a_list_of_templates_shows_the_newest_versions() {
    for scratch in Scratch::each() {
        let (app, _) = scratch.app();
        let server = app.clone();
        let work = app.db.write(move |conn| {
            let vendor = new_vendor(conn, &server)?;
            let made = templates::create(conn, &server, vendor, first_30_days()?)?;
            templates::replace(conn, &server, vendor, made.id, Some(1), first_30_days()?)?;
            let listed = template::list(conn, vendor, &Page::first(10))?;
            Ok((made.id, listed))
        });
        let (changed, listed) = work.await.unwrap();
        let versions: Vec<_> = listed.iter().map(|stored| (stored.id == changed, stored.version)).collect();
        // Four come with every vendor.
        assert_eq!(listed.len(), 5);
        assert!(versions.contains(&(true, 2)) && versions.contains(&(false, 1)));
    }
}

#[tokio::test]
async fn a_record_that_somebody_else_changed_is_not_overwritten() {
    for scratch in Scratch::each() {
        let (app, _) = scratch.app();
        let server = app.clone();
        let work = app.db.write(move |conn| {
            let vendor = new_vendor(conn, &server)?;
            let known = new_customer(conn, &server, vendor, "c-1")?;
            let now = server.clock.now();
            let first = customer::update(conn, vendor, &known.record, 1, now)?;
            let second = customer::update(conn, vendor, &known.record, 1, now)?;
            Ok((first, second))
        });
        assert_eq!(work.await.unwrap(), (true, false));
    }
}

#[tokio::test]
async fn writes_are_counted_per_window_across_connections() {
    for scratch in Scratch::each() {
        let (app, _) = scratch.app();
        let server = app.clone();
        let vendor = app.db.write(move |conn| new_vendor(conn, &server)).await.unwrap();
        let count =
            |window| app.db.write(move |conn| Ok(rate_bucket::count(conn, vendor, "somebody", window)?));
        let counts = futures_util::future::join_all((0..10).map(|_| count(1))).await;
        let mut counts: Vec<i64> = counts.into_iter().map(Result::unwrap).collect();
        counts.sort_unstable();
        assert_eq!(counts, (1..=10).collect::<Vec<_>>());
        assert_eq!(count(2).await.unwrap(), 1);
        let forgotten = app.db.write(move |conn| Ok(rate_bucket::delete_before(conn, 2)?)).await.unwrap();
        assert_eq!(forgotten, 1);
    }
}

#[tokio::test]
async fn an_origin_is_found_for_its_vendor_and_for_a_preflight() {
    for scratch in Scratch::each() {
        let (app, _) = scratch.app();
        let server = app.clone();
        let work = app.db.write(move |conn| {
            let (ours, theirs) = (new_vendor(conn, &server)?, new_vendor(conn, &server)?);
            let now = server.clock.now();
            origin::insert(conn, ours, "https://shop.example", now)?;
            origin::insert(conn, ours, "https://shop.example", now)?;
            Ok([
                origin::is_allowed(conn, ours, "https://shop.example")?,
                origin::is_allowed(conn, theirs, "https://shop.example")?,
                origin::is_allowed_by_any(conn, "https://shop.example")?,
                origin::is_allowed_by_any(conn, "https://shop.example.org")?,
                origin::delete(conn, ours, "https://shop.example")?,
                origin::is_allowed_by_any(conn, "https://shop.example")?,
            ])
        });
        assert_eq!(work.await.unwrap(), [true, false, true, false, true, false]);
    }
}
