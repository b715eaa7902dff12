//! Read models: flat rows that follow from a sale alone. What a model's rows are is one pure function; this
//! macro writes only those that changed, and finds and repairs those that do not agree.

/// For a module with a table, a `Row` and `fn rows(&Sale) -> DbResult<Vec<Row>>`, whose `Row` begins with
/// `vendor_id` and is told apart within its sale by `key`.
macro_rules! projected {
    ($table:ident, $key:ident) => {
        /// Makes the stored rows those of `after`, knowing that they were those of `before`.
        pub fn project(conn: &mut Conn, before: &Sale, after: &Sale) -> DbResult<()> {
            let (old, new) = (rows(before)?, rows(after)?);
            let gone: Vec<String> =
                old.iter().filter(|row| !new.contains(row)).map(|row| row.$key.clone()).collect();
            if !gone.is_empty() {
                let rows = $table::table
                    .filter($table::vendor_id.eq(after.vendor.to_string()))
                    .filter($table::sale_id.eq(after.id.to_string()))
                    .filter($table::$key.eq_any($crate::db::few_lengths(gone)));
                $crate::db::kept(diesel::delete(rows)).execute(conn)?;
            }
            insert(conn, &new.into_iter().filter(|row| !old.contains(row)).collect::<Vec<_>>())
        }

        /// Writes the rows of sales that begin, together.
        pub fn project_new<'s>(conn: &mut Conn, sales: impl IntoIterator<Item = &'s Sale>) -> DbResult<()> {
            let mut new = Vec::new();
            for sale in sales {
                new.extend(rows(sale)?);
            }
            insert(conn, &new)
        }

        fn insert(conn: &mut Conn, rows: &[Row]) -> DbResult<()> {
            $crate::repo::insert::insert_rows!(conn, $table, rows)
        }

        /// The keys of the rows that do not agree with the sale.
        pub fn differences(conn: &mut Conn, sale: &Sale) -> DbResult<Vec<String>> {
            let stored = $table::table
                .filter($table::vendor_id.eq(sale.vendor.to_string()))
                .filter($table::sale_id.eq(sale.id.to_string()))
                .order($table::$key);
            let stored: Vec<Row> = stored.select(Row::as_select()).load(conn)?;
            let expected = rows(sale)?;
            let missing = expected.iter().filter(|row| !stored.contains(row));
            let surplus = stored.iter().filter(|row| !expected.contains(row));
            let mut keys: Vec<String> = missing.chain(surplus).map(|row| row.$key.clone()).collect();
            keys.sort();
            keys.dedup();
            Ok(keys)
        }

        /// Writes the rows of the sale anew, whatever stood there.
        pub fn repair(conn: &mut Conn, sale: &Sale) -> DbResult<()> {
            let stored = $table::table
                .filter($table::vendor_id.eq(sale.vendor.to_string()))
                .filter($table::sale_id.eq(sale.id.to_string()));
            diesel::delete(stored).execute(conn)?;
            insert(conn, &rows(sale)?)
        }
    };
}
pub(super) use projected;
