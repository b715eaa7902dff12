//! The concerns of all sales, for the times that customers waited.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::{
        concern::{ConcernKind, ConcernState, Severity},
        reply_times::is_in_first_week,
        sale::Sale,
    },
    id::{ConcernId, MemberId, SaleId, VendorId},
};

use super::{
    insert::insert_rows,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbResult, Typed, native, schema::concern};

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = concern, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: Typed<VendorId>,
    id: Typed<ConcernId>,
    sale_id: Typed<SaleId>,
    number: Typed<u32>,
    kind: Typed<ConcernKind>,
    severity: Typed<Severity>,
    state: Typed<ConcernState>,
    state_since: Typed<DateTime<Utc>>,
    round: Typed<u32>,
    owner_id: Typed<MemberId>,
    words: Option<String>,
    raised_at: Typed<DateTime<Utc>>,
    next_word_by: Option<Typed<DateTime<Utc>>>,
    answered_in: Option<i64>,
    proposed_in: Option<i64>,
    confirmed_in: Option<i64>,
    is_first_week: Typed<bool>,
    reply_before: Option<i64>,
}

fn rows(sale: &Sale) -> Vec<Row> {
    let row = sale.concerns.iter().map(|concern| Row {
        vendor_id: Typed(sale.vendor),
        id: Typed(concern.id),
        sale_id: Typed(sale.id),
        number: Typed(concern.opening.number),
        kind: Typed(concern.opening.kind),
        severity: Typed(concern.opening.severity),
        state: Typed(concern.state),
        state_since: Typed::at(concern.state_since),
        round: Typed(concern.round),
        owner_id: Typed(concern.opening.owner),
        words: concern.opening.words.as_ref().map(ToString::to_string),
        raised_at: Typed::at(concern.raised_at),
        next_word_by: concern.next_word_by.map(Typed::at),
        answered_in: concern.waited.answered,
        proposed_in: concern.waited.proposed,
        confirmed_in: concern.waited.confirmed,
        is_first_week: Typed(is_in_first_week(sale, concern)),
        reply_before: sale.reply_before,
    });
    row.collect()
}

projected!(concern, id, |before, after| {
    let around = |sale: &Sale| (sale.anchors.purchased_at, sale.reply_before);
    before.concerns == after.concerns && around(before) == around(after)
});

/// How long a customer waited, in working minutes.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = concern)]
pub struct Wait {
    /// With which sale.
    #[diesel(column_name = sale_id)]
    pub sale: SaleId,
    /// How bad it was.
    pub severity: Severity,
    /// Until the first answer.
    #[diesel(column_name = answered_in)]
    pub answered: Option<i64>,
    /// Until the first proposal.
    #[diesel(column_name = proposed_in)]
    pub proposed: Option<i64>,
    /// Until they said that it is sorted.
    #[diesel(column_name = confirmed_in)]
    pub confirmed: Option<i64>,
    /// Whether it was raised in the week after the order.
    pub is_first_week: bool,
    /// The vendor's own figure of the time before the signature.
    #[diesel(column_name = reply_before)]
    pub before: Option<i64>,
}

/// How long customers waited with every concern, in the order of the sales.
pub fn waits(conn: &mut Conn, vendor: VendorId) -> DbResult<Vec<Wait>> {
    let rows =
        concern::table.filter(concern::vendor_id.eq(Typed(vendor))).order((concern::sale_id, concern::id));
    Ok(rows.select(Wait::as_select()).load(conn)?)
}
