//! What a rule may know besides the sale itself. Everything that the pure core cannot find out is here.

use std::ops::Deref;

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::{
    actor::Actor,
    domain::{check::LedgerEntry, world::World},
    id::IdMaker,
};

/// One command in its world, which is read through it.
#[derive(Debug)]
pub struct Context<'a> {
    /// Who acts.
    pub actor: Actor,
    /// When something last happened in the sale. What time alone has brought since then, without anybody looking,
    /// is told first; none where nothing is decided.
    pub last_event_at: Option<DateTime<Utc>>,
    /// Where new ids come from.
    pub ids: IdMaker,
    /// What is so besides the sale.
    pub world: World<'a>,
    /// What this customer was asked lately, over all sales.
    pub ledger: &'a [LedgerEntry],
    /// Whether a concern is open in another sale of this customer.
    pub has_concern_elsewhere: bool,
}

impl<'a> Deref for Context<'a> {
    type Target = World<'a>;

    fn deref(&self) -> &World<'a> {
        &self.world
    }
}

/// `date` plus calendar days, staying where it is at the end of time.
pub fn add_days(date: NaiveDate, days: i64) -> NaiveDate {
    let count = Days::new(days.unsigned_abs());
    let moved = if days < 0 { date.checked_sub_days(count) } else { date.checked_add_days(count) };
    moved.unwrap_or(date)
}
