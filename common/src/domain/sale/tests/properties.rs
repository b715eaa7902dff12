//! What holds for every sale, over ten thousand random ones: both sides and the worker do whatever they can
//! think of, in any order, and time passes in between.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{Mutex, OnceLock, PoisonError},
};

use proptest::{
    prelude::*,
    test_runner::{TestCaseError, TestRunner},
};
use serde_json::Value;

use super::*;
use crate::domain::{
    check::{AskState, Mood},
    completion::{Completion, completion, completion_facts},
    payment::PaymentState,
    promise::PromiseState,
};

mod commands;
mod dice;

use commands::COMMANDS;
use dice::Dice;

/// So many sales are the promise of the rules of asking.
const SALES: u32 = 10_000;
/// Every so many sales the slower questions are asked too.
const SELDOM: usize = 10;

/// A step of a random story: days to wait, and a number that picks who does what.
type Step = (i64, u64);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Most days bring nothing, some a lot.
    let days = prop_oneof![4 => Just(0_i64), 3 => 1_i64..4, 1 => 5_i64..20];
    prop::collection::vec((days, any::<u64>()), 1..16)
}

/// How often each command was tried and how often it was accepted.
#[derive(Debug, Default)]
struct Tally(Mutex<BTreeMap<&'static str, (u32, u32)>>);

impl Tally {
    fn note(&self, name: &'static str, is_accepted: bool) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (tried, accepted) = counts.entry(name).or_default();
        *tried += 1;
        *accepted += u32::from(is_accepted);
    }
}

/// Plays the steps on a fresh sale. `look` sees the world after each of them.
fn play(
    steps: &[Step],
    tally: &Tally,
    mut look: impl FnMut(&World) -> Result<(), TestCaseError>,
) -> Result<World, TestCaseError> {
    static OPEN: OnceLock<World> = OnceLock::new();
    static SATISFIED: OnceLock<World> = OnceLock::new();
    static BARE: OnceLock<World> = OnceLock::new();
    // Few random stories lead to a satisfied customer; some begin with one, so that much can still go wrong.
    // And some begin without an agenda.
    let mut world = match steps.first().map(|(_, pick)| pick % 8) {
        Some(0) => SATISFIED.get_or_init(commands::satisfied_world).clone(),
        Some(1) => BARE.get_or_init(commands::bare_world).clone(),
        _ => OPEN.get_or_init(commands::world).clone(),
    };
    for (days, pick) in steps {
        if *days > 0 {
            world.wait_days(*days);
        }
        let mut dice = Dice::new(*pick);
        let (name, make) = *dice.choose(COMMANDS).expect("there are commands");
        let Some((side, command)) = make(&world, &mut dice) else { continue };
        // Now and then the wrong side tries.
        let side =
            if dice.is_lucky(8) { [Role::Customer, Role::Member, Role::System][dice.below(3)] } else { side };
        if dice.is_lucky(SELDOM) {
            decides_the_same_again(&world, side, &command)?;
        }
        let outcome = world.act(actor(side), &command);
        if let Err(refusal) = &outcome {
            a_conflict_says_where_things_stand(refusal)?;
        }
        tally.note(name, outcome.is_ok());
        look(&world)?;
        // Now and then another sale of the customer has an open concern.
        world.has_concern_elsewhere = dice.is_lucky(8);
    }
    world.wait_days(20);
    look(&world)?;
    Ok(world)
}

fn decides_the_same_again(world: &World, side: Role, command: &Command) -> Result<(), TestCaseError> {
    let decided = || decide(&world.sale, command, &world.context(actor(side)));
    prop_assert_eq!(decided(), decided());
    Ok(())
}

fn a_conflict_says_where_things_stand(refusal: &Rejection) -> Result<(), TestCaseError> {
    let needs_it = refusal.code == ErrorCode::Conflict;
    prop_assert!(!needs_it || refusal.standing.is_some(), "{}", refusal.detail);
    Ok(())
}

/// Planned questions keep their distance, only one question is open, and none is opened amid a concern.
fn questions_keep_their_distance(world: &World) -> Result<(), TestCaseError> {
    let mut offered: Vec<_> = ledger_entries(&world.sale).filter(|entry| entry.counts).collect();
    offered.sort_by_key(|entry| entry.offered_at);
    for pair in offered.windows(2) {
        let gap = pair[1].offered_at - pair[0].offered_at;
        prop_assert!(gap >= TimeDelta::days(world.policy.ask_spacing_days), "{:?}", pair);
    }
    for (nth, first) in offered.iter().enumerate() {
        let month =
            offered.iter().skip(nth).take_while(|it| it.offered_at - first.offered_at < TimeDelta::days(30));
        prop_assert!(month.count() <= world.policy.most_asks_in_30_days, "{:?}", offered);
    }
    let open = world.sale.asks.iter().filter(|ask| ask.state == AskState::Offered).count();
    prop_assert!(open <= 1, "{} questions are open", open);
    prop_assert!(world.asked_amid_a_concern.is_empty(), "{:?}", world.asked_amid_a_concern);
    // What nobody follows any more is not asked, and holds up no other sale.
    let is_waiting = |ask: &check::Ask| matches!(ask.state, AskState::Offered | AskState::Snoozed);
    prop_assert!(!world.sale.is_over() || !world.sale.asks.iter().any(is_waiting), "{:?}", world.sale.asks);
    Ok(())
}

/// The log counts up without a gap, and the sale is as old as it.
fn the_log_has_no_gap(world: &World) -> Result<(), TestCaseError> {
    prop_assert_eq!(usize::try_from(world.sale.version).unwrap(), world.log.len());
    Ok(())
}

/// What was promised first stands as it was said, whatever was agreed or done since.
fn original_dates_stand(world: &World) -> Result<(), TestCaseError> {
    for body in &world.log {
        if let EventBody::Promise { id, event: promise::Event::Made(making) } = body {
            let kept = world.sale.promise(*id).map(|promise| &promise.making);
            prop_assert_eq!(kept, Some(&**making));
        }
    }
    Ok(())
}

/// Given a complete sale, whatever makes one incomplete is not there; read off the sale itself, not with the
/// rule's own facts.
fn nothing_is_missing(world: &World, legs: &Completion) -> Result<(), TestCaseError> {
    let sale = &world.sale;
    prop_assert!(legs.delivered.is_done() && legs.paid.is_done() && legs.satisfied.is_done());
    prop_assert!(!sale.deliveries.is_empty(), "complete without a delivery");
    let cleared = sale.payments.iter().filter(|it| it.state == PaymentState::Cleared);
    let cleared: i64 = cleared.map(|it| it.amount).sum();
    prop_assert!(cleared >= sale.invoiced.unwrap_or(0), "complete with {} paid", cleared);
    let said = sale.asks.iter().filter(|ask| &*ask.plan.check == "complete@1" && ask.answer().is_some());
    let last = said.max_by_key(|ask| ask.answer().map(|answer| answer.at));
    prop_assert_eq!(last.and_then(check::Ask::mood), Some(Mood::Good));
    let said = last.into_iter().filter_map(check::Ask::answer).map(|answer| answer.at);
    let satisfied_at = said.max_by_key(|at| *at).unwrap_or(world.now);
    // One that comes up long after the customer's word is a matter of its own.
    let window_ends = satisfied_at + TimeDelta::days(world.policy.reopen_days);
    let blocks = |it: &&concern::Concern| {
        it.state.is_open() && it.opening.kind.blocks_completion() && it.raised_at <= window_ends
    };
    prop_assert!(!sale.concerns.iter().any(|it| blocks(&it)), "complete with an open concern");
    prop_assert!(sale.ended.is_none(), "complete though it ended without satisfaction");
    let today = world.now.date_naive();
    for promise in &sale.promises {
        let is_bad = matches!(promise.state, PromiseState::Disputed | PromiseState::Broken);
        let is_late = promise.state.is_open() && promise.making.original_due.is_some_and(|due| due < today);
        prop_assert!(!is_bad && !is_late, "complete with {:?}", promise);
    }
    Ok(())
}

/// How far the sale is.
fn legs(world: &World) -> Completion {
    completion(&completion_facts(&world.sale, &world.policy, &world.zones), &world.policy, world.now)
}

/// The log says that the sale is complete exactly while it is, and says every turn once.
fn every_turn_is_on_record(world: &World, legs: &Completion) -> Result<(), TestCaseError> {
    prop_assert_eq!(world.sale.completed_at.is_some(), legs.is_complete());
    let turns = world.log.iter().filter_map(|body| match &*body.kind() {
        "sale.completed" => Some(true),
        "sale.reopened" => Some(false),
        _ => None,
    });
    let turns: Vec<bool> = turns.collect();
    prop_assert!(turns.iter().enumerate().all(|(row, turn)| *turn == (row % 2 == 0)), "{:?}", turns);
    Ok(())
}

/// `touchpoint.confirmed`: the subject and the variant, as they stand in the log. Parts with a word of their own
/// take the place of their subject.
fn its_name_is_its_two_tags(body: &EventBody) -> Result<(), TestCaseError> {
    let json = serde_json::to_value(body).unwrap();
    let (subject, what) = (json["subject"].as_str().unwrap(), json["event"]["what"].as_str().unwrap());
    let name = body.kind();
    let (named, word) = name.split_once('.').unwrap();
    let is_part = ["answer", "snag", "note", "customer", "people"].contains(&named);
    prop_assert!(is_part || named == subject, "{} of {}", name, subject);
    prop_assert!(word == what || format!("{named}_{word}") == what, "{} of {}", name, what);
    Ok(())
}

/// As JSON and back, as the database has it; and folded anew, as a rebuild does.
fn it_reads_back_and_folds_to_the_same(world: &World) -> Result<(), TestCaseError> {
    let json = serde_json::to_string(&world.sale).unwrap();
    prop_assert_eq!(&serde_json::from_str::<Sale>(&json).unwrap(), &world.sale);
    for body in &world.log {
        its_name_is_its_two_tags(body)?;
        let json = serde_json::to_string(body).unwrap();
        prop_assert_eq!(&serde_json::from_str::<EventBody>(&json).unwrap(), body);
        let newer = of_tomorrow(serde_json::to_value(body).unwrap());
        let read = serde_json::from_value::<EventBody>(newer);
        prop_assert!(read.is_ok(), "what is kept refuses what a newer server adds: {:?} of {}", read, json);
    }
    Ok(())
}

/// With a field more wherever there are fields. A text by language has none, and a form with its name is alone.
fn of_tomorrow(value: Value) -> Value {
    match value {
        Value::Object(fields) if fields.len() > 1 && !fields.contains_key("en") => {
            let fields = fields.into_iter().map(|(name, value)| (name, of_tomorrow(value)));
            Value::Object(fields.chain([("of_tomorrow".to_owned(), Value::Null)]).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(of_tomorrow).collect()),
        value => value,
    }
}

thread_local! {
    /// What happened in the sale before.
    static OTHER: RefCell<Vec<EventBody>> = const { RefCell::new(Vec::new()) };
}

/// Events of this sale and of another one, some left out, in any order.
fn remembering_never_panics(world: &World, dice: &mut Dice) {
    let mut bodies = OTHER.with(|other| other.replace(world.log.clone()));
    bodies.extend(world.log.iter().cloned());
    bodies.retain(|_| !dice.is_lucky(4));
    dice.shuffle(&mut bodies);
    let mut other = World::new();
    for body in bodies {
        other.remember(CUSTOMER(), body);
    }
    let _ = next_due_at(&other.sale, &other.context(Actor::System));
    let _ = completion(&completion_facts(&other.sale, &other.policy, &other.zones), &other.policy, other.now);
}

#[test]
fn what_holds_for_every_sale_holds_for_ten_thousand_random_ones() {
    let config = ProptestConfig { cases: SALES, failure_persistence: None, ..ProptestConfig::default() };
    let tally = Tally::default();
    let outcome = TestRunner::new(config).run(&(steps(), any::<u64>()), |(steps, luck)| {
        let mut dice = Dice::new(luck);
        let world = play(&steps, &tally, |world| {
            questions_keep_their_distance(world)?;
            let legs = legs(world);
            tally.note("a complete sale", legs.is_complete());
            every_turn_is_on_record(world, &legs)?;
            if legs.is_complete() { nothing_is_missing(world, &legs) } else { Ok(()) }
        })?;
        tally.note("two questions", ledger_entries(&world.sale).filter(|entry| entry.counts).count() > 1);
        the_log_has_no_gap(&world)?;
        original_dates_stand(&world)?;
        if dice.is_lucky(SELDOM) {
            it_reads_back_and_folds_to_the_same(&world)?;
        }
        remembering_never_panics(&world, &mut dice);
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    let tally = tally.0.into_inner().unwrap();
    // None of this would say much if no sale was ever complete, or no second question ever asked.
    for name in ["a complete sale", "two questions"].iter().chain(COMMANDS.iter().map(|(name, _)| name)) {
        let (tried, accepted) = tally.get(name).copied().unwrap_or_default();
        assert!(accepted > 20, "{name} was accepted {accepted} times of {tried}: {tally:#?}");
    }
}

#[test]
fn random_stories_use_every_command_of_a_sale() {
    let read = |file| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let (own, rows) = (read("src/domain/sale/command.rs"), read("src/domain/subject.rs"));
    let own = own.split("subjects! { commands\n").nth(1).unwrap().split("\n}").next().unwrap();
    let own = own.lines().filter(|line| line.starts_with("    ") && !line.starts_with("     "));
    // The last two groups are facts: their commands are among those of the sale.
    let rows = rows.split("each {\n").nth(1).unwrap().split("told {\n").next().unwrap();
    let rows = rows.lines().filter(|line| line.ends_with(','));
    let variants = own.chain(rows).map(|line| line.trim().split(['(', ' ', ',']).next().unwrap());
    // A sale begins once; ticks come with the days; needs change on the customer's record, not by a command.
    let others = ["Open", "RecordHistory", "Tick", "ReadNeeds"];
    let variants: Vec<&str> =
        variants.filter(|name| name.starts_with(char::is_uppercase) && !others.contains(name)).collect();
    assert!(variants.len() > 30, "{variants:?}");
    for variant in variants {
        let is_used = COMMANDS.iter().any(|(name, _)| name.split('.').next() == Some(variant));
        assert!(is_used, "no random story has Command::{variant}; see tests/properties/commands.rs");
    }
}
