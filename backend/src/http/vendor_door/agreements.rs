//! The handling agreement: the vendor's standard, and what it offers to one customer.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::vendor_door::{
        handling::{AgreementOffer, AgreementTerms},
        sale_view::VendorSale,
    },
    domain::{
        agreement::{self, Standard},
        sale::Command,
    },
};

use super::{
    act::Act,
    write::{Written, shown, write},
};
use crate::{
    auth::api_key::{SettingsRead, SettingsWrite, VendorKey},
    db::Conn,
    http::extract::{Id, IdempotencyKey, IfMatch, SaleKey, Valid},
    problem::Error,
    service::agreements,
    state::App,
};

/// What applies in your sales while nothing else is agreed. Version 0 is the product's own.
#[utoipa::path(get, path = "", responses((status = 200, body = Standard)))]
pub async fn get_standard_agreement(
    key: VendorKey<SettingsRead>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let standard = app.db.read(move |conn| agreements::standard(conn, key.vendor)).await?;
    Ok(shown(standard.version, &standard))
}

/// Replace it; `If-Match` names the newest version. What was accepted, and clocks that run, stay as they are.
#[utoipa::path(put, path = "", responses((status = 200, body = Standard)), request_body = AgreementTerms)]
pub async fn replace_standard_agreement(
    request: HttpRequest,
    key: VendorKey<SettingsWrite>,
    IfMatch(version): IfMatch,
    idempotency: IdempotencyKey,
    Valid(body): Valid<AgreementTerms>,
) -> Result<HttpResponse, Error> {
    let (vendor, input) = (key.vendor, body.clone());
    let work = move |conn: &mut Conn, app: &App| {
        let standard = agreements::replace(conn, app, vendor, version, input.clone())?;
        Ok(Written { status: 200, id: String::new(), version: standard.version, record: standard })
    };
    let present = move |conn: &mut Conn, _: &str| {
        let standard = agreements::standard(conn, vendor)?;
        Ok(Some((standard.version, standard)))
    };
    write(&request, &key, (idempotency, &body), work, present).await
}

/// Offer the customer the next version of how concerns are handled. Until they accept, what applied before
/// goes on to apply.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = AgreementOffer)]
pub async fn offer_agreement(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<AgreementOffer>,
) -> Result<HttpResponse, Error> {
    let (vendor, offered) = (act.acting.vendor, body.terms.clone());
    let terms = act.app.db.read(move |conn| match offered.clone() {
        Some(input) => agreements::terms(conn, vendor, input, "/terms"),
        None => Ok(agreements::standard(conn, vendor)?.terms),
    });
    let command = Command::Agreement(agreement::Command::Offer(Box::new(terms.await?)));
    act.send(sale, command, None, &body).await
}
