//! The ask ledger: what each customer was asked, over all their sales. The rules on how often somebody is
//! asked look here.

use diesel::prelude::*;
use followthrough_common::domain::{
    check::LedgerEntry,
    sale::{Sale, ledger_entries},
};

use super::{
    insert::insert_rows,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbResult, native, schema::ask};

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = ask, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: String,
    customer_id: String,
    id: String,
    sale_id: String,
    check_name: String,
    offered_at: i64,
    is_open: i64,
    counts: i64,
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for all read models")]
fn rows(sale: &Sale) -> DbResult<Vec<Row>> {
    let row = |entry: LedgerEntry| Row {
        vendor_id: sale.vendor.to_string(),
        customer_id: entry.customer.to_string(),
        id: entry.ask.to_string(),
        sale_id: entry.sale.to_string(),
        check_name: entry.check,
        offered_at: entry.offered_at.timestamp_micros(),
        is_open: i64::from(entry.is_open),
        counts: i64::from(entry.counts),
    };
    Ok(ledger_entries(sale).map(row).collect())
}

projected!(ask, id, |before, after| before.asks == after.asks);
