//! What a sale takes: up to the limit everything, beyond it a refusal that names the limit.

use super::*;
use crate::{
    domain::{
        concern::{ConcernKind, Raise, Severity},
        note::Note,
    },
    id::ConcernId,
};

fn raise(text: &str) -> Command {
    Command::RaiseConcern(Box::new(Raise {
        words: Some(words(text)),
        ..Raise::new(ConcernKind::Question, Severity::Question)
    }))
}

fn write(id: ConcernId, text: &str) -> Command {
    Command::Concern(id, concern::Command::Write { text: words(text) })
}

fn withdraw(id: ConcernId) -> Command {
    Command::Concern(id, concern::Command::Withdraw { reason: None })
}

/// The limit that refused it, what it allows and what it would be.
fn reached(outcome: Result<Vec<EventBody>, Rejection>) -> (String, i64, i64) {
    let refused = outcome.expect_err("it must be refused");
    assert_eq!(refused.code, ErrorCode::LimitReached, "{}", refused.detail);
    let [breach] = &refused.breaches[..] else { panic!("{:?}", refused.breaches) };
    assert!(refused.detail.contains(&breach.limit.to_string()), "{}", refused.detail);
    (breach.rule.clone(), breach.limit, breach.actual)
}

fn of(rule: &str, limit: i64) -> (String, i64, i64) {
    (rule.to_owned(), limit, limit + 1)
}

#[test]
fn the_limits_are_those_that_people_never_meet() {
    let Policy { most_open_concerns, most_concerns_in_24_hours, most_messages, most_text_kib, .. } =
        Policy::default();
    assert_eq!((most_open_concerns, most_concerns_in_24_hours), (50, 20));
    assert_eq!((most_messages, most_text_kib), (200, 2_048));
}

#[test]
fn given_as_many_open_concerns_as_a_sale_takes_another_waits_until_one_ends() {
    let mut world = World::open();
    world.policy.most_open_concerns = 3;
    for number in 0..3 {
        world.must(CUSTOMER(), &raise(&format!("Question {number}")));
    }
    for side in [CUSTOMER(), MEMBER()] {
        assert_eq!(reached(world.act(side, &raise("One more"))), of("most_open_concerns", 3));
    }
    let first = world.sale.concerns[0].id;
    world.must(CUSTOMER(), &write(first, "Still there"));
    world.must(CUSTOMER(), &withdraw(first));
    world.must(CUSTOMER(), &raise("One more"));
}

#[test]
fn given_as_many_new_concerns_as_a_day_brings_another_waits_until_the_first_is_a_day_old() {
    let mut world = World::open();
    world.policy.most_concerns_in_24_hours = 3;
    for number in 0..3 {
        world.must(CUSTOMER(), &raise(&format!("Question {number}")));
        let id = world.sale.concerns[number].id;
        world.must(CUSTOMER(), &withdraw(id));
        world.now += TimeDelta::hours(1);
    }
    let refused = world.act(CUSTOMER(), &raise("One more")).unwrap_err();
    assert!(refused.detail.contains("2026-11-03T10:00:00Z"), "{}", refused.detail);
    assert_eq!(reached(Err(refused)), of("most_concerns_in_24_hours", 3));
    // What an answer would raise counts too.
    let expectation = world.sale.expectations[0].id;
    let state = crate::domain::expectation::ExpectationState::NotMet;
    let missed =
        crate::domain::expectation::Command::SetState { id: expectation, state, note: None, ask: None };
    assert_eq!(
        reached(world.act(CUSTOMER(), &Command::Expectation(missed))),
        of("most_concerns_in_24_hours", 3)
    );
    world.now = at("2026-11-03T10:00:00Z");
    world.must(CUSTOMER(), &raise("One more"));
    world.act(CUSTOMER(), &raise("And another")).unwrap_err();
}

