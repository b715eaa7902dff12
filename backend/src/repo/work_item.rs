//! What has to be done about the sales of a vendor: a row for each reason, with the time in which it counts.
//! The rows follow from the sale, its customer and the vendor's numbers; they are written with the events and
//! compared with what stands there, because numbers change without an event.

use chrono::{DateTime, Utc};
use diesel::{dsl::min, prelude::*};
use followthrough_common::{
    domain::{sale::Sale, worklist},
    id::{CustomerId, MemberId, SaleId, VendorId},
};

use super::{insert::insert_rows, read};
use crate::db::{
    Conn, DbError, DbResult, few_lengths, kept, native,
    schema::{sale, work_item},
};

const TABLE: &str = "work_item";

/// A sale with the items of it, when they follow from more than the sale.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// The sale.
    pub sale: &'a Sale,
    /// Everything that has to be done about it, now or later.
    pub items: &'a [worklist::Item],
}

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

#[derive(Debug, Clone, PartialEq, Eq, Insertable, Queryable, Selectable)]
#[diesel(table_name = work_item, treat_none_as_default_value = false)]
struct Row {
    vendor_id: String,
    sale_id: String,
    key: String,
    customer_id: String,
    code: String,
    kind: String,
    member_id: String,
    about_id: Option<String>,
    title: String,
    place: i64,
    since: i64,
    until: Option<i64>,
    due_at: Option<i64>,
}

fn rows(work: Work<'_>) -> Vec<Row> {
    let Some(customer) = work.sale.customers.first() else { return Vec::new() };
    let micros = |at: DateTime<Utc>| at.timestamp_micros();
    let row = |item: &worklist::Item| Row {
        vendor_id: work.sale.vendor.to_string(),
        sale_id: work.sale.id.to_string(),
        key: item.key(),
        customer_id: customer.to_string(),
        code: item.code.as_str().to_owned(),
        kind: item.code.kind().as_str().to_owned(),
        member_id: item.member.to_string(),
        about_id: item.about.clone(),
        title: item.title.clone(),
        place: item.place(),
        since: micros(item.since),
        until: item.until.map(micros),
        due_at: item.due.map(micros),
    };
    let mut rows: Vec<Row> = work.items.iter().map(row).collect();
    rows.sort_by(|one, other| one.key.cmp(&other.key));
    rows.dedup_by(|one, other| one.key == other.key);
    rows
}

impl TryFrom<Row> for worklist::Item {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        Ok(Self {
            code: read::text(TABLE, &row.code)?,
            about: row.about_id,
            title: row.title,
            member: read::text(TABLE, &row.member_id)?,
            since: read::instant(TABLE, row.since)?,
            until: read::instant_if(TABLE, row.until)?,
            due: read::instant_if(TABLE, row.due_at)?,
        })
    }
}

fn stored(conn: &mut Conn, sale: &Sale) -> DbResult<Vec<Row>> {
    let rows = work_item::table
        .filter(work_item::vendor_id.eq(sale.vendor.to_string()))
        .filter(work_item::sale_id.eq(sale.id.to_string()))
        .order(work_item::key);
    Ok(rows.select(Row::as_select()).load(conn)?)
}

/// Makes the stored rows of the sale those that they should be.
pub fn project(conn: &mut Conn, work: Work<'_>) -> DbResult<()> {
    let (old, new) = (stored(conn, work.sale)?, rows(work));
    let gone: Vec<String> = old.iter().filter(|row| !new.contains(row)).map(|row| row.key.clone()).collect();
    if !gone.is_empty() {
        let rows = work_item::table
            .filter(work_item::vendor_id.eq(work.sale.vendor.to_string()))
            .filter(work_item::sale_id.eq(work.sale.id.to_string()))
            .filter(work_item::key.eq_any(few_lengths(gone)));
        kept(diesel::delete(rows)).execute(conn)?;
    }
    insert(conn, &new.into_iter().filter(|row| !old.contains(row)).collect::<Vec<_>>())
}

/// Writes the rows of sales that begin, together.
pub fn project_new<'s>(conn: &mut Conn, new: impl IntoIterator<Item = Work<'s>>) -> DbResult<()> {
    let new: Vec<Row> = new.into_iter().flat_map(rows).collect();
    insert(conn, &new)
}

