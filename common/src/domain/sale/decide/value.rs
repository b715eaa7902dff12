//! Reasons, expectations, successes and what comes of them: what the subjects cannot see of each other.

use super::super::{Sale, SaleState};
use super::{Draft, is_over};
use crate::{
    actor::Role,
    domain::{
        completion::{Obstacle, completion, completion_facts},
        concern,
        context::{Context, add_days},
        event::EventBody,
        expectation::{self, ExpectationState},
        introduction::{self, Echo},
        promise, reason, referral, relationship_plan, resource,
        success::{self, SuccessState},
        testimonial,
        touchpoint::{self, TouchpointState},
        transition::{Machine, word},
    },
    error::{Possible, Rejection},
    id::{CustomerId, ExpectationId, TouchpointId},
    text::Words,
};

pub(super) fn decide_reason(draft: &mut Draft<'_, '_>, command: &reason::Command) -> Result<(), Rejection> {
    let (id, event) = reason::decide(&draft.sale.reasons, command, draft.ctx)?;
    draft.record(EventBody::Reason { id, event });
    Ok(())
}

pub(super) fn decide_expectation(
    draft: &mut Draft<'_, '_>,
    command: &expectation::Command,
) -> Result<(), Rejection> {
    let (id, event) = expectation::decide(&draft.sale.expectations, command, draft.ctx)?;
    draft.record(EventBody::Expectation { id, event: event.clone() });
    // "No, it did not come true" is a problem from the moment that it is said.
    if let expectation::Event::StateSet { state: ExpectationState::NotMet, note, .. } = event {
        let known = draft.sale.expectations.iter().find(|it| it.id == id);
        let words = known.and_then(|it| as_said(&it.statement, note.as_ref()));
        draft.raise_problem(words, None);
    }
    Ok(())
}

/// The expectation, and what the customer says to it.
pub(super) fn as_said(statement: &Words, note: Option<&Words>) -> Option<Words> {
    let note = note.map(|note| format!("\n{note}")).unwrap_or_default();
    let text: String = format!("{statement}{note}").chars().take(Words::MOST).collect();
    Words::parse(&text).ok()
}

/// Refuses a fulfilled expectation that is not there.
fn check_expectation(draft: &Draft<'_, '_>, named: Option<ExpectationId>) -> Result<(), Rejection> {
    match named {
        Some(id) if !draft.sale.expectations.iter().any(|it| it.id == id) => {
            Err(Rejection::field("/expectation", "must name an expectation of this sale"))
        }
        Some(_) | None => Ok(()),
    }
}

pub(super) fn decide_success(draft: &mut Draft<'_, '_>, command: &success::Command) -> Result<(), Rejection> {
    if let success::Command::Write(entry) = command {
        check_expectation(draft, entry.expectation)?;
    }
    let today = draft.ctx.today(&draft.sale.time_zone);
    let (id, event) = success::decide(&draft.sale.successes, command, today, draft.ctx)?;
    draft.record(EventBody::Success { id, event });
    Ok(())
}

pub(super) fn decide_resource(
    draft: &mut Draft<'_, '_>,
    command: &resource::Command,
) -> Result<(), Rejection> {
    if let resource::Command::Send(pick) = command {
        check_expectation(draft, pick.expectation)?;
    }
    let (id, event) = resource::decide(&draft.sale.resources, command, draft.ctx)?;
    draft.record(EventBody::Resource { id, event });
    Ok(())
}

pub(super) fn decide_introduction(
    draft: &mut Draft<'_, '_>,
    command: &introduction::Command,
) -> Result<(), Rejection> {
    if let introduction::Command::Echo(_, echo) = command
        && let Echo::Offered { customers, named, .. } = echo.as_ref()
    {
        check_other_sale(&draft.sale, customers, *named)?;
    }
    let (id, event) = introduction::decide(&draft.sale.introductions, command, draft.ctx)?;
    draft.record(EventBody::Introduction { id, event });
    Ok(())
}

/// Refuses to ask in a sale where nobody would answer, or where the two would be the same.
fn check_other_sale(
    sale: &Sale,
    customers: &[CustomerId],
    named: Option<CustomerId>,
) -> Result<(), Rejection> {
    if sale.state != SaleState::Active {
        return Err(Rejection::field("/counterpart/sale", "must be a sale whose follow-up goes on"));
    }
    if sale.customers.iter().any(|theirs| customers.contains(theirs)) {
        return Err(Rejection::field("/counterpart/sale", "must be a sale of another customer"));
    }
    if named.is_some_and(|named| !sale.customers.contains(&named)) {
        return Err(Rejection::field("/other/customer", "must be a customer of the counterpart's sale"));
    }
    Ok(())
}

