//! The one way in which a customer does something: the command goes to the sale, the answer is the fresh
//! view. What may be done is decided by the rules, not here.

use actix_web::{FromRequest as _, HttpRequest, HttpResponse, web::Payload};
use followthrough_common::api::acts::customer_door;

use super::reader::Reader;
use crate::{
    auth::customer::acting,
    http::{
        acts::{Collected, Row, Wish},
        answer::replayable,
        extract::{ExpectedKey, Extent, SaleKey},
        files::bring,
        shared::app,
        table::Table,
    },
    problem::Error,
    service::{OwnRequest, SaleName, execute_own},
};

/// Adds everything that a customer can do.
pub fn routes(table: &mut Table) {
    let mut rows = Collected::default();
    customer_door::all(&mut rows);
    for row in rows.0 {
        row.install(table, act);
    }
}

async fn act(row: Row, request: HttpRequest, payload: Payload) -> Result<HttpResponse, Error> {
    let reader = Reader::new(acting(&request, row.right())?, &request);
    let key = ExpectedKey::extract(&request).await?;
    if row.brings_file() {
        let (sale, ids) = row.named(&request).await?;
        let (asks, of) = (reader.clone(), sale.clone());
        let place = app(&request)?.db.read(move |conn| asks.place(conn, &of)).await?;
        let act = |wish| send(&request, reader, key, (sale, wish));
        let actor = Reader::actor(place.customer);
        return bring(row, (&request, payload), (actor, place, &ids), act).await;
    }
    let wanted = row.read(&request, payload).await?;
    send(&request, reader, key, wanted).await
}

async fn send(
    request: &HttpRequest,
    reader: Reader,
    key: ExpectedKey,
    (sale, wish): (SaleKey, Wish),
) -> Result<HttpResponse, Error> {
    let app = app(request)?;
    let claim = key.claim(reader.subject(), &wish.understood)?;
    let wanted = OwnRequest {
        vendor: reader.vendor(),
        subject: reader.principal().subject().clone(),
        sale: match sale {
            SaleKey::Id(id) => SaleName::Id(id),
            SaleKey::Reference(reference) => SaleName::Reference(reference.to_string()),
        },
        command: wish.command,
        claim,
        expected_state: wish.expected_state,
    };
    let extent = Extent::of(request);
    let answer = execute_own(&app, wanted, move |conn, fresh| reader.answer(conn, fresh, extent)).await?;
    Ok(extent.tell(replayable(request, answer)))
}
