//! The one way in which a customer does something: the command goes to the sale, the answer is the fresh
//! view. What may be done is decided by the rules, not here.

use actix_web::{FromRequest as _, HttpRequest, HttpResponse, web::Payload};
use followthrough_common::api::acts::customer_door;

use super::reader::Reader;
use crate::{
    auth::customer::acting,
    http::{
        acts::{Collected, Row},
        answer::replayable,
        extract::ExpectedKey,
        shared::app,
        table::Table,
    },
    problem::Error,
    service::{Request, execute},
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
    let app = app(&request)?;
    let (sale, wish) = row.read(&request, payload).await?;
    let claim = key.claim(reader.subject(), &wish.understood)?;
    let who = reader.clone();
    let (customer, sale) = app.db.read(move |conn| who.locate(conn, &sale)).await?;
    let wanted = Request {
        vendor: reader.vendor(),
        sale,
        actor: Reader::actor(customer),
        command: wish.command,
        claim: Some(claim),
        expected_version: None,
        expected_state: wish.expected_state,
    };
    let answer = execute(&app, wanted, move |conn, fresh| reader.answer(conn, fresh)).await?;
    Ok(replayable(&request, answer))
}
