//! What both doors say alike about how problems are handled: a concern beside its conversation, the milestones with
//! their small things. Who said something is named as its reader may know it. Nothing here is for one side only.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        agreement::{EscalationStep, Source},
        concern::{Concern, Extension, HandOver, Subject, Waited},
        milestone::{Milestone, MilestoneState, Slip, Snag, SnagState},
        sale::Sale,
    },
    id::{ConcernId, MemberId, MilestoneId, SnagId, VitalAreaId},
    text::{Line, Words},
};

/// How a concern is handled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Care {
    /// Which.
    pub id: ConcernId,
    /// What a customer says on the telephone, `SO-1042/3`.
    pub reference: String,
    /// What it does to the customer.
    pub impact: Option<Words>,
    /// The card that it was raised from.
    pub about: Option<Subject>,
    /// What matters most to the customer and is touched by it.
    pub vital_area: Option<VitalAreaId>,
    /// Concerns that belong together with it.
    pub linked: Vec<ConcernId>,
    /// Where its times come from.
    pub terms: Option<Source>,
    /// Whenever more time was taken.
    pub extensions: Vec<Extension>,
    /// Whenever it got another owner.
    pub hand_overs: Vec<HandOver>,
    /// Who has taken over, if anybody has.
    pub taken_over_by: Option<EscalationStep>,
    /// With a final answer: where else to go.
    pub outside_route: Option<Words>,
    /// How long the customer waited.
    pub waited: Waited,
}

impl Care {
    /// Of a concern of that sale.
    pub fn of(it: &Concern, sale: &Sale) -> Self {
        Self {
            id: it.id,
            reference: it.reference(&sale.reference),
            impact: it.opening.impact.clone(),
            about: it.opening.about,
            vital_area: it.opening.vital_area,
            linked: it.linked.clone(),
            terms: it.opening.terms.as_ref().map(|terms| terms.source),
            extensions: it.extensions.clone(),
            hand_overs: it.hand_overs.clone(),
            taken_over_by: it.taken_over_by().cloned(),
            outside_route: it.outside_route.clone(),
            waited: it.waited,
        }
    }
}

/// A small thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SnagView<By = Actor> {
    /// Its id.
    pub id: SnagId,
    /// What is wrong.
    pub text: Words,
    /// Who puts it right.
    pub owner: MemberId,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// Where it stands.
    pub state: SnagState,
    /// Who wrote it down.
    pub by: By,
    /// When.
    pub at: DateTime<Utc>,
    /// The last words about it.
    pub note: Option<Words>,
}

/// A milestone with its small things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MilestoneView<By = Actor> {
    /// Its id.
    pub id: MilestoneId,
    /// What it is called.
    pub title: Line,
    /// What is there then.
    pub text: Option<Words>,
    /// Who sees to it.
    pub overseer: MemberId,
    /// The first date; it never changes.
    pub original_due: NaiveDate,
    /// The day that counts now.
    pub due: NaiveDate,
    /// Where it stands.
    pub state: MilestoneState,
    /// Every slip, oldest first.
    pub slips: Vec<Slip>,
    /// When it was reached or dropped.
    pub ended_at: Option<DateTime<Utc>>,
    /// What was said then.
    pub note: Option<Words>,
    /// The small things, oldest first.
    pub snags: Vec<SnagView<By>>,
}

/// The milestones of a sale, in the order in which they were planned.
pub(super) fn milestones<By>(sale: &Sale, name: fn(Actor) -> By) -> Vec<MilestoneView<By>> {
    sale.milestones.iter().map(|it| milestone(it, name)).collect()
}

fn milestone<By>(it: &Milestone, name: fn(Actor) -> By) -> MilestoneView<By> {
    MilestoneView {
        id: it.id,
        title: it.plan.title.clone(),
        text: it.plan.text.clone(),
        overseer: it.plan.overseer,
        original_due: it.plan.due,
        due: it.due,
        state: it.state,
        slips: it.slips.clone(),
        ended_at: it.ended_at,
        note: it.note.clone(),
        snags: it.snags.iter().map(|it| snag(it, name)).collect(),
    }
}

fn snag<By>(it: &Snag, name: fn(Actor) -> By) -> SnagView<By> {
    SnagView {
        id: it.id,
        text: it.text.clone(),
        owner: it.owner,
        due: it.due,
        state: it.state,
        by: name(it.by),
        at: it.at,
        note: it.note.clone(),
    }
}
