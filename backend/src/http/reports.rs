//! The vendor's figures.

use actix_web::{HttpResponse, web::Data};
use followthrough_common::api::reports::{
    CheckReport, PromiseReport, ReportSummary, TouchpointFigures, reply_times::ReplyTimesReport,
};

use crate::{
    auth::api_key::{ReportsRead, VendorKey},
    problem::Error,
    report,
    state::App,
};

/// Sales, promises kept on their original date, answers with their scores.
#[utoipa::path(get, path = "", responses((status = 200, body = ReportSummary)))]
pub async fn report_summary(key: VendorKey<ReportsRead>, app: Data<App>) -> Result<HttpResponse, Error> {
    let summary = report::of_vendor(&app, Some(key.vendor)).await?;
    Ok(HttpResponse::Ok().json(summary))
}

/// What became of promises: kept on the original date, on a date that the customer agreed to, later, or broken;
/// each with how many of them are the customer's own word.
#[utoipa::path(get, path = "", responses((status = 200, body = PromiseReport)))]
pub async fn report_promises(key: VendorKey<ReportsRead>, app: Data<App>) -> Result<HttpResponse, Error> {
    let made = app.db.snapshot(move |conn| report::promises::report(conn, key.vendor));
    Ok(HttpResponse::Ok().json(made.await?))
}

/// Every question by its version: the score with what it stands on, and what became of each asking.
#[utoipa::path(get, path = "", responses((status = 200, body = CheckReport)))]
pub async fn report_checks(key: VendorKey<ReportsRead>, app: Data<App>) -> Result<HttpResponse, Error> {
    let made = app.db.snapshot(move |conn| report::checks::report(conn, key.vendor));
    Ok(HttpResponse::Ok().json(made.await?))
}

/// How fast you answered, proposed and put right, in working minutes; before and after the signature.
#[utoipa::path(get, path = "", responses((status = 200, body = ReplyTimesReport)))]
pub async fn report_reply_times(key: VendorKey<ReportsRead>, app: Data<App>) -> Result<HttpResponse, Error> {
    let told = app.db.snapshot(move |conn| report::reply_times(conn, key.vendor)).await?;
    Ok(HttpResponse::Ok().json(told))
}

/// What became of the contacts with your customers: planned, done by the customer's word or by silence, missed
/// by either side, called off.
#[utoipa::path(get, path = "", responses((status = 200, body = TouchpointFigures)))]
pub async fn report_touchpoints(key: VendorKey<ReportsRead>, app: Data<App>) -> Result<HttpResponse, Error> {
    let made = app.db.snapshot(move |conn| report::touchpoints::report(conn, key.vendor));
    Ok(HttpResponse::Ok().json(made.await?))
}
