//! What reasons, successes and what comes of them leave behind.

use chrono::{DateTime, Utc};

use super::Sale;
use crate::{
    actor::Actor,
    domain::{
        event::EventBody, expectation, introduction, reason, referral, relationship_plan, resource, success,
        testimonial,
    },
};

/// Remembers an event of these subjects; every other changes nothing here.
pub(super) fn apply(sale: &mut Sale, body: &EventBody, at: DateTime<Utc>, actor: Actor) {
    match body {
        EventBody::Reason { id, event } => reason::evolve(&mut sale.reasons, *id, event, at, actor),
        EventBody::Expectation { id, event } => {
            expectation::evolve(&mut sale.expectations, *id, event, at, actor);
        }
        EventBody::Success { id, event } => success::evolve(&mut sale.successes, *id, event, at, actor),
        EventBody::Resource { id, event } => resource::evolve(&mut sale.resources, *id, event, at, actor),
        EventBody::Introduction { id, event } => {
            introduction::evolve(&mut sale.introductions, *id, event, at, actor);
        }
        EventBody::Testimonial { id, event } => {
            testimonial::evolve(&mut sale.testimonials, *id, event, at, actor);
        }
        EventBody::Referral { id, event } => referral::evolve(&mut sale.referrals, *id, event, at, actor),
        EventBody::RelationshipPlan { event } => {
            relationship_plan::evolve(&mut sale.relationship_plan, event, at, actor);
        }
        _ => {}
    }
}
