//! The list of the sales that somebody should look at now, page by page from an index. Whether a reason counts stands
//! beside it; when time changes that, [`turn`] does.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_query, sql_types::BigInt};
use followthrough_common::{
    domain::worklist,
    id::{CustomerId, MemberId, SaleId, VendorId},
};

use super::work_item::Row;
use crate::db::{
    Conn, DbResult, Typed,
    column::{Instant, Word},
    few_lengths, kept,
    schema::{sale, vendor, work_item},
};

/// Which rows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only what this member does.
    pub member: Option<MemberId>,
    /// Only of this kind.
    pub kind: Option<worklist::WorkKind>,
    /// Only for these reasons; all, if there are none.
    pub codes: Vec<worklist::ReasonCode>,
}

/// A sale that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The sale.
    pub sale: SaleId,
    /// Its first customer.
    pub customer: CustomerId,
    /// Where it stands in the list.
    pub place: i64,
    /// Why, the most urgent reason first.
    pub reasons: Vec<worklist::Item>,
}

/// Whether time has changed what counts since somebody last looked.
pub fn is_behind(conn: &mut Conn, vendor: VendorId, now: DateTime<Utc>) -> DbResult<bool> {
    let behind = work_item::table
        .filter(work_item::vendor_id.eq(Typed(vendor)))
        .filter(work_item::turns_at.le(Some(Typed(now))))
        .order(work_item::turns_at)
        .select(work_item::sale_id)
        .limit(1);
    Ok(behind.first::<SaleId>(conn).optional()?.is_some())
}

/// Some vendors for whom time has changed what counts, in the order of their ids.
pub fn vendors_behind(
    conn: &mut Conn,
    real_now: DateTime<Utc>,
    after: Option<VendorId>,
    limit: i64,
) -> DbResult<Vec<VendorId>> {
    let theirs = work_item::table
        .filter(work_item::vendor_id.eq(vendor::id))
        .filter(work_item::turns_at.le((vendor::clock_offset + Typed(real_now)).nullable()));
    let rows = vendor::table
        .filter(vendor::id.gt(Typed(after.map(|id| id.to_string()).unwrap_or_default())))
        .filter(diesel::dsl::exists(theirs))
        .order(vendor::id)
        .limit(limit);
    Ok(rows.select(vendor::id).load(conn)?)
}

/// Writes down what counts at `now`, for some rows that say otherwise; returns for how many.
pub fn turn(conn: &mut Conn, vendor: VendorId, now: DateTime<Utc>, limit: i64) -> DbResult<usize> {
    let text = "UPDATE work_item SET \
        counts = CASE WHEN since <= $1 AND (until IS NULL OR until > $1) THEN 1 ELSE 0 END, \
        turns_at = CASE WHEN since > $1 THEN since WHEN until > $1 THEN until ELSE NULL END \
        WHERE vendor_id = $2 AND (sale_id, key) IN (SELECT sale_id, key FROM work_item \
        WHERE vendor_id = $2 AND turns_at <= $1 ORDER BY turns_at LIMIT $3)";
    let turned = sql_query(text)
        .bind::<Instant, _>(Typed(now))
        .bind::<Word, _>(Typed(vendor))
        .bind::<BigInt, _>(limit);
    Ok(kept(turned).execute(conn)?)
}

#[derive(QueryableByName)]
struct First {
    #[diesel(sql_type = Word)]
    sale_id: SaleId,
    #[diesel(sql_type = BigInt)]
    place: i64,
}

