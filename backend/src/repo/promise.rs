//! The promises of all sales, for the rates of the report.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::{
        promise::{Outcome, PromiseKind, PromiseState},
        sale::Sale,
    },
    id::{PromiseId, SaleId, VendorId},
};

use super::{
    insert::insert_rows,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbResult, Typed, native, schema::promise};

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = promise, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: Typed<VendorId>,
    id: Typed<PromiseId>,
    sale_id: Typed<SaleId>,
    kind: Typed<PromiseKind>,
    statement: String,
    state: Typed<PromiseState>,
    outcome: Typed<Outcome>,
    is_confirmed: Typed<bool>,
    original_due: Option<Typed<NaiveDate>>,
    current_due: Option<Typed<NaiveDate>>,
    kept_on: Option<Typed<NaiveDate>>,
    made_at: Typed<DateTime<Utc>>,
}

fn rows(sale: &Sale) -> Vec<Row> {
    let row = sale.promises.iter().map(|promise| Row {
        vendor_id: Typed(sale.vendor),
        id: Typed(promise.id),
        sale_id: Typed(sale.id),
        kind: Typed(promise.making.kind),
        statement: promise.terms().statement.to_string(),
        state: Typed(promise.state),
        outcome: Typed(promise.outcome()),
        is_confirmed: Typed(promise.is_confirmed()),
        original_due: promise.making.original_due.map(Typed),
        current_due: promise.current_due.map(Typed),
        kept_on: promise.kept_on.map(Typed),
        made_at: Typed::at(promise.made_at),
    });
    row.collect()
}

projected!(promise, id, |before, after| before.promises == after.promises);
