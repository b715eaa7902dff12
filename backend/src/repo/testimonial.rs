//! The vendor's library of testimonials: what the customers of all sales let it show, and what became of each
//! question.

use diesel::prelude::*;
use followthrough_common::{
    domain::{
        reason::ReasonKind,
        sale::Sale,
        testimonial::{Grant, Testimonial, TestimonialState, Use},
        transition::Machine,
    },
    id::{CustomerId, SaleId, VendorId},
};

use super::{
    insert::insert_rows,
    page::Page,
    read,
    read_model::{Source, Step, projected},
};
use crate::db::{
    Conn, DbError, DbResult, few_lengths, kept, native,
    schema::{sale_customer, testimonial},
};

const TABLE: &str = "testimonial";

/// A testimonial with its sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The sale that it was asked for in.
    pub sale: SaleId,
    /// What stands in the sale.
    pub testimonial: Testimonial,
}

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = testimonial, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: String,
    id: String,
    sale_id: String,
    success_id: String,
    reason_kind: Option<String>,
    asked_for: String,
    asked_at: i64,
    state: String,
    state_since: i64,
    words: Option<String>,
    shown_as: Option<String>,
    uses: Option<String>,
    is_shown: i64,
}

fn rows(sale: &Sale) -> DbResult<Vec<Row>> {
    let row = sale.testimonials.iter().map(|it| {
        let grant = it.grant.as_ref();
        Ok(Row {
            vendor_id: sale.vendor.to_string(),
            id: it.id.to_string(),
            sale_id: sale.id.to_string(),
            success_id: it.success.to_string(),
            reason_kind: it.reason_kind.map(|kind| read::to_word(TABLE, &kind)).transpose()?,
            asked_for: read::to_json(TABLE, &it.uses)?,
            asked_at: it.asked_at.timestamp_micros(),
            state: it.state.as_str().to_owned(),
            state_since: it.state_since.timestamp_micros(),
            words: grant.map(|grant| grant.words.to_string()),
            shown_as: grant.map(|grant| grant.shown_as.to_string()),
            uses: grant.map(|grant| read::to_json(TABLE, &grant.uses)).transpose()?,
            is_shown: i64::from(it.may_show(Use::Portal)),
        })
    });
    row.collect()
}

projected!(testimonial, id, |before, after| before.testimonials == after.testimonials);

/// Those of a sale that other customers see.
pub fn shown(sale: &Sale) -> Vec<&Testimonial> {
    sale.testimonials.iter().filter(|it| it.may_show(Use::Portal)).collect()
}

impl TryFrom<Row> for Kept {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        let state_since = read::instant(TABLE, row.state_since)?;
        let grant = match (row.words, row.shown_as, row.uses) {
            (Some(words), Some(shown_as), Some(uses)) => Some(Grant {
                words: read::words(TABLE, &words)?,
                shown_as: read::line(TABLE, &shown_as)?,
                uses: read::json(TABLE, &uses)?,
                // A consent is given at the moment in which the state begins.
                at: state_since,
            }),
            _ => None,
        };
        let testimonial = Testimonial {
            id: read::text(TABLE, &row.id)?,
            success: read::text(TABLE, &row.success_id)?,
            uses: read::json(TABLE, &row.asked_for)?,
            reason_kind: row.reason_kind.map(|kind| read::word(TABLE, &kind)).transpose()?,
            asked_at: read::instant(TABLE, row.asked_at)?,
            state: read::word(TABLE, &row.state)?,
            state_since,
            grant,
        };
        Ok(Self { sale: read::text(TABLE, &row.sale_id)?, testimonial })
    }
}

/// One page, newest first, of one state if one is named.
pub fn list(
    conn: &mut Conn,
    vendor: VendorId,
    state: Option<TestimonialState>,
    page: &Page,
) -> DbResult<Vec<Kept>> {
    let mut rows = testimonial::table
        .filter(testimonial::vendor_id.eq(vendor.to_string()))
        .order(testimonial::id.desc())
        .limit(page.limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        rows = rows.filter(testimonial::id.lt(after.clone()));
    }
    if let Some(state) = state {
        rows = rows.filter(testimonial::state.eq(state.as_str()));
    }
    let rows: Vec<Row> = rows.load(conn)?;
    rows.into_iter().map(Kept::try_from).collect()
}

/// The newest that other people than this customer let be shown; of these kinds of reasons, or of all.
pub fn of_others(
    conn: &mut Conn,
    vendor: VendorId,
    customer: CustomerId,
    (kinds, most): (Option<&[ReasonKind]>, i64),
) -> DbResult<Vec<Kept>> {
    let own = sale_customer::table
        .filter(sale_customer::vendor_id.eq(vendor.to_string()))
        .filter(sale_customer::customer_id.eq(customer.to_string()))
        .select(sale_customer::sale_id);
    let mut rows = testimonial::table
        .filter(testimonial::vendor_id.eq(vendor.to_string()))
        .filter(testimonial::is_shown.eq(1))
        .filter(testimonial::sale_id.ne_all(own))
        .order((testimonial::state_since.desc(), testimonial::id.desc()))
        .limit(most)
        .select(Row::as_select())
        .into_boxed();
    if let Some(kinds) = kinds {
        let kinds: DbResult<Vec<String>> = kinds.iter().map(|kind| read::to_word(TABLE, kind)).collect();
        rows = rows.filter(testimonial::reason_kind.eq_any(few_lengths(kinds?)));
    }
    let rows: Vec<Row> = kept(rows).load(conn)?;
    rows.into_iter().map(Kept::try_from).collect()
}
