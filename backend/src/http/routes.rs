//! Which table takes a request.

use actix_web::{guard::fn_guard, http::Method, middleware::from_fn, web};

use super::{health, open, portal, reference, shared::Shared, table::Table, vendor, widget_files};
use crate::auth::cors::cors;

/// The service that browsers and vendors' systems reach.
pub fn public(config: &mut web::ServiceConfig, shared: &Shared) {
    shared.install(config);
    // The narrower path comes first: a scope that matches keeps the request.
    config.service(web::scope("/v1/portal").wrap(from_fn(cors)).service(table(portal::routes)));
    let of_vendor = fn_guard(|context| is_of_vendor_door(context.head().uri.path()));
    config.service(web::scope("/v1").guard(of_vendor).service(table(vendor::routes)));
    let of_version = fn_guard(|context| widget_files::is_versioned(context.head().uri.path()));
    config.service(web::scope("").guard(of_version).service(table(widget_files::versioned_routes)));
    let mut rest = table(open::routes);
    health::routes(&mut rest);
    widget_files::routes(&mut rest);
    reference::routes(&mut rest);
    if shared.app.config.demo.enabled {
        crate::demo::routes(&mut rest);
    }
    config.service(rest);
}

/// The service that only the operator reaches.
pub fn management(config: &mut web::ServiceConfig, shared: &Shared) {
    shared.install(config);
    let mut table = table(health::routes);
    table.add(Method::GET, "/metrics", health::metrics);
    config.service(table);
}

fn table(routes: fn(&mut Table)) -> Table {
    let mut table = Table::default();
    routes(&mut table);
    table
}

/// `/v1` belongs to the vendor door, but for the widget's files and the addresses that are open.
fn is_of_vendor_door(path: &str) -> bool {
    let below = path.strip_prefix("/v1/").unwrap_or_default();
    match below.split_once('/') {
        Some((first, _)) => !matches!(first, "calendar" | "shared"),
        None => !below.contains('.') && !below.starts_with("widget-"),
    }
}
