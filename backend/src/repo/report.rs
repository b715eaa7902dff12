//! The counts of the report, added up by the database over the read models.

use diesel::prelude::*;
use followthrough_common::{
    domain::{check::Mood, promise::Outcome, sale::SaleState},
    id::VendorId,
};

use crate::db::{
    Conn, DbResult, Typed, how_many,
    schema::{answer, ask, promise, sale, sale_customer},
};

/// How many sales have this state and this word of the vendor's.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SaleCount {
    /// Whether follow-up goes on.
    pub state: SaleState,
    /// The vendor's own word.
    pub status: Option<String>,
    /// How many.
    pub count: u64,
}

/// How many answers chose this.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ChoiceCount {
    /// `key@version`.
    pub check: String,
    /// The value of the choice.
    pub choice: String,
    /// As a number, on scales that have numbers.
    pub score: Option<i64>,
    /// How it is meant.
    pub mood: Mood,
    /// How many.
    pub count: u64,
}

/// Sales by state and status, in the order of both.
pub fn sales(conn: &mut Conn, vendor: VendorId) -> DbResult<Vec<SaleCount>> {
    let rows = sale::table
        .filter(sale::vendor_id.eq(Typed(vendor)))
        .group_by((sale::state, sale::status))
        .order((sale::state, sale::status))
        .select((sale::state, sale::status, how_many(sale::id)));
    Ok(rows.load(conn)?)
}

/// Distinct persons with a sale.
pub fn customers(conn: &mut Conn, vendor: VendorId) -> DbResult<u64> {
    let rows = sale_customer::table.filter(sale_customer::vendor_id.eq(Typed(vendor)));
    Ok(rows.select(how_many(sale_customer::customer_id).aggregate_distinct()).first(conn)?)
}

/// Sales with money that has cleared.
pub fn paid(conn: &mut Conn, vendor: VendorId) -> DbResult<u64> {
    let rows = sale::table.filter(sale::vendor_id.eq(Typed(vendor))).filter(sale::is_paid.eq(Typed(true)));
    Ok(rows.select(how_many(sale::id)).first(conn)?)
}

/// Sales with a time of delivery.
pub fn delivered(conn: &mut Conn, vendor: VendorId) -> DbResult<u64> {
    let rows = sale::table.filter(sale::vendor_id.eq(Typed(vendor)));
    Ok(rows.select(how_many(sale::delivered_at)).first(conn)?)
}

/// Promises by outcome.
pub fn promises(conn: &mut Conn, vendor: VendorId) -> DbResult<Vec<(Outcome, u64)>> {
    let rows = promise::table
        .filter(promise::vendor_id.eq(Typed(vendor)))
        .group_by(promise::outcome)
        .order(promise::outcome)
        .select((promise::outcome, how_many(promise::id)));
    Ok(rows.load(conn)?)
}

/// How many promises have this outcome, by whose word it is.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct PromiseCount {
    /// How they count in the rates.
    pub outcome: Outcome,
    /// Whether that is the customer's own word.
    pub is_confirmed: bool,
    /// How many.
    pub count: u64,
}

/// Promises by outcome and by whose word it is.
pub fn promise_words(conn: &mut Conn, vendor: VendorId) -> DbResult<Vec<PromiseCount>> {
    let of = (promise::outcome, promise::is_confirmed);
    let rows = promise::table.filter(promise::vendor_id.eq(Typed(vendor))).group_by(of).order(of).select((
        promise::outcome,
        promise::is_confirmed,
        how_many(promise::id),
    ));
    Ok(rows.load(conn)?)
}

/// Answers that a member wrote down, by question.
pub fn recorded_answers(conn: &mut Conn, vendor: VendorId) -> DbResult<Vec<(String, u64)>> {
    let rows = answer::table
        .filter(answer::vendor_id.eq(Typed(vendor)))
        .filter(answer::recorded_by.is_not_null())
        .group_by(answer::check_name)
        .order(answer::check_name)
        .select((answer::check_name, how_many(answer::ask_id)));
    Ok(rows.load(conn)?)
}

/// Answers by question and choice, scales with numbers in their order.
pub fn choices(conn: &mut Conn, vendor: VendorId) -> DbResult<Vec<ChoiceCount>> {
    let of = (answer::check_name, answer::choice, answer::score, answer::mood);
    let rows = answer::table
        .filter(answer::vendor_id.eq(Typed(vendor)))
        .group_by(of)
        .order((answer::check_name, answer::score, answer::choice))
        .select((answer::check_name, answer::choice, answer::score, answer::mood, how_many(answer::ask_id)));
    Ok(rows.load(conn)?)
}

/// Answers with words, by question: all, or only those with a line break.
pub fn comments(conn: &mut Conn, vendor: VendorId, which: Comments) -> DbResult<Vec<(String, u64)>> {
    let pattern = match which {
        Comments::All => "%",
        Comments::WithLineBreak => "%\n%",
    };
    let rows = answer::table
        .filter(answer::vendor_id.eq(Typed(vendor)))
        .filter(answer::words.like(pattern))
        .group_by(answer::check_name)
        .order(answer::check_name)
        .select((answer::check_name, how_many(answer::ask_id)));
    Ok(rows.load(conn)?)
}

/// Which comments are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comments {
    /// Every one.
    All,
    /// Those of several lines.
    WithLineBreak,
}

/// Askings of `check` that went out before the sale's first delivery.
pub fn asked_before_delivery(conn: &mut Conn, vendor: VendorId, check: &str) -> DbResult<u64> {
    let same_sale = sale::vendor_id.eq(ask::vendor_id).and(sale::id.eq(ask::sale_id));
    let rows = ask::table
        .inner_join(sale::table.on(same_sale))
        .filter(ask::vendor_id.eq(Typed(vendor)))
        .filter(ask::check_name.eq(check))
        .filter(sale::delivered_at.gt(ask::offered_at.nullable()));
    Ok(rows.select(how_many(ask::id)).first(conn)?)
}
