//! What somebody oversees.

use super::*;
use crate::domain::milestone;

pub(super) fn plan_milestone(world: &World, dice: &mut Dice) -> Wish {
    let (overseer, due) = (world.sale.owner, some_day(world, dice));
    let plan = milestone::Plan { title: line("All tills run"), text: None, overseer, due };
    Some((Role::Member, Command::PlanMilestone(Box::new(plan))))
}

pub(super) fn milestone(world: &World, dice: &mut Dice) -> Wish {
    use milestone::{Command as C, SnagCommand as S};
    let milestone = dice.choose(&world.sale.milestones)?;
    let snag = dice.choose(&milestone.snags).map(|snag| snag.id);
    let note = milestone::SnagNote { text: words("A scratch"), owner: None, due: None };
    let (side, command) = match dice.below(8) {
        0 => (Role::Member, C::Reach { note: None }),
        1 => (Role::Member, C::Slip { to: some_day(world, dice), reason: words("The part is late") }),
        2 => (Role::Member, C::Drop { reason: words("Not needed") }),
        3 | 4 => (Role::Customer, C::AddSnag(note)),
        5 => (Role::Member, C::Snag(snag?, S::Fix { note: None })),
        6 => (Role::Customer, C::Snag(snag?, S::Confirm)),
        _ => (Role::Customer, C::Snag(snag?, S::Reopen { note: None })),
    };
    Some((side, Command::Milestone(milestone.id, command)))
}
