//! Sales: the columns by which lists, reports, doors and the worker find each. What it is stands in the log, and in
//! its [`super::snapshot`].

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::{
        payment::{Payment, PaymentState},
        sale::{Sale, SaleState},
    },
    id::{CustomerId, SaleId, VendorId},
};

use super::{page::Page, read_model::Source};
use crate::db::{
    Changes, Conn, DbResult, Typed, native,
    schema::{sale, sale_customer, vendor},
};

/// What stands beside the log of a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, QueryableByName, Selectable)]
#[diesel(table_name = sale)]
pub struct Head {
    /// The number of its events.
    pub version: u64,
    /// When time brings the next change.
    pub next_due_at: Option<DateTime<Utc>>,
    /// The domain time of the newest event.
    pub updated_at: DateTime<Utc>,
    /// The digest of what has to be done about it.
    pub items: i64,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = sale)]
pub struct Summary {
    /// Its id.
    pub id: SaleId,
    /// The vendor's order number.
    pub reference: String,
    /// What was bought.
    pub title: String,
    /// Whether follow-up goes on.
    pub state: SaleState,
    /// The vendor's own word for where the order stands.
    pub status: Option<String>,
    /// The number of its events.
    pub version: u64,
    /// When it was bought.
    pub purchased_at: DateTime<Utc>,
    /// When time brings the next change.
    pub next_due_at: Option<DateTime<Utc>>,
    /// The domain time of the newest event.
    pub updated_at: DateTime<Utc>,
}

/// Which sales.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only in this state.
    pub state: Option<SaleState>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
}

/// The columns that follow from the sale itself.
#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = sale, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Columns {
    version: Typed<u64>,
    reference: String,
    title: String,
    state: Typed<SaleState>,
    status: Option<String>,
    purchased_at: Typed<DateTime<Utc>>,
    delivered_on: Option<Typed<NaiveDate>>,
    delivered_at: Option<Typed<DateTime<Utc>>>,
    is_paid: Typed<bool>,
}

impl Columns {
    fn of(sale: &Sale) -> Self {
        let is_cleared = |payment: &Payment| payment.state == PaymentState::Cleared;
        Self {
            version: Typed(sale.version),
            reference: sale.reference.to_string(),
            title: sale.title.to_string(),
            state: Typed(sale.state),
            status: sale.status.as_ref().map(ToString::to_string),
            purchased_at: Typed::at(sale.anchors.purchased_at),
            delivered_on: sale.anchors.delivered_on.map(Typed),
            delivered_at: sale.deliveries.iter().map(|it| Typed::at(it.reported_at)).min(),
            is_paid: Typed(sale.payments.iter().any(is_cleared)),
        }
    }
}

/// The head of one sale.
pub fn head(conn: &mut Conn, vendor: VendorId, id: SaleId) -> DbResult<Option<Head>> {
    let row = sale::table.find((Typed(vendor), Typed(id))).select(Head::as_select());
    Ok(row.first(conn).optional()?)
}

/// The head of one sale, which nobody else changes until this transaction ends. The numbers of events alone would be
/// enough, but where many act on one sale at once they would mostly lose races.
pub fn lock(conn: &mut Conn, vendor: VendorId, id: SaleId) -> DbResult<Option<Head>> {
    let row = sale::table.find((Typed(vendor), Typed(id)));
    let found = match conn {
        Conn::Pg(conn) => row.select(Head::as_select()).for_update().first(conn),
        // The writer of SQLite is alone anyway, and its SQL has no such clause.
        Conn::Sqlite(conn) => row.select(Head::as_select()).first(conn),
    };
    Ok(found.optional()?)
}

/// The number of a sale's events: whoever has seen that many has nothing new to read.
pub fn version(conn: &mut Conn, vendor: VendorId, id: SaleId) -> DbResult<Option<u64>> {
    let row = sale::table.find((Typed(vendor), Typed(id)));
    Ok(row.select(sale::version).first(conn).optional()?)
}

/// The sale with this order number.
pub fn find_reference(conn: &mut Conn, vendor: VendorId, reference: &str) -> DbResult<Option<SaleId>> {
    let row = sale::table.filter(sale::vendor_id.eq(Typed(vendor))).filter(sale::reference.eq(reference));
    Ok(row.select(sale::id).first(conn).optional()?)
}

