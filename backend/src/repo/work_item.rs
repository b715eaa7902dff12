//! What has to be done about the sales of a vendor: a row for each reason, with the time in which it counts.
//! The rows follow from the sale, its customer and the vendor's numbers; they are written with the events and
//! compared with what stands there, because numbers change without an event. They are read as
//! [`super::work_list`].

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::{
        sale::Sale,
        worklist::{self, ReasonCode, WorkKind},
    },
    id::{CustomerId, MemberId, SaleId, VendorId},
};

use super::{
    insert::insert_rows,
    read_model::{ReadModel, Source, Step, replaced},
};
use crate::db::{Changes, Conn, DbResult, Typed, native, schema::work_item};

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = work_item, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct Row {
    vendor_id: Typed<VendorId>,
    pub(super) sale_id: Typed<SaleId>,
    key: String,
    pub(super) customer_id: Typed<CustomerId>,
    code: Typed<ReasonCode>,
    kind: Typed<WorkKind>,
    member_id: Typed<MemberId>,
    about_id: Option<String>,
    title: String,
    place: i64,
    since: Typed<DateTime<Utc>>,
    until: Option<Typed<DateTime<Utc>>>,
    due_at: Option<Typed<DateTime<Utc>>>,
    counts: Typed<bool>,
    turns_at: Option<Typed<DateTime<Utc>>>,
}

fn rows(work: Source<'_>) -> Vec<Row> {
    let Some(customer) = work.sale.customers.first() else { return Vec::new() };
    let row = |item: &worklist::Item| Row {
        vendor_id: Typed(work.sale.vendor),
        sale_id: Typed(work.sale.id),
        key: item.key(),
        customer_id: Typed(*customer),
        code: Typed(item.code),
        kind: Typed(item.code.kind()),
        member_id: Typed(item.member),
        about_id: item.about.clone(),
        title: item.title.clone(),
        place: item.place(),
        since: Typed::at(item.since),
        until: item.until.map(Typed::at),
        due_at: item.due.map(Typed::at),
        counts: Typed(item.counts(work.now)),
        turns_at: [Some(item.since), item.until]
            .into_iter()
            .flatten()
            .find(|at| *at > work.now)
            .map(Typed::at),
    };
    let mut rows: Vec<Row> = work.items.iter().map(row).collect();
    rows.sort_by(|one, other| one.key.cmp(&other.key));
    rows.dedup_by(|one, other| one.key == other.key);
    rows
}

impl From<Row> for worklist::Item {
    fn from(row: Row) -> Self {
        Self {
            code: row.code.0,
            about: row.about_id,
            title: row.title,
            member: row.member_id.0,
            since: row.since.0,
            until: row.until.map(|at| at.0),
            due: row.due_at.map(|at| at.0),
        }
    }
}

fn stored(conn: &mut Conn, sale: &Sale) -> DbResult<Vec<Row>> {
    let rows = work_item::table
        .filter(work_item::vendor_id.eq(Typed(sale.vendor)))
        .filter(work_item::sale_id.eq(Typed(sale.id)))
        .order(work_item::key);
    Ok(rows.select(Row::as_select()).load(conn)?)
}

/// The rows of this table.
#[derive(Debug)]
pub struct Model;

impl ReadModel for Model {
    fn table(&self) -> &'static str {
        "work_item"
    }

    fn project(&self, changes: &mut Changes<'_>, step: Step<'_>) -> DbResult<()> {
        if step.after.digest() == step.items_before {
            return Ok(());
        }
        let (old, new) = (stored(changes.conn(), step.after.sale)?, rows(step.after));
        replaced!(changes, work_item, key, old, new)
    }

    fn project_new(&self, conn: &mut Conn, new: &[Source<'_>]) -> DbResult<()> {
        let new: Vec<Row> = new.iter().copied().flat_map(rows).collect();
        insert_rows!(conn, work_item, &new)
    }

    fn differences(&self, conn: &mut Conn, source: Source<'_>) -> DbResult<Vec<String>> {
        let (stored, expected) = (stored(conn, source.sale)?, rows(source));
        // A row that time has left behind says so, and is turned before it is read.
        let agrees = |row: &Row, expected: &Row| {
            let is_behind = row.turns_at.is_some_and(|at| at.0 <= source.now);
            let turned = Row { counts: expected.counts, turns_at: expected.turns_at, ..row.clone() };
            if is_behind { turned == *expected } else { row == expected }
        };
        let missing = expected.iter().filter(|wanted| !stored.iter().any(|row| agrees(row, wanted)));
        let surplus = stored.iter().filter(|row| !expected.iter().any(|wanted| agrees(row, wanted)));
        let mut keys: Vec<String> = missing.chain(surplus).map(|row| row.key.clone()).collect();
        keys.sort();
        keys.dedup();
        Ok(keys)
    }

    fn repair(&self, conn: &mut Conn, source: Source<'_>) -> DbResult<()> {
        let its = work_item::table
            .filter(work_item::vendor_id.eq(Typed(source.sale.vendor)))
            .filter(work_item::sale_id.eq(Typed(source.sale.id)));
        diesel::delete(its).execute(conn)?;
        insert_rows!(conn, work_item, &rows(source))
    }
}
