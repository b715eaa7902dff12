//! The files that sales hold: whose bytes must be there, and how many they are. Those of a file that no row names are
//! swept.

use std::collections::BTreeSet;

use diesel::{prelude::*, sql_query};
use followthrough_common::{
    domain::sale::Sale,
    id::{CustomerId, FileId, SaleId, VendorId},
};

use super::{
    insert::insert_rows,
    read_model::{Source, Step, projected},
};
use crate::db::{
    Conn, DbResult, Typed,
    column::{Count, Word},
    few_lengths, kept, native,
    schema::file,
};

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = file, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: Typed<VendorId>,
    id: Typed<FileId>,
    sale_id: Typed<SaleId>,
    customer_id: Typed<CustomerId>,
    bytes: Typed<u64>,
}

fn rows(sale: &Sale) -> Vec<Row> {
    let row = sale.files().map(|file| Row {
        vendor_id: Typed(sale.vendor),
        id: Typed(file.id),
        sale_id: Typed(sale.id),
        customer_id: Typed(file.customer),
        bytes: Typed(file.bytes),
    });
    row.collect()
}

projected!(file, id, |before, after| before.files().eq(after.files()));

#[derive(QueryableByName)]
struct Sum {
    #[diesel(sql_type = Count)]
    bytes: u64,
}

/// How many bytes the files of a vendor take.
pub fn bytes_of(conn: &mut Conn, vendor: VendorId) -> DbResult<u64> {
    // On PostgreSQL, a sum of whole numbers is none itself.
    let sum =
        sql_query("SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS bytes FROM file WHERE vendor_id = $1");
    let sum: Sum = kept(sum.bind::<Word, _>(Typed(vendor))).get_result(conn)?;
    Ok(sum.bytes)
}

/// Those of a vendor's files that some sale holds.
pub fn held(conn: &mut Conn, vendor: VendorId, of: &[FileId]) -> DbResult<BTreeSet<FileId>> {
    let rows = file::table
        .filter(file::vendor_id.eq(Typed(vendor)))
        .filter(file::id.eq_any(few_lengths(of.iter().copied().map(Typed))));
    let held: Vec<FileId> = rows.select(file::id).load(conn)?;
    Ok(held.into_iter().collect())
}

/// The files of a customer that sales hold, with their sales.
pub fn of_customer(
    conn: &mut Conn,
    vendor: VendorId,
    customer: CustomerId,
) -> DbResult<Vec<(SaleId, FileId)>> {
    let rows = file::table
        .filter(file::vendor_id.eq(Typed(vendor)))
        .filter(file::customer_id.eq(Typed(customer)))
        .order(file::id);
    Ok(rows.select((file::sale_id, file::id)).load(conn)?)
}
