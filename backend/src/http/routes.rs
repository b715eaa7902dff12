//! Which table takes a request.

use actix_web::{guard::fn_guard, http::Method, web};

use super::{
    customer_door, health, open, reference, shared::Shared, table::Table, vendor_door, widget_files,
};

/// The service that browsers and vendors' systems reach. Who may pass is decided before, at the gate.
pub fn public(config: &mut web::ServiceConfig, shared: &Shared) {
    shared.install(config);
    // A tree of segments cannot hold a parameter beside `v1`, so the paths below a version have one of their own.
    let of_version = fn_guard(|context| widget_files::is_versioned(context.head().uri.path()));
    let mut versioned = Table::default();
    widget_files::versioned_routes(&mut versioned);
    config.service(web::scope("").guard(of_version).service(versioned));
    let mut table = Table::default();
    customer_door::acts(&mut table);
    customer_door::routes(&mut table);
    vendor_door::acts(&mut table);
    vendor_door::routes(&mut table);
    open::routes(&mut table);
    health::routes(&mut table);
    widget_files::routes(&mut table);
    reference::routes(&mut table);
    config.service(table);
}

/// The service that only the operator reaches.
pub fn management(config: &mut web::ServiceConfig, shared: &Shared) {
    shared.install(config);
    let mut table = Table::default();
    health::routes(&mut table);
    table.add(Method::GET, "/metrics", health::metrics);
    config.service(table);
}
