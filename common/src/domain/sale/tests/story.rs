//! The main stories, told as commands.

use super::*;
use crate::domain::{
    check::Suppression,
    completion::{Leg, completion, completion_facts},
    concern::ConcernState,
    contact::{ContactReason, contacts, next_contact},
    promise::{Outcome, PromiseState},
    touchpoint::{Basis, TouchpointState},
};
use crate::{domain::template::Anchor, text::Quote, time::Slot};

#[test]
fn opening_a_sale_puts_the_whole_agenda_on_it_and_announces_the_questions() {
    let world = World::open();
    assert_eq!(world.item("thanks").plan.basis, Basis::Fixed);
    assert_eq!(world.item("training_1").plan.basis, Basis::EstimatedFrom(Anchor::Delivery));
    assert_eq!(world.item("training_1").plan.slot.local_date, day("2026-11-12"));
    let asked: Vec<&str> = world.sale.asks.iter().map(|ask| &*ask.plan.check).collect();
    assert_eq!(asked, ["expected@1", "change@1", "vital@1", "complete@1"]);
}

#[test]
fn a_bad_answer_raises_an_owned_concern_with_a_clock_in_the_same_breath() {
    let mut world = World::open();
    world.wait_until(at("2026-11-09T10:00:00Z"));
    world.deliver();
    world.wait_until(at("2026-11-11T10:00:00Z"));
    let ask = world.offered().id;
    world.must(
        CUSTOMER(),
        &Command::Ask(ask, check::Command::Answer { value: line("not_as_expected"), text: None }),
    );
    let concern = &world.sale.concerns[0];
    assert_eq!((concern.opening.owner, concern.state), (world.sale.owner, ConcernState::Raised));
    // Two hours and not four: in the first days a small problem counts as a big one.
    assert_eq!(concern.next_word_by, Some(at("2026-11-11T12:00:00Z")));
    assert_eq!(world.sale.ask(ask).unwrap().concern, Some(concern.id));

    // The words that follow are a revision of the answer and open the conversation; no second concern.
    let text = Some(words("The wand drips"));
    world.must(
        CUSTOMER(),
        &Command::Ask(ask, check::Command::Answer { value: line("not_as_expected"), text }),
    );
    assert_eq!(world.sale.concerns.len(), 1);
    assert_eq!(&*world.sale.concerns[0].messages[0].text, "The wand drips");

    // A day later the answer is locked.
    world.now += TimeDelta::hours(25);
    let late = check::Command::Answer { value: line("better"), text: None };
    refuses(world.act(CUSTOMER(), &Command::Ask(ask, late)), ErrorCode::CheckClosed);
}

#[test]
fn a_concern_ends_only_by_the_customers_word_and_not_yet_starts_another_round() {
    let mut world = World::open();
    let problem = concern::Raise::new(concern::ConcernKind::Problem, concern::Severity::Small);
    let wish = concern::Raise { words: Some(words("It drips")), ..problem };
    world.must(CUSTOMER(), &Command::RaiseConcern(Box::new(wish)));
    let id = world.sale.concerns[0].id;
    let propose = || concern::Command::Propose { text: words("A new seal"), due: Some(day("2026-11-05")) };
    world.must(MEMBER(), &Command::Concern(id, propose()));
    assert_eq!(world.sale.promises.last().unwrap().making.original_due, Some(day("2026-11-05")));
    refuses(world.act(MEMBER(), &Command::Concern(id, concern::Command::Confirm)), ErrorCode::Conflict);
    world.must(
        CUSTOMER(),
        &Command::Concern(id, concern::Command::NotYet { reason: Some(words("Still wet")) }),
    );
    assert_eq!(world.sale.concern(id).unwrap().round, 2);
    // The one who handled the first round cannot simply go on.
    refuses(world.act(MEMBER(), &Command::Concern(id, propose())), ErrorCode::Conflict);
    let assign = concern::Command::Assign { to: MemberId::from_bits(2), reason: None };
    world.must(MEMBER(), &Command::Concern(id, assign));
    world.must(MEMBER(), &Command::Concern(id, propose()));
    world.must(CUSTOMER(), &Command::Concern(id, concern::Command::Confirm));
    let sorted = world.sale.asks.iter().filter(|ask| &*ask.plan.check == "sorted@1");
    let answers: Vec<&str> = sorted.map(|ask| &*ask.answer().unwrap().value).collect();
    assert_eq!(answers, ["not_yet", "yes"]);
    // How easy it was is asked next, and only now: nothing else is open.
    world.wait_until(world.now + TimeDelta::minutes(1));
    assert_eq!(&*world.offered().plan.check, "easy@1");
}

