//! Every row of every transition table is walked, and everything that a table does not have is refused with
//! where the thing stands and what is possible. A state is reached from the first one by real commands only,
//! so a state that nothing leads to fails. A new `machine!` fails until it has a stage here.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::*;
use crate::domain::{
    delivery::LineState,
    transition::{Transition, word},
};

/// A small world with one thing that has a table, and how to act on it.
trait Stage: Clone {
    /// The states of the thing.
    type State: Machine + Debug + serde::Serialize;

    /// A fresh world with a thing in its first state, of a sort on which the action is possible at all.
    fn begin(action: Action<Self>) -> Self;

    /// Where the thing stands.
    fn state(&self) -> Self::State;

    /// Lets happen what must come before an action that the table has: time passes, the other side asks.
    fn prepare(&mut self, action: Action<Self>, who: Role);

    /// Does it, or tries to; none where no command does it but time alone, in [`Stage::prepare`].
    fn act(&mut self, action: Action<Self>, who: Role) -> Option<Result<(), Rejection>>;

    /// The world that it stands in.
    fn world(&self) -> &World;

    /// How much happened so far.
    fn events(&self) -> usize {
        self.world().log.len()
    }

    /// Whether the command stands for another action in this state, one that the table has.
    fn means_another(_state: Self::State, _action: Action<Self>, _who: Role) -> bool {
        false
    }
}

type Action<S> = <<S as Stage>::State as Machine>::Action;

/// Tries a row: prepares and acts. None if it was refused or nothing happened.
fn step<S: Stage>(stage: &S, action: Action<S>, who: Role) -> Option<S> {
    let mut next = stage.clone();
    next.prepare(action, who);
    if matches!(next.act(action, who), Some(Err(_))) {
        return None;
    }
    (next.events() > stage.events()).then_some(next)
}

/// One stage for every state that real commands lead to, with a thing of the sort that `action` wants.
fn reach<S: Stage>(action: Action<S>) -> Vec<S> {
    let mut found = vec![S::begin(action)];
    let mut next = 0;
    while let Some(stage) = found.get(next).cloned() {
        next += 1;
        for row in S::State::TABLE.iter().filter(|row| row.from == stage.state()) {
            if found.iter().any(|known| known.state() == row.to) {
                continue;
            }
            found.extend(step(&stage, row.action, row.who).filter(|after| after.state() == row.to));
        }
    }
    found
}

fn in_state<S: Stage>(stages: &[S], state: S::State) -> Option<S> {
    stages.iter().find(|stage| stage.state() == state).cloned()
}

/// Given a thing in the row's state, when the row's side acts, then it is in the state where the row leads.
fn every_row_leads_where_it_says<S: Stage>() {
    for action in actions_of::<S::State>() {
        let stages = reach::<S>(action);
        for row in S::State::TABLE.iter().filter(|row| row.action == action) {
            let given = in_state(&stages, row.from);
            let given = given.unwrap_or_else(|| panic!("no way to {:?} for {row:?}", row.from));
            let then = step(&given, row.action, row.who);
            let then = then.unwrap_or_else(|| panic!("refused: {row:?}"));
            assert_eq!(then.state(), row.to, "{row:?}");
            said_where_it_stood::<S>(&then, row);
        }
    }
}

/// A command about one thing knows where that stands, so that a sender who has seen another state is told. What
/// only begins something, or comes with time, names no such thing.
fn said_where_it_stood<S: Stage>(then: &S, row: &Transition<S::State, Action<S>>) {
    let Some((command, stood)) = &then.world().last else { return };
    let names_none = matches!(
        command,
        Command::Tick | Command::AskNow { .. } | Command::ReportPayment(_) | Command::ReportDelivery(_)
    );
    // The lines of a delivery are answered together: it is the delivery that somebody has seen.
    let is_part = S::State::NAME == LineState::NAME;
    match stood {
        Some(state) => assert!(is_part || *state == row.from.as_str(), "{row:?}: {command:?} saw {state}"),
        None => assert!(names_none, "{row:?}: {command:?} has no state"),
    }
}

