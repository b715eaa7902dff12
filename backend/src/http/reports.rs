//! The vendor's figures.

use actix_web::{HttpResponse, get, web::Data};
use followthrough_common::api::reports::{ReportSummary, reply_times::ReplyTimesReport};

use crate::{
    auth::api_key::{ReportsRead, VendorKey},
    problem::Error,
    report,
    state::App,
};

/// Sales, promises kept on their original date, answers with their scores.
#[utoipa::path(responses((status = 200, body = ReportSummary)))]
#[get("/reports/summary")]
pub async fn report_summary(key: VendorKey<ReportsRead>, app: Data<App>) -> Result<HttpResponse, Error> {
    let summary = report::of_vendor(&app, Some(key.vendor)).await?;
    Ok(HttpResponse::Ok().json(summary))
}

/// How fast you answered, proposed and put right, in working minutes; before and after the signature.
#[utoipa::path(responses((status = 200, body = ReplyTimesReport)))]
#[get("/reports/reply-times")]
pub async fn report_reply_times(key: VendorKey<ReportsRead>, app: Data<App>) -> Result<HttpResponse, Error> {
    let told = app.db.snapshot(move |conn| report::reply_times(conn, key.vendor)).await?;
    Ok(HttpResponse::Ok().json(told))
}