/// A testimonial is asked for when the customer has agreed to a success, whatever else they answered.
pub(super) fn decide_testimonial(
    draft: &mut Draft<'_, '_>,
    command: &testimonial::Command,
) -> Result<(), Rejection> {
    if let testimonial::Command::Ask(question) = command {
        let success = draft.sale.successes.iter().find(|it| it.id == question.success);
        let success =
            success.ok_or_else(|| Rejection::field("/success", "must name a success of this sale"))?;
        if success.state != SuccessState::Agreed {
            return Err(success.state.refuse("The customer has not agreed to this success.", |_, _| None));
        }
    }
    let (id, event) = testimonial::decide(&draft.sale.testimonials, command, draft.ctx)?;
    draft.record(EventBody::Testimonial { id, event });
    Ok(())
}

pub(super) fn decide_referral(
    draft: &mut Draft<'_, '_>,
    command: &referral::Command,
) -> Result<(), Rejection> {
    let ctx = draft.ctx;
    let (id, event) = referral::decide(&draft.sale.referrals, command, not_satisfied(&draft.sale, ctx), ctx)?;
    draft.record(EventBody::Referral { id, event });
    Ok(())
}

/// Why nobody may be named yet, with where the thing stands that is in the way.
fn not_satisfied(sale: &Sale, ctx: &Context<'_>) -> Option<Rejection> {
    let facts = completion_facts(sale, ctx.policy, ctx.zones);
    let obstacle = referral::obstacle(&facts, &completion(&facts, ctx.policy, ctx.now))?;
    let wait = |why: &str| format!("Referrals wait until the customer is satisfied: {why}.");
    let blocks = |it: &&concern::Concern| it.state.is_open() && it.opening.kind.blocks_completion();
    let blocks_too = |it: &&promise::Promise| it.facts(&sale.time_zone, ctx.zones).blocks_completion(ctx.now);
    let (why, thing) = match obstacle {
        Obstacle::Ended => {
            return Some(is_over(sale, &wait("the follow-up ended without the customer being satisfied")));
        }
        Obstacle::Concern => {
            let why = "a concern is open, or ended after the customer said that they are satisfied";
            (why, sale.concerns.iter().find(blocks).map(|it| concern::refuse(it, wait(why), ctx)))
        }
        Obstacle::Promise => {
            let why = "a promise is late, broken or disputed";
            let promise = sale.promises.iter().find(blocks_too);
            (why, promise.map(|it| promise::refuse(it, wait(why), &sale.time_zone, ctx)))
        }
        _ => ("the customer has not said yet that they are satisfied", None),
    };
    let asked = [Role::Customer, Role::Member].map(|by| Possible::new("ask_now", by));
    let delivered = [Possible::new("report_delivery", Role::Member)];
    let next = if sale.anchors.delivered_on.is_some() { asked.to_vec() } else { delivered.to_vec() };
    Some(thing.unwrap_or_else(|| Rejection::standing("referrals", word(obstacle), next, wait(why))))
}

/// The plan begins when the first month is over.
pub(super) fn decide_relationship_plan(
    draft: &mut Draft<'_, '_>,
    command: &relationship_plan::Command,
) -> Result<(), Rejection> {
    let today = draft.ctx.today(&draft.sale.time_zone);
    let delivered = draft.sale.anchors.delivered_on;
    let month = delivered.map_or(today, |day| add_days(day, draft.ctx.policy.learning_days));
    let days = (today, month.max(today));
    let event = relationship_plan::decide(draft.sale.relationship_plan.as_ref(), command, days, draft.ctx)?;
    let standing = draft.sale.relationship_plan.as_ref().and_then(|plan| plan.last_planned);
    let is_new = matches!(event, relationship_plan::Event::Suggested { .. });
    draft.record(EventBody::RelationshipPlan { event });
    if let Some(contact) = standing.filter(|_| is_new) {
        take_over(draft, contact);
    }
    Ok(())
}

/// The contact that the plan before had put on the agenda: one that was agreed is the first of the new plan, and
/// another one makes room for it.
fn take_over(draft: &mut Draft<'_, '_>, contact: TouchpointId) {
    let Some(it) = draft.sale.touchpoint(contact) else { return };
    match it.state {
        TouchpointState::Planned => {
            let event = touchpoint::Event::Cancelled { reason: None, is_dropped: true };
            draft.record_touchpoint(contact, event);
        }
        TouchpointState::Confirmed => {
            let on = it.plan.slot.local_date;
            let event = relationship_plan::Event::ContactPlanned { on, touchpoint: contact };
            draft.record(EventBody::RelationshipPlan { event });
        }
        _ => {}
    }
}