/// The sales that somebody should look at now, the most urgent first; those behind `after`, which is the
/// place and the id of the last one before.
pub fn waiting(
    conn: &mut Conn,
    vendor: VendorId,
    filter: &Filter,
    now: DateTime<Utc>,
    after: Option<(i64, SaleId)>,
    limit: i64,
) -> DbResult<Vec<Waiting>> {
    let (place, id) = after.map_or((i64::MIN, String::new()), |(place, id)| (place, id.to_string()));
    // A sale stands where its most urgent reason does.
    let text = format!(
        "SELECT it.sale_id, it.place FROM work_item it \
         WHERE it.vendor_id = $1 AND it.counts = 1 AND (it.place, it.sale_id) > ($2, $3){its} \
         AND NOT EXISTS (SELECT 1 FROM work_item other WHERE other.vendor_id = $1 \
         AND other.sale_id = it.sale_id AND other.counts = 1{others} \
         AND (other.place < it.place OR (other.place = it.place AND other.key < it.key))) \
         ORDER BY it.place, it.sale_id LIMIT {limit}",
        limit = if filter.member.is_some() { "$5" } else { "$4" },
        its = condition("it", filter),
        others = condition("other", filter),
    );
    let mut sales = sql_query(text)
        .into_boxed()
        .bind::<Word, _>(Typed(vendor))
        .bind::<BigInt, _>(place)
        .bind::<Word, _>(Typed(id));
    // SQLite numbers values in the order in which they come in the text.
    if let Some(member) = filter.member {
        sales = sales.bind::<Word, _>(Typed(member));
    }
    let sales: Vec<First> = kept(sales.bind::<BigInt, _>(limit)).load(conn)?;
    let rows = counting(conn, vendor, filter, now, sales.iter().map(|first| Typed(first.sale_id)))?;
    let waiting = sales.into_iter().filter_map(|First { sale_id, place }| {
        let theirs: Vec<&Row> = rows.iter().filter(|row| row.sale_id == Typed(sale_id)).collect();
        let Typed(customer) = theirs.first()?.customer_id;
        let reasons = theirs.into_iter().cloned().map(worklist::Item::from).collect();
        Some(Waiting { sale: sale_id, customer, place, reasons })
    });
    Ok(waiting.collect())
}

/// What a filter asks of a row. Its words are ours; who is asked for is bound.
fn condition(row: &str, filter: &Filter) -> String {
    let kind = filter.kind.map(|kind| format!(" AND {row}.kind = '{}'", kind.as_str()));
    let codes: Vec<String> = filter.codes.iter().map(|code| format!("'{}'", code.as_str())).collect();
    let code = (!codes.is_empty()).then(|| format!(" AND {row}.code IN ({})", codes.join(", ")));
    let member = filter.member.map(|_| format!(" AND {row}.member_id = $4"));
    [kind, code, member].into_iter().flatten().collect()
}

/// The rows of these sales that count now, the most urgent first.
fn counting(
    conn: &mut Conn,
    vendor: VendorId,
    filter: &Filter,
    now: DateTime<Utc>,
    sales: impl Iterator<Item = Typed<SaleId>>,
) -> DbResult<Vec<Row>> {
    let mut rows = work_item::table
        .filter(work_item::vendor_id.eq(Typed(vendor)))
        .filter(work_item::sale_id.eq_any(few_lengths(sales)))
        .filter(work_item::since.le(Typed(now)))
        .filter(work_item::until.is_null().or(work_item::until.gt(Some(Typed(now))).assume_not_null()))
        .order((work_item::place, work_item::key))
        .select(Row::as_select())
        .into_boxed();
    if let Some(member) = filter.member {
        rows = rows.filter(work_item::member_id.eq(Typed(member)));
    }
    if let Some(kind) = filter.kind {
        rows = rows.filter(work_item::kind.eq(Typed(kind)));
    }
    if !filter.codes.is_empty() {
        rows = rows.filter(work_item::code.eq_any(filter.codes.iter().copied().map(Typed)));
    }
    Ok(kept(rows).load(conn)?)
}

/// Order number and title of these sales.
pub fn titles(
    conn: &mut Conn,
    vendor: VendorId,
    sales: &[SaleId],
) -> DbResult<Vec<(SaleId, String, String)>> {
    let rows = sale::table
        .filter(sale::vendor_id.eq(Typed(vendor)))
        .filter(sale::id.eq_any(few_lengths(sales.iter().copied().map(Typed))))
        .order(sale::id);
    Ok(kept(rows.select((sale::id, sale::reference, sale::title))).load(conn)?)
}