#[test]
fn while_a_concern_is_open_nothing_else_is_asked() {
    let mut world = World::open();
    world.wait_until(at("2026-11-09T10:00:00Z"));
    world.deliver();
    let question = concern::Raise::new(concern::ConcernKind::Question, concern::Severity::Question);
    let wish = concern::Raise { words: Some(words("How do I clean it?")), ..question };
    world.must(CUSTOMER(), &Command::RaiseConcern(Box::new(wish)));
    world.wait_until(at("2026-11-11T10:00:00Z"));
    let ask = world.sale.asks.iter().find(|ask| &*ask.plan.check == "expected@1").unwrap();
    assert_eq!(
        (ask.state, ask.suppressed_for.as_slice()),
        (AskState::Suppressed, &[Suppression::ConcernIsOpen][..])
    );
}

#[test]
fn nothing_is_asked_about_a_delivery_that_has_not_come() {
    let mut world = World::open();
    world.wait_until(at("2026-11-12T10:00:00Z"));
    let ask = world.sale.asks.iter().find(|ask| &*ask.plan.check == "expected@1").unwrap();
    assert_eq!(ask.state, AskState::Suppressed);
    assert!(ask.suppressed_for.contains(&Suppression::NotHappenedYet));
}

#[test]
fn a_late_delivery_moves_estimates_asks_before_it_moves_what_is_confirmed_and_stays_late_for_ever() {
    let mut world = World::open();
    world.must(MEMBER(), &Command::ExpectDelivery { on: day("2026-11-16") });
    assert_eq!(world.item("training_1").plan.slot.local_date, day("2026-11-19"));
    world.wait_until(at("2026-11-16T10:00:00Z"));
    world.deliver();
    assert_eq!(world.item("training_1").plan.basis, Basis::Fixed);
    let promise = &world.sale.promises[0];
    assert_eq!((promise.state, promise.outcome()), (PromiseState::ClaimedKept, Outcome::Late));
    assert_eq!(promise.making.original_due, Some(day("2026-11-09")));

    let confirmed = world.item("training_1").id;
    world.must(CUSTOMER(), &Command::Touchpoint(confirmed, touchpoint::Command::Confirm));
    let to = Slot { local_date: day("2026-11-20"), ..world.item("training_1").plan.slot.clone() };
    let command =
        touchpoint::Command::Move { to, reason: words("Jonas is ill"), remedy: touchpoint::Remedy::Nothing };
    world.must(MEMBER(), &Command::Touchpoint(confirmed, command));
    let item = world.sale.touchpoint(confirmed).unwrap();
    assert_eq!(
        item.plan.slot.local_date,
        day("2026-11-19"),
        "the old slot stands until the customer says yes"
    );
    world.must(CUSTOMER(), &Command::Touchpoint(confirmed, touchpoint::Command::AcceptMove { option: 0 }));
    let item = world.sale.touchpoint(confirmed).unwrap();
    assert_eq!((item.plan.slot.local_date, item.state), (day("2026-11-20"), TouchpointState::Confirmed));
    assert_eq!(item.moves[0].from.local_date, day("2026-11-19"));
}

