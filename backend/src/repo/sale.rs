//! Sales: the columns by which lists, reports, doors and the worker find each. What it is stands in the log, and in
//! its [`super::snapshot`].

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::{
        payment::PaymentState,
        sale::{Sale, SaleState},
    },
    id::{CustomerId, SaleId, VendorId},
};

use super::{page::Page, read, read_model::Source};
use crate::db::{
    Changes, Conn, DbError, DbResult, native,
    schema::{sale, sale_customer, vendor},
};

const TABLE: &str = "sale";

/// What stands beside the log of a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    version: i64,
    reference: String,
    title: String,
    state: String,
    status: Option<String>,
    purchased_at: i64,
    delivered_on: Option<String>,
    delivered_at: Option<i64>,
    is_paid: i64,
}

impl Columns {
    fn of(sale: &Sale) -> DbResult<Self> {
        let is_paid = sale.payments.iter().any(|payment| payment.state == PaymentState::Cleared);
        Ok(Self {
            version: read::number(TABLE, sale.version)?,
            reference: sale.reference.to_string(),
            title: sale.title.to_string(),
            state: sale.state.as_str().to_owned(),
            status: sale.status.as_ref().map(ToString::to_string),
            purchased_at: sale.anchors.purchased_at.timestamp_micros(),
            delivered_on: sale.anchors.delivered_on.map(|day| day.to_string()),
            delivered_at: sale.deliveries.iter().map(|it| it.reported_at.timestamp_micros()).min(),
            is_paid: i64::from(is_paid),
        })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sale)]
struct SummaryRow {
    id: String,
    reference: String,
    title: String,
    state: String,
    status: Option<String>,
    version: i64,
    purchased_at: i64,
    next_due_at: Option<i64>,
    updated_at: i64,
}

impl TryFrom<SummaryRow> for Summary {
    type Error = DbError;

    fn try_from(row: SummaryRow) -> DbResult<Self> {
        Ok(Self {
            id: read::text(TABLE, &row.id)?,
            reference: row.reference,
            title: row.title,
            state: read::word(TABLE, &row.state)?,
            status: row.status,
            version: read::count(TABLE, row.version)?,
            purchased_at: read::instant(TABLE, row.purchased_at)?,
            next_due_at: read::instant_if(TABLE, row.next_due_at)?,
            updated_at: read::instant(TABLE, row.updated_at)?,
        })
    }
}

/// The head of one sale.
pub fn head(conn: &mut Conn, vendor: VendorId, id: SaleId) -> DbResult<Option<Head>> {
    let row = sale::table.find((vendor.to_string(), id.to_string())).select(HEAD);
    let found: Option<HeadRow> = row.first(conn).optional()?;
    found.map(head_of).transpose()
}

/// The head of one sale, which nobody else changes until this transaction ends. The numbers of events alone would be
/// enough, but where many act on one sale at once they would mostly lose races.
pub fn lock(conn: &mut Conn, vendor: VendorId, id: SaleId) -> DbResult<Option<Head>> {
    let row = sale::table.find((vendor.to_string(), id.to_string())).select(HEAD);
    let found = match conn {
        Conn::Pg(conn) => row.for_update().first::<HeadRow>(conn),
        // The writer of SQLite is alone anyway, and its SQL has no such clause.
        Conn::Sqlite(conn) => row.first::<HeadRow>(conn),
    };
    found.optional()?.map(head_of).transpose()
}

const HEAD: (sale::version, sale::next_due_at, sale::updated_at, sale::items) =
    (sale::version, sale::next_due_at, sale::updated_at, sale::items);

type HeadRow = (i64, Option<i64>, i64, i64);

fn head_of((version, next_due_at, updated_at, items): HeadRow) -> DbResult<Head> {
    Ok(Head {
        version: read::count(TABLE, version)?,
        next_due_at: read::instant_if(TABLE, next_due_at)?,
        updated_at: read::instant(TABLE, updated_at)?,
        items,
    })
}

/// The number of a sale's events: whoever has seen that many has nothing new to read.
pub fn version(conn: &mut Conn, vendor: VendorId, id: SaleId) -> DbResult<Option<u64>> {
    let row = sale::table.find((vendor.to_string(), id.to_string()));
    let version: Option<i64> = row.select(sale::version).first(conn).optional()?;
    version.map(|version| read::count(TABLE, version)).transpose()
}

