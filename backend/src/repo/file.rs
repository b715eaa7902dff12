//! The files that sales hold: whose bytes must be there, and how many they are. Those of a file that no row names are
//! swept.

use std::collections::BTreeSet;

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Text},
};
use followthrough_common::{
    domain::sale::Sale,
    id::{CustomerId, FileId, SaleId, VendorId},
};

use super::{
    insert::insert_rows,
    read,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbResult, few_lengths, kept, native, schema::file};

const TABLE: &str = "file";

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = file, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: String,
    id: String,
    sale_id: String,
    customer_id: String,
    bytes: i64,
}

fn rows(sale: &Sale) -> DbResult<Vec<Row>> {
    let row = sale.files().map(|file| {
        Ok(Row {
            vendor_id: sale.vendor.to_string(),
            id: file.id.to_string(),
            sale_id: sale.id.to_string(),
            customer_id: file.customer.to_string(),
            bytes: read::number(TABLE, file.bytes)?,
        })
    });
    row.collect()
}

projected!(file, id, |before, after| before.files().eq(after.files()));

#[derive(QueryableByName)]
struct Sum {
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}

/// How many bytes the files of a vendor take.
pub fn bytes_of(conn: &mut Conn, vendor: VendorId) -> DbResult<u64> {
    // On PostgreSQL, a sum of whole numbers is none itself.
    let sum =
        sql_query("SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS bytes FROM file WHERE vendor_id = $1");
    let sum: Sum = kept(sum.bind::<Text, _>(vendor.to_string())).get_result(conn)?;
    read::count(TABLE, sum.bytes)
}

/// Those of a vendor's files that some sale holds.
pub fn held(conn: &mut Conn, vendor: VendorId, of: &[FileId]) -> DbResult<BTreeSet<FileId>> {
    let rows = file::table
        .filter(file::vendor_id.eq(vendor.to_string()))
        .filter(file::id.eq_any(few_lengths(of.iter().map(ToString::to_string))));
    let held: Vec<String> = rows.select(file::id).load(conn)?;
    held.iter().map(|id| read::text(TABLE, id)).collect()
}

/// The files of a customer that sales hold, with their sales.
pub fn of_customer(
    conn: &mut Conn,
    vendor: VendorId,
    customer: CustomerId,
) -> DbResult<Vec<(SaleId, FileId)>> {
    let rows = file::table
        .filter(file::vendor_id.eq(vendor.to_string()))
        .filter(file::customer_id.eq(customer.to_string()))
        .order(file::id);
    let found: Vec<(String, String)> = rows.select((file::sale_id, file::id)).load(conn)?;
    found.iter().map(|(sale, id)| Ok((read::text(TABLE, sale)?, read::text(TABLE, id)?))).collect()
}
