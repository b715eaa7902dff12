//! What a vendor does with questions.

use actix_web::{HttpResponse, web::Data};
use followthrough_common::{
    api::vendor_door::{
        asks::{AskInput, AskStandings, RecordedAnswer},
        sale_view::VendorSale,
    },
    domain::{check, sale::Command},
    id::AskId,
};

use super::act::{Act, locate};
use crate::{
    auth::api_key::{SalesRead, VendorKey},
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
    service::asks,
    state::App,
};

/// The questions of a sale, each with every rule that forbids asking it at this moment.
#[utoipa::path(get, path = "", responses((status = 200, body = AskStandings)))]
pub async fn list_asks(
    key: VendorKey<SalesRead>,
    Id(sale): Id<SaleKey>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let server = app.clone();
    let standings = app.db.snapshot(move |conn| {
        let id = locate(conn, key.vendor, &sale)?;
        asks::standings(conn, &server, key.vendor, id)
    });
    Ok(HttpResponse::Ok().json(standings.await?))
}

/// Ask the customer a question now; while they wish not to be disturbed it is planned for the end of that
/// time. When a rule forbids it, the refusal names every one.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = AskInput)]
pub async fn ask_now(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<AskInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::AskNow { check: body.check.clone(), about: body.about };
    act.send(sale, command, None, &body).await
}

/// Write down what the customer answered on the telephone or face to face.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = RecordedAnswer)]
pub async fn record_answer(
    act: Act,
    Id((sale, ask)): Id<(SaleKey, AskId)>,
    Valid(body): Valid<RecordedAnswer>,
) -> Result<HttpResponse, Error> {
    let RecordedAnswer { value, text, channel } = body.clone();
    let command = Command::Ask(ask, check::Command::Record { value, text, channel });
    act.send(sale, command, None, &body).await
}
