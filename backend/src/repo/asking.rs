//! What became of every asking of a check: so that silence is told from refusal, and both from what was never
//! asked.

use diesel::{dsl::count_star, prelude::*};
use followthrough_common::{
    domain::{check::Fate, sale::Sale},
    id::VendorId,
};

use super::{
    insert::insert_rows,
    read,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbResult, native, schema::asking};

const TABLE: &str = "asking";

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = asking, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: String,
    id: String,
    sale_id: String,
    check_name: String,
    fate: String,
}

fn rows(sale: &Sale) -> DbResult<Vec<Row>> {
    let row = sale.asks.iter().map(|ask| {
        Ok(Row {
            vendor_id: sale.vendor.to_string(),
            id: ask.id.to_string(),
            sale_id: sale.id.to_string(),
            check_name: ask.plan.check.to_string(),
            fate: read::to_word(TABLE, &ask.fate())?,
        })
    });
    row.collect()
}

projected!(asking, id, |before, after| before.asks == after.asks);

/// How many askings of each check had which fate.
pub fn fates(conn: &mut Conn, vendor: VendorId) -> DbResult<Vec<(String, Fate, u64)>> {
    let rows = asking::table
        .filter(asking::vendor_id.eq(vendor.to_string()))
        .group_by((asking::check_name, asking::fate))
        .order((asking::check_name, asking::fate))
        .select((asking::check_name, asking::fate, count_star()));
    let rows: Vec<(String, String, i64)> = rows.load(conn)?;
    let count = |(check, fate, count): (String, String, i64)| {
        Ok((check, read::word(TABLE, &fate)?, read::count(TABLE, count)?))
    };
    rows.into_iter().map(count).collect()
}
