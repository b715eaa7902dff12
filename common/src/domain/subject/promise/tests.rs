//! Given these promises, when this is done with them, then this counts.

use chrono::TimeDelta;

use super::*;
use crate::{
    domain::{
        concern::ConcernState,
        sale::{
            Command as SaleCommand,
            tests::{CUSTOMER, MEMBER, World, at, day, words},
        },
        touchpoint::{self, TouchpointKind},
    },
    error::ErrorCode,
    id::PromiseId,
    time::{Slot, ZoneName},
};

fn training(world: &mut World, quantity: u32) -> PromiseId {
    let making = Making {
        quantity: Some(quantity),
        original_due: Some(day("2026-12-01")),
        ..Making::new(words("Training for two people"), PromiseKind::Training, PromiseSource::Proposal)
    };
    world.must(MEMBER(), &SaleCommand::MakePromise(Box::new(making)));
    world.sale.promises.last().unwrap().id
}

fn session(world: &World, date: &str) -> Box<touchpoint::Plan> {
    let mut plan = world.sale.touchpoints[0].plan.clone();
    plan.item = None;
    plan.kind = TouchpointKind::Training;
    plan.check = None;
    plan.slot = Slot::day(day(date), ZoneName::utc());
    Box::new(plan)
}

fn act(world: &mut World, id: PromiseId, command: Command) -> Result<(), ErrorCode> {
    let customers = matches!(
        command.action(),
        PromiseAction::AcceptDate
            | PromiseAction::DeclineDate
            | PromiseAction::AcceptChange
            | PromiseAction::DeclineChange
            | PromiseAction::AcceptRemedy
            | PromiseAction::DeclineRemedy
            | PromiseAction::Agree
            | PromiseAction::Dispute
            | PromiseAction::Release
    );
    let who = if customers { CUSTOMER() } else { MEMBER() };
    world.act(who, &SaleCommand::Promise(id, command)).map(drop).map_err(|refused| refused.code)
}

/// Accepts what was proposed last.
fn act_on_newest(world: &mut World, id: PromiseId, action: PromiseAction) -> Result<(), ErrorCode> {
    let proposed_at = world.sale.promise(id).unwrap().proposed_at(action).unwrap_or(world.now);
    let command = match action {
        PromiseAction::AcceptChange => Command::AcceptChange { proposed_at },
        PromiseAction::AcceptRemedy => Command::AcceptRemedy { proposed_at },
        _ => Command::AcceptDate { proposed_at },
    };
    act(world, id, command)
}

fn risk(due: Option<&str>) -> Command {
    let (reason, doing) = (words("The ship is late"), words("We look for another one"));
    Command::AnnounceRisk { reason, doing, suggestion: Some(words("Take ours meanwhile")), due: due.map(day) }
}

#[test]
fn a_warning_comes_before_the_day_or_not_at_all() {
    let mut world = World::open();
    let id = world.sale.promises[0].id;
    world.now = at("2026-11-08T10:00:00Z");
    assert_eq!(act(&mut world, id, risk(Some("2026-11-12"))), Ok(()));
    let promise = world.sale.promise(id).unwrap();
    assert_eq!(promise.state, PromiseState::AtRisk);
    assert_eq!(promise.current_due, Some(day("2026-11-09")), "nothing is agreed yet");
    assert_eq!(world.sale.last_word_at, world.now, "a warning is a word");
    assert_eq!(act(&mut world, id, Command::DeclineDate), Ok(()));
    assert_eq!(world.sale.promise(id).unwrap().state, PromiseState::AtRisk);
    let declined = world.now;
    world.now = at("2026-11-08T11:00:00Z");
    assert_eq!(act(&mut world, id, risk(Some("2026-11-11"))), Ok(()));
    let unread = Command::AcceptDate { proposed_at: declined };
    assert_eq!(act(&mut world, id, unread), Err(ErrorCode::StateChanged));
    assert_eq!(act_on_newest(&mut world, id, PromiseAction::AcceptDate), Ok(()));
    let promise = world.sale.promise(id).unwrap();
    assert_eq!((promise.state, promise.current_due), (PromiseState::Made, Some(day("2026-11-11"))));
    assert_eq!(promise.making.original_due, Some(day("2026-11-09")));
    world.now = at("2026-11-12T10:00:00Z");
    assert_eq!(act(&mut world, id, risk(None)), Err(ErrorCode::Conflict));
    assert_eq!(
        act(&mut world, id, Command::ClaimKept { kept_on: Some(day("2026-11-11")), evidence: None }),
        Ok(())
    );
    assert_eq!(world.sale.promise(id).unwrap().outcome(), Outcome::OnAgreed);
}