/// Which of these order numbers are there already, in alphabetical order.
pub fn known_references(conn: &mut Conn, vendor: VendorId, references: &[&str]) -> DbResult<Vec<String>> {
    let rows = sale::table
        .filter(sale::vendor_id.eq(Typed(vendor)))
        .filter(sale::reference.eq_any(references.iter().map(|reference| (*reference).to_owned())));
    Ok(rows.order(sale::reference).select(sale::reference).load(conn)?)
}

/// A sale that begins.
#[derive(Insertable)]
#[diesel(table_name = sale, treat_none_as_default_value = false)]
struct NewRow {
    vendor_id: Typed<VendorId>,
    id: Typed<SaleId>,
    #[diesel(embed)]
    columns: Columns,
    next_due_at: Option<Typed<DateTime<Utc>>>,
    items: i64,
    created_at: Typed<DateTime<Utc>>,
    updated_at: Typed<DateTime<Utc>>,
}

/// Adds sales, each with the time of its next change. Their order numbers must be new.
pub fn insert<'s>(
    conn: &mut Conn,
    new: impl IntoIterator<Item = (Source<'s>, Option<DateTime<Utc>>)>,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let row = |(source, next_due_at): (Source<'_>, Option<DateTime<Utc>>)| NewRow {
        vendor_id: Typed(source.sale.vendor),
        id: Typed(source.sale.id),
        columns: Columns::of(source.sale),
        next_due_at: next_due_at.map(Typed),
        items: source.digest(),
        created_at: Typed(now),
        updated_at: Typed(now),
    };
    let rows: Vec<NewRow> = new.into_iter().map(row).collect();
    for some in rows.chunks(500) {
        native!(conn => diesel::insert_into(sale::table).values(some).execute(conn))?;
    }
    Ok(())
}

/// Stores what changed of a locked sale.
pub fn update(
    changes: &mut Changes<'_>,
    of: Source<'_>,
    next_due_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let row = sale::table.find((Typed(of.sale.vendor), Typed(of.sale.id)));
    changes.make(diesel::update(row).set((
        Columns::of(of.sale),
        sale::next_due_at.eq(next_due_at.map(Typed)),
        sale::items.eq(of.digest()),
        sale::updated_at.eq(Typed(now)),
    )))
}

/// Stores when the worker looks again at a locked sale in which nothing happened, and what has to be done about it.
pub fn set_due(
    changes: &mut Changes<'_>,
    of: Source<'_>,
    next_due_at: Option<DateTime<Utc>>,
) -> DbResult<()> {
    let row = sale::table.find((Typed(of.sale.vendor), Typed(of.sale.id)));
    changes.make(
        diesel::update(row).set((sale::next_due_at.eq(next_due_at.map(Typed)), sale::items.eq(of.digest()))),
    )
}

/// Lets the worker look at the sales of one customer: their record has changed.
pub fn wake_of(conn: &mut Conn, vendor: VendorId, of: CustomerId, now: DateTime<Utc>) -> DbResult<()> {
    let theirs = sale_customer::table
        .filter(sale_customer::vendor_id.eq(Typed(vendor)))
        .filter(sale_customer::customer_id.eq(Typed(of)))
        .select(sale_customer::sale_id);
    let rows = sale::table
        .filter(sale::vendor_id.eq(Typed(vendor)))
        .filter(sale::state.eq(Typed(SaleState::Active)))
        .filter(sale::id.eq_any(theirs));
    diesel::update(rows).set(sale::next_due_at.eq(Some(Typed(now)))).execute(conn)?;
    Ok(())
}

/// Lets the worker look at every sale whose follow-up goes on: a rule of the vendor's has changed.
pub fn wake(conn: &mut Conn, vendor: VendorId, now: DateTime<Utc>) -> DbResult<()> {
    let rows = sale::table
        .filter(sale::vendor_id.eq(Typed(vendor)))
        .filter(sale::state.eq(Typed(SaleState::Active)));
    diesel::update(rows).set(sale::next_due_at.eq(Some(Typed(now)))).execute(conn)?;
    Ok(())
}

