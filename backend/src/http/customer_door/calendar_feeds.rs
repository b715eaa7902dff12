//! The addresses under which a customer's own calendars read the whole agenda. The answer that is
//! kept for repeats of a request lacks the secret; whoever repeats it is told the address all the same.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{
        calendar_feeds::{CalendarFeedInput, CalendarFeedOut},
        empty::EmptyBody,
        page::Page,
    },
    error::Rejection,
    id::{CalendarFeedId, CustomerId, VendorId},
};

use super::{all_sales::AllSales, reader::Reader};
use crate::{
    auth::customer::{AgendaRead, AgendaWrite},
    db::Conn,
    http::{
        answer::{read, replayable, write},
        calendar_feed::{address, shown},
        extract::{ExpectedKey, Id, Valid},
    },
    problem::Error,
    repo::{calendar_feed, idempotency::StoredAnswer},
    service::{calendar_feeds, once},
    state::App,
};

/// Make an address under which a calendar reads the agenda of all your sales. Only the answer to this
/// request tells it, also when the request is repeated with its key.
#[utoipa::path(post, path = "", responses((status = 201, body = CalendarFeedOut)), request_body = CalendarFeedInput)]
pub async fn create_calendar_feed(
    request: HttpRequest,
    customer: AllSales<AgendaWrite>,
    key: ExpectedKey,
    Valid(body): Valid<CalendarFeedInput>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let claim = key.claim(reader.subject(), &body)?;
    let server = app.clone();
    let answer = app.db.write(move |conn| {
        let (vendor, customer) = (reader.vendor(), own_id(conn, &reader)?);
        let mut answer = once(conn, vendor, Some(&claim), server.clock.now(), |conn| {
            let feed = calendar_feeds::create(conn, &server, (vendor, customer), body.name.clone())?;
            stored(201, &shown(feed, None))
        })?;
        answer.body = with_address(conn, &server, vendor, &answer.body)?;
        Ok(answer)
    });
    Ok(replayable(&request, answer.await?))
}

/// The answer as it is kept, and the address, whose secret is kept sealed only.
fn with_address(conn: &mut Conn, app: &App, vendor: VendorId, kept: &str) -> Result<String, Error> {
    let feed: CalendarFeedOut = read(kept)?;
    let text = calendar_feeds::text(conn, app, vendor, feed.id)?;
    write(&CalendarFeedOut { url: text.map(|text| address(app, &text)), ..feed })
}

/// Your calendars' addresses, without their secrets, oldest first.
#[utoipa::path(get, path = "", responses((status = 200, body = Page<CalendarFeedOut>)))]
pub async fn list_own_calendar_feeds(
    request: HttpRequest,
    customer: AllSales<AgendaRead>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let feeds = app.db.read(move |conn| {
        let Some(record) = reader.record(conn)? else { return Ok(Vec::new()) };
        Ok(calendar_feed::list(conn, reader.vendor(), record.record.id)?)
    });
    let items = feeds.await?.into_iter().map(|feed| shown(feed, None)).collect();
    Ok(HttpResponse::Ok().json(Page::<CalendarFeedOut> { items, next_cursor: None }))
}

/// Let one of your calendars read no longer.
#[utoipa::path(post, path = "", responses((status = 200, body = CalendarFeedOut)), request_body = EmptyBody)]
pub async fn revoke_own_calendar_feed(
    request: HttpRequest,
    customer: AllSales<AgendaWrite>,
    key: ExpectedKey,
    Id(id): Id<CalendarFeedId>,
    Valid(body): Valid<EmptyBody>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let claim = key.claim(reader.subject(), &body)?;
    let server = app.clone();
    let answer = app.db.write(move |conn| {
        let (vendor, customer) = (reader.vendor(), own_id(conn, &reader)?);
        let now = server.clock.now();
        once(conn, vendor, Some(&claim), now, |conn| {
            let feed = calendar_feeds::revoke(conn, vendor, id, (Some(customer), now))?;
            stored(200, &shown(feed, None))
        })
    });
    Ok(replayable(&request, answer.await?))
}

fn own_id(conn: &mut Conn, reader: &Reader) -> Result<CustomerId, Error> {
    Ok(reader.record(conn)?.ok_or_else(Rejection::not_found)?.record.id)
}

fn stored(status: u16, feed: &CalendarFeedOut) -> Result<StoredAnswer, Error> {
    Ok(StoredAnswer { status, etag: None, body: write(feed)? })
}
