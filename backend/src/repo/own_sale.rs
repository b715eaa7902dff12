//! A customer's own sale, as their door finds it: who they are, whether the sale is theirs, and what its views are
//! made of, in one question. Whether a sale is somebody else's or nobody's makes no difference to it, so neither the
//! answer nor the time that it takes tells.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Text},
};
use followthrough_common::{
    domain::{customer::CustomerRecord, sale::SaleState},
    id::{CustomerId, SaleId, VendorId},
};

use super::{
    customer::Stored,
    sale::Head,
    vendor::{self, Vendor},
};
use crate::db::{
    Conn, DbResult, Typed,
    column::{Count, Instant, Json, Word},
    few_lengths, kept,
    schema::{customer, sale, sale_customer, vendor as vendors},
};

/// How the sale is named.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    /// By our id.
    Id(SaleId),
    /// By the vendor's order number.
    Reference(&'a str),
}

/// A sale, its customer, and the versions of everything that a view of it follows from.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, QueryableByName)]
pub struct OwnSale {
    /// The customer.
    #[diesel(sql_type = Word, column_name = customer_id)]
    pub customer: CustomerId,
    /// The version of their record.
    #[diesel(sql_type = BigInt)]
    pub customer_version: i64,
    /// The sale.
    #[diesel(sql_type = Word, column_name = sale_id)]
    pub sale: SaleId,
    /// The number of its events.
    #[diesel(sql_type = Count)]
    pub sale_version: u64,
    /// The vendor's order number.
    #[diesel(sql_type = Text)]
    pub reference: String,
    /// The version of the vendor's settings.
    #[diesel(sql_type = BigInt)]
    pub settings_version: i64,
}

/// The sale, if the customer whom the vendor calls so has it.
pub fn find(
    conn: &mut Conn,
    vendor: VendorId,
    external_id: &str,
    named: Named<'_>,
) -> DbResult<Option<OwnSale>> {
    let their =
        sale_customer::vendor_id.eq(customer::vendor_id).and(sale_customer::customer_id.eq(customer::id));
    let sales = sale::vendor_id.eq(sale_customer::vendor_id).and(sale::id.eq(sale_customer::sale_id));
    let rows = customer::table
        .inner_join(sale_customer::table.on(their))
        .inner_join(sale::table.on(sales))
        .inner_join(vendors::table.on(vendors::id.eq(customer::vendor_id)))
        .filter(customer::vendor_id.eq(Typed(vendor)))
        .filter(customer::external_id.eq(external_id.to_owned()))
        .select((
            customer::id,
            customer::version,
            sale::id,
            sale::version,
            sale::reference,
            vendors::settings_version,
        ))
        .into_boxed();
    let rows = match named {
        Named::Id(id) => rows.filter(sale::id.eq(Typed(id))),
        Named::Reference(reference) => rows.filter(sale::reference.eq(reference.to_owned())),
    };
    Ok(rows.get_result(conn).optional()?)
}

/// Who asks for which sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Whose customer.
    pub vendor: VendorId,
    /// What the vendor calls them.
    pub external_id: String,
    /// The sale.
    pub sale: SaleId,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    place: i64,
    #[diesel(embed)]
    own: OwnSale,
}

/// The same as [`find`] for many who name their sales by our ids, in one question: what each asked for, by its place
/// among them.
pub fn find_all(conn: &mut Conn, asked: &[Asked]) -> DbResult<HashMap<usize, OwnSale>> {
    let places = few_lengths(0..asked.len());
    let values = |(place, row): (&usize, usize)| {
        let [vendor, external_id, sale] = [1, 2, 3].map(|number| row * 3 + number);
        format!("({place}, CAST(${vendor} AS TEXT), CAST(${external_id} AS TEXT), CAST(${sale} AS TEXT))")
    };
    // A place that fills the list up stands where it stood before, so that the text is one of few.
    let rows: Vec<String> = (0..places.len()).map(|row| values((&row, row))).collect();
    let text = format!(
        "WITH asked (place, vendor_id, external_id, sale_id) AS (VALUES {}) \
         SELECT CAST(asked.place AS BIGINT) AS place, customer.id AS customer_id, \
         customer.version AS customer_version, sale.id AS sale_id, sale.version AS sale_version, \
         sale.reference, vendor.settings_version \
         FROM asked JOIN customer ON customer.vendor_id = asked.vendor_id \
         AND customer.external_id = asked.external_id \
         JOIN sale_customer ON sale_customer.vendor_id = asked.vendor_id \
         AND sale_customer.customer_id = customer.id AND sale_customer.sale_id = asked.sale_id \
         JOIN sale ON sale.vendor_id = asked.vendor_id AND sale.id = asked.sale_id \
         JOIN vendor ON vendor.id = asked.vendor_id",
        rows.join(", ")
    );
    let mut question = sql_query(text).into_boxed();
    for asked in places.iter().filter_map(|place| asked.get(*place)) {
        question = question
            .bind::<Word, _>(Typed(asked.vendor))
            .bind::<Text, _>(asked.external_id.clone())
            .bind::<Word, _>(Typed(asked.sale));
    }
    let rows: Vec<Found> = kept(question).load(conn)?;
    let found = rows.into_iter().filter_map(|row| Some((usize::try_from(row.place).ok()?, row.own)));
    Ok(found.collect())
}

