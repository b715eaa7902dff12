//! How the two keep in touch.

use super::*;
use crate::domain::relationship_plan::{self, Interval, IntervalUnit, PlanTerms};

pub(super) fn relationship_plan(world: &World, dice: &mut Dice) -> Wish {
    use relationship_plan::Command as C;
    let version = world.sale.relationship_plan.as_ref().map_or(0, |plan| plan.version);
    let (side, command) = match dice.below(3) {
        0 => (Role::Customer, C::Accept { version }),
        1 => (Role::Customer, C::WantChange { wish: words("Less often") }),
        _ => {
            let interval = Interval { every: 2, unit: IntervalUnit::Weeks };
            let next_review_on = world.now.date_naive() + TimeDelta::days(200);
            let topics = vec![line("Service"), line("New needs")];
            (
                Role::Member,
                C::Suggest(PlanTerms { interval, topics, next_review_on, owner: world.sale.owner }),
            )
        }
    };
    Some((side, Command::RelationshipPlan(command)))
}
