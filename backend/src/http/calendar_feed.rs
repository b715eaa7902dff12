//! What a calendar reads: no sign-in but the secret in the address, and nothing but the agenda.

use std::collections::HashMap;

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};
use chrono::{DateTime, TimeDelta, Utc};
use followthrough_common::{
    actor::Actor,
    api::{
        page::MOST,
        view::{CustomerView, TouchpointView, customer_view},
    },
    domain::touchpoint::TouchpointState,
    error::Rejection,
    id::{CalendarFeedId, TouchpointId},
};

use super::ics::{self, About, Entry};
use crate::{
    db::Conn,
    problem::Error,
    repo::{self, customer, sale},
    service::{Unit, look, secret_links, view::shown_to},
    state::App,
};

/// So long after its day something that is over still stands in the calendar, so that a calendar that reads
/// seldom sees it called off.
const KEPT: TimeDelta = TimeDelta::days(30);

/// The agenda of all of a customer's sales for their own calendar: one event for each touchpoint, the same
/// UID for ever, a higher number with every change.
#[utoipa::path(get, path = "", responses((status = 200, body = String, content_type = "text/calendar")))]
pub async fn get_calendar_feed(token: Path<String>, app: Data<App>) -> Result<HttpResponse, Error> {
    let server = app.clone();
    let text = token.strip_suffix(".ics").ok_or_else(Rejection::not_found)?.to_owned();
    let file = app.db.snapshot(move |conn| write(conn, &server, &text)).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/calendar; charset=utf-8; method=PUBLISH")
        .insert_header((header::CONTENT_DISPOSITION, "inline; filename=\"followthrough.ics\""))
        .body(file))
}

/// How often the day of each touchpoint followed its anchor.
type Follows = HashMap<TouchpointId, u32>;

fn write(conn: &mut Conn, app: &App, text: &str) -> Result<String, Error> {
    let (vendor, opens) = secret_links::open::<CalendarFeedId>(conn, text, app.clock.now())?;
    let id = opens.customer;
    let unit = Unit::reading(conn, app, vendor)?;
    let record = customer::find(conn, vendor, id)?.ok_or_else(Rejection::not_found)?.record;
    let theirs = sale::Filter { customer: Some(id), ..sale::Filter::default() };
    let sales = sale::list(conn, vendor, theirs, &repo::Page::first(MOST.into()))?;
    let mut views: Vec<(CustomerView, Follows, (u32, bool))> = Vec::new();
    for sale in sales {
        views.push(look(conn, &unit, Actor::Customer(id), sale.id, |_, fresh| {
            let follows = fresh.sale.touchpoints.iter().map(|it| (it.id, it.follows)).collect();
            let goes_on = (fresh.sale.relationship.revived, !fresh.sale.is_over());
            Ok((shown_to(&record, None, fresh, customer_view), follows, goes_on))
        })?);
    }
    let entries = views.iter().flat_map(|(view, follows, (revived, goes_on))| {
        let touchpoints = view.touchpoints.iter();
        touchpoints.map(|touchpoint| Entry {
            touchpoint,
            follows: follows.get(&touchpoint.id).copied().unwrap_or_default(),
            revived: *revived,
            goes_on: *goes_on,
        })
    });
    let mut entries: Vec<Entry<'_>> =
        entries.filter(|entry| is_shown(entry.touchpoint, ics::is_called_off(*entry), unit.now)).collect();
    entries.sort_by_key(|entry| entry.touchpoint.facts.starts_at);
    let host = ics::host(app.config.server.public_url.as_str());
    Ok(ics::feed(&entries, About { vendor: &unit.vendor.name, host, now: unit.now }))
}

/// What is to come, and what is over since not long ago.
fn is_shown(touchpoint: &TouchpointView, is_called_off: bool, now: DateTime<Utc>) -> bool {
    let is_open = matches!(touchpoint.facts.state, TouchpointState::Planned | TouchpointState::Confirmed);
    (is_open && !is_called_off) || touchpoint.facts.ends_at + KEPT > now
}