#[test]
fn what_the_vendor_missed_becomes_a_concern_whoever_says_it_first() {
    let mut world = World::open();
    world.deliver();
    let id = world.item("thanks_call").id;
    world.wait_until(world.item("thanks_call").plan.slot.ends_at(&world.zones));
    let note = Some(words("Nobody called"));
    world.must(CUSTOMER(), &Command::Touchpoint(id, touchpoint::Command::Dispute { note }));
    assert_eq!(world.sale.touchpoint(id).unwrap().state, TouchpointState::Missed);
    assert_eq!(world.sale.concerns[0].opening.words.as_deref(), Some("Nobody called"));
}

#[test]
fn there_is_always_a_next_word_while_the_sale_is_active() {
    let mut world = World::open();
    world.sale.touchpoints.clear();
    let list = contacts(&world.sale, &world.policy, &world.calendar, &world.zones);
    let next = next_contact(&list, world.now).unwrap();
    assert_eq!((next.reason, next.at), (ContactReason::Silence, at("2026-11-05T17:00:00Z")));
    world.wait_until(at("2026-11-06T10:00:00Z"));
    assert!(world.log.iter().any(|body| body.kind() == "sale.silent"));
}

#[test]
fn a_sale_is_complete_when_delivered_paid_and_the_customer_says_so_and_not_for_ever() {
    let mut world = World::open();
    world.wait_until(at("2026-11-09T10:00:00Z"));
    world.deliver();
    let delivery = world.sale.deliveries[0].id;
    world.must(CUSTOMER(), &Command::Delivery(delivery, delivery::Command::Accept));
    let pay = |state| Command::ReportPayment(payment::Report { reference: line("P-1"), amount: 100, state });
    world.must(MEMBER(), &pay(payment::PaymentState::Pending));
    let check = line("complete@1");
    world.must(MEMBER(), &Command::AskNow { check, about: check::About::Sale });
    let ask = world.offered().id;
    world.must(CUSTOMER(), &Command::Ask(ask, check::Command::Answer { value: line("yes"), text: None }));
    let legs = |world: &World| {
        completion(&completion_facts(&world.sale, &world.policy, &world.zones), &world.policy, world.now)
    };
    assert_eq!(legs(&world).paid, Leg::Open, "pending money is not paid");
    world.must(MEMBER(), &pay(payment::PaymentState::Cleared));
    assert!(legs(&world).is_complete());
    world.must(MEMBER(), &pay(payment::PaymentState::Reversed));
    assert!(!legs(&world).is_complete());
    refuses(world.act(MEMBER(), &pay(payment::PaymentState::Cleared)), ErrorCode::Conflict);
}

/// Delivered on the ninth and paid, the customer satisfied, and something else promised for the twentieth. Without a
/// word about the delivery the sale is complete on the sixteenth.
fn soon_complete() -> World {
    let mut world = World::open();
    world.wait_until(at("2026-11-09T10:00:00Z"));
    world.deliver();
    let paid = payment::Report { reference: line("P-1"), amount: 100, state: payment::PaymentState::Cleared };
    world.must(MEMBER(), &Command::ReportPayment(paid));
    let making = promise::Making::new(
        words("A second grinder"),
        promise::PromiseKind::Other,
        promise::PromiseSource::Conversation,
    );
    let making = promise::Making { original_due: Some(day("2026-11-20")), ..making };
    world.must(MEMBER(), &Command::MakePromise(Box::new(making)));
    world.must(MEMBER(), &Command::AskNow { check: line("complete@1"), about: check::About::Sale });
    world
}

fn is_satisfied(world: &mut World) {
    let ask = world.offered().id;
    world.must(CUSTOMER(), &Command::Ask(ask, check::Command::Answer { value: line("yes"), text: None }));
}

/// What the log says about completion, in its order.
fn turns(world: &World) -> Vec<String> {
    let turns = world.log.iter().map(EventBody::kind);
    turns.filter(|kind| ["sale.completed", "sale.reopened"].contains(&&**kind)).collect()
}

