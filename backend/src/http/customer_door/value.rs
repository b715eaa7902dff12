//! Reasons, expectations, successes and what comes of them, at the customer's door.

use actix_web::HttpResponse;
use followthrough_common::{
    api::{
        customer_door::{
            NoteBody, PlainBody,
            value::{
                ExpectationStateBody, PlanAcceptance, PlanWish, ReasonCorrection, SuccessCorrection,
                TestimonialGrant,
            },
        },
        vendor_door::value::{ExpectationInput, ReasonInput, ReferralInput},
        whole::WholeView,
    },
    domain::{
        expectation, introduction, reason,
        referral::{self, ReferralAction},
        relationship_plan,
        resource::{self, ResourceAction},
        sale::Command,
        success, testimonial,
    },
    id::{ExpectationId, IntroductionId, ReasonId, ReferralId, ResourceId, SuccessId, TestimonialId},
};

use super::act::Act;
use crate::{
    auth::customer::AgendaWrite,
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

/// Why you chose this.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = ReasonInput)]
pub async fn add_own_reason(
    customer: Act<AgendaWrite>,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<ReasonInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::Reason(reason::Command::Add(body.clone().into()));
    customer.send(sale, command, None, &body).await
}

/// Say a reason better.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = ReasonCorrection)]
pub async fn correct_reason(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, ReasonId)>,
    Valid(body): Valid<ReasonCorrection>,
) -> Result<HttpResponse, Error> {
    let command = {
        let (text, kind) = (body.text.clone(), body.kind);
        Command::Reason(reason::Command::Correct { id, text, kind })
    };
    customer.send(sale, command, None, &body).await
}

/// What you expect.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = ExpectationInput)]
pub async fn add_own_expectation(
    customer: Act<AgendaWrite>,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<ExpectationInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::Expectation(expectation::Command::Add(body.clone().into()));
    customer.send(sale, command, None, &body).await
}

/// Whether an expectation came true. "Not met" raises a concern in the same request.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = ExpectationStateBody)]
pub async fn set_expectation_state(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, ExpectationId)>,
    Valid(body): Valid<ExpectationStateBody>,
) -> Result<HttpResponse, Error> {
    let command = {
        let (state, note) = (body.state, body.note.clone());
        Command::Expectation(expectation::Command::SetState { id, state, note, ask: None })
    };
    customer.send(sale, command, None, &body).await
}

/// Yes, so it was.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlainBody)]
pub async fn agree_to_success(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, SuccessId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Success(success::Command::Act(id, success::Act::Agree));
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Not quite: how it was, in your words.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = SuccessCorrection)]
pub async fn correct_success(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, SuccessId)>,
    Valid(body): Valid<SuccessCorrection>,
) -> Result<HttpResponse, Error> {
    let command = {
        let act = success::Act::Correct { words: body.words.clone() };
        Command::Success(success::Command::Act(id, act))
    };
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// It was opened.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = NoteBody)]
pub async fn open_resource(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, ResourceId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = {
        let note = body.note.clone();
        Command::Resource(resource::Command::Act(id, ResourceAction::Open, note))
    };
    customer.send(sale, command, None, &body).await
}

/// That was useful.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = NoteBody)]
pub async fn find_resource_useful(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, ResourceId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = {
        let note = body.note.clone();
        Command::Resource(resource::Command::Act(id, ResourceAction::FindUseful, note))
    };
    customer.send(sale, command, None, &body).await
}

/// Not for me.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = NoteBody)]
pub async fn set_resource_aside(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, ResourceId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = {
        let note = body.note.clone();
        Command::Resource(resource::Command::Act(id, ResourceAction::SetAside, note))
    };
    customer.send(sale, command, None, &body).await
}

/// Yes, introduce us.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlainBody)]
pub async fn accept_introduction(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, IntroductionId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Introduction(introduction::Command::Act(id, introduction::Act::Accept));
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// No, thank you.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = NoteBody)]
pub async fn decline_introduction(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, IntroductionId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = {
        let act = introduction::Act::Decline { note: body.note.clone() };
        Command::Introduction(introduction::Command::Act(id, act))
    };
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Yes, you may show this, there and nowhere else.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = TestimonialGrant)]
pub async fn grant_testimonial(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TestimonialId)>,
    Valid(body): Valid<TestimonialGrant>,
) -> Result<HttpResponse, Error> {
    let command = {
        let (words, shown_as, uses) = (body.words.clone(), body.shown_as.clone(), body.uses.clone());
        let act = testimonial::Act::Grant { words, shown_as, uses };
        Command::Testimonial(testimonial::Command::Act(id, act))
    };
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// No.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlainBody)]
pub async fn decline_testimonial(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TestimonialId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Testimonial(testimonial::Command::Act(id, testimonial::Act::Decline));
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// No longer: it is not shown from now on.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlainBody)]
pub async fn revoke_testimonial(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, TestimonialId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Testimonial(testimonial::Command::Act(id, testimonial::Act::Revoke));
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Who else could use this; refused until you are satisfied.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = ReferralInput)]
pub async fn name_referral(
    customer: Act<AgendaWrite>,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<ReferralInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::Referral(referral::Command::Name(body.clone().into()));
    customer.send(sale, command, None, &body).await
}

/// Take a name back.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlainBody)]
pub async fn withdraw_referral(
    customer: Act<AgendaWrite>,
    Id((sale, id)): Id<(SaleKey, ReferralId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Referral(referral::Command::Act(id, ReferralAction::Withdraw));
    customer.send(sale, command, None, &body).await
}

/// The plan suits me.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlanAcceptance)]
pub async fn accept_relationship_plan(
    customer: Act<AgendaWrite>,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<PlanAcceptance>,
) -> Result<HttpResponse, Error> {
    let version = body.version;
    let command = Command::RelationshipPlan(relationship_plan::Command::Accept { version });
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// I would like the plan otherwise.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlanWish)]
pub async fn propose_plan_change(
    customer: Act<AgendaWrite>,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<PlanWish>,
) -> Result<HttpResponse, Error> {
    let command = {
        let wish = body.wish.clone();
        Command::RelationshipPlan(relationship_plan::Command::WantChange { wish })
    };
    customer.send(sale, command, body.expected_state.clone(), &body).await
}
