//! A customer's own sale, as their door finds it: who they are, whether the sale is theirs, and what its views are
//! made of, in one question. Whether a sale is somebody else's or nobody's makes no difference to it, so neither the
//! answer nor the time that it takes tells.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Nullable, Text},
};
use followthrough_common::{
    domain::sale::SaleState,
    id::{CustomerId, SaleId, VendorId},
};

use super::{
    customer::Stored,
    read,
    sale::Head,
    vendor::{self, Vendor},
};
use crate::db::{
    Conn, DbResult, few_lengths, kept,
    schema::{customer, sale, sale_customer, vendor as vendors},
};

const TABLE: &str = "sale";

/// How the sale is named.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    /// By our id.
    Id(SaleId),
    /// By the vendor's order number.
    Reference(&'a str),
}

/// A sale, its customer, and the versions of everything that a view of it follows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSale {
    /// The customer.
    pub customer: CustomerId,
    /// The version of their record.
    pub customer_version: i64,
    /// The sale.
    pub sale: SaleId,
    /// The number of its events.
    pub sale_version: u64,
    /// The vendor's order number.
    pub reference: String,
    /// The version of the vendor's settings.
    pub settings_version: i64,
}

type Row = (String, i64, String, i64, String, i64);

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
        .filter(customer::vendor_id.eq(vendor.to_string()))
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
        Named::Id(id) => rows.filter(sale::id.eq(id.to_string())),
        Named::Reference(reference) => rows.filter(sale::reference.eq(reference.to_owned())),
    };
    let found: Option<Row> = rows.get_result(conn).optional()?;
    found.map(own_of).transpose()
}

fn own_of(
    (customer, customer_version, sale, version, reference, settings_version): Row,
) -> DbResult<OwnSale> {
    Ok(OwnSale {
        customer: read::text(TABLE, &customer)?,
        customer_version,
        sale: read::text(TABLE, &sale)?,
        sale_version: read::count(TABLE, version)?,
        reference,
        settings_version,
    })
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
struct FoundRow {
    #[diesel(sql_type = BigInt)]
    place: i64,
    #[diesel(sql_type = Text)]
    customer_id: String,
    #[diesel(sql_type = BigInt)]
    customer_version: i64,
    #[diesel(sql_type = Text)]
    sale_id: String,
    #[diesel(sql_type = BigInt)]
    sale_version: i64,
    #[diesel(sql_type = Text)]
    reference: String,
    #[diesel(sql_type = BigInt)]
    settings_version: i64,
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
            .bind::<Text, _>(asked.vendor.to_string())
            .bind::<Text, _>(asked.external_id.clone())
            .bind::<Text, _>(asked.sale.to_string());
    }
    let rows: Vec<FoundRow> = kept(question).load(conn)?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let place = read::count(TABLE, row.place)?;
        let FoundRow { customer_id, customer_version, sale_id, sale_version, .. } = row;
        let own = (customer_id, customer_version, sale_id, sale_version, row.reference, row.settings_version);
        found.insert(place, own_of(own)?);
    }
    Ok(found)
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
    #[diesel(sql_type = Text)]
    sale_id: String,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    next_due_at: Option<i64>,
    #[diesel(sql_type = BigInt)]
    updated_at: i64,
    #[diesel(sql_type = BigInt)]
    items: i64,
    #[diesel(sql_type = BigInt)]
    customer_version: i64,
    #[diesel(sql_type = Text)]
    customer_record: String,
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
        .bind::<Text, _>(vendor.to_string())
        .bind::<Text, _>(external_id.to_owned())
        .bind::<Text, _>(name);
    let found: Option<HeldRow> = kept(row).get_result(conn).optional()?;
    found.map(HeldRow::read).transpose()
}

impl HeldRow {
    fn read(self) -> DbResult<Held> {
        Ok(Held {
            sale: read::text(TABLE, &self.sale_id)?,
            head: Head {
                version: read::count(TABLE, self.version)?,
                next_due_at: read::instant_if(TABLE, self.next_due_at)?,
                updated_at: read::instant(TABLE, self.updated_at)?,
                items: self.items,
            },
            customer: Stored {
                record: read::json("customer", &self.customer_record)?,
                version: self.customer_version,
            },
        })
    }
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: SaleId,
    /// The vendor's order number.
    pub reference: String,
    /// What was bought.
    pub title: String,
    /// Whether follow-up goes on.
    pub state: SaleState,
    /// When it was bought.
    pub purchased_at: DateTime<Utc>,
    /// The number of its events.
    pub version: u64,
}

#[derive(QueryableByName)]
struct BegunRow {
    #[diesel(embed)]
    vendor: vendor::Named,
    #[diesel(sql_type = Nullable<BigInt>)]
    customer_version: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    customer_record: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    sale_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    reference: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    title: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    state: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    purchased_at: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    sale_version: Option<i64>,
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
        vendor::NAMED
    );
    let question = sql_query(text)
        .bind::<Text, _>(external_id.to_owned())
        .bind::<Text, _>(vendor.to_string())
        .bind::<BigInt, _>(most);
    let rows: Vec<BegunRow> = kept(question).load(conn)?;
    let mut begun: Option<Begun> = None;
    for row in rows {
        let listed = row.listed()?;
        let begun = match &mut begun {
            Some(begun) => begun,
            none => none.insert(row.begun()?),
        };
        begun.sales.extend(listed);
    }
    Ok(begun)
}

impl BegunRow {
    fn listed(&self) -> DbResult<Option<Listed>> {
        let texts = (&self.sale_id, &self.reference, &self.title, &self.state);
        let (Some(id), Some(reference), Some(title), Some(state)) = texts else { return Ok(None) };
        Ok(Some(Listed {
            id: read::text(TABLE, id)?,
            reference: reference.clone(),
            title: title.clone(),
            state: read::word(TABLE, state)?,
            purchased_at: read::instant(TABLE, self.purchased_at.unwrap_or_default())?,
            version: read::count(TABLE, self.sale_version.unwrap_or_default())?,
        }))
    }

    fn begun(self) -> DbResult<Begun> {
        let customer = match (self.customer_record, self.customer_version) {
            (Some(record), Some(version)) => {
                Some(Stored { record: read::json("customer", &record)?, version })
            }
            _ => None,
        };
        Ok(Begun { vendor: self.vendor.read()?, customer, sales: Vec::new() })
    }
}
