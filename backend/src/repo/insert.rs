//! Adds rows to a table: a few, as a request brings them, one by one by the statement that the connection keeps
//! prepared; many, as an import brings them, by long statements.

/// So many are a few.
pub(super) const FEW: usize = 4;
/// One statement may carry a limited number of values.
pub(super) const MOST: usize = 500;

/// `insert_rows!(conn, table, rows)`, for a module of schema and a slice of what can be inserted into its table. A row
/// must say `treat_none_as_default_value = false`: what may be `DEFAULT` instead of a value is never kept prepared.
macro_rules! insert_rows {
    ($conn:ident, $table:ident, $rows:expr) => {{
        let rows = $rows;
        if rows.len() <= $crate::repo::insert::FEW {
            for row in rows {
                diesel::insert_into($table::table).values(row).execute($conn)?;
            }
        } else {
            for some in rows.chunks($crate::repo::insert::MOST) {
                native!($conn => diesel::insert_into($table::table).values(some).execute($conn))?;
            }
        }
        Ok(())
    }};
}
pub(super) use insert_rows;

/// The same with other changes of a transaction: `insert_through!(changes, table, rows)`, for a vector of rows.
macro_rules! insert_through {
    ($changes:ident, $table:ident, $rows:expr) => {{
        let rows = $rows;
        if rows.len() <= $crate::repo::insert::FEW {
            for row in rows {
                $changes.make(diesel::insert_into($table::table).values(row))?;
            }
            Ok(())
        } else {
            let conn = $changes.conn();
            $crate::repo::insert::insert_rows!(conn, $table, &rows)
        }
    }};
}
pub(super) use insert_through;
