//! Orders of the past as a stream of lines: every line is judged alone and forgotten.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Payload},
};
use chrono::{DateTime, Utc};
use followthrough_common::{
    api::imports::{ImportLine, ImportQuery, ImportResult, RefusedLine},
    error::Rejection,
    id::VendorId,
    time::ZoneName,
};
use futures_util::StreamExt as _;

use super::extract::{BodyLimits, Filter, check_head, too_large, unreadable};
use crate::{
    auth::api_key::{Acting, ImportsWrite},
    db::Conn,
    import::{Counts, Intake, Judge, Map, Refusal, Run, Splitter, Terms, Unknown, found},
    problem::Error,
    repo::{calendar, import_run::RunState, member, vendor},
    state::App,
    zones::Zones,
};

/// Orders per transaction.
const BATCH: usize = 200;
/// Refused lines that the answer tells.
const TOLD: usize = 100;

/// Import orders of the past, one JSON object a line. Lines that are wrong are told and the others stored;
/// the same lines again change nothing.
#[utoipa::path(post, path = "", params(ImportQuery),
    request_body(content = ImportLine, content_type = "application/x-ndjson"),
    responses((status = 200, body = ImportResult)))]
pub async fn import_orders(
    acting: Acting<ImportsWrite>,
    app: Data<App>,
    query: Filter<ImportQuery>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Error> {
    let limits = BodyLimits { bytes: app.config.limits.import_bytes };
    check_head(&request, "application/x-ndjson", limits)?;
    let Filter(ImportQuery { time_zone, owner }) = query;
    let (vendor, owner) = (acting.vendor, owner.unwrap_or(acting.member));
    if time_zone.as_ref().is_some_and(|zone| !Zones::known(zone)) {
        return Err(Rejection::field("time_zone", "must be an IANA time zone like Europe/Copenhagen").into());
    }
    let real_now = app.clock.now();
    let look = move |conn: &mut Conn| {
        if member::find(conn, vendor, owner)?.is_none() {
            return Err(Rejection::field("owner", "must be one of your members").into());
        }
        surroundings(conn, vendor, real_now)
    };
    let (zone, now) = app.db.read(look).await?;
    let map = Map::own(time_zone.unwrap_or(zone));
    let terms = Terms { vendor, owner, time_zone: map.time_zone.clone() };
    let judge = Judge::new(&map, app.zones.table([&map.time_zone]), now);
    let run = Run::begin(&app, terms, "POST /v1/imports", BATCH).await?;
    let mut intake = Intake::new(judge, run);
    let mut refusals = Vec::new();
    let read = take(payload, limits, &map, &mut intake, &mut refusals).await;
    let state = if read.is_ok() { RunState::Finished } else { RunState::Stopped };
    keep(&mut refusals, intake.end(state).await?);
    read?;
    let Counts { lines, stored, unchanged, refused } = intake.counts();
    let id = intake.run().id();
    Ok(HttpResponse::Ok().json(ImportResult { id, lines, stored, unchanged, refused, refusals }))
}

/// The zone of the vendor's calendar, and what time it is for the vendor.
fn surroundings(
    conn: &mut Conn,
    id: VendorId,
    now: DateTime<Utc>,
) -> Result<(ZoneName, DateTime<Utc>), Error> {
    let vendor = vendor::find(conn, id)?.ok_or_else(Rejection::not_found)?;
    let calendar = calendar::newest(conn, id, vendor.default_calendar)?;
    Ok((calendar.map_or_else(ZoneName::utc, |calendar| calendar.record.time_zone), vendor.now(now)))
}

/// Reads to the end. What came before a body that breaks off, or turns out too large, is stored.
async fn take(
    mut payload: Payload,
    limits: BodyLimits,
    map: &Map,
    intake: &mut Intake<'_>,
    refusals: &mut Vec<RefusedLine>,
) -> Result<(), Error> {
    let mut splitter = Splitter::default();
    let mut left = limits.bytes;
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(unreadable)?;
        left = left.checked_sub(chunk.len()).ok_or_else(|| too_large(limits.bytes))?;
        for piece in splitter.take(&chunk) {
            keep(refusals, intake.put(found(piece, map, Unknown::Refused)).await?);
        }
    }
    if let Some(piece) = splitter.end() {
        keep(refusals, intake.put(found(piece, map, Unknown::Refused)).await?);
    }
    Ok(())
}

/// The first hundred are told.
fn keep(told: &mut Vec<RefusedLine>, refusals: Vec<Refusal>) {
    let room = TOLD.saturating_sub(told.len());
    let lines = refusals.into_iter().take(room).map(|refusal| RefusedLine {
        line: refusal.line,
        reference: refusal.reference,
        field: refusal.field,
        reason: refusal.reason,
    });
    told.extend(lines);
}
