//! The addresses that open something without a sign-in. A secret is told in the answer that made it and in no list;
//! real time ends one that ends, whatever a test clock shows.

use chrono::{DateTime, TimeDelta, Utc};
use followthrough_common::{
    actor::Role,
    error::{Possible, Rejection},
    id::{CalendarFeedId, ShareLinkId, TypedId, VendorId},
    text::Line,
};

use super::sealing::seal;
use crate::{
    auth::link_text::LinkText,
    db::{Conn, Typed},
    problem::Error,
    repo::secret_link::{self, Opens, SecretLink},
    state::App,
};

/// So many that work no longer are remembered, the newest; who makes and revokes them all day fills no storage.
const MOST_GONE: usize = 50;

/// What an address is for; the kind of its id says it.
pub trait Purpose: TypedId {
    /// What the addresses are called in a refusal.
    const NAME: &'static str;
    /// So many for one thing may work at a time.
    const MOST: usize;
    /// What is said of those when there are as many.
    const FULL: &'static str;
}

/// A calendar reads a customer's whole agenda.
impl Purpose for CalendarFeedId {
    const NAME: &'static str = "calendar_feeds";
    const MOST: usize = 10;
    const FULL: &'static str = "calendars read this agenda";
}

/// Whoever it was passed on to sees where a sale stands.
impl Purpose for ShareLinkId {
    const NAME: &'static str = "share_links";
    const MOST: usize = 20;
    const FULL: &'static str = "addresses of this sale work already";
}

/// Makes an address. Its text is stored sealed only; [`text`] tells it.
pub fn create<Id: Purpose>(
    conn: &mut Conn,
    app: &App,
    (vendor, opens): (VendorId, Opens),
    (name, days): (Line, Option<u16>),
) -> Result<SecretLink<Id>, Error> {
    let now = app.clock.now();
    let known = list::<Id>(conn, vendor, opens)?;
    if known.iter().filter(|link| works(link, now)).count() >= Id::MOST {
        let detail = format!("{} {}; let one of them go first.", Id::MOST, Id::FULL);
        let allowed = [Role::Customer, Role::Member].map(|by| Possible::new("revoke", by));
        return Err(Rejection::standing(Id::NAME, "full", allowed.to_vec(), detail).into());
    }
    let gone: Vec<_> = known.iter().filter(|link| !works(link, now)).collect();
    for link in gone.iter().take(gone.len().saturating_sub(MOST_GONE)) {
        secret_link::delete(conn, vendor, link.id.0)?;
    }
    let id: Id = app.ids.maker(now)?.make();
    let mut random = [0; 32];
    app.ids.fill(&mut random)?;
    let text = LinkText::new(vendor, id, random);
    let link = SecretLink {
        id: Typed(id),
        opens,
        name,
        secret_hash: text.hash(),
        sealed_secret: Some(seal(conn, app, &secret_link::place(vendor, id), &text.reveal())?),
        created_at: now,
        expires_at: days.map(|days| now + TimeDelta::days(days.into())),
        revoked_at: None,
    };
    secret_link::insert(conn, vendor, &link)?;
    Ok(link)
}

/// All for the same thing, oldest first.
pub fn list<Id: Purpose>(
    conn: &mut Conn,
    vendor: VendorId,
    opens: Opens,
) -> Result<Vec<SecretLink<Id>>, Error> {
    Ok(match opens.sale {
        Some(sale) => secret_link::of_sale(conn, vendor, sale)?,
        None => secret_link::of_customer(conn, vendor, opens.customer)?,
    })
}

fn works<Id>(link: &SecretLink<Id>, now: DateTime<Utc>) -> bool {
    link.revoked_at.is_none() && link.expires_at.is_none_or(|end| end > now)
}

/// The text of an address, for who repeats the request that made it. Nothing if it cannot be told any more.
pub fn text(conn: &mut Conn, app: &App, vendor: VendorId, id: impl Purpose) -> Result<Option<String>, Error> {
    let sealed = secret_link::find(conn, vendor, id)?.and_then(|link| link.sealed_secret);
    Ok(sealed.map(|sealed| app.vault.open(&secret_link::place(vendor, id), &sealed)).transpose()?)
}

/// Lets an address work no longer, if it opens what it must.
pub fn revoke<Id: Purpose>(
    conn: &mut Conn,
    (vendor, id): (VendorId, Id),
    is_theirs: impl Fn(Opens) -> bool,
    now: DateTime<Utc>,
) -> Result<SecretLink<Id>, Error> {
    let known = secret_link::find(conn, vendor, id)?.filter(|link| is_theirs(link.opens));
    known.ok_or_else(Rejection::not_found)?;
    secret_link::revoke(conn, vendor, id, now)?;
    Ok(secret_link::find(conn, vendor, id)?.ok_or_else(Rejection::not_found)?)
}

/// What an address opens. A wrong, foreign, expired or revoked one is not there.
pub fn open<Id: Purpose>(
    conn: &mut Conn,
    text: &str,
    now: DateTime<Utc>,
) -> Result<(VendorId, Opens), Error> {
    let text = LinkText::<Id>::parse(text).ok_or_else(Rejection::not_found)?;
    let link = secret_link::find(conn, text.vendor, text.id)?;
    let link = link.filter(|link| works(link, now) && text.matches(&link.secret_hash));
    Ok((text.vendor, link.ok_or_else(Rejection::not_found)?.opens))
}
