//! The addresses under which a customer's calendars read their agenda. A secret is told in the answer that made it
//! and in no list.

use chrono::{DateTime, Utc};
use followthrough_common::{
    actor::Role,
    error::{Possible, Rejection},
    id::{CalendarFeedId, CustomerId, VendorId},
    text::Line,
};

use super::sealing::seal;
use crate::{
    auth::link_text::LinkText,
    db::Conn,
    problem::Error,
    repo::calendar_feed::{self, CalendarFeed},
    state::App,
};

/// So many addresses of one customer may work at a time.
const MOST: usize = 10;
/// So many that work no longer are remembered, the newest; who makes and revokes them all day fills no storage.
const MOST_GONE: usize = 50;

/// Makes an address. Its text is stored sealed only; [`text`] tells it.
pub fn create(
    conn: &mut Conn,
    app: &App,
    (vendor, customer): (VendorId, CustomerId),
    name: Line,
) -> Result<CalendarFeed, Error> {
    let known = calendar_feed::list(conn, vendor, customer)?;
    if known.iter().filter(|feed| feed.revoked_at.is_none()).count() >= MOST {
        let detail = format!("{MOST} calendars read this agenda; let one of them go first.");
        let allowed = [Role::Customer, Role::Member].map(|by| Possible::new("revoke", by));
        return Err(Rejection::standing("calendar_feeds", "full", allowed.to_vec(), detail).into());
    }
    let gone: Vec<_> = known.iter().filter(|feed| feed.revoked_at.is_some()).collect();
    for feed in gone.iter().take(gone.len().saturating_sub(MOST_GONE)) {
        calendar_feed::delete(conn, vendor, feed.id)?;
    }
    let now = app.clock.now();
    let id: CalendarFeedId = app.ids.maker(now)?.make();
    let mut random = [0; 32];
    app.ids.fill(&mut random)?;
    let text = LinkText::new(vendor, id, random);
    let sealed_secret = Some(seal(conn, app, &calendar_feed::place(vendor, id), &text.reveal())?);
    let feed = CalendarFeed {
        id,
        customer,
        name,
        secret_hash: text.hash(),
        sealed_secret,
        created_at: now,
        revoked_at: None,
    };
    calendar_feed::insert(conn, vendor, &feed)?;
    Ok(feed)
}

/// The text of an address, for who repeats the request that made it. Nothing if it cannot be told any more.
pub fn text(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    id: CalendarFeedId,
) -> Result<Option<String>, Error> {
    let sealed = calendar_feed::find(conn, vendor, id)?.and_then(|feed| feed.sealed_secret);
    Ok(sealed.map(|sealed| app.vault.open(&calendar_feed::place(vendor, id), &sealed)).transpose()?)
}

/// Lets an address work no longer; the customer's own only, if one is named.
pub fn revoke(
    conn: &mut Conn,
    vendor: VendorId,
    id: CalendarFeedId,
    (of, now): (Option<CustomerId>, DateTime<Utc>),
) -> Result<CalendarFeed, Error> {
    let is_theirs = |feed: &CalendarFeed| of.is_none_or(|customer| feed.customer == customer);
    calendar_feed::find(conn, vendor, id)?.filter(is_theirs).ok_or_else(Rejection::not_found)?;
    calendar_feed::revoke(conn, vendor, id, now)?;
    Ok(calendar_feed::find(conn, vendor, id)?.ok_or_else(Rejection::not_found)?)
}

/// Whose agenda an address opens. A wrong, foreign or revoked one is not there.
pub fn open(conn: &mut Conn, text: &str) -> Result<(VendorId, CustomerId), Error> {
    let link = LinkText::<CalendarFeedId>::parse(text).ok_or_else(Rejection::not_found)?;
    let feed = calendar_feed::find(conn, link.vendor, link.id)?;
    let feed = feed.filter(|feed| feed.revoked_at.is_none() && link.matches(&feed.secret_hash));
    Ok((link.vendor, feed.ok_or_else(Rejection::not_found)?.customer))
}
