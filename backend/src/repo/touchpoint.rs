//! What became of every contact with a customer, for the report.

use diesel::{dsl::count_star, prelude::*};
use followthrough_common::{
    domain::{sale::Sale, touchpoint::Outcome},
    id::VendorId,
};

use super::{
    insert::insert_rows,
    read,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbResult, native, schema::touchpoint};

const TABLE: &str = "touchpoint";

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = touchpoint, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: String,
    id: String,
    sale_id: String,
    outcome: String,
}

fn rows(sale: &Sale) -> DbResult<Vec<Row>> {
    let contacts = sale.touchpoints.iter().filter_map(|it| Some((it, it.outcome()?)));
    let row = contacts.map(|(it, outcome)| {
        Ok(Row {
            vendor_id: sale.vendor.to_string(),
            id: it.id.to_string(),
            sale_id: sale.id.to_string(),
            outcome: read::to_word(TABLE, &outcome)?,
        })
    });
    row.collect()
}

projected!(touchpoint, id, |before, after| before.touchpoints == after.touchpoints);

/// How many contacts had which outcome.
pub fn outcomes(conn: &mut Conn, vendor: VendorId) -> DbResult<Vec<(Outcome, u64)>> {
    let rows = touchpoint::table
        .filter(touchpoint::vendor_id.eq(vendor.to_string()))
        .group_by(touchpoint::outcome)
        .order(touchpoint::outcome)
        .select((touchpoint::outcome, count_star()));
    let rows: Vec<(String, i64)> = rows.load(conn)?;
    let count =
        |(outcome, count): (String, i64)| Ok((read::word(TABLE, &outcome)?, read::count(TABLE, count)?));
    rows.into_iter().map(count).collect()
}