/// One page, newest first.
pub fn list(conn: &mut Conn, vendor: VendorId, filter: Filter, page: &Page) -> DbResult<Vec<Summary>> {
    let mut rows = sale::table
        .filter(sale::vendor_id.eq(Typed(vendor)))
        .order(sale::id.desc())
        .limit(page.limit)
        .select(Summary::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        rows = rows.filter(sale::id.lt(Typed(after.clone())));
    }
    if let Some(state) = filter.state {
        rows = rows.filter(sale::state.eq(Typed(state)));
    }
    if let Some(customer) = filter.customer {
        let theirs = sale_customer::table
            .filter(sale_customer::vendor_id.eq(Typed(vendor)))
            .filter(sale_customer::customer_id.eq(Typed(customer)))
            .select(sale_customer::sale_id);
        rows = rows.filter(sale::id.eq_any(theirs));
    }
    Ok(rows.load(conn)?)
}

/// Some vendors who have sales that are due, in the order of their ids. Each vendor's own clock counts.
pub fn vendors_due(
    conn: &mut Conn,
    real_now: DateTime<Utc>,
    after: Option<VendorId>,
    limit: i64,
) -> DbResult<Vec<VendorId>> {
    let theirs = sale::table
        .filter(sale::vendor_id.eq(vendor::id))
        .filter(sale::next_due_at.le((vendor::clock_offset + Typed(real_now)).nullable()));
    let rows = vendor::table
        .filter(vendor::id.gt(Typed(after.map(|id| id.to_string()).unwrap_or_default())))
        .filter(diesel::dsl::exists(theirs))
        .order(vendor::id)
        .limit(limit);
    Ok(rows.select(vendor::id).load(conn)?)
}

/// Some sales that are due at the vendor's `now`, the longest waiting first.
pub fn due(conn: &mut Conn, vendor: VendorId, now: DateTime<Utc>, limit: i64) -> DbResult<Vec<SaleId>> {
    let rows = sale::table
        .filter(sale::vendor_id.eq(Typed(vendor)))
        .filter(sale::next_due_at.le(Some(Typed(now))))
        .order(sale::next_due_at)
        .limit(limit);
    Ok(rows.select(sale::id).load(conn)?)
}

/// When the first of a vendor's sales is due.
pub fn first_due(conn: &mut Conn, vendor: VendorId) -> DbResult<Option<DateTime<Utc>>> {
    let rows = sale::table.filter(sale::vendor_id.eq(Typed(vendor)));
    Ok(rows.select(diesel::dsl::min(sale::next_due_at)).first(conn)?)
}

/// Some sales of a vendor in the order of their ids, for whoever walks through all of them.
pub fn walk(conn: &mut Conn, vendor: VendorId, after: Option<SaleId>, limit: i64) -> DbResult<Vec<SaleId>> {
    let rows = sale::table
        .filter(sale::vendor_id.eq(Typed(vendor)))
        .filter(sale::id.gt(Typed(after.map(|id| id.to_string()).unwrap_or_default())))
        .order(sale::id)
        .limit(limit);
    Ok(rows.select(sale::id).load(conn)?)
}

/// The names of the columns that differ from what the sale says.
pub fn differences(conn: &mut Conn, expected: &Sale) -> DbResult<Vec<&'static str>> {
    let row = sale::table.find((Typed(expected.vendor), Typed(expected.id)));
    let found: Option<Columns> = row.select(Columns::as_select()).first(conn).optional()?;
    let Some(found) = found else { return Ok(vec!["row"]) };
    let wanted = Columns::of(expected);
    let pairs = [
        ("version", found.version == wanted.version),
        ("reference", found.reference == wanted.reference),
        ("title", found.title == wanted.title),
        ("state", found.state == wanted.state),
        ("status", found.status == wanted.status),
        ("purchased_at", found.purchased_at == wanted.purchased_at),
        ("delivered_on", found.delivered_on == wanted.delivered_on),
        ("delivered_at", found.delivered_at == wanted.delivered_at),
        ("is_paid", found.is_paid == wanted.is_paid),
    ];
    Ok(pairs.into_iter().filter(|(_, is_equal)| !is_equal).map(|(name, _)| name).collect())
}

/// Writes the columns anew, whatever stood there.
pub fn repair(conn: &mut Conn, of: Source<'_>, next_due_at: Option<DateTime<Utc>>) -> DbResult<()> {
    let row = sale::table.find((Typed(of.sale.vendor), Typed(of.sale.id)));
    diesel::update(row)
        .set((
            Columns::of(of.sale),
            sale::items.eq(of.digest()),
            sale::next_due_at.eq(next_due_at.map(Typed)),
        ))
        .execute(conn)?;
    Ok(())
}
