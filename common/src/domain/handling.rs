//! What a sale has beside its concerns so that few of them arise and each is handled as agreed: the agreement,
//! the vital areas, the milestones, and how fast the vendor answered before the signature.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        agreement::Agreement,
        concern::{Concern, Waited},
        milestone::{Milestone, Snag},
        policy::Policy,
        sale::Sale,
        vital_area::VitalArea,
    },
    id::{MemberId, MilestoneId, SnagId, VitalAreaId},
    time::OffsetTable,
};

/// Without a figure of the vendor's, the first week is the yardstick for the time that follows.
const YARDSTICK_DAYS: i64 = 7;

/// The part of a sale that is about handling.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handling {
    /// What happens when something goes wrong.
    pub agreement: Agreement,
    /// What matters most to the customer, most vital first.
    pub vital_areas: Vec<VitalArea>,
    /// The milestones, in the order in which they were planned.
    pub milestones: Vec<Milestone>,
    /// How many working minutes the vendor took to answer before the signature, by its own figure.
    pub reply_before: Option<i64>,
}

impl Handling {
    /// The members whom the customer meets in it.
    pub fn members(&self) -> impl Iterator<Item = MemberId> {
        self.milestones.iter().flat_map(|milestone| {
            let owners = milestone.snags.iter().map(|snag| snag.owner);
            owners.chain(std::iter::once(milestone.plan.overseer))
        })
    }

    /// The milestone with that id.
    pub fn milestone(&self, id: MilestoneId) -> Option<&Milestone> {
        self.milestones.iter().find(|milestone| milestone.id == id)
    }

    /// The small thing with that id, wherever it is.
    pub fn snag(&self, id: SnagId) -> Option<&Snag> {
        self.milestones.iter().flat_map(|milestone| &milestone.snags).find(|snag| snag.id == id)
    }

    /// The vital area with that id.
    pub fn vital_area(&self, id: VitalAreaId) -> Option<&VitalArea> {
        self.vital_areas.iter().find(|area| area.id == id)
    }
}

/// The last day of the service of the first days: counted from the delivery, before it from the day on which
/// that is expected, and without either from the order.
pub fn new_customer_until(sale: &Sale, policy: &Policy, zones: &OffsetTable) -> Option<NaiveDate> {
    let days = u64::try_from(policy.new_customer_days).ok().filter(|days| *days > 0)?;
    let anchors = &sale.anchors;
    let from = anchors.delivered_on.or(anchors.expected_delivery_on);
    let from = from.unwrap_or_else(|| zones.date(&sale.time_zone, anchors.purchased_at));
    from.checked_add_days(Days::new(days))
}

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Yardstick {
    /// The vendor says how fast it answered before the signature.
    BeforeSignature,
    /// The vendor did not say: the first week after it.
    FirstWeek,
}

/// How fast the first answers came: working minutes on average, and of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Average {
    /// Working minutes, rounded down; none without any.
    pub minutes: Option<i64>,
    /// Of how many.
    pub count: u32,
}

impl Average {
    /// The average of these.
    pub fn of(minutes: impl Iterator<Item = i64>) -> Self {
        let (sum, count) = minutes.fold((0_i64, 0_u32), |(sum, count), minutes| {
            (sum.saturating_add(minutes), count.saturating_add(1))
        });
        Self { minutes: sum.checked_div(i64::from(count)), count }
    }
}

/// How fast the customer was answered, before and after they signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplyTimes {
    /// What the time before is measured by.
    pub yardstick: Yardstick,
    /// The time before.
    pub before: Average,
    /// The time since.
    pub after: Average,
}

/// Whether a concern was raised in the first week after the signature.
pub fn is_in_first_week(sale: &Sale, concern: &Concern) -> bool {
    is_early(sale.anchors.purchased_at, concern)
}

fn is_early(signed_at: DateTime<Utc>, concern: &Concern) -> bool {
    concern.raised_at < signed_at + TimeDelta::days(YARDSTICK_DAYS)
}

/// How fast the first answers to this customer's concerns came.
pub fn reply_times(sale: &Sale) -> ReplyTimes {
    let answers = |is_wanted: &dyn Fn(&Concern) -> bool| {
        let concerns = sale.concerns.iter().filter(|concern| is_wanted(concern));
        Average::of(concerns.filter_map(|Concern { waited: Waited { answered, .. }, .. }| *answered))
    };
    match sale.handling.reply_before {
        Some(minutes) => ReplyTimes {
            yardstick: Yardstick::BeforeSignature,
            before: Average { minutes: Some(minutes), count: 1 },
            after: answers(&|_| true),
        },
        None => ReplyTimes {
            yardstick: Yardstick::FirstWeek,
            before: answers(&|concern| is_in_first_week(sale, concern)),
            after: answers(&|concern| !is_in_first_week(sale, concern)),
        },
    }
}