/// Given a thing in any state, when a side does what no row has, then it is refused with where it stands.
fn everything_else_is_refused<S: Stage>() {
    let mut refused = 0;
    for action in actions_of::<S::State>() {
        let stages = reach::<S>(action);
        for state in S::State::STATES {
            for who in [Role::Customer, Role::Member, Role::System] {
                if state.after(action, who).is_some() || S::means_another(*state, action, who) {
                    continue;
                }
                // Not every sort of thing comes into every state; another sort does then.
                let given = in_state(&stages, *state).or_else(|| any_in_state(*state));
                let given = given.unwrap_or_else(|| panic!("no way to {state:?}"));
                let mut then = given.clone();
                let Some(outcome) = then.act(action, who) else { continue };
                let what = format!("{state:?}, {who:?}: {action:?}");
                let refusal = outcome.expect_err(&what);
                assert_eq!(refusal.code.status(), 409, "{what}: {}", refusal.detail);
                let standing = refusal.standing.unwrap_or_else(|| panic!("{what}: {}", refusal.detail));
                assert_eq!(
                    (&*standing.subject, &*standing.state),
                    (S::State::NAME, state.as_str()),
                    "{what}"
                );
                let rows: Vec<_> = S::State::TABLE.iter().filter(|row| row.from == *state).collect();
                for possible in &standing.allowed {
                    let is_row = |row: &&&Transition<S::State, Action<S>>| {
                        word(row.action) == possible.action && row.who == possible.by
                    };
                    assert!(rows.iter().any(|row| is_row(&row)), "{what} offers {possible:?}");
                }
                assert_eq!((then.state(), then.events()), (given.state(), given.events()), "{what}");
                refused += 1;
            }
        }
    }
    assert!(refused > 0, "nothing was tried");
}

fn any_in_state<S: Stage>(state: S::State) -> Option<S> {
    actions_of::<S::State>().into_iter().find_map(|action| in_state(&reach::<S>(action), state))
}

/// Serde writes a state as the table calls it.
fn the_word_in_json_is_the_word_of_the_table<S: Stage>() {
    for state in S::State::STATES {
        assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
    }
}

fn actions_of<S: Machine>() -> Vec<S::Action> {
    let mut actions: Vec<S::Action> = Vec::new();
    for row in S::TABLE {
        if !actions.contains(&row.action) {
            actions.push(row.action);
        }
    }
    actions
}

/// Writes the tests of one machine. A test compares these lines with the machines in the sources.
macro_rules! walk {
    ($stage:ty, $state:ident) => {
        #[test]
        fn every_row_leads_where_it_says() {
            // The state's own name stands here, so that a stage cannot walk another's table.
            fn is_its_own<S: Stage<State = $state>>() {}
            is_its_own::<$stage>();
            super::every_row_leads_where_it_says::<$stage>();
        }

        #[test]
        fn everything_else_is_refused() {
            super::everything_else_is_refused::<$stage>();
        }

        #[test]
        fn the_word_in_json_is_the_word_of_the_table() {
            super::the_word_in_json_is_the_word_of_the_table::<$stage>();
        }
    };
}

mod adjustment;
mod agreement;
mod ask;
mod concern;
mod delivery;
mod delivery_line;
mod expectation;
mod introduction;
mod milestone;
mod owner_change;
mod payment;
mod promise;
mod referral;
mod relationship;
mod relationship_plan;
mod resource;
mod snag;
mod success;
mod testimonial;
mod touchpoint;

/// Every source below the folder.
fn sources(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: PathBuf| {
        if path.is_dir() { sources(&path) } else { vec![fs::read_to_string(path).unwrap()] }
    };
    entries.flat_map(read).collect()
}

/// The name of the state enum of each `machine!` in a source: the first line that is no documentation.
fn machines(source: &str) -> impl Iterator<Item = &str> {
    source.split("\nmachine! {").skip(1).filter_map(|rest| {
        let head = rest.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("///"))?;
        head.split(' ').next()
    })
}

#[test]
fn every_machine_has_a_stage_here() {
    let domain = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let domain_sources = sources(&domain);
    let stages = sources(&domain.join("domain/sale/tests/tables"));
    let mut found: Vec<&str> = domain_sources.iter().flat_map(|source| machines(source)).collect();
    found.sort_unstable();
    assert!(found.contains(&"TouchpointState") && found.contains(&"PromiseState"), "{found:?}");
    let calls = domain_sources.iter().map(|source| source.matches("machine! {\n").count()).sum::<usize>();
    assert_eq!(calls, found.len(), "a machine stands where this test does not look: {found:?}");
    for state in found {
        let has_stage = |source: &String| {
            source.lines().any(|line| line.starts_with("walk!(") && line.ends_with(&format!(" {state});")))
        };
        assert!(stages.iter().any(has_stage), "{state} has no stage in common/src/domain/sale/tests/tables");
    }
}