/// The sale with this order number.
pub fn find_reference(conn: &mut Conn, vendor: VendorId, reference: &str) -> DbResult<Option<SaleId>> {
    let row =
        sale::table.filter(sale::vendor_id.eq(vendor.to_string())).filter(sale::reference.eq(reference));
    let id: Option<String> = row.select(sale::id).first(conn).optional()?;
    id.map(|id| read::text(TABLE, &id)).transpose()
}

/// Which of these order numbers are there already, in alphabetical order.
pub fn known_references(conn: &mut Conn, vendor: VendorId, references: &[&str]) -> DbResult<Vec<String>> {
    let rows = sale::table
        .filter(sale::vendor_id.eq(vendor.to_string()))
        .filter(sale::reference.eq_any(references.iter().map(|reference| (*reference).to_owned())));
    Ok(rows.order(sale::reference).select(sale::reference).load(conn)?)
}

/// A sale that begins.
#[derive(Insertable)]
#[diesel(table_name = sale, treat_none_as_default_value = false)]
struct NewRow {
    vendor_id: String,
    id: String,
    #[diesel(embed)]
    columns: Columns,
    next_due_at: Option<i64>,
    items: i64,
    created_at: i64,
    updated_at: i64,
}

/// Adds sales, each with the time of its next change. Their order numbers must be new.
pub fn insert<'s>(
    conn: &mut Conn,
    new: impl IntoIterator<Item = (Source<'s>, Option<DateTime<Utc>>)>,
    now: DateTime<Utc>,
) -> DbResult<()> {
    let row = |(source, next_due_at): (Source<'_>, Option<DateTime<Utc>>)| {
        let new = source.sale;
        Ok(NewRow {
            vendor_id: new.vendor.to_string(),
            id: new.id.to_string(),
            columns: Columns::of(new)?,
            next_due_at: next_due_at.map(|at| at.timestamp_micros()),
            items: source.digest(),
            created_at: now.timestamp_micros(),
            updated_at: now.timestamp_micros(),
        })
    };
    let rows: Vec<NewRow> = new.into_iter().map(row).collect::<DbResult<_>>()?;
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
    let row = sale::table.find((of.sale.vendor.to_string(), of.sale.id.to_string()));
    changes.make(diesel::update(row).set((
        Columns::of(of.sale)?,
        sale::next_due_at.eq(next_due_at.map(|at| at.timestamp_micros())),
        sale::items.eq(of.digest()),
        sale::updated_at.eq(now.timestamp_micros()),
    )))
}

/// Stores when the worker looks again at a locked sale in which nothing happened, and what has to be done about it.
pub fn set_due(
    changes: &mut Changes<'_>,
    of: Source<'_>,
    next_due_at: Option<DateTime<Utc>>,
) -> DbResult<()> {
    let row = sale::table.find((of.sale.vendor.to_string(), of.sale.id.to_string()));
    changes.make(diesel::update(row).set((
        sale::next_due_at.eq(next_due_at.map(|at| at.timestamp_micros())),
        sale::items.eq(of.digest()),
    )))
}

/// Lets the worker look at the sales of one customer: their record has changed.
pub fn wake_of(conn: &mut Conn, vendor: VendorId, of: CustomerId, now: DateTime<Utc>) -> DbResult<()> {
    let theirs = sale_customer::table
        .filter(sale_customer::vendor_id.eq(vendor.to_string()))
        .filter(sale_customer::customer_id.eq(of.to_string()))
        .select(sale_customer::sale_id);
    let rows = sale::table
        .filter(sale::vendor_id.eq(vendor.to_string()))
        .filter(sale::state.eq(SaleState::Active.as_str()))
        .filter(sale::id.eq_any(theirs));
    diesel::update(rows).set(sale::next_due_at.eq(now.timestamp_micros())).execute(conn)?;
    Ok(())
}

