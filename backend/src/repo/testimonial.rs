//! The vendor's library of testimonials: what the customers of all sales let it show, and what became of each
//! question.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    domain::{
        reason::ReasonKind,
        sale::Sale,
        testimonial::{Grant, Testimonial, TestimonialState, Use},
    },
    id::{CustomerId, SaleId, SuccessId, TestimonialId, VendorId},
    text::{Line, Words},
};

use super::{
    insert::insert_rows,
    page::Page,
    read_model::{Source, Step, projected},
};
use crate::db::{
    Conn, DbResult, Typed, few_lengths, kept, native,
    schema::{sale_customer, testimonial},
};

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
    vendor_id: Typed<VendorId>,
    id: Typed<TestimonialId>,
    sale_id: Typed<SaleId>,
    success_id: Typed<SuccessId>,
    reason_kind: Option<Typed<ReasonKind>>,
    asked_for: Typed<Vec<Use>>,
    asked_at: Typed<DateTime<Utc>>,
    state: Typed<TestimonialState>,
    state_since: Typed<DateTime<Utc>>,
    words: Option<Typed<Words>>,
    shown_as: Option<Typed<Line>>,
    uses: Option<Typed<Vec<Use>>>,
    is_shown: Typed<bool>,
}

fn rows(sale: &Sale) -> Vec<Row> {
    let row = sale.testimonials.iter().map(|it| {
        let grant = it.grant.as_ref();
        Row {
            vendor_id: Typed(sale.vendor),
            id: Typed(it.id),
            sale_id: Typed(sale.id),
            success_id: Typed(it.success),
            reason_kind: it.reason_kind.map(Typed),
            asked_for: Typed(it.uses.clone()),
            asked_at: Typed::at(it.asked_at),
            state: Typed(it.state),
            state_since: Typed::at(it.state_since),
            words: grant.map(|grant| Typed(grant.words.clone())),
            shown_as: grant.map(|grant| Typed(grant.shown_as.clone())),
            uses: grant.map(|grant| Typed(grant.uses.clone())),
            is_shown: Typed(it.may_show(Use::Portal)),
        }
    });
    row.collect()
}

projected!(testimonial, id, |before, after| before.testimonials == after.testimonials);

/// Those of a sale that other customers see.
pub fn shown(sale: &Sale) -> Vec<&Testimonial> {
    sale.testimonials.iter().filter(|it| it.may_show(Use::Portal)).collect()
}

impl From<Row> for Kept {
    fn from(row: Row) -> Self {
        let Typed(state_since) = row.state_since;
        let grant = match (row.words, row.shown_as, row.uses) {
            // A consent is given at the moment in which the state begins.
            (Some(Typed(words)), Some(Typed(shown_as)), Some(Typed(uses))) => {
                Some(Grant { words, shown_as, uses, at: state_since })
            }
            _ => None,
        };
        let testimonial = Testimonial {
            id: row.id.0,
            success: row.success_id.0,
            uses: row.asked_for.0,
            reason_kind: row.reason_kind.map(|kind| kind.0),
            asked_at: row.asked_at.0,
            state: row.state.0,
            state_since,
            grant,
        };
        Self { sale: row.sale_id.0, testimonial }
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
        .filter(testimonial::vendor_id.eq(Typed(vendor)))
        .order(testimonial::id.desc())
        .limit(page.limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        rows = rows.filter(testimonial::id.lt(Typed(after.clone())));
    }
    if let Some(state) = state {
        rows = rows.filter(testimonial::state.eq(Typed(state)));
    }
    let rows: Vec<Row> = rows.load(conn)?;
    Ok(rows.into_iter().map(Kept::from).collect())
}

/// The newest that other people than this customer let be shown; of these kinds of reasons, or of all.
pub fn of_others(
    conn: &mut Conn,
    vendor: VendorId,
    customer: CustomerId,
    (kinds, most): (Option<&[ReasonKind]>, i64),
) -> DbResult<Vec<Kept>> {
    let own = sale_customer::table
        .filter(sale_customer::vendor_id.eq(Typed(vendor)))
        .filter(sale_customer::customer_id.eq(Typed(customer)))
        .select(sale_customer::sale_id);
    let mut rows = testimonial::table
        .filter(testimonial::vendor_id.eq(Typed(vendor)))
        .filter(testimonial::is_shown.eq(Typed(true)))
        .filter(testimonial::sale_id.ne_all(own))
        .order((testimonial::state_since.desc(), testimonial::id.desc()))
        .limit(most)
        .select(Row::as_select())
        .into_boxed();
    if let Some(kinds) = kinds {
        let kinds = few_lengths(kinds.iter().map(|kind| Some(Typed(*kind))));
        rows = rows.filter(testimonial::reason_kind.eq_any(kinds));
    }
    let rows: Vec<Row> = kept(rows).load(conn)?;
    Ok(rows.into_iter().map(Kept::from).collect())
}
