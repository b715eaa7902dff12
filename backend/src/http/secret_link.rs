//! Addresses that open something without a sign-in, as both doors show them. The answer that is kept for repeats of
//! a request lacks the secret; whoever repeats it is told the address all the same.

use followthrough_common::{
    api::{calendar_feeds::CalendarFeedOut, share_links::ShareLinkOut},
    id::{CalendarFeedId, ShareLinkId, VendorId},
    text::Line,
};
use serde::{Serialize, de::DeserializeOwned};

use super::answer::{read, write};
use crate::{
    db::{Conn, Typed},
    problem::Error,
    repo::{
        idempotency::{Claim, StoredAnswer},
        secret_link::{Opens, SecretLink},
    },
    service::{
        Answer, once,
        secret_links::{self, Purpose},
    },
    state::App,
};

/// How the addresses of a purpose are shown.
pub trait Shown: Purpose {
    /// Without a secret, or with the address in the one answer that tells it.
    type Out: Serialize + DeserializeOwned;

    /// What both doors tell of one.
    fn shown(link: SecretLink<Self>) -> Self::Out;
    /// Which one is shown there.
    fn of(out: &Self::Out) -> Self;
    /// The same with its address.
    fn with_url(out: Self::Out, url: Option<String>) -> Self::Out;
    /// What the address is, below the server's own.
    fn path(text: &str) -> String;
}

impl Shown for CalendarFeedId {
    type Out = CalendarFeedOut;

    fn shown(link: SecretLink<Self>) -> CalendarFeedOut {
        let SecretLink { id: Typed(id), name, created_at, revoked_at, .. } = link;
        CalendarFeedOut { id, name, created_at, revoked_at, url: None }
    }

    fn of(out: &CalendarFeedOut) -> Self {
        out.id
    }

    fn with_url(out: CalendarFeedOut, url: Option<String>) -> CalendarFeedOut {
        CalendarFeedOut { url, ..out }
    }

    fn path(text: &str) -> String {
        format!("/v1/calendar/{text}.ics")
    }
}

impl Shown for ShareLinkId {
    type Out = ShareLinkOut;

    fn shown(link: SecretLink<Self>) -> ShareLinkOut {
        let SecretLink { id: Typed(id), opens: Opens { customer, .. }, name, created_at, revoked_at, .. } =
            link;
        // All of these end; one that did not would be shown as ended, and works no longer.
        let expires_at = link.expires_at.unwrap_or(created_at);
        ShareLinkOut { id, name, customer, created_at, expires_at, revoked_at, url: None }
    }

    fn of(out: &ShareLinkOut) -> Self {
        out.id
    }

    fn with_url(out: ShareLinkOut, url: Option<String>) -> ShareLinkOut {
        ShareLinkOut { url, ..out }
    }

    fn path(text: &str) -> String {
        format!("/v1/shared/{text}")
    }
}

/// Makes an address once under the client's key, and tells it.
pub fn create<Id: Shown>(
    conn: &mut Conn,
    app: &App,
    (vendor, opens): (VendorId, Opens),
    new: &(Line, Option<u16>),
    claim: &Claim,
) -> Result<Answer, Error> {
    let mut answer = once(conn, vendor, Some(claim), app.clock.now(), |conn| {
        stored::<Id>(201, secret_links::create(conn, app, (vendor, opens), new.clone())?)
    })?;
    let told: Id::Out = read(&answer.body)?;
    let text = secret_links::text(conn, app, vendor, Id::of(&told))?;
    let url = text.map(|text| format!("{}{}", app.config.server.public_url.as_str(), Id::path(&text)));
    answer.body = write(&Id::with_url(told, url))?;
    Ok(answer)
}

/// Lets an address work no longer, once under the client's key, if it opens what it must.
pub fn revoke<Id: Shown>(
    conn: &mut Conn,
    app: &App,
    (vendor, id): (VendorId, Id),
    is_theirs: impl Fn(Opens) -> bool,
    claim: &Claim,
) -> Result<Answer, Error> {
    let now = app.clock.now();
    once(conn, vendor, Some(claim), now, |conn| {
        stored::<Id>(200, secret_links::revoke(conn, (vendor, id), &is_theirs, now)?)
    })
}

fn stored<Id: Shown>(status: u16, link: SecretLink<Id>) -> Result<StoredAnswer, Error> {
    Ok(StoredAnswer { status, etag: None, body: write(&Id::shown(link))? })
}
