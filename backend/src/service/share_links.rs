//! The addresses under which a customer shows somebody where a sale stands. A secret is told in the answer that
//! made it and in no list; real time ends it, whatever a test clock shows.

use chrono::{DateTime, TimeDelta, Utc};
use followthrough_common::{
    actor::Role,
    api::share_links::ShareLinkInput,
    error::{Possible, Rejection},
    id::{CustomerId, SaleId, ShareLinkId, VendorId},
};

use super::sealing::seal;
use crate::{
    auth::link_text::LinkText,
    db::Conn,
    problem::Error,
    repo::share_link::{self, ShareLink},
    state::App,
};

/// So many addresses of one sale may work at a time.
const MOST: usize = 20;
/// So many that work no longer are remembered, the newest; who makes and revokes them all day fills no storage.
const MOST_GONE: usize = 50;
/// After so many days an address works no longer, unless the customer says otherwise.
const USUAL_DAYS: u16 = 14;
/// No address works for longer.
const MOST_DAYS: u16 = 90;

/// Makes an address. Its text is stored sealed only; [`text`] tells it.
pub fn create(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    (customer, sale): (CustomerId, SaleId),
    input: &ShareLinkInput,
) -> Result<ShareLink, Error> {
    let days = input.expires_in_days.unwrap_or(USUAL_DAYS);
    if days == 0 || days > MOST_DAYS {
        return Err(Rejection::field("/expires_in_days", format!("must be 1 to {MOST_DAYS}")).into());
    }
    let now = app.clock.now();
    let known = share_link::list(conn, vendor, sale)?;
    if known.iter().filter(|link| works(link, now)).count() >= MOST {
        let detail = format!("{MOST} addresses of this sale work already; let one of them go first.");
        let allowed = [Role::Customer, Role::Member].map(|by| Possible::new("revoke", by));
        return Err(Rejection::standing("share_links", "full", allowed.to_vec(), detail).into());
    }
    let gone: Vec<_> = known.iter().filter(|link| !works(link, now)).collect();
    for link in gone.iter().take(gone.len().saturating_sub(MOST_GONE)) {
        share_link::delete(conn, vendor, link.id)?;
    }
    let id: ShareLinkId = app.ids.maker(now)?.make();
    let mut random = [0; 32];
    app.ids.fill(&mut random)?;
    let text = LinkText::new(vendor, id, random);
    let sealed_secret = Some(seal(conn, app, &share_link::place(vendor, id), &text.reveal())?);
    let link = ShareLink {
        id,
        sale,
        customer,
        name: input.name.clone(),
        secret_hash: text.hash(),
        sealed_secret,
        created_at: now,
        expires_at: now + TimeDelta::days(days.into()),
        revoked_at: None,
    };
    share_link::insert(conn, vendor, &link)?;
    Ok(link)
}

fn works(link: &ShareLink, now: DateTime<Utc>) -> bool {
    link.revoked_at.is_none() && link.expires_at > now
}

/// The text of an address, for who repeats the request that made it. Nothing if it cannot be told any more.
pub fn text(conn: &mut Conn, app: &App, vendor: VendorId, id: ShareLinkId) -> Result<Option<String>, Error> {
    let sealed = share_link::find(conn, vendor, id)?.and_then(|link| link.sealed_secret);
    Ok(sealed.map(|sealed| app.vault.open(&share_link::place(vendor, id), &sealed)).transpose()?)
}

/// Lets an address of that sale work no longer.
pub fn revoke(
    conn: &mut Conn,
    vendor: VendorId,
    (sale, id): (SaleId, ShareLinkId),
    now: DateTime<Utc>,
) -> Result<ShareLink, Error> {
    share_link::find(conn, vendor, id)?.filter(|link| link.sale == sale).ok_or_else(Rejection::not_found)?;
    share_link::revoke(conn, vendor, id, now)?;
    Ok(share_link::find(conn, vendor, id)?.ok_or_else(Rejection::not_found)?)
}

/// What an address opens. A wrong, foreign, expired or revoked one is not there.
pub fn open(conn: &mut Conn, text: &str, now: DateTime<Utc>) -> Result<(VendorId, ShareLink), Error> {
    let text = LinkText::<ShareLinkId>::parse(text).ok_or_else(Rejection::not_found)?;
    let link = share_link::find(conn, text.vendor, text.id)?;
    let link = link.filter(|link| works(link, now) && text.matches(&link.secret_hash));
    Ok((text.vendor, link.ok_or_else(Rejection::not_found)?))
}