#[test]
fn other_words_count_only_after_the_customers_yes_and_both_stay_on_record() {
    let mut world = World::open();
    let id = world.sale.promises[0].id;
    let gate = Terms { statement: words("Delivery to the gate"), quantity: None };
    let change = |to: &Terms| Command::ProposeChange { to: to.clone(), reason: words("The lift is broken") };
    assert_eq!(act_on_newest(&mut world, id, PromiseAction::AcceptChange), Err(ErrorCode::Conflict));
    assert_eq!(act(&mut world, id, change(&gate)), Ok(()));
    assert_eq!(world.sale.promise(id).unwrap().terms(), world.sale.promise(id).unwrap().original_terms());
    assert_eq!(act(&mut world, id, Command::DeclineChange), Ok(()));
    assert_eq!(
        act_on_newest(&mut world, id, PromiseAction::AcceptChange),
        Err(ErrorCode::Conflict),
        "that is over"
    );
    assert_eq!(act(&mut world, id, change(&gate)), Ok(()));
    assert_eq!(act_on_newest(&mut world, id, PromiseAction::AcceptChange), Ok(()));
    let promise = world.sale.promise(id).unwrap();
    assert_eq!(promise.terms(), gate);
    assert_eq!(&*promise.making.statement, "Delivery by 9 November");
    let record: Vec<_> = promise.changes.iter().map(Change::is_taken).collect();
    assert_eq!(record, [false, true]);
    let consent = promise.changes[1].consent.clone().unwrap();
    assert_eq!((consent.by, consent.at), (CUSTOMER(), world.now));
    assert_eq!(act(&mut world, id, change(&gate)), Err(ErrorCode::Validation), "it changes nothing");
    let counted = Terms { quantity: Some(2), ..gate };
    assert_eq!(act(&mut world, id, change(&counted)), Err(ErrorCode::Validation));
}

#[test]
fn sessions_count_down_and_the_last_one_keeps_the_promise() {
    let mut world = World::open();
    let id = training(&mut world, 2);
    for date in ["2026-11-12", "2026-11-19"] {
        let plan = session(&world, date);
        world.must(MEMBER(), &SaleCommand::PlanSession(id, plan, touchpoint::Remedy::Nothing));
    }
    let third = session(&world, "2026-11-26");
    let refused =
        world.act(MEMBER(), &SaleCommand::PlanSession(id, third, touchpoint::Remedy::Nothing)).unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict, "{}", refused.detail);
    let linked = world.sale.promise(id).unwrap().sessions.clone();
    let twice = Command::LinkSession { touchpoint: linked[0] };
    assert_eq!(act(&mut world, id, twice), Err(ErrorCode::Conflict));
    let count = |world: &World| sessions(world.sale.promise(id).unwrap(), &world.sale.touchpoints).unwrap();
    let counted = |used, planned, next| {
        let touchpoints = linked.clone();
        Sessions { total: 2, used, planned, next: Some(next), touchpoints }
    };
    assert_eq!(count(&world), counted(0, 2, linked[0]));
    world.now = at("2026-11-12T17:00:00Z");
    let done = SaleCommand::Touchpoint(linked[0], world.done(linked[0]));
    world.must(MEMBER(), &done);
    assert_eq!(count(&world), counted(1, 1, linked[1]));
    assert_eq!(world.sale.promise(id).unwrap().state, PromiseState::Made);
    world.now = at("2026-11-19T17:00:00Z");
    let done = SaleCommand::Touchpoint(linked[1], world.done(linked[1]));
    world.must(MEMBER(), &done);
    let promise = world.sale.promise(id).unwrap();
    assert_eq!((promise.state, promise.kept_on), (PromiseState::ClaimedKept, Some(day("2026-11-19"))));
    let dispute = touchpoint::Command::Dispute { note: Some(words("Nobody came")) };
    world.must(CUSTOMER(), &SaleCommand::Touchpoint(linked[1], dispute));
    assert_eq!(world.sale.promise(id).unwrap().state, PromiseState::Disputed);
    world.must(CUSTOMER(), &SaleCommand::Touchpoint(linked[1], touchpoint::Command::TakeBack));
    assert_eq!(world.sale.promise(id).unwrap().state, PromiseState::ClaimedKept);
}

