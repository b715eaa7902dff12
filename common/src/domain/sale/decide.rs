//! From a command to events, with what follows from them in the same breath: a bad answer raises a concern,
//! a delivery moves the agenda and keeps its promise.

use self::{
    adjustments::{decide_adjustment, propose_adjustment},
    asking::{ask_now, decide_ask},
    concerns::{decide_concern, raise_concern},
    handling::{decide_agreement, decide_milestone, plan_milestone, set_reply_before, set_vital_areas},
    opening::{make_agenda, open, record_history},
    promises::{decide_promise, make_promise, plan_session},
    records::{decide_delivery, report_delivery, report_payment},
    touchpoints::{decide_touchpoint, expect_delivery, plan_touchpoint},
};
use super::{Command, Sale, SaleState, contact, draft::Draft, limits, people, tick};
use crate::{
    actor::Role,
    domain::{context::Context, event::EventBody, introduction, relationship_plan},
    error::{ErrorCode, Possible, Rejection},
};

mod adjustments;
mod asking;
mod completing;
mod concerns;
mod handling;
mod opening;
pub(super) mod promises;
mod records;
pub(super) mod rhythm;
mod touchpoints;
mod value;

/// What follows from the command, or why it cannot be.
pub fn decide(sale: &Sale, command: &Command, ctx: &Context<'_>) -> Result<Vec<EventBody>, Rejection> {
    let mut draft = Draft::new(sale, ctx);
    completing::catch_up(&mut draft);
    match (sale.state, command) {
        (SaleState::Unborn, Command::Open(opening)) => open(&mut draft, opening)?,
        (SaleState::Unborn, Command::RecordHistory(opening, history)) => {
            record_history(&mut draft, opening, history)?;
        }
        (SaleState::Unborn, _) => return Err(Rejection::not_found()),
        (SaleState::Cancelled, command) if begins_something(command) => {
            return Err(is_over(sale, "The sale was cancelled."));
        }
        (_, command) if sale.ended.is_some() && begins_something(command) => {
            return Err(is_over(sale, "The follow-up has ended."));
        }
        (_, Command::MakeAgenda(_)) if sale.is_history => {
            return Err(is_over(sale, "The sale was taken over from the past; nothing is planned in it."));
        }
        (_, command) => decide_open(&mut draft, command)?,
    }
    completing::ask_again(&mut draft, sale);
    completing::note_turn(&mut draft, ctx.now);
    limits::check(sale, &draft.sale, ctx)?;
    Ok(draft.events)
}

fn is_over(sale: &Sale, why: &str) -> Rejection {
    let allowed = vec![
        Possible::new("raise_concern", Role::Customer),
        Possible::new("raise_concern", Role::Member),
        Possible::new("send_update", Role::Member),
        Possible::new("note", Role::Member),
    ];
    Rejection::standing("sale", sale.state.as_str(), allowed, why)
}

/// A cancelled sale takes corrections and words, but nothing new begins in it.
fn begins_something(command: &Command) -> bool {
    let plans = matches!(command, Command::Touchpoint(_, command) if !command.plans().is_empty());
    plans
        || matches!(
            command,
            Command::PlanTouchpoint(..)
                | Command::MakeAgenda(_)
                | Command::PlanSession(..)
                | Command::ProposeAdjustment(_)
                | Command::AskNow { .. }
                | Command::Cancel { .. }
                | Command::ExpectDelivery { .. }
                | Command::EndUnsatisfied { .. }
                | Command::Agreement(_)
                | Command::PlanMilestone(_)
                | Command::ChangeOwner(_)
                | Command::Relationship(_)
                | Command::Introduction(introduction::Command::Offer(..))
                | Command::RelationshipPlan(relationship_plan::Command::Suggest(_))
        )
}

fn decide_open(draft: &mut Draft<'_, '_>, command: &Command) -> Result<(), Rejection> {
    match command.clone() {
        Command::Open(_) | Command::RecordHistory(..) => {
            return Err(Rejection::new(ErrorCode::AlreadyExists, "This sale exists already."));
        }
        Command::Cancel { reason } => {
            draft.record(EventBody::Cancelled { reason });
            draft.drop_asks(|_| true);
        }
        Command::EndUnsatisfied { reason } => return completing::end(draft, reason),
        Command::ExpectDelivery { on } => return expect_delivery(draft, on),
        Command::Tick => tick::tick(draft),
        Command::MakeAgenda(agenda) => return make_agenda(draft, *agenda),
        Command::PlanTouchpoint(plan, remedy) => return plan_touchpoint(draft, *plan, remedy),
        Command::Touchpoint(id, command) => return decide_touchpoint(draft, id, &command),
        Command::AskNow { check, about } => return ask_now(draft, check, about),
        Command::Ask(id, command) => return decide_ask(draft, id, &command),
        Command::RaiseConcern(wish) => return raise_concern(draft, *wish),
        Command::Concern(id, command) => return decide_concern(draft, id, &command),
        Command::MakePromise(making) => return make_promise(draft, *making),
        Command::Promise(id, command) => return decide_promise(draft, id, &command),
        Command::PlanSession(id, plan, remedy) => return plan_session(draft, id, *plan, remedy),
        Command::ProposeAdjustment(proposal) => return propose_adjustment(draft, *proposal),
        Command::Adjustment(id, command) => return decide_adjustment(draft, id, &command),
        Command::ReportDelivery(report) => return report_delivery(draft, *report),
        Command::Delivery(id, command) => return decide_delivery(draft, id, &command),
        Command::Reason(command) => return value::decide_reason(draft, &command),
        Command::Expectation(command) => return value::decide_expectation(draft, &command),
        Command::Success(command) => return value::decide_success(draft, &command),
        Command::Resource(command) => return value::decide_resource(draft, &command),
        Command::Introduction(command) => return value::decide_introduction(draft, &command),
        Command::Testimonial(command) => return value::decide_testimonial(draft, &command),
        Command::Referral(command) => return value::decide_referral(draft, &command),
        Command::RelationshipPlan(command) => return value::decide_relationship_plan(draft, &command),
        Command::ReportPayment(report) => return report_payment(draft, report),
        Command::Agreement(command) => return decide_agreement(draft, &command),
        Command::SetVitalAreas(wishes) => return set_vital_areas(draft, &wishes),
        Command::PlanMilestone(plan) => return plan_milestone(draft, *plan),
        Command::Milestone(id, command) => return decide_milestone(draft, id, &command),
        Command::SetPeople(people) => return people::set(draft, people),
        Command::SetReplyBefore { minutes } => return set_reply_before(draft, minutes),
        Command::SendUpdate(message) => {
            draft.check_update(&message)?;
            draft.send_update(*message);
        }
        command @ (Command::Relationship(_)
        | Command::ChangeOwner(_)
        | Command::OwnerChange(..)
        | Command::SetContactSheet(_)
        | Command::ReadNeeds { .. }) => return contact::decide(draft, &command),
        Command::Note(note) => draft.record(EventBody::Noted { note: *note }),
    }
    Ok(())
}
