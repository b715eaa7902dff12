//! A customer's own sale, as their door finds it: who they are, whether the sale is theirs, and what its views are
//! made of, in one question. Whether a sale is somebody else's or nobody's makes no difference to it, so neither the
//! answer nor the time that it takes tells.

use diesel::prelude::*;
use followthrough_common::id::{CustomerId, SaleId, VendorId};

use super::read;
use crate::db::{
    Conn, DbResult,
    schema::{customer, sale, sale_customer, vendor},
};

const TABLE: &str = "sale";

/// How the sale is named.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    /// By our id.
    Id(SaleId),
    /// By the vendor's order number.
    Reference(&'a str),
}

/// A sale, its customer, and the versions of everything that a view of it follows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSale {
    /// The customer.
    pub customer: CustomerId,
    /// The version of their record.
    pub customer_version: i64,
    /// The sale.
    pub sale: SaleId,
    /// The number of its events.
    pub sale_version: u64,
    /// The vendor's order number.
    pub reference: String,
    /// The version of the vendor's settings.
    pub settings_version: i64,
}

type Row = (String, i64, String, i64, String, i64);

/// The sale, if the customer whom the vendor calls so has it.
pub fn find(
    conn: &mut Conn,
    vendor: VendorId,
    external_id: &str,
    named: Named<'_>,
) -> DbResult<Option<OwnSale>> {
    let their =
        sale_customer::vendor_id.eq(customer::vendor_id).and(sale_customer::customer_id.eq(customer::id));
    let sales = sale::vendor_id.eq(sale_customer::vendor_id).and(sale::id.eq(sale_customer::sale_id));
    let rows = customer::table
        .inner_join(sale_customer::table.on(their))
        .inner_join(sale::table.on(sales))
        .inner_join(vendor::table.on(vendor::id.eq(customer::vendor_id)))
        .filter(customer::vendor_id.eq(vendor.to_string()))
        .filter(customer::external_id.eq(external_id.to_owned()))
        .select((
            customer::id,
            customer::version,
            sale::id,
            sale::version,
            sale::reference,
            vendor::settings_version,
        ))
        .into_boxed();
    let rows = match named {
        Named::Id(id) => rows.filter(sale::id.eq(id.to_string())),
        Named::Reference(reference) => rows.filter(sale::reference.eq(reference.to_owned())),
    };
    let found: Option<Row> = rows.get_result(conn).optional()?;
    found.map(own).transpose()
}

fn own((customer, customer_version, sale, version, reference, settings_version): Row) -> DbResult<OwnSale> {
    Ok(OwnSale {
        customer: read::text(TABLE, &customer)?,
        customer_version,
        sale: read::text(TABLE, &sale)?,
        sale_version: read::count(TABLE, version)?,
        reference,
        settings_version,
    })
}
