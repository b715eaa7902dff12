//! The answer that counts of every ask, for scores and exports.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    actor::Actor,
    domain::{
        check::{Channel, Mood},
        sale::Sale,
    },
    id::{AskId, CustomerId, MemberId, SaleId, VendorId},
};

use super::{
    insert::insert_rows,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbResult, Typed, native, schema::answer};

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = answer, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: Typed<VendorId>,
    ask_id: Typed<AskId>,
    sale_id: Typed<SaleId>,
    customer_id: Typed<CustomerId>,
    check_name: String,
    revision: Typed<usize>,
    choice: String,
    score: Option<i64>,
    mood: Typed<Mood>,
    words: Option<String>,
    answered_at: Typed<DateTime<Utc>>,
    recorded_by: Option<Typed<MemberId>>,
    channel: Option<Typed<Channel>>,
}

fn rows(sale: &Sale) -> Vec<Row> {
    let answered = sale.asks.iter().filter_map(|ask| Some((ask, ask.answer()?)));
    let row = answered.map(|(ask, newest)| Row {
        vendor_id: Typed(sale.vendor),
        ask_id: Typed(ask.id),
        sale_id: Typed(sale.id),
        customer_id: Typed(ask.plan.customer),
        check_name: ask.plan.check.to_string(),
        revision: Typed(ask.answers.len()),
        choice: newest.value.to_string(),
        score: newest.value.parse().ok(),
        mood: Typed(ask.mood().unwrap_or(Mood::NotYet)),
        words: newest.text.as_ref().map(ToString::to_string),
        answered_at: Typed::at(newest.at),
        recorded_by: match newest.by {
            Actor::Member(id) => Some(Typed(id)),
            Actor::Customer(_) | Actor::System => None,
        },
        channel: newest.channel.map(Typed),
    });
    row.collect()
}

projected!(answer, ask_id, |before, after| before.asks == after.asks);
