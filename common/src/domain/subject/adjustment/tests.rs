//! Given an adjustment, when somebody does something with it, then this follows.

use super::*;
use crate::{
    actor::Role,
    domain::{
        concern::ConcernKind,
        promise::PromiseSource,
        sale::{
            Command as SaleCommand,
            tests::{CUSTOMER, MEMBER, World, actor, day, refuses, words},
        },
    },
    error::ErrorCode,
};

fn proposal(price_change: Option<i64>, due: Option<&str>) -> Proposal {
    let (what, why) = (words("A larger tank"), words("You brew for twelve"));
    Proposal { what, why, price_change, due: due.map(day) }
}

fn proposed(proposal: Proposal) -> (World, AdjustmentId) {
    let mut world = World::open();
    world.must(MEMBER(), &SaleCommand::ProposeAdjustment(Box::new(proposal)));
    let id = world.sale.adjustments[0].id;
    (world, id)
}

fn command(action: AdjustmentAction) -> Command {
    match action {
        AdjustmentAction::Propose => Command::Propose(Box::new(proposal(None, None))),
        AdjustmentAction::Accept => Command::Accept { version: 1 },
        AdjustmentAction::Decline => Command::Decline { note: None },
        AdjustmentAction::Talk => Command::Talk { note: None },
        AdjustmentAction::Withdraw => Command::Withdraw { reason: words("It is sold out") },
    }
}

#[test]
fn every_row_of_the_adjustment_table_leads_where_it_says_and_nothing_else_is_possible() {
    let actions = [
        AdjustmentAction::Propose,
        AdjustmentAction::Accept,
        AdjustmentAction::Decline,
        AdjustmentAction::Talk,
        AdjustmentAction::Withdraw,
    ];
    for from in AdjustmentState::STATES {
        for action in actions {
            for role in [Role::Customer, Role::Member, Role::System] {
                let (mut world, id) = proposed(proposal(None, None));
                world.sale.adjustments[0].state = *from;
                let did = world.act(actor(role), &SaleCommand::Adjustment(id, command(action)));
                match from.after(action, role) {
                    Some(to) => assert_eq!(world.sale.adjustments[0].state, to, "{from:?} {action:?}"),
                    None => assert_eq!(did.unwrap_err().code, ErrorCode::Conflict, "{from:?} {action:?}"),
                }
            }
        }
    }
}

#[test]
fn taken_it_is_a_promise_and_changes_what_there_is_to_pay() {
    let (mut world, id) = proposed(proposal(Some(40), Some("2026-11-20")));
    world.must(CUSTOMER(), &SaleCommand::Adjustment(id, Command::Accept { version: 1 }));
    assert_eq!(world.sale.invoiced, Some(140));
    let promise = world.sale.promises.last().unwrap();
    assert_eq!(world.sale.adjustments[0].promise, Some(promise.id));
    assert_eq!(promise.making.source, PromiseSource::Adjustment);
    assert_eq!(promise.making.original_due, Some(day("2026-11-20")));
}

#[test]
fn talked_about_it_is_a_question_and_what_is_proposed_then_is_a_version_of_its_own() {
    let (mut world, id) = proposed(proposal(Some(40), None));
    let talk = Command::Talk { note: Some(words("Does it fit?")) };
    world.must(CUSTOMER(), &SaleCommand::Adjustment(id, talk));
    let concern = world.sale.concerns.last().unwrap();
    assert_eq!(
        (concern.opening.kind, world.sale.adjustments[0].concern),
        (ConcernKind::Question, Some(concern.id))
    );
    world.must(MEMBER(), &SaleCommand::Adjustment(id, Command::Propose(Box::new(proposal(Some(20), None)))));
    let unread = world.act(CUSTOMER(), &SaleCommand::Adjustment(id, Command::Accept { version: 1 }));
    refuses(unread, ErrorCode::StateChanged);
    world.must(CUSTOMER(), &SaleCommand::Adjustment(id, Command::Accept { version: 2 }));
    assert_eq!(world.sale.invoiced, Some(120), "the price of the version that was taken");
    assert_eq!(world.sale.adjustments[0].versions.len(), 2);
    assert!(world.sale.promises.iter().all(|promise| promise.making.source != PromiseSource::Adjustment));
}

#[test]
fn what_lies_in_the_past_is_not_proposed() {
    let mut world = World::open();
    let late = SaleCommand::ProposeAdjustment(Box::new(proposal(None, Some("2026-11-01"))));
    assert_eq!(world.act(MEMBER(), &late).unwrap_err().errors[0].pointer, "/due");
}
