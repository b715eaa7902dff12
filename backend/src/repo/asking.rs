//! What became of every asking of a check: so that silence is told from refusal, and both from what was never
//! asked.

use diesel::prelude::*;
use followthrough_common::{
    domain::{check::Fate, sale::Sale},
    id::{AskId, SaleId, VendorId},
};

use super::{
    insert::insert_rows,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbResult, Typed, how_many, native, schema::asking};

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = asking, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: Typed<VendorId>,
    id: Typed<AskId>,
    sale_id: Typed<SaleId>,
    check_name: String,
    fate: Typed<Fate>,
}

fn rows(sale: &Sale) -> Vec<Row> {
    let row = sale.asks.iter().map(|ask| Row {
        vendor_id: Typed(sale.vendor),
        id: Typed(ask.id),
        sale_id: Typed(sale.id),
        check_name: ask.plan.check.to_string(),
        fate: Typed(ask.fate()),
    });
    row.collect()
}

projected!(asking, id, |before, after| before.asks == after.asks);

/// How many askings of each check had which fate.
pub fn fates(conn: &mut Conn, vendor: VendorId) -> DbResult<Vec<(String, Fate, u64)>> {
    let rows = asking::table
        .filter(asking::vendor_id.eq(Typed(vendor)))
        .group_by((asking::check_name, asking::fate))
        .order((asking::check_name, asking::fate))
        .select((asking::check_name, asking::fate, how_many(asking::id)));
    Ok(rows.load(conn)?)
}