/// A sale and its customer, of whom nobody else decides anything until this transaction ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The sale.
    pub sale: SaleId,
    /// What stands beside its log.
    pub head: Head,
    /// The customer.
    pub customer: Stored,
}

#[derive(QueryableByName)]
struct HeldRow {
    #[diesel(sql_type = Word)]
    sale_id: SaleId,
    #[diesel(embed)]
    head: Head,
    #[diesel(embed)]
    customer: Theirs,
}

/// A customer beside something else that has a version.
#[derive(QueryableByName)]
struct Theirs {
    #[diesel(sql_type = BigInt)]
    customer_version: i64,
    #[diesel(sql_type = Json)]
    customer_record: CustomerRecord,
}

impl From<Theirs> for Stored {
    fn from(theirs: Theirs) -> Self {
        Self { record: theirs.customer_record, version: theirs.customer_version }
    }
}

/// The same as [`find`], for who wants to change something.
pub fn hold(
    conn: &mut Conn,
    vendor: VendorId,
    external_id: &str,
    named: Named<'_>,
) -> DbResult<Option<Held>> {
    let (column, name) = match named {
        Named::Id(id) => ("id", id.to_string()),
        Named::Reference(reference) => ("reference", reference.to_owned()),
    };
    // The writer of SQLite is alone anyway, and its SQL has no such clause.
    let lock = match conn {
        Conn::Pg(_) => " FOR UPDATE OF sale, customer",
        Conn::Sqlite(_) => "",
    };
    let text = format!(
        "SELECT sale.id AS sale_id, sale.version, sale.next_due_at, sale.updated_at, sale.items, \
         customer.version AS customer_version, customer.record AS customer_record \
         FROM customer JOIN sale_customer ON sale_customer.vendor_id = customer.vendor_id \
         AND sale_customer.customer_id = customer.id \
         JOIN sale ON sale.vendor_id = sale_customer.vendor_id AND sale.id = sale_customer.sale_id \
         WHERE customer.vendor_id = $1 AND customer.external_id = $2 AND sale.{column} = $3{lock}"
    );
    let row = sql_query(text)
        .bind::<Word, _>(Typed(vendor))
        .bind::<Text, _>(external_id.to_owned())
        .bind::<Text, _>(name);
    let found: Option<HeldRow> = kept(row).get_result(conn).optional()?;
    Ok(found.map(|row| Held { sale: row.sale_id, head: row.head, customer: row.customer.into() }))
}

/// Everything from which a customer's page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The vendor.
    pub vendor: Vendor,
    /// The customer; none, if the vendor never told us of them.
    pub customer: Option<Stored>,
    /// Their sales, newest first.
    pub sales: Vec<Listed>,
}

/// One of a customer's sales.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Listed {
    /// Its id.
    #[diesel(sql_type = Word, column_name = sale_id)]
    pub id: SaleId,
    /// The vendor's order number.
    #[diesel(sql_type = Text)]
    pub reference: String,
    /// What was bought.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// Whether follow-up goes on.
    #[diesel(sql_type = Word)]
    pub state: SaleState,
    /// When it was bought.
    #[diesel(sql_type = Instant)]
    pub purchased_at: DateTime<Utc>,
    /// The number of its events.
    #[diesel(sql_type = Count, column_name = sale_version)]
    pub version: u64,
}

#[derive(QueryableByName)]
struct BegunRow {
    #[diesel(embed)]
    vendor: Vendor,
    #[diesel(embed)]
    customer: Option<Theirs>,
    #[diesel(embed)]
    listed: Option<Listed>,
}

/// Everything from which the page of this customer begins, with so many of their newest sales.
pub fn begin(conn: &mut Conn, vendor: VendorId, external_id: &str, most: i64) -> DbResult<Option<Begun>> {
    let text = format!(
        "SELECT {}, customer.version AS customer_version, customer.record AS customer_record, \
         sale.id AS sale_id, sale.reference, sale.title, sale.state, sale.purchased_at, \
         sale.version AS sale_version \
         FROM vendor LEFT JOIN customer ON customer.vendor_id = vendor.id AND customer.external_id = $1 \
         LEFT JOIN sale_customer ON sale_customer.vendor_id = vendor.id \
         AND sale_customer.customer_id = customer.id \
         LEFT JOIN sale ON sale.vendor_id = vendor.id AND sale.id = sale_customer.sale_id \
         WHERE vendor.id = $2 ORDER BY sale.id DESC LIMIT $3",
        vendor::COLUMNS
    );
    let question = sql_query(text)
        .bind::<Text, _>(external_id.to_owned())
        .bind::<Word, _>(Typed(vendor))
        .bind::<BigInt, _>(most);
    let rows: Vec<BegunRow> = kept(question).load(conn)?;
    let mut begun: Option<Begun> = None;
    for row in rows {
        let begun = begun.get_or_insert_with(|| Begun {
            vendor: row.vendor,
            customer: row.customer.map(Stored::from),
            sales: Vec::new(),
        });
        begun.sales.extend(row.listed);
    }
    Ok(begun)
}
