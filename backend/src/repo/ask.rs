//! The ask ledger: what each customer was asked, over all their sales. The rules on how often somebody is
//! asked look here.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::{
        check::LedgerEntry,
        sale::{Sale, ledger_entries},
    },
    id::{AskId, CustomerId, SaleId, VendorId},
};

use super::{
    insert::insert_rows,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbResult, Typed, native, schema::ask};

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = ask, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: Typed<VendorId>,
    customer_id: Typed<CustomerId>,
    id: Typed<AskId>,
    sale_id: Typed<SaleId>,
    check_name: String,
    offered_at: Typed<DateTime<Utc>>,
    is_open: Typed<bool>,
    counts: Typed<bool>,
}

fn rows(sale: &Sale) -> Vec<Row> {
    let row = |entry: LedgerEntry| Row {
        vendor_id: Typed(sale.vendor),
        customer_id: Typed(entry.customer),
        id: Typed(entry.ask),
        sale_id: Typed(entry.sale),
        check_name: entry.check,
        offered_at: Typed::at(entry.offered_at),
        is_open: Typed(entry.is_open),
        counts: Typed(entry.counts),
    };
    ledger_entries(sale).map(row).collect()
}

projected!(ask, id, |before, after| before.asks == after.asks);
