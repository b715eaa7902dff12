//! The promises of all sales, for lists and for the rates of the report.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::{
        promise::{Outcome, PromiseKind, PromiseState},
        sale::Sale,
        transition::Machine,
    },
    id::{PromiseId, SaleId, VendorId},
};

use super::{
    insert::insert_rows,
    page::Page,
    read,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbError, DbResult, native, schema::promise};

const TABLE: &str = "promise";

/// A promise without its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Its id.
    pub id: PromiseId,
    /// The sale that it was made in.
    pub sale: SaleId,
    /// What was promised.
    pub kind: PromiseKind,
    /// As the customer may read it.
    pub statement: String,
    /// Where it stands.
    pub state: PromiseState,
    /// How it counts in the rates.
    pub outcome: Outcome,
    /// Whether that is the customer's own word.
    pub is_confirmed: bool,
    /// The original date, in the zone of the sale.
    pub original_due: Option<NaiveDate>,
    /// The date that counts between the two sides now.
    pub current_due: Option<NaiveDate>,
    /// The day on which it was kept.
    pub kept_on: Option<NaiveDate>,
    /// When it was written down.
    pub made_at: DateTime<Utc>,
}

/// Which promises.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only in one of these states; all, if there are none.
    pub states: Vec<PromiseState>,
    /// Only of this sale.
    pub sale: Option<SaleId>,
}

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = promise, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: String,
    id: String,
    sale_id: String,
    kind: String,
    statement: String,
    state: String,
    outcome: String,
    is_confirmed: i64,
    original_due: Option<String>,
    current_due: Option<String>,
    kept_on: Option<String>,
    made_at: i64,
}

fn rows(sale: &Sale) -> DbResult<Vec<Row>> {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let row = sale.promises.iter().map(|promise| {
        Ok(Row {
            vendor_id: sale.vendor.to_string(),
            id: promise.id.to_string(),
            sale_id: sale.id.to_string(),
            kind: read::to_word(TABLE, &promise.making.kind)?,
            statement: promise.terms().statement.to_string(),
            state: promise.state.as_str().to_owned(),
            outcome: read::to_word(TABLE, &promise.outcome())?,
            is_confirmed: i64::from(promise.is_confirmed()),
            original_due: day(promise.making.original_due),
            current_due: day(promise.current_due),
            kept_on: day(promise.kept_on),
            made_at: promise.made_at.timestamp_micros(),
        })
    });
    row.collect()
}

projected!(promise, id, |before, after| before.promises == after.promises);

impl TryFrom<Row> for Promise {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        Ok(Self {
            id: read::text(TABLE, &row.id)?,
            sale: read::text(TABLE, &row.sale_id)?,
            kind: read::word(TABLE, &row.kind)?,
            statement: row.statement,
            state: read::word(TABLE, &row.state)?,
            outcome: read::word(TABLE, &row.outcome)?,
            is_confirmed: row.is_confirmed == 1,
            original_due: read::date(TABLE, row.original_due.as_deref())?,
            current_due: read::date(TABLE, row.current_due.as_deref())?,
            kept_on: read::date(TABLE, row.kept_on.as_deref())?,
            made_at: read::instant(TABLE, row.made_at)?,
        })
    }
}

/// One page, newest first.
pub fn list(conn: &mut Conn, vendor: VendorId, filter: &Filter, page: &Page) -> DbResult<Vec<Promise>> {
    let mut rows = promise::table
        .filter(promise::vendor_id.eq(vendor.to_string()))
        .order(promise::id.desc())
        .limit(page.limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        rows = rows.filter(promise::id.lt(after.clone()));
    }
    if !filter.states.is_empty() {
        let states: Vec<&str> = filter.states.iter().map(|state| state.as_str()).collect();
        rows = rows.filter(promise::state.eq_any(states));
    }
    if let Some(sale) = filter.sale {
        rows = rows.filter(promise::sale_id.eq(sale.to_string()));
    }
    let rows: Vec<Row> = rows.load(conn)?;
    rows.into_iter().map(Promise::try_from).collect()
}
