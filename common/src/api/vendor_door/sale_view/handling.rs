//! The part of a sale that is about handling, as its vendor sees it: with what no customer sees.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    api::{
        files::FileView,
        handling::{Care, MilestoneView, milestones},
    },
    domain::{
        agreement::{AgreementState, Terms, Version, Wish},
        attachment::Attachment,
        concern::{Channel, Clock, Concern, Message},
        reply_times::{ReplyTimes, reply_times},
        sale::Sale,
        vital_area::VitalArea,
    },
    id::{ConcernId, CustomerId, MemberId},
    text::{Line, Words},
};

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
    pub wishes: Vec<Wish>,
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

/// How a concern is handled, with what no customer sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernHandling {
    /// What both sides read.
    #[serde(flatten)]
    pub care: Care,
    /// How it reached you.
    pub channel: Option<Channel>,
    /// Who called or wrote.
    pub caller: Option<Line>,
    /// The clock until a proposal.
    pub propose: Option<Clock>,
    /// How many deadlines were missed and solutions refused.
    pub escalation: u32,
    /// Who works on it; no customer sees it.
    pub assignee: Option<MemberId>,
    /// Why they handle another round.
    pub assigned_because: Option<Words>,
    /// Your notes, oldest first; no customer sees them.
    pub notes: Vec<Message>,
    /// What was behind it; no customer sees it.
    pub root_cause: Option<Words>,
    /// What is shown of it, oldest first.
    pub files: Vec<FileView<Actor>>,
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
    pub milestones: Vec<MilestoneView>,
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
            milestones: milestones(sale, |by| by),
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
            wishes: it.wishes.clone(),
        }
    }
}

fn concern(it: &Concern, sale: &Sale) -> ConcernHandling {
    let inside = &it.inside;
    let reported = it.opening.reported.as_ref();
    ConcernHandling {
        care: Care::of(it, sale),
        channel: reported.map(|reported| reported.channel),
        caller: reported.and_then(|reported| reported.caller.clone()),
        propose: it.propose,
        escalation: it.escalation,
        assignee: inside.assignee.map(|(member, _)| member),
        assigned_because: inside.assigned_because.clone(),
        notes: inside.notes.clone(),
        root_cause: inside.root_cause.clone(),
        files: files(it.id, sale),
    }
}

fn files(concern: ConcernId, sale: &Sale) -> Vec<FileView<Actor>> {
    let folder = format!("/v1/sales/{}/concerns/{concern}/files", sale.id);
    let file = |it: &Attachment| FileView::of(&it.file, it.message, (it.by, it.at), &folder);
    sale.attachments.iter().filter(|it| it.concern == concern).map(file).collect()
}