#[test]
fn given_as_many_messages_as_a_concern_takes_another_is_refused_and_the_concern_goes_on() {
    let mut world = World::open();
    world.policy.most_messages = 2;
    world.must(CUSTOMER(), &raise("It drips"));
    let id = world.sale.concerns[0].id;
    world.must(CUSTOMER(), &write(id, "More"));
    world.must(MEMBER(), &write(id, "Seen"));
    for side in [CUSTOMER(), MEMBER()] {
        assert_eq!(reached(world.act(side, &write(id, "And more"))), of("most_messages", 2));
    }
    let note = Command::Concern(id, concern::Command::Note { text: words("A seal, I think") });
    world.must(MEMBER(), &note);
    world.must(MEMBER(), &note);
    assert_eq!(reached(world.act(MEMBER(), &note)), of("most_messages", 2));
    let propose = concern::Command::Propose { text: words("A new seal"), due: None };
    world.must(MEMBER(), &Command::Concern(id, propose));
    // Saying why is one message more, the bare word is none.
    let not_yet = |reason| Command::Concern(id, concern::Command::NotYet { reason });
    assert_eq!(reached(world.act(CUSTOMER(), &not_yet(Some(words("It drips"))))), of("most_messages", 2));
    world.must(CUSTOMER(), &not_yet(None));
}

#[test]
fn given_a_full_sale_words_are_refused_and_short_acts_go_on_for_a_while() {
    let mut world = World::open();
    let opened = world.sale.log_size;
    assert_eq!(opened, world.log.iter().map(EventBody::size).sum::<u64>());
    world.policy.most_text_kib = opened.div_ceil(1024) + 16;
    let note = |length: usize| {
        let text = words(&"x".repeat(length));
        Command::Note(Box::new(Note { text, visibility: crate::domain::entry::Visibility::Vendor }))
    };
    while world.act(MEMBER(), &note(4_000)).is_ok() {}
    let (rule, limit, _) = reached(world.act(MEMBER(), &note(4_000)));
    assert_eq!((&*rule, u64::try_from(limit).unwrap()), ("most_text_kib", world.policy.most_text_kib));
    // A line is taken beyond the limit, but not for ever; and what time brings always is.
    world.must(CUSTOMER(), &raise("Why?"));
    let mut taken = 0;
    while world.act(CUSTOMER(), &note(100)).is_ok() {
        taken += 1;
    }
    assert!(taken > 5, "{taken}");
    assert!(world.sale.log_size > world.policy.most_text_kib * 1024);
    assert!(world.sale.log_size <= world.policy.most_text_kib * 1024 * 9 / 8);
    let before = world.sale.version;
    world.wait_days(10);
    assert!(world.sale.version > before);
}

#[test]
fn an_answer_has_at_most_fifty_versions() {
    let mut world = World::open();
    world.deliver();
    world.wait_days(3);
    let id = world.offered().id;
    let answer = |number: usize| {
        let value = line(if number.is_multiple_of(2) { "as_expected" } else { "better" });
        Command::Ask(id, check::Command::Answer { value, text: None })
    };
    let mut taken = 0;
    let refused = loop {
        match world.act(CUSTOMER(), &answer(taken)) {
            Ok(_) => taken += 1,
            Err(refused) => break refused,
        }
    };
    assert_eq!((taken, reached(Err(refused))), (50, of("most_answers", 50)));
}

#[test]
fn a_sale_that_begins_or_is_taken_over_is_as_long_as_its_request() {
    let mut world = World::new();
    world.policy.most_text_kib = 1;
    let opening = world.opening();
    world.must(MEMBER(), &Command::Open(Box::new(opening)));
    let mut past = World::new();
    past.policy.most_text_kib = 1;
    past.policy.most_concerns_in_24_hours = 1;
    let opening = Opening { agenda: None, ..past.opening() };
    past.must(MEMBER(), &Command::RecordHistory(Box::new(opening), Box::default()));
}