#[test]
fn a_broken_promise_is_made_good_only_by_the_customers_yes() {
    let mut world = World::open();
    let id = world.sale.promises[0].id;
    let remedy = |due| Command::OfferRemedy { text: words("A month for free"), due };
    assert_eq!(act(&mut world, id, remedy(None)), Err(ErrorCode::Conflict), "nothing has gone wrong");
    assert_eq!(act(&mut world, id, Command::GiveUp { reason: words("It is sold out") }), Ok(()));
    let blocks = |world: &World| {
        let facts = world.sale.promise(id).unwrap().facts(&world.sale.time_zone, &world.zones);
        facts.blocks_completion(world.now)
    };
    assert!(blocks(&world));
    assert_eq!(act(&mut world, id, remedy(None)), Ok(()));
    assert_eq!(act(&mut world, id, Command::DeclineRemedy), Ok(()));
    assert!(blocks(&world));
    assert_eq!(act(&mut world, id, remedy(Some(day("2026-12-01")))), Ok(()));
    assert_eq!(act_on_newest(&mut world, id, PromiseAction::AcceptRemedy), Ok(()));
    let promise = world.sale.promise(id).unwrap();
    assert_eq!((promise.state, promise.outcome()), (PromiseState::MadeGood, Outcome::MadeGood));
    assert!(!blocks(&world));
    let follow_up = world.sale.promises.last().unwrap();
    assert_eq!(follow_up.making.makes_good, Some(id));
    assert_eq!(follow_up.making.original_due, Some(day("2026-12-01")));
}

#[test]
fn what_was_kept_counts_as_confirmed_only_by_the_customers_word() {
    let mut world = World::open();
    let id = world.sale.promises[0].id;
    let kept = Command::ClaimKept { kept_on: None, evidence: Some(words("Signed")) };
    assert_eq!(act(&mut world, id, kept.clone()), Ok(()));
    assert!(!world.sale.promise(id).unwrap().is_confirmed());
    assert_eq!(act(&mut world, id, Command::Dispute { note: None }), Ok(()));
    world.now += TimeDelta::hours(1);
    assert_eq!(act(&mut world, id, kept), Ok(()));
    assert_eq!(act(&mut world, id, Command::Agree), Ok(()));
    let promise = world.sale.promise(id).unwrap();
    assert!(promise.is_confirmed() && promise.was_disputed);
    assert_eq!(promise.evidence.len(), 2);
    assert!(world.sale.concerns.iter().all(|concern| concern.state != ConcernState::Raised));
}

#[test]
fn a_promise_that_was_stored_before_there_was_more_to_it_still_loads() {
    let mut stored = serde_json::to_value(&World::open().sale.promises[0]).unwrap();
    let fields = stored.as_object_mut().unwrap();
    for new in ["risk", "changes", "remedies", "evidence", "sessions", "was_disputed"] {
        fields.remove(new);
    }
    let making = fields["making"].as_object_mut().unwrap();
    making.remove("quantity");
    making.remove("makes_good");
    assert_eq!(serde_json::from_value::<Promise>(stored).unwrap(), World::open().sale.promises[0]);
}
