//! The concerns of all sales, for the vendor's lists.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::{
        concern::{ConcernKind, ConcernState, Severity},
        reply_times::is_in_first_week,
        sale::Sale,
        transition::Machine,
    },
    id::{ConcernId, MemberId, SaleId, VendorId},
};

use super::{
    insert::insert_rows,
    page::Page,
    read,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbError, DbResult, native, schema::concern};

const TABLE: &str = "concern";

/// A concern without its conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    /// Its id.
    pub id: ConcernId,
    /// The sale that it is about.
    pub sale: SaleId,
    /// Counted from 1 in its sale.
    pub number: u32,
    /// What it is.
    pub kind: ConcernKind,
    /// How bad.
    pub severity: Severity,
    /// Where it stands.
    pub state: ConcernState,
    /// Since when.
    pub state_since: DateTime<Utc>,
    /// From 1; every "not yet" starts another.
    pub round: u32,
    /// Who answers for it.
    pub owner: MemberId,
    /// In the customer's words.
    pub words: Option<String>,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// Until when the customer hears from the vendor.
    pub next_word_by: Option<DateTime<Utc>>,
}

/// Which concerns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only in one of these states; all, if there are none.
    pub states: Vec<ConcernState>,
    /// Only of this sale.
    pub sale: Option<SaleId>,
    /// Only those that this member answers for.
    pub owner: Option<MemberId>,
}

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = concern, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: String,
    id: String,
    sale_id: String,
    number: i64,
    kind: String,
    severity: String,
    state: String,
    state_since: i64,
    round: i64,
    owner_id: String,
    words: Option<String>,
    raised_at: i64,
    next_word_by: Option<i64>,
    answered_in: Option<i64>,
    proposed_in: Option<i64>,
    confirmed_in: Option<i64>,
    is_first_week: i64,
    reply_before: Option<i64>,
}

fn rows(sale: &Sale) -> DbResult<Vec<Row>> {
    let row = sale.concerns.iter().map(|concern| {
        Ok(Row {
            vendor_id: sale.vendor.to_string(),
            id: concern.id.to_string(),
            sale_id: sale.id.to_string(),
            number: concern.opening.number.into(),
            kind: read::to_word(TABLE, &concern.opening.kind)?,
            severity: read::to_word(TABLE, &concern.opening.severity)?,
            state: concern.state.as_str().to_owned(),
            state_since: concern.state_since.timestamp_micros(),
            round: concern.round.into(),
            owner_id: concern.opening.owner.to_string(),
            words: concern.opening.words.as_ref().map(ToString::to_string),
            raised_at: concern.raised_at.timestamp_micros(),
            next_word_by: concern.next_word_by.map(|by| by.timestamp_micros()),
            answered_in: concern.waited.answered,
            proposed_in: concern.waited.proposed,
            confirmed_in: concern.waited.confirmed,
            is_first_week: is_in_first_week(sale, concern).into(),
            reply_before: sale.reply_before,
        })
    });
    row.collect()
}

projected!(concern, id, |before, after| {
    let around = |sale: &Sale| (sale.anchors.purchased_at, sale.reply_before);
    before.concerns == after.concerns && around(before) == around(after)
});

impl TryFrom<Row> for Concern {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        Ok(Self {
            id: read::text(TABLE, &row.id)?,
            sale: read::text(TABLE, &row.sale_id)?,
            number: read::count(TABLE, row.number)?,
            kind: read::word(TABLE, &row.kind)?,
            severity: read::word(TABLE, &row.severity)?,
            state: read::word(TABLE, &row.state)?,
            state_since: read::instant(TABLE, row.state_since)?,
            round: read::count(TABLE, row.round)?,
            owner: read::text(TABLE, &row.owner_id)?,
            words: row.words,
            raised_at: read::instant(TABLE, row.raised_at)?,
            next_word_by: read::instant_if(TABLE, row.next_word_by)?,
        })
    }
}

/// One page, newest first.
pub fn list(conn: &mut Conn, vendor: VendorId, filter: &Filter, page: &Page) -> DbResult<Vec<Concern>> {
    let mut rows = concern::table
        .filter(concern::vendor_id.eq(vendor.to_string()))
        .order(concern::id.desc())
        .limit(page.limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        rows = rows.filter(concern::id.lt(after.clone()));
    }
    if !filter.states.is_empty() {
        let states: Vec<&str> = filter.states.iter().map(|state| state.as_str()).collect();
        rows = rows.filter(concern::state.eq_any(states));
    }
    if let Some(sale) = filter.sale {
        rows = rows.filter(concern::sale_id.eq(sale.to_string()));
    }
    if let Some(owner) = filter.owner {
        rows = rows.filter(concern::owner_id.eq(owner.to_string()));
    }
    let rows: Vec<Row> = rows.load(conn)?;
    rows.into_iter().map(Concern::try_from).collect()
}

/// How long a customer waited, in working minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// With which sale.
    pub sale: SaleId,
    /// How bad it was.
    pub severity: Severity,
    /// Until the first answer.
    pub answered: Option<i64>,
    /// Until the first proposal.
    pub proposed: Option<i64>,
    /// Until they said that it is sorted.
    pub confirmed: Option<i64>,
    /// Whether it was raised in the week after the order.
    pub is_first_week: bool,
    /// The vendor's own figure of the time before the signature.
    pub before: Option<i64>,
}

type WaitRow = (String, String, Option<i64>, Option<i64>, Option<i64>, i64, Option<i64>);

/// How long customers waited with every concern, in the order of the sales.
pub fn waits(conn: &mut Conn, vendor: VendorId) -> DbResult<Vec<Wait>> {
    let rows = concern::table
        .filter(concern::vendor_id.eq(vendor.to_string()))
        .order((concern::sale_id, concern::id))
        .select((
            concern::sale_id,
            concern::severity,
            concern::answered_in,
            concern::proposed_in,
            concern::confirmed_in,
            concern::is_first_week,
            concern::reply_before,
        ));
    let rows: Vec<WaitRow> = rows.load(conn)?;
    let wait = |(sale, severity, answered, proposed, confirmed, is_first_week, before): WaitRow| {
        Ok(Wait {
            sale: read::text(TABLE, &sale)?,
            severity: read::word(TABLE, &severity)?,
            answered,
            proposed,
            confirmed,
            is_first_week: is_first_week != 0,
            before,
        })
    };
    rows.into_iter().map(wait).collect()
}
