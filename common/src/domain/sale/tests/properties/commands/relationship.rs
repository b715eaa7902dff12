//! Pauses.

use super::*;
use crate::domain::relationship;

/// A short rest, and its end.
pub(super) fn relationship(world: &World, dice: &mut Dice) -> Wish {
    let resting = world.sale.relationship.state != relationship::RelationshipState::Active;
    let until = world.now.date_naive() + chrono::Days::new(1);
    let command = if resting {
        relationship::Command::Resume
    } else {
        relationship::Command::Pause { until, reason: words("A short rest") }
    };
    let who = *dice.choose(&[Role::Customer, Role::Member])?;
    Some((who, Command::Relationship(command)))
}
