//! The one way in which a vendor's people and systems do something with a sale.

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    web::{self, Data},
};
use followthrough_common::{
    api::{acts::vendor_door, vendor_door::sale_view::VendorSale},
    domain::sale::Command,
    error::Rejection,
    id::{SaleId, VendorId},
    text::Line,
};
use futures_util::future::LocalBoxFuture;
use serde::Serialize;

use crate::{
    auth::api_key::{Acting, SalesWrite},
    db::Conn,
    http::{
        acts::{Collected, Row, Wish},
        answer::replayable,
        extract::{IdempotencyKey, Revision, SaleKey, expected_version},
        files::bring,
        shared::app,
        table::Table,
    },
    problem::Error,
    repo::{idempotency::StoredAnswer, sale},
    service::{Fresh, Request, Unit, execute, files::Place, look},
    state::App,
};

/// Adds everything that a vendor does with a sale, but for what must be looked up first.
pub fn routes(table: &mut Table) {
    let mut rows = Collected::default();
    vendor_door::all(&mut rows);
    for row in rows.0 {
        row.install(table, act);
    }
}

async fn act(row: Row, request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, Error> {
    let act = Act::extract(&request).await?;
    if row.brings_file() {
        let (sale, ids) = row.named(&request).await?;
        let (actor, place) = (act.acting.actor(), act.place(&sale).await?);
        let send = |wish: Wish| async move {
            act.perform(place.sale, wish.command, wish.expected_state, &wish.understood, 200).await
        };
        return bring(row, (&request, payload), (actor, place, &ids), send).await;
    }
    let (sale, wish) = row.read(&request, payload).await?;
    act.send(sale, wish.command, wish.expected_state, &wish.understood).await
}

/// A member's act, through a key that may.
pub struct Act {
    /// Through which key, for whom.
    pub acting: Acting<SalesWrite>,
    /// The server.
    pub app: Data<App>,
    key: IdempotencyKey,
    expected_version: Option<u64>,
    request: HttpRequest,
}

impl FromRequest for Act {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let acting = Acting::from_request(request, payload);
        let key = IdempotencyKey::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let acting = acting.await?;
            let app = app(&request)?;
            let expected_version = expected_version(&request);
            Ok(Self { acting, app, key: key.await?, expected_version, request })
        })
    }
}

impl Act {
    /// Sends the command to the sale; the answer is the sale as it stands then.
    pub async fn send(
        self,
        sale: SaleKey,
        command: Command,
        expected_state: Option<Line>,
        body: &impl Serialize,
    ) -> Result<HttpResponse, Error> {
        let vendor = self.acting.vendor;
        let id = self.app.db.read(move |conn| locate(conn, vendor, &sale)).await?;
        self.perform(id, command, expected_state, body, 200).await
    }

    /// Where what is sent to the sale belongs: with its first customer.
    async fn place(&self, sale: &SaleKey) -> Result<Place, Error> {
        let (vendor, actor) = (self.acting.vendor, self.acting.actor());
        let (server, sale) = (self.app.clone(), sale.clone());
        let work = move |conn: &mut Conn| {
            let sale = locate(conn, vendor, &sale)?;
            let unit = Unit::reading(conn, &server, vendor)?;
            look(conn, &unit, actor, sale, |_, fresh| {
                Ok(Place { vendor, customer: fresh.customer.record.id, sale })
            })
        };
        self.app.db.snapshot(work).await
    }

    /// Begins a sale under a fresh id.
    pub async fn begin(self, command: Command, body: &impl Serialize) -> Result<HttpResponse, Error> {
        let id: SaleId = self.app.ids.maker(self.app.clock.now())?.make();
        self.perform(id, command, None, body, 201).await
    }

    async fn perform(
        self,
        sale: SaleId,
        command: Command,
        expected_state: Option<Line>,
        body: &impl Serialize,
        status: u16,
    ) -> Result<HttpResponse, Error> {
        let wanted = Request {
            vendor: self.acting.vendor,
            sale,
            actor: self.acting.actor(),
            command,
            claim: self.key.claim(self.acting.subject(), body)?,
            expected_version: self.expected_version,
            expected_state,
        };
        let answer = execute(&self.app, wanted, move |_, fresh| answer(fresh, status)).await?;
        Ok(replayable(&self.request, answer))
    }
}

/// The sale that a path names. What is not there is not found.
pub fn locate(conn: &mut Conn, vendor: VendorId, key: &SaleKey) -> Result<SaleId, Error> {
    let id = match key {
        SaleKey::Id(id) => Some(*id),
        SaleKey::Reference(reference) => sale::find_reference(conn, vendor, reference)?,
    };
    id.ok_or_else(|| Rejection::not_found().into())
}

fn answer(fresh: &Fresh<'_>, status: u16) -> Result<StoredAnswer, Error> {
    let body = serde_json::to_string(&VendorSale::of(fresh.sale, &fresh.customer.record));
    let body = body.map_err(|error| Error::Internal(error.to_string()))?;
    let etag = Revision::new(&fresh.sale.version.to_string()).as_str().to_owned();
    Ok(StoredAnswer { status, etag: Some(etag), body })
}
