//! What a customer reads about problems: what was agreed, the clocks, who has taken over. Never in it: who
//! works on a concern, notes, what was behind it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::{
    actor::{Actor, Role},
    api::{
        files::FileView,
        handling::{Care, MilestoneView, milestones},
        view::Records,
    },
    calendar::Calendar,
    domain::{
        agreement::{AgreementState, Clocks, EscalationStep, LocalWords, Source, Terms, Wish},
        attachment::Attachment,
        concern::{Channel, Concern},
        phase::new_customer_until,
        policy::Span,
        reply_times::{ReplyTimes, reply_times},
        sale::Sale,
        vital_area::VitalArea,
    },
    id::{ConcernId, MemberId},
    text::Line,
};

/// Terms in the reader's language, with the names filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermsView {
    /// Paragraph by paragraph.
    pub texts: Vec<String>,
    /// How fast, by severity.
    pub clocks: Clocks,
    /// Who takes over, in order.
    pub steps: Vec<EscalationStep>,
    /// What is offered to put things right.
    pub remedies: Vec<String>,
    /// Where else to go.
    pub outside_route: Option<String>,
    /// The working time that the clocks run on.
    pub working_time: Calendar,
}

/// A version that waits for the customer, or for a change that they wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfferView {
    /// From 1; a reply names it.
    pub version: u32,
    /// When it was offered.
    pub offered_at: DateTime<Utc>,
    /// What it says.
    pub terms: TermsView,
    /// What the customer wanted changed.
    pub wishes: Vec<Wish>,
}

/// The handling agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreementView {
    /// Where the newest version stands; a draft is none.
    pub state: AgreementState,
    /// Where what applies now comes from: the vendor's standard, or what was accepted.
    pub in_force: Source,
    /// What applies now.
    pub terms: TermsView,
    /// When that was accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// What waits for an answer.
    pub offer: Option<OfferView>,
}

/// The better service of the first days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewCustomerService {
    /// The last day of it.
    pub until: NaiveDate,
    /// How fast, until then.
    pub clocks: Clocks,
}

/// A concern that somebody at the vendor wrote down for a caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RecordedConcernView))]
pub struct RecordedView {
    /// How it reached the vendor.
    pub channel: Channel,
    /// Who called or wrote.
    pub caller: Option<Line>,
    /// Who wrote it down.
    pub by: Option<MemberId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// The clock until a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposeClock {
    /// Until when; none while the clock stands still.
    pub due: Option<DateTime<Utc>>,
    /// Working minutes of the whole.
    pub minutes: i64,
    /// Working minutes left, while it stands still because we wait for the customer.
    pub minutes_left: Option<i64>,
    /// Whether its end has passed.
    pub is_late: bool,
}

/// How a concern is handled, as far as its customer knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernCare {
    /// What both sides read.
    #[serde(flatten)]
    pub care: Care,
    /// Written down for a caller.
    pub recorded: Option<RecordedView>,
    /// Its times are those of the first days.
    pub is_new_customer_service: bool,
    /// Until when somebody says "we have it".
    pub acknowledge_by: DateTime<Utc>,
    /// The clock until a proposal.
    pub propose: Option<ProposeClock>,
    /// What is shown of it, oldest first.
    pub files: Vec<FileView<SenderView>>,
}

/// Who sent something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SenderView {
    /// The side.
    pub from: Role,
    /// The person at the vendor.
    pub member: Option<MemberId>,
}

/// How fast questions are answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplyTimesView {
    /// What is promised for the next question.
    pub promised: Span,
    /// What it really was, before and after the signature.
    #[serde(flatten)]
    pub real: ReplyTimes,
}

/// What a customer reads about problems, and about what keeps them few.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandlingPart {
    /// What happens when something goes wrong.
    pub agreement: AgreementView,
    /// The better service of the first days.
    pub new_customer_service: Option<NewCustomerService>,
    /// How each concern is handled, newest first.
    pub concerns: Vec<ConcernCare>,
    /// What matters most, most vital first.
    pub vital_areas: Vec<VitalArea>,
    /// The milestones.
    pub milestones: Vec<MilestoneView<Role>>,
    /// How fast questions are answered.
    pub reply_times: ReplyTimesView,
}

