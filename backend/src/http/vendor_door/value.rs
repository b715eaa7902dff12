//! Reasons, expectations, successes and what comes of them, at the vendor's door.

use actix_web::HttpResponse;
use followthrough_common::{
    api::{
        customer_door::{NoteBody, PlainBody},
        vendor_door::{
            sale_view::VendorSale,
            value::{
                ExpectationInput, IntroductionInput, OtherAnswer, ReasonInput, ReferralInput,
                RelationshipPlanInput, ResourceInput, SuccessInput, SuccessRewrite, TestimonialQuestion,
            },
        },
    },
    domain::{
        expectation, introduction, reason,
        referral::{self, ReferralAction},
        relationship_plan, resource,
        sale::Command,
        success, testimonial,
    },
    id::{IntroductionId, ReferralId, SuccessId, TestimonialId},
};

use super::act::Act;
use crate::{
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
};

fn other_said(answer: &OtherAnswer) -> introduction::Act {
    let said = Some(answer.said.clone());
    if answer.is_yes {
        return introduction::Act::RecordYes { said };
    }
    introduction::Act::RecordNo { said }
}

/// Write down why the customer chose this.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ReasonInput)]
pub async fn add_reason(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<ReasonInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::Reason(reason::Command::Add(body.clone().into()));
    act.send(sale, command, None, &body).await
}

/// Write down what the customer expects; only the customer says whether it came true.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ExpectationInput)]
pub async fn add_expectation(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<ExpectationInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::Expectation(expectation::Command::Add(body.clone().into()));
    act.send(sale, command, None, &body).await
}

/// Write a success down. The customer agrees, or says how it was.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = SuccessInput)]
pub async fn write_success(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<SuccessInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::Success(success::Command::Write(body.clone().into()));
    act.send(sale, command, None, &body).await
}

/// Write it as the customer said it was.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = SuccessRewrite)]
pub async fn rewrite_success(
    act: Act,
    Id((sale, id)): Id<(SaleKey, SuccessId)>,
    Valid(body): Valid<SuccessRewrite>,
) -> Result<HttpResponse, Error> {
    let command = {
        let act = success::Act::Rewrite { sentence: body.sentence.clone() };
        Command::Success(success::Command::Act(id, act))
    };
    act.send(sale, command, None, &body).await
}

/// Take a success back that the customer has not agreed to.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = PlainBody)]
pub async fn withdraw_success(
    act: Act,
    Id((sale, id)): Id<(SaleKey, SuccessId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Success(success::Command::Act(id, success::Act::Withdraw));
    act.send(sale, command, body.expected_state.clone(), &body).await
}

/// Put something useful on the customer's shelf.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ResourceInput)]
pub async fn send_resource(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<ResourceInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::Resource(resource::Command::Send(body.clone().into()));
    act.send(sale, command, None, &body).await
}

/// Offer an introduction. Nobody is told how to reach the other before both said yes. With `counterpart` the
/// other one is asked in their own portal and answers there; without it you ask them and record the answer.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = IntroductionInput)]
pub async fn offer_introduction(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<IntroductionInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::Introduction(body.clone().into());
    act.send(sale, command, None, &body).await
}

/// Record what the other one told you, if they are not asked in their own portal.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = OtherAnswer)]
pub async fn record_introduction_answer(
    act: Act,
    Id((sale, id)): Id<(SaleKey, IntroductionId)>,
    Valid(body): Valid<OtherAnswer>,
) -> Result<HttpResponse, Error> {
    let command = Command::Introduction(introduction::Command::Act(id, other_said(&body)));
    act.send(sale, command, None, &body).await
}

/// Take an introduction back.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = NoteBody)]
pub async fn withdraw_introduction(
    act: Act,
    Id((sale, id)): Id<(SaleKey, IntroductionId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = {
        let act = introduction::Act::Withdraw { note: body.note.clone() };
        Command::Introduction(introduction::Command::Act(id, act))
    };
    act.send(sale, command, body.expected_state.clone(), &body).await
}

/// Ask whether a success that the customer agreed to may be shown to others, whatever they answered else.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = TestimonialQuestion)]
pub async fn ask_for_testimonial(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<TestimonialQuestion>,
) -> Result<HttpResponse, Error> {
    let command = Command::Testimonial(testimonial::Command::Ask(body.clone().into()));
    act.send(sale, command, None, &body).await
}

/// Take the question back, or show it no longer.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = PlainBody)]
pub async fn withdraw_testimonial(
    act: Act,
    Id((sale, id)): Id<(SaleKey, TestimonialId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Testimonial(testimonial::Command::Act(id, testimonial::Act::Withdraw));
    act.send(sale, command, body.expected_state.clone(), &body).await
}

/// Write down who else could use this; refused until the customer is satisfied.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = ReferralInput)]
pub async fn record_referral(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<ReferralInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::Referral(referral::Command::Name(body.clone().into()));
    act.send(sale, command, None, &body).await
}

/// The vendor spoke with them.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = PlainBody)]
pub async fn approach_referral(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ReferralId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Referral(referral::Command::Act(id, ReferralAction::Approach));
    act.send(sale, command, None, &body).await
}

/// They bought.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = PlainBody)]
pub async fn win_referral(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ReferralId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Referral(referral::Command::Act(id, ReferralAction::Win));
    act.send(sale, command, None, &body).await
}

/// They did not want to.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = PlainBody)]
pub async fn lose_referral(
    act: Act,
    Id((sale, id)): Id<(SaleKey, ReferralId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Referral(referral::Command::Act(id, ReferralAction::Lose));
    act.send(sale, command, None, &body).await
}

/// Suggest how the two keep in touch after the first month; its contacts come onto the agenda one by one.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = RelationshipPlanInput)]
pub async fn suggest_relationship_plan(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<RelationshipPlanInput>,
) -> Result<HttpResponse, Error> {
    let command = Command::RelationshipPlan(relationship_plan::Command::Suggest(body.clone().into()));
    act.send(sale, command, None, &body).await
}
