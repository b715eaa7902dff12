//! One page about where a sale stands, to be shown to the boss: dated, in plain facts. Unlike a view it says
//! how things are at one moment.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    api::view::Records,
    domain::{
        completion::{completion, completion_facts},
        contact::{contacts, next_contact},
        promise::{Outcome, Promise},
        sale::Sale,
        success::SuccessState,
    },
    text::{Line, Words},
};

/// How a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PromiseStanding {
    /// Kept on its original day.
    Kept,
    /// Kept, later than first promised.
    KeptLate,
    /// Not kept, and past its original day.
    Late,
    /// Still to come.
    Open,
    /// It was not or could not be kept.
    Broken,
    /// The customer no longer wants it.
    Released,
}

/// A promise on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PromiseLine {
    /// Its words.
    pub statement: Words,
    /// The original day.
    pub original_due: Option<NaiveDate>,
    /// The day that counts now.
    pub current_due: Option<NaiveDate>,
    /// How it stands.
    pub standing: PromiseStanding,
}

/// Where a sale stands at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusSummary {
    /// The moment.
    pub at: DateTime<Utc>,
    /// The same as a day at the customer's place.
    pub on: NaiveDate,
    /// The vendor.
    pub vendor: Line,
    /// What was bought.
    pub title: Line,
    /// The vendor's order number.
    pub reference: Line,
    /// Who looks after the customer.
    pub owner: Option<Line>,
    /// When it was delivered.
    pub delivered_on: Option<NaiveDate>,
    /// When the delivery is expected, while it has not come.
    pub delivery_expected_on: Option<NaiveDate>,
    /// Whether everything arrived.
    pub is_delivered: bool,
    /// Whether the money is there.
    pub is_paid: bool,
    /// Whether the customer said that they are satisfied.
    pub is_satisfied: bool,
    /// What was promised.
    pub promised: usize,
    /// Of it, kept, early or late.
    pub kept: usize,
    /// Of it, past its original day and not kept, or not kept at all.
    pub late: usize,
    /// Concerns that are open.
    pub open_concerns: usize,
    /// Until when the customer hears from the vendor next, as a day at the customer's place.
    pub next_contact_on: Option<NaiveDate>,
    /// The promises, by day.
    pub promises: Vec<PromiseLine>,
    /// What went well, as the customer agreed.
    pub successes: Vec<Words>,
}

/// Where the sale stands at `now`.
pub fn status_summary(sale: &Sale, records: Records<'_>, now: DateTime<Utc>) -> StatusSummary {
    let facts = completion_facts(sale, records.world.policy, records.world.zones);
    let legs = completion(&facts, records.world.policy, now);
    let mut promises: Vec<PromiseLine> =
        sale.promises.iter().map(|it| line(it, sale, records, now)).collect();
    promises.sort_by_key(|it| (it.current_due.is_none(), it.current_due));
    let count =
        |wanted: &[PromiseStanding]| promises.iter().filter(|it| wanted.contains(&it.standing)).count();
    let (kept, late) = (
        count(&[PromiseStanding::Kept, PromiseStanding::KeptLate]),
        count(&[PromiseStanding::Late, PromiseStanding::Broken]),
    );
    let owner = records.members.iter().find(|member| member.id == sale.owner);
    let contacts = contacts(sale, records.world.policy, records.world.calendar, records.world.zones);
    let day = |at| records.world.zones.date(&sale.time_zone, at);
    let agreed = sale.successes.iter().filter(|it| it.state == SuccessState::Agreed);
    StatusSummary {
        at: now,
        on: day(now),
        vendor: records.vendor.name.clone(),
        title: sale.title.clone(),
        reference: sale.reference.clone(),
        owner: owner.map(|member| member.name.clone()),
        delivered_on: sale.anchors.delivered_on,
        delivery_expected_on: sale
            .anchors
            .expected_delivery_on
            .filter(|_| sale.anchors.delivered_on.is_none()),
        is_delivered: legs.delivered.is_done(),
        is_paid: legs.paid.is_done(),
        is_satisfied: legs.satisfied.is_done(),
        promised: promises.len(),
        kept,
        late,
        open_concerns: sale.concerns.iter().filter(|it| it.state.is_open()).count(),
        next_contact_on: next_contact(&contacts, now).map(|contact| day(contact.at)),
        promises,
        successes: agreed.map(|it| it.sentence.clone()).collect(),
    }
}

fn line(it: &Promise, sale: &Sale, records: Records<'_>, now: DateTime<Utc>) -> PromiseLine {
    let is_late = it.facts(&sale.time_zone, records.world.zones).is_late(now);
    let standing = match it.outcome() {
        Outcome::OnOriginal => PromiseStanding::Kept,
        Outcome::OnAgreed | Outcome::Late | Outcome::MadeGood => PromiseStanding::KeptLate,
        Outcome::Broken => PromiseStanding::Broken,
        Outcome::Released => PromiseStanding::Released,
        Outcome::Open if is_late => PromiseStanding::Late,
        Outcome::Open => PromiseStanding::Open,
    };
    PromiseLine {
        statement: it.terms().statement.clone(),
        original_due: it.making.original_due,
        current_due: it.current_due,
        standing,
    }
}
