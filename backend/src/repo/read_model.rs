//! Read models: flat rows for lists and reports that follow from a sale and what is so besides. They are written with
//! the events and made anew from them by `rebuild`; whoever does something with all of them walks through one list.

use chrono::{DateTime, Utc};
use followthrough_common::domain::{sale::Sale, worklist};
use sha2::{Digest as _, Sha256};

use super::{answer, ask, asking, concern, file, promise, sale_customer, testimonial, touchpoint, work_item};
use crate::db::{Changes, Conn, DbResult};

/// All of them.
pub const READ_MODELS: [&dyn ReadModel; 10] = [
    &sale_customer::Model,
    &ask::Model,
    &asking::Model,
    &touchpoint::Model,
    &answer::Model,
    &concern::Model,
    &promise::Model,
    &testimonial::Model,
    &file::Model,
    &work_item::Model,
];

/// A sale with everything that its rows follow from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The sale.
    pub sale: &'a Sale,
    /// Everything that has to be done about it, now or later; this follows from more than the sale.
    pub items: &'a [worklist::Item],
    /// Domain time.
    pub now: DateTime<Utc>,
}

/// A step from one state of a sale to the next.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// The sale whose rows are stored.
    pub before: &'a Sale,
    /// The [digest](Source::digest) of the items whose rows are stored.
    pub items_before: i64,
    /// What the rows shall follow from.
    pub after: Source<'a>,
}

/// What of a sale customers of other sales are shown.
const SHOWN_TO_OTHERS: [fn(&Sale, &Sale) -> bool; 1] =
    [|before, after| testimonial::shown(before) != testimonial::shown(after)];

/// Whether customers of other sales read something else from now on.
pub fn reaches_others(before: &Sale, after: &Sale) -> bool {
    SHOWN_TO_OTHERS.iter().any(|differs| differs(before, after))
}

/// The rows of one table.
pub trait ReadModel: Sync {
    /// The table.
    fn table(&self) -> &'static str;

    /// Makes the stored rows those that follow after the step.
    fn project(&self, changes: &mut Changes<'_>, step: Step<'_>) -> DbResult<()>;

    /// Writes the rows of sales that begin, together.
    fn project_new(&self, conn: &mut Conn, new: &[Source<'_>]) -> DbResult<()>;

    /// The keys of the rows that do not agree.
    fn differences(&self, conn: &mut Conn, source: Source<'_>) -> DbResult<Vec<String>>;

    /// Writes the rows anew, whatever stood there.
    fn repair(&self, conn: &mut Conn, source: Source<'_>) -> DbResult<()>;
}

impl Source<'_> {
    /// Tells whether the items are those whose rows are stored, without reading the rows. They change without an
    /// event too, when the vendor's numbers do, so the sale before does not tell.
    pub fn digest(&self) -> i64 {
        let mut digest = Sha256::new();
        for item in self.items {
            let times = [Some(item.since), item.until, item.due].map(|at| at.map(|at| at.timestamp_micros()));
            digest.update(format!("{} {} {} {times:?}\n", item.key(), item.member, item.title));
        }
        let first = digest.finalize().first_chunk::<8>().copied();
        i64::from_le_bytes(first.unwrap_or_default())
    }
}

/// For a module with a table, a `Row` and `fn rows(&Sale) -> Vec<Row>`, whose rows are told apart within
/// their sale by `key` and stay as they are where `is_same(before, after)`.
macro_rules! projected {
    ($table:ident, $key:ident, $is_same:expr) => {
        /// The rows of this table.
        #[derive(Debug)]
        pub struct Model;

        fn stored(conn: &mut Conn, sale: &Sale) -> DbResult<Vec<Row>> {
            let stored = $table::table
                .filter($table::vendor_id.eq($crate::db::Typed(sale.vendor)))
                .filter($table::sale_id.eq($crate::db::Typed(sale.id)))
                .order($table::$key);
            Ok(stored.select(Row::as_select()).load(conn)?)
        }

        impl $crate::repo::read_model::ReadModel for Model {
            fn table(&self) -> &'static str {
                stringify!($table)
            }

            fn project(&self, changes: &mut $crate::db::Changes<'_>, step: Step<'_>) -> DbResult<()> {
                let is_same: fn(&Sale, &Sale) -> bool = $is_same;
                if is_same(step.before, step.after.sale) {
                    return Ok(());
                }
                let (old, new) = (rows(step.before), rows(step.after.sale));
                $crate::repo::read_model::replaced!(changes, $table, $key, old, new)
            }

            fn project_new(&self, conn: &mut Conn, new: &[Source<'_>]) -> DbResult<()> {
                let new: Vec<Row> = new.iter().flat_map(|source| rows(source.sale)).collect();
                insert_rows!(conn, $table, &new)
            }

            fn differences(&self, conn: &mut Conn, source: Source<'_>) -> DbResult<Vec<String>> {
                let (stored, expected) = (stored(conn, source.sale)?, rows(source.sale));
                let missing = expected.iter().filter(|row| !stored.contains(row));
                let surplus = stored.iter().filter(|row| !expected.contains(row));
                let mut keys: Vec<String> = missing.chain(surplus).map(|row| row.$key.to_string()).collect();
                keys.sort();
                keys.dedup();
                Ok(keys)
            }

            fn repair(&self, conn: &mut Conn, source: Source<'_>) -> DbResult<()> {
                let stored = $table::table
                    .filter($table::vendor_id.eq($crate::db::Typed(source.sale.vendor)))
                    .filter($table::sale_id.eq($crate::db::Typed(source.sale.id)));
                diesel::delete(stored).execute(conn)?;
                insert_rows!(conn, $table, &rows(source.sale))
            }
        }
    };
}
pub(super) use projected;

/// Changes the rows `old` of a sale into `new`: only those that differ.
macro_rules! replaced {
    ($changes:ident, $table:ident, $key:ident, $old:ident, $new:ident) => {{
        let its = |row: &Row| {
            $table::table
                .filter($table::vendor_id.eq(row.vendor_id))
                .filter($table::sale_id.eq(row.sale_id))
                .filter($table::$key.eq(Clone::clone(&row.$key)))
        };
        let known: std::collections::BTreeMap<_, &Row> = $old.iter().map(|row| (&row.$key, row)).collect();
        let keys: std::collections::BTreeSet<_> = $new.iter().map(|row| &row.$key).collect();
        for gone in $old.iter().filter(|row| !keys.contains(&row.$key)) {
            $changes.make(diesel::delete(its(gone)))?;
        }
        let mut begun = Vec::new();
        for row in $new {
            match known.get(&row.$key) {
                Some(same) if **same == row => {}
                Some(_) => $changes.make(diesel::update(its(&row)).set(row))?,
                None => begun.push(row),
            }
        }
        $crate::repo::insert::insert_through!($changes, $table, begun)
    }};
}
pub(super) use replaced;
