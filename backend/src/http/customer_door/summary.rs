//! The status page of a sale, for the customer's boss.

use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse,
    http::header::{self, Accept},
    web::Data,
};
use followthrough_common::{
    api::summary::{StatusSummary, status_summary},
    domain::customer::CustomerRecord,
};

use super::reader::Reader;
use crate::{
    auth::customer::{AgendaRead, Customer},
    http::{
        extract::{Id, SaleKey},
        summary_page,
    },
    problem::Error,
    service::{Fresh, Unit, look, view::shown_to},
    state::App,
};

/// The page and the language that it is in.
pub type Page = (StatusSummary, Option<String>);

/// Where the sale stands, dated: JSON, or a page to be printed for who asks for HTML.
#[utoipa::path(get, path = "", responses((
    status = 200,
    content((StatusSummary = "application/json"), (String = "text/html"))
)))]
pub async fn get_own_status_summary(
    request: HttpRequest,
    customer: Customer<AgendaRead>,
    Id(sale): Id<SaleKey>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let server = app.clone();
    let page = app.db.snapshot(move |conn| {
        let (customer, sale) = reader.locate(conn, &sale)?;
        let unit = Unit::reading(conn, &server, reader.vendor())?;
        look(conn, &unit, Reader::actor(customer), sale, |conn, fresh| {
            // Whose token does not cover the sale is refused as by the view.
            reader.view(conn, fresh)?;
            let record = reader.record(conn)?.map_or_else(|| fresh.customer.record.clone(), |it| it.record);
            Ok(summarize(&record, reader.principal().locale(), fresh))
        })
    });
    Ok(respond(&request, page.await?))
}

/// The page for somebody who reads that language.
pub fn summarize(customer: &CustomerRecord, locale: Option<&str>, fresh: &Fresh<'_>) -> Page {
    shown_to(customer, locale, fresh, |sale, records| {
        (status_summary(sale, records, fresh.world.now), records.locale.map(str::to_owned))
    })
}

/// As JSON, or as HTML for who asks for it.
pub fn respond(request: &HttpRequest, (summary, locale): Page) -> HttpResponse {
    let accepted = request.get_header::<Accept>();
    if accepted.is_none_or(|accepted| accepted.preference().essence_str() != "text/html") {
        return HttpResponse::Ok().insert_header((header::VARY, "Accept")).json(summary);
    }
    HttpResponse::Ok()
        .insert_header((header::VARY, "Accept"))
        .insert_header((header::CONTENT_SECURITY_POLICY, summary_page::policy()))
        .insert_header(("X-Robots-Tag", "noindex"))
        .content_type("text/html; charset=utf-8")
        .body(summary_page::page(&summary, locale.as_deref()).into_string())
}
