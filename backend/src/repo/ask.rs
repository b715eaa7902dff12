//! The ask ledger: what each customer was asked, over all their sales. The rules on how often somebody is
//! asked look here.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::{
        check::LedgerEntry,
        sale::{Sale, ledger_entries},
    },
    id::{CustomerId, VendorId},
};

use super::{projected::projected, read};
use crate::db::{
    Conn, DbError, DbResult, few_lengths, kept, native,
    schema::{ask, sale_customer},
};

const TABLE: &str = "ask";
/// The rules look back thirty days and count to four, so this is plenty.
const MOST: i64 = 200;

#[derive(Debug, Clone, PartialEq, Eq, Insertable, Queryable, Selectable)]
#[diesel(table_name = ask, treat_none_as_default_value = false)]
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

projected!(ask, id);

impl TryFrom<Row> for LedgerEntry {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        Ok(Self {
            ask: read::text(TABLE, &row.id)?,
            sale: read::text(TABLE, &row.sale_id)?,
            customer: read::text(TABLE, &row.customer_id)?,
            check: row.check_name,
            // Only the rules of the sale itself know its occasions; here each question stands alone.
            occasion: None,
            offered_at: read::instant(TABLE, row.offered_at)?,
            is_open: row.is_open == 1,
            counts: row.counts == 1,
        })
    }
}

/// What this customer and the other people of their sales were asked since `since`, and what is open, newest
/// first.
pub fn ledger(
    conn: &mut Conn,
    vendor: VendorId,
    customer: CustomerId,
    since: DateTime<Utc>,
) -> DbResult<Vec<LedgerEntry>> {
    let theirs = sale_customer::table
        .filter(sale_customer::vendor_id.eq(vendor.to_string()))
        .filter(sale_customer::customer_id.eq(customer.to_string()))
        .order(sale_customer::sale_id.desc())
        .limit(MOST);
    let sales: Vec<String> = theirs.select(sale_customer::sale_id).load(conn)?;
    let people = sale_customer::table
        .filter(sale_customer::vendor_id.eq(vendor.to_string()))
        .filter(sale_customer::sale_id.eq_any(few_lengths(sales)))
        .order(sale_customer::customer_id)
        .limit(MOST);
    let people = kept(people.select(sale_customer::customer_id).distinct());
    let mut people: Vec<String> = people.load(conn)?;
    people.push(customer.to_string());
    let rows = ask::table
        .filter(ask::vendor_id.eq(vendor.to_string()))
        .filter(ask::customer_id.eq_any(few_lengths(people)))
        .filter(ask::offered_at.ge(since.timestamp_micros()).or(ask::is_open.eq(1)))
        .order((ask::offered_at.desc(), ask::id))
        .limit(MOST);
    let rows: Vec<Row> = kept(rows.select(Row::as_select())).load(conn)?;
    rows.into_iter().map(LedgerEntry::try_from).collect()
}
