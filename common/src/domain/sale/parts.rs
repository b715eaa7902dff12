//! The parts of a sale, found by their ids.

use super::Sale;
use crate::{
    domain::{
        adjustment::Adjustment,
        check::{About, Ask},
        concern::Concern,
        delivery::Delivery,
        expectation::Expectation,
        milestone::{Milestone, Snag},
        owner_change::OwnerChange,
        people::Person,
        promise::Promise,
        relationship::RelationshipState,
        touchpoint::{Touchpoint, TouchpointState},
        vital_area::VitalArea,
    },
    id::{
        AdjustmentId, AskId, ConcernId, DeliveryId, ExpectationId, MilestoneId, OwnerChangeId, PromiseId,
        SnagId, TouchpointId, VitalAreaId,
    },
};

impl Sale {
    /// Whether anything is said and asked by itself: follow-up goes on and is not paused.
    pub fn is_followed(&self) -> bool {
        self.is_active() && self.relationship.state == RelationshipState::Active
    }

    /// Whether a side ended it or called it off: nobody comes any more.
    pub fn is_over(&self) -> bool {
        !self.is_active() || self.relationship.state == RelationshipState::Ended
    }

    /// Whether that is a part of this sale.
    pub fn has(&self, part: About) -> bool {
        match part {
            About::Sale => true,
            About::Touchpoint(id) => self.touchpoint(id).is_some(),
            About::Delivery(id) => self.delivery(id).is_some(),
            About::Promise(id) => self.promise(id).is_some(),
            About::Concern(id) => self.concern(id).is_some(),
            About::Expectation(id) => self.expectations.iter().any(|it| it.id == id),
            About::VitalArea(id) => self.vital_area(id).is_some(),
        }
    }

    /// The touchpoint with that id.
    pub fn touchpoint(&self, id: TouchpointId) -> Option<&Touchpoint> {
        self.touchpoints.iter().find(|touchpoint| touchpoint.id == id)
    }

    /// What stands in for a touchpoint that was called off or missed.
    pub fn replacement(&self, id: TouchpointId) -> Option<&Touchpoint> {
        let is_it = |it: &&Touchpoint| it.plan.ties.replaces == Some(id) && it.id != id;
        self.touchpoints.iter().rfind(is_it)
    }

    /// Whether something stands in for it that was not itself called off.
    pub fn is_replaced(&self, id: TouchpointId) -> bool {
        self.replacement(id).is_some_and(|it| it.state != TouchpointState::Cancelled)
    }

    /// The ask with that id.
    pub fn ask(&self, id: AskId) -> Option<&Ask> {
        self.asks.iter().find(|ask| ask.id == id)
    }

    /// The concern with that id.
    pub fn concern(&self, id: ConcernId) -> Option<&Concern> {
        self.concerns.iter().find(|concern| concern.id == id)
    }

    /// The promise with that id.
    pub fn promise(&self, id: PromiseId) -> Option<&Promise> {
        self.promises.iter().find(|promise| promise.id == id)
    }

    /// The adjustment with that id.
    pub fn adjustment(&self, id: AdjustmentId) -> Option<&Adjustment> {
        self.adjustments.iter().find(|adjustment| adjustment.id == id)
    }

    /// The delivery with that id.
    pub fn delivery(&self, id: DeliveryId) -> Option<&Delivery> {
        self.deliveries.iter().find(|delivery| delivery.id == id)
    }

    /// The change of the owner with that id.
    pub fn owner_change(&self, id: OwnerChangeId) -> Option<&OwnerChange> {
        self.owner_changes.iter().find(|it| it.id == id)
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

    /// The expectation with that id.
    pub fn expectation(&self, id: ExpectationId) -> Option<&Expectation> {
        self.expectations.iter().find(|it| it.id == id)
    }

    /// The people on the customer's side, the one who is asked first.
    pub fn people(&self) -> Vec<Person> {
        let roles = |customer| self.roles.get(&customer).cloned().unwrap_or_default();
        self.customers.iter().map(|id| Person { customer: *id, roles: roles(*id) }).collect()
    }
}
