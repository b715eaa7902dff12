//! What became of every contact with a customer, for the report.

use diesel::prelude::*;
use followthrough_common::{
    domain::{sale::Sale, touchpoint::Outcome},
    id::{SaleId, TouchpointId, VendorId},
};

use super::{
    insert::insert_rows,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbResult, Typed, how_many, native, schema::touchpoint};

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = touchpoint, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: Typed<VendorId>,
    id: Typed<TouchpointId>,
    sale_id: Typed<SaleId>,
    outcome: Typed<Outcome>,
}

fn rows(sale: &Sale) -> Vec<Row> {
    let contacts = sale.touchpoints.iter().filter_map(|it| Some((it, it.outcome()?)));
    let row = contacts.map(|(it, outcome)| Row {
        vendor_id: Typed(sale.vendor),
        id: Typed(it.id),
        sale_id: Typed(sale.id),
        outcome: Typed(outcome),
    });
    row.collect()
}

projected!(touchpoint, id, |before, after| before.touchpoints == after.touchpoints);

/// How many contacts had which outcome.
pub fn outcomes(conn: &mut Conn, vendor: VendorId) -> DbResult<Vec<(Outcome, u64)>> {
    let rows = touchpoint::table
        .filter(touchpoint::vendor_id.eq(Typed(vendor)))
        .group_by(touchpoint::outcome)
        .order(touchpoint::outcome)
        .select((touchpoint::outcome, how_many(touchpoint::id)));
    Ok(rows.load(conn)?)
}