impl HandlingPart {
    /// What the customer of a sale reads.
    pub fn of(sale: &Sale, records: Records<'_>) -> Self {
        let agreement = &sale.agreement;
        let (in_force, terms) = agreement.in_force(records.world.standard);
        let newest = agreement.versions.last().filter(|_| agreement.state != AgreementState::Accepted);
        let until = new_customer_until(sale, records.world.policy, records.world.zones);
        Self {
            agreement: AgreementView {
                state: agreement.state,
                in_force,
                terms: terms_view(terms, sale, records),
                accepted_at: agreement.accepted().and_then(|it| it.accepted).map(|(_, at)| at),
                offer: newest.map(|version| OfferView {
                    version: version.number,
                    offered_at: version.offered_at,
                    terms: terms_view(&version.terms, sale, records),
                    wishes: version.wishes.clone(),
                }),
            },
            new_customer_service: until
                .map(|until| NewCustomerService { until, clocks: terms.clocks.stricter() }),
            concerns: sale.concerns.iter().rev().map(|it| ConcernCare::of(it, sale)).collect(),
            vital_areas: sale.vital_areas.clone(),
            milestones: milestones(sale, Actor::role),
            reply_times: ReplyTimesView {
                promised: terms.clocks.question.acknowledge,
                real: reply_times(sale),
            },
        }
    }
}

fn terms_view(terms: &Terms, sale: &Sale, records: Records<'_>) -> TermsView {
    let owner = records.members.iter().find(|member| member.id == sale.owner);
    let owner = owner.map_or("", |member| &*member.name);
    let manager = terms.steps.first().map_or(&*records.vendor.name, |step| &*step.name);
    let read = |text: &LocalWords| text.for_reader(records.locale).to_owned();
    let route = terms.outside_route.as_ref().map(read);
    let texts = terms.texts.iter().map(|text| text.for_reader(records.locale));
    // What leads nowhere is not said.
    let sayable = texts.filter(|text| route.is_some() || !text.contains("{outside_route}"));
    let fill = |text: &str| {
        let text = text.replace("{owner}", owner).replace("{manager}", manager);
        text.replace("{outside_route}", route.as_deref().unwrap_or_default())
    };
    let pinned = terms.calendar.unwrap_or(sale.calendar);
    let other = records.world.calendars.iter().find(|(known, _)| *known == pinned);
    TermsView {
        texts: sayable.map(fill).collect(),
        clocks: terms.clocks,
        steps: terms.steps.clone(),
        remedies: terms.remedies.iter().map(read).collect(),
        working_time: other.map_or(records.world.calendar, |(_, calendar)| calendar).clone(),
        outside_route: route,
    }
}

impl ConcernCare {
    /// How a concern of a sale is handled, as far as its customer knows.
    pub fn of(it: &Concern, sale: &Sale) -> Self {
        let opening = &it.opening;
        let by = if let Actor::Member(id) = it.raised_by { Some(id) } else { None };
        let recorded = opening.reported.as_ref().map(|reported| RecordedView {
            channel: reported.channel,
            caller: reported.caller.clone(),
            by,
            at: it.raised_at,
        });
        Self {
            care: Care::of(it, sale),
            recorded,
            is_new_customer_service: opening
                .terms
                .as_ref()
                .is_some_and(|terms| terms.new_customer_until.is_some()),
            acknowledge_by: opening.acknowledge_by,
            propose: it.propose.map(|clock| ProposeClock {
                due: clock.left.is_none().then_some(clock.deadline.due),
                minutes: clock.deadline.minutes,
                minutes_left: clock.left,
                is_late: clock.is_passed,
            }),
            files: files(it.id, sale),
        }
    }
}

fn files(concern: ConcernId, sale: &Sale) -> Vec<FileView<SenderView>> {
    let folder = format!("/v1/portal/sales/{}/concerns/{concern}/files", sale.id);
    let file = |it: &Attachment| {
        let member = if let Actor::Member(id) = it.by { Some(id) } else { None };
        let by = SenderView { from: it.by.role(), member };
        FileView::of(&it.file, it.message, (by, it.at), &folder)
    };
    sale.attachments.iter().filter(|it| it.concern == concern).map(file).collect()
}