/// Lets the worker look at every sale whose follow-up goes on: a rule of the vendor's has changed.
pub fn wake(conn: &mut Conn, vendor: VendorId, now: DateTime<Utc>) -> DbResult<()> {
    let rows = sale::table
        .filter(sale::vendor_id.eq(vendor.to_string()))
        .filter(sale::state.eq(SaleState::Active.as_str()));
    diesel::update(rows).set(sale::next_due_at.eq(now.timestamp_micros())).execute(conn)?;
    Ok(())
}

/// One page, newest first.
pub fn list(conn: &mut Conn, vendor: VendorId, filter: Filter, page: &Page) -> DbResult<Vec<Summary>> {
    let mut rows = sale::table
        .filter(sale::vendor_id.eq(vendor.to_string()))
        .order(sale::id.desc())
        .limit(page.limit)
        .select(SummaryRow::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        rows = rows.filter(sale::id.lt(after.clone()));
    }
    if let Some(state) = filter.state {
        rows = rows.filter(sale::state.eq(state.as_str()));
    }
    if let Some(customer) = filter.customer {
        let theirs = sale_customer::table
            .filter(sale_customer::vendor_id.eq(vendor.to_string()))
            .filter(sale_customer::customer_id.eq(customer.to_string()))
            .select(sale_customer::sale_id);
        rows = rows.filter(sale::id.eq_any(theirs));
    }
    let rows: Vec<SummaryRow> = rows.load(conn)?;
    rows.into_iter().map(Summary::try_from).collect()
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
        .filter(sale::next_due_at.le((vendor::clock_offset + real_now.timestamp_micros()).nullable()));
    let rows = vendor::table
        .filter(vendor::id.gt(after.map(|id| id.to_string()).unwrap_or_default()))
        .filter(diesel::dsl::exists(theirs))
        .order(vendor::id)
        .limit(limit);
    let ids: Vec<String> = rows.select(vendor::id).load(conn)?;
    ids.iter().map(|id| read::text("vendor", id)).collect()
}

/// Some sales that are due at the vendor's `now`, the longest waiting first.
pub fn due(conn: &mut Conn, vendor: VendorId, now: DateTime<Utc>, limit: i64) -> DbResult<Vec<SaleId>> {
    let rows = sale::table
        .filter(sale::vendor_id.eq(vendor.to_string()))
        .filter(sale::next_due_at.le(now.timestamp_micros()))
        .order(sale::next_due_at)
        .limit(limit);
    let ids: Vec<String> = rows.select(sale::id).load(conn)?;
    ids.iter().map(|id| read::text(TABLE, id)).collect()
}

/// When the first of a vendor's sales is due.
pub fn first_due(conn: &mut Conn, vendor: VendorId) -> DbResult<Option<DateTime<Utc>>> {
    let rows = sale::table.filter(sale::vendor_id.eq(vendor.to_string()));
    let first: Option<i64> = rows.select(diesel::dsl::min(sale::next_due_at)).first(conn)?;
    read::instant_if(TABLE, first)
}

/// Some sales of a vendor in the order of their ids, for whoever walks through all of them.
pub fn walk(conn: &mut Conn, vendor: VendorId, after: Option<SaleId>, limit: i64) -> DbResult<Vec<SaleId>> {
    let rows = sale::table
        .filter(sale::vendor_id.eq(vendor.to_string()))
        .filter(sale::id.gt(after.map(|id| id.to_string()).unwrap_or_default()))
        .order(sale::id)
        .limit(limit);
    let ids: Vec<String> = rows.select(sale::id).load(conn)?;
    ids.iter().map(|id| read::text(TABLE, id)).collect()
}

/// The names of the columns that differ from what the sale says.
pub fn differences(conn: &mut Conn, expected: &Sale) -> DbResult<Vec<&'static str>> {
    let row = sale::table.find((expected.vendor.to_string(), expected.id.to_string()));
    let found: Option<Columns> = row.select(Columns::as_select()).first(conn).optional()?;
    let Some(found) = found else { return Ok(vec!["row"]) };
    let wanted = Columns::of(expected)?;
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
    let row = sale::table.find((of.sale.vendor.to_string(), of.sale.id.to_string()));
    diesel::update(row)
        .set((
            Columns::of(of.sale)?,
            sale::items.eq(of.digest()),
            sale::next_due_at.eq(next_due_at.map(|at| at.timestamp_micros())),
        ))
        .execute(conn)?;
    Ok(())
}
