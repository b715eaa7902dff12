//! The part of a sale that is about handling, as its vendor sees it: with what no customer sees.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ActorOut, MessageOut};
use crate::{
    domain::{
        agreement::{AgreementState, EscalationStep, Source, Terms, Version},
        concern::{Channel, Clock, Concern, Extension, HandOver, Subject, Waited},
        milestone::{Milestone, MilestoneState, Slip, Snag, SnagState},
        reply_times::{ReplyTimes, reply_times},
        sale::Sale,
        vital_area::VitalArea,
    },
    id::{ConcernId, CustomerId, MemberId, MilestoneId, SnagId, VitalAreaId},
    text::{Line, Words},
};

/// Something that the customer wanted changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WishOut {
    /// What.
    pub words: Words,
    /// When.
    pub at: DateTime<Utc>,
}

/// One version of the agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VersionOut {
    /// From 1.
    pub number: u32,
    /// What it says.
    pub terms: Terms,
    /// When it was offered.
    pub offered_at: DateTime<Utc>,
    /// By whom.
    pub offered_by: Option<MemberId>,
    /// Who accepted it.
    pub accepted_by: Option<CustomerId>,
    /// When.
    pub accepted_at: Option<DateTime<Utc>>,
    /// What the customer wanted changed.
    pub wishes: Vec<WishOut>,
}

/// The agreement with all its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreementOut {
    /// Where the newest version stands; with a draft, nothing was offered and the standard applies.
    pub state: AgreementState,
    /// Oldest first.
    pub versions: Vec<VersionOut>,
}

/// How a concern is handled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernHandling {
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
    /// How it reached you.
    pub channel: Option<Channel>,
    /// Who called or wrote.
    pub caller: Option<Line>,
    /// Where its times come from.
    pub terms: Option<Source>,
    /// The clock until a proposal.
    pub propose: Option<Clock>,
    /// How many deadlines were missed and solutions refused.
    pub escalation: u32,
    /// Who has taken over, if anybody has.
    pub taken_over_by: Option<EscalationStep>,
    /// Whenever more time was taken.
    pub extensions: Vec<Extension>,
    /// Whenever it got another owner.
    pub hand_overs: Vec<HandOver>,
    /// With a final answer: where else to go.
    pub outside_route: Option<Words>,
    /// How long the customer waited.
    pub waited: Waited,
    /// Who works on it; no customer sees it.
    pub assignee: Option<MemberId>,
    /// Why they handle another round.
    pub assigned_because: Option<Words>,
    /// Your notes, oldest first; no customer sees them.
    pub notes: Vec<MessageOut>,
    /// What was behind it; no customer sees it.
    pub root_cause: Option<Words>,
}

/// A small thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SnagOut {
    /// Its id.
    pub id: SnagId,
    /// What is wrong.
    pub text: Words,
    /// Who puts it right.
    pub owner: MemberId,
    /// Until when.
    pub due: Option<chrono::NaiveDate>,
    /// Where it stands.
    pub state: SnagState,
    /// Who wrote it down.
    pub by: ActorOut,
    /// When.
    pub at: DateTime<Utc>,
    /// The last words about it.
    pub note: Option<Words>,
}

/// A milestone with its small things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MilestoneOut {
    /// Its id.
    pub id: MilestoneId,
    /// What it is called.
    pub title: Line,
    /// What is there then.
    pub text: Option<Words>,
    /// Who sees to it.
    pub overseer: MemberId,
    /// The first date; it never changes.
    pub original_due: chrono::NaiveDate,
    /// The day that counts now.
    pub due: chrono::NaiveDate,
    /// Where it stands.
    pub state: MilestoneState,
    /// Every slip, oldest first.
    pub slips: Vec<Slip>,
    /// When it was reached or dropped.
    pub ended_at: Option<DateTime<Utc>>,
    /// What was said then.
    pub note: Option<Words>,
    /// The small things, oldest first.
    pub snags: Vec<SnagOut>,
}

/// The part of a sale that is about handling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandlingOut {
    /// What happens when something goes wrong.
    pub agreement: AgreementOut,
    /// How each concern is handled, oldest first.
    pub concerns: Vec<ConcernHandling>,
    /// What matters most to the customer, most vital first.
    pub vital_areas: Vec<VitalArea>,
    /// The milestones, in the order in which they were planned.
    pub milestones: Vec<MilestoneOut>,
    /// How fast the first answers came.
    pub reply_times: ReplyTimes,
}

impl From<&Sale> for HandlingOut {
    fn from(sale: &Sale) -> Self {
        Self {
            agreement: AgreementOut {
                state: sale.agreement.state,
                versions: sale.agreement.versions.iter().map(VersionOut::from).collect(),
            },
            concerns: sale.concerns.iter().map(|it| concern(it, sale)).collect(),
            vital_areas: sale.vital_areas.clone(),
            milestones: sale.milestones.iter().map(MilestoneOut::from).collect(),
            reply_times: reply_times(sale),
        }
    }
}

impl From<&Version> for VersionOut {
    fn from(it: &Version) -> Self {
        Self {
            number: it.number,
            terms: it.terms.clone(),
            offered_at: it.offered_at,
            offered_by: it.offered_by,
            accepted_by: it.accepted.map(|(customer, _)| customer),
            accepted_at: it.accepted.map(|(_, at)| at),
            wishes: it.wishes.iter().map(|(words, at)| WishOut { words: words.clone(), at: *at }).collect(),
        }
    }
}

fn concern(it: &Concern, sale: &Sale) -> ConcernHandling {
    let (opening, inside) = (&it.opening, &it.inside);
    let reported = opening.reported.as_ref();
    let notes = inside.notes.iter();
    ConcernHandling {
        id: it.id,
        reference: it.reference(&sale.reference),
        impact: opening.impact.clone(),
        about: opening.about,
        vital_area: opening.vital_area,
        linked: it.linked.clone(),
        channel: reported.map(|reported| reported.channel),
        caller: reported.and_then(|reported| reported.caller.clone()),
        terms: opening.terms.as_ref().map(|terms| terms.source),
        propose: it.propose,
        escalation: it.escalation,
        taken_over_by: it.taken_over_by().cloned(),
        extensions: it.extensions.clone(),
        hand_overs: it.hand_overs.clone(),
        outside_route: it.proposals.last().and_then(|proposal| proposal.outside_route.clone()),
        waited: it.waited,
        assignee: inside.assignee.map(|(member, _)| member),
        assigned_because: inside.assigned_because.clone(),
        notes: notes
            .map(|note| MessageOut { at: note.at, by: note.by.into(), text: note.text.clone() })
            .collect(),
        root_cause: inside.root_cause.clone(),
    }
}

impl From<&Milestone> for MilestoneOut {
    fn from(it: &Milestone) -> Self {
        Self {
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
            snags: it.snags.iter().map(SnagOut::from).collect(),
        }
    }
}

impl From<&Snag> for SnagOut {
    fn from(it: &Snag) -> Self {
        Self {
            id: it.id,
            text: it.text.clone(),
            owner: it.owner,
            due: it.due,
            state: it.state,
            by: it.by.into(),
            at: it.at,
            note: it.note.clone(),
        }
    }
}
