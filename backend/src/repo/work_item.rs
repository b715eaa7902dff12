//! What has to be done about the sales of a vendor: a row for each reason, with the time in which it counts.
//! The rows follow from the sale, its customer and the vendor's numbers; they are written with the events and
//! compared with what stands there, because numbers change without an event. They are read as
//! [`super::work_list`].

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::domain::{sale::Sale, worklist};

use super::{
    insert::insert_rows,
    read,
    read_model::{ReadModel, Source, Step, replaced},
};
use crate::db::{Changes, Conn, DbError, DbResult, native, schema::work_item};

pub(super) const TABLE: &str = "work_item";

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = work_item, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct Row {
    vendor_id: String,
    pub(super) sale_id: String,
    key: String,
    pub(super) customer_id: String,
    code: String,
    kind: String,
    member_id: String,
    about_id: Option<String>,
    title: String,
    place: i64,
    since: i64,
    until: Option<i64>,
    due_at: Option<i64>,
    counts: i64,
    turns_at: Option<i64>,
}

fn rows(work: Source<'_>) -> Vec<Row> {
    let Some(customer) = work.sale.customers.first() else { return Vec::new() };
    let micros = |at: DateTime<Utc>| at.timestamp_micros();
    let row = |item: &worklist::Item| Row {
        vendor_id: work.sale.vendor.to_string(),
        sale_id: work.sale.id.to_string(),
        key: item.key(),
        customer_id: customer.to_string(),
        code: item.code.as_str().to_owned(),
        kind: item.code.kind().as_str().to_owned(),
        member_id: item.member.to_string(),
        about_id: item.about.clone(),
        title: item.title.clone(),
        place: item.place(),
        since: micros(item.since),
        until: item.until.map(micros),
        due_at: item.due.map(micros),
        counts: i64::from(item.counts(work.now)),
        turns_at: [Some(item.since), item.until].into_iter().flatten().find(|at| *at > work.now).map(micros),
    };
    let mut rows: Vec<Row> = work.items.iter().map(row).collect();
    rows.sort_by(|one, other| one.key.cmp(&other.key));
    rows.dedup_by(|one, other| one.key == other.key);
    rows
}

impl TryFrom<Row> for worklist::Item {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        Ok(Self {
            code: read::text(TABLE, &row.code)?,
            about: row.about_id,
            title: row.title,
            member: read::text(TABLE, &row.member_id)?,
            since: read::instant(TABLE, row.since)?,
            until: read::instant_if(TABLE, row.until)?,
            due: read::instant_if(TABLE, row.due_at)?,
        })
    }
}

fn stored(conn: &mut Conn, sale: &Sale) -> DbResult<Vec<Row>> {
    let rows = work_item::table
        .filter(work_item::vendor_id.eq(sale.vendor.to_string()))
        .filter(work_item::sale_id.eq(sale.id.to_string()))
        .order(work_item::key);
    Ok(rows.select(Row::as_select()).load(conn)?)
}

/// The rows of this table.
#[derive(Debug)]
pub struct Model;

impl ReadModel for Model {
    fn table(&self) -> &'static str {
        TABLE
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
        let now = source.now.timestamp_micros();
        // A row that time has left behind says so, and is turned before it is read.
        let agrees = |row: &Row, expected: &Row| {
            let is_behind = row.turns_at.is_some_and(|at| at <= now);
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
            .filter(work_item::vendor_id.eq(source.sale.vendor.to_string()))
            .filter(work_item::sale_id.eq(source.sale.id.to_string()));
        diesel::delete(its).execute(conn)?;
        insert_rows!(conn, work_item, &rows(source))
    }
}