fn insert(conn: &mut Conn, rows: &[Row]) -> DbResult<()> {
    insert_rows!(conn, work_item, rows)
}

/// The keys of the rows that do not agree with the sale.
pub fn differences(conn: &mut Conn, work: Work<'_>) -> DbResult<Vec<String>> {
    let (stored, expected) = (stored(conn, work.sale)?, rows(work));
    let missing = expected.iter().filter(|row| !stored.contains(row));
    let surplus = stored.iter().filter(|row| !expected.contains(row));
    let mut keys: Vec<String> = missing.chain(surplus).map(|row| row.key.clone()).collect();
    keys.sort();
    keys.dedup();
    Ok(keys)
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
    let first = min(work_item::place);
    let is_behind =
        first.gt(place).or(min(work_item::place).eq(place).and(work_item::sale_id.gt(id).nullable()));
    let mut sales = work_item::table
        .group_by(work_item::sale_id)
        .having(is_behind)
        .select((work_item::sale_id, min(work_item::place)))
        .into_boxed()
        .filter(work_item::vendor_id.eq(vendor.to_string()))
        .filter(work_item::since.le(now.timestamp_micros()))
        .filter(work_item::until.is_null().or(work_item::until.gt(now.timestamp_micros()).assume_not_null()));
    if let Some(member) = filter.member {
        sales = sales.filter(work_item::member_id.eq(member.to_string()));
    }
    if let Some(kind) = filter.kind {
        sales = sales.filter(work_item::kind.eq(kind.as_str()));
    }
    if !filter.codes.is_empty() {
        sales = sales.filter(work_item::code.eq_any(codes(filter)));
    }
    let sales: Vec<(String, Option<i64>)> =
        kept(sales.order((min(work_item::place), work_item::sale_id)).limit(limit)).load(conn)?;
    let rows = counting(conn, vendor, filter, now, sales.iter().map(|(sale, _)| sale.clone()).collect())?;
    let waiting = sales.into_iter().filter_map(|(sale, place)| {
        let theirs: Vec<Row> = rows.iter().filter(|row| row.sale_id == sale).cloned().collect();
        let customer = theirs.first()?.customer_id.clone();
        Some((sale, customer, place?, theirs))
    });
    waiting
        .map(|(sale, customer, place, theirs)| {
            Ok(Waiting {
                sale: read::text(TABLE, &sale)?,
                customer: read::text(TABLE, &customer)?,
                place,
                reasons: theirs.into_iter().map(worklist::Item::try_from).collect::<DbResult<_>>()?,
            })
        })
        .collect()
}

fn codes(filter: &Filter) -> Vec<&'static str> {
    filter.codes.iter().map(|code| code.as_str()).collect()
}

/// The rows of these sales that count now, the most urgent first.
fn counting(
    conn: &mut Conn,
    vendor: VendorId,
    filter: &Filter,
    now: DateTime<Utc>,
    sales: Vec<String>,
) -> DbResult<Vec<Row>> {
    let mut rows = work_item::table
        .filter(work_item::vendor_id.eq(vendor.to_string()))
        .filter(work_item::sale_id.eq_any(few_lengths(sales)))
        .filter(work_item::since.le(now.timestamp_micros()))
        .filter(work_item::until.is_null().or(work_item::until.gt(now.timestamp_micros()).assume_not_null()))
        .order((work_item::place, work_item::key))
        .select(Row::as_select())
        .into_boxed();
    if let Some(member) = filter.member {
        rows = rows.filter(work_item::member_id.eq(member.to_string()));
    }
    if let Some(kind) = filter.kind {
        rows = rows.filter(work_item::kind.eq(kind.as_str()));
    }
    if !filter.codes.is_empty() {
        rows = rows.filter(work_item::code.eq_any(codes(filter)));
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
        .filter(sale::vendor_id.eq(vendor.to_string()))
        .filter(sale::id.eq_any(few_lengths(sales.iter().map(ToString::to_string))))
        .order(sale::id);
    let rows: Vec<(String, String, String)> =
        kept(rows.select((sale::id, sale::reference, sale::title))).load(conn)?;
    rows.into_iter().map(|(id, reference, title)| Ok((read::text(TABLE, &id)?, reference, title))).collect()
}