#[test]
fn a_sale_that_was_complete_while_nobody_looked_was_complete_all_the_same() {
    let [mut watched, mut alone, mut disturbed] = [(); 3].map(|()| soon_complete());
    for world in [&mut watched, &mut alone, &mut disturbed] {
        is_satisfied(world);
        assert_eq!(turns(world), [""; 0]);
    }
    watched.wait_until(at("2026-11-25T10:00:00Z"));
    assert_eq!(turns(&watched), ["sale.completed", "sale.reopened"]);
    // The worker was away from before the one turn until after the other.
    alone.now = at("2026-11-25T10:00:00Z");
    alone.must(Actor::System, &Command::Tick);
    assert_eq!(turns(&alone), turns(&watched));
    assert!(alone.sale.completed_at.is_none() && alone.sale.completion_lost_at.is_some());
    alone.must(Actor::System, &Command::Tick);
    assert_eq!(turns(&alone).len(), 2, "it is told once");
    // Somebody came before the worker, and what they did opened it again.
    disturbed.now = at("2026-11-17T10:00:00Z");
    let delivery = disturbed.sale.deliveries[0].id;
    let note = Some(words("The grinder is missing"));
    disturbed.must(CUSTOMER(), &Command::Delivery(delivery, delivery::Command::ReportMissing { note }));
    assert_eq!(turns(&disturbed), turns(&watched));
}

#[test]
fn what_is_said_later_does_not_make_a_sale_complete_in_the_past() {
    let mut world = soon_complete();
    // The delivery counts and the promise is late: only then the customer is satisfied.
    world.now = at("2026-11-22T10:00:00Z");
    is_satisfied(&mut world);
    world.now = at("2026-11-25T10:00:00Z");
    world.must(Actor::System, &Command::Tick);
    assert_eq!(turns(&world), [""; 0]);
}

#[test]
fn a_planned_check_names_a_known_question_and_nothing_else_carries_one() {
    let mut world = World::open();
    let plan = world.item("check_change").plan.clone();
    let unknown = touchpoint::Plan { check: Some(line("nope@1")), ..plan.clone() };
    let call = touchpoint::Plan { kind: touchpoint::TouchpointKind::Call, ..plan };
    for wrong in [unknown, call] {
        let wrong = Command::PlanTouchpoint(Box::new(wrong), touchpoint::Remedy::Nothing);
        refuses(world.act(MEMBER(), &wrong), ErrorCode::Validation);
    }
}

#[test]
fn history_wakes_no_clock_and_keeps_what_was() {
    let mut world = World::new();
    let opening = Opening { agenda: None, promises: Vec::new(), ..world.opening() };
    let history = History {
        paid: Some((at("2026-10-01T10:00:00Z"), 100)),
        promised_on: Some(day("2026-10-05")),
        delivered_at: Some(at("2026-10-05T21:00:00Z")),
        delivered_on: Some(day("2026-10-05")),
        ended: None,
        survey: Some(crate::domain::history::Survey {
            sent_at: at("2026-10-06T00:00:00Z"),
            answered_at: at("2026-10-07T00:00:00Z"),
            score: line("2"),
            comment: Some(Quote::parse(" slow\n").unwrap()),
        }),
    };
    world.must(Actor::System, &Command::RecordHistory(Box::new(opening), Box::new(history)));
    assert_eq!(world.sale.state, SaleState::Closed);
    assert!(world.sale.concerns.is_empty() && world.sale.touchpoints.is_empty());
    assert_eq!(world.sale.promises[0].outcome(), Outcome::OnOriginal);
    let said = world.sale.asks[0].answer().and_then(|answer| answer.text.clone());
    assert_eq!(said.map(|text| text.to_string()).as_deref(), Some(" slow\n"));
    assert_eq!(next_due_at(&world.sale, &world.context(Actor::System)), None);
    let again = Command::RecordHistory(Box::new(world.opening()), Box::default());
    refuses(world.act(Actor::System, &again), ErrorCode::AlreadyExists);
}
