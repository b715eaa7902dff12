//! What the server says to its database: every connection of this process tells each statement, and whether it had
//! to be prepared first. Found by the database's address, since many tests run at once.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, Once, PoisonError},
};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

/// A statement that was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its text.
    pub text: String,
    /// Whether the connection had to prepare it.
    pub was_prepared: bool,
}

type Heard = HashMap<String, Vec<Statement>>;

static HEARD: Mutex<Option<Heard>> = Mutex::new(None);

/// From now on, connections that are opened tell what they do.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        set_default_instrumentation(|| Some(Box::new(Listener::default()))).unwrap();
    });
}

impl Statement {
    /// Whether it only begins or ends a transaction or sets the connection up.
    pub fn is_control(&self) -> bool {
        CONTROL.iter().any(|word| self.text.starts_with(word))
    }
}

/// How many transactions were begun by what was said.
pub fn begun(said: &[Statement]) -> usize {
    said.iter().filter(|statement| statement.text.starts_with("BEGIN")).count()
}

/// What was said to the database with this address since the last time.
pub fn heard(url: &str) -> Vec<Statement> {
    let is_it = |address: &str| {
        address.strip_prefix(url).is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '&']))
    };
    let mut heard = lock();
    let all = heard.get_or_insert_default();
    all.iter_mut().filter(|(address, _)| is_it(address)).flat_map(|(_, said)| said.drain(..)).collect()
}

fn lock() -> MutexGuard<'static, Option<Heard>> {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is not worth preparing.
const CONTROL: [&str; 8] =
    ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET ", "SELECT 1"];

/// One connection.
#[derive(Default)]
struct Listener {
    url: String,
    prepared: HashSet<String>,
}

impl Instrumentation for Listener {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => url.clone_into(&mut self.url),
            InstrumentationEvent::StartQuery { query, .. } => {
                let shown = query.to_string();
                let text = shown.split(" -- binds: ").next().unwrap_or_default().trim();
                let was_prepared = !self.prepared.contains(text);
                let said = Statement { text: text.to_owned(), was_prepared };
                lock().get_or_insert_default().entry(self.url.clone()).or_default().push(said);
            }
            // From its second run on, this one is there already; one of which this is never told never is.
            InstrumentationEvent::CacheQuery { sql, .. } => {
                self.prepared.insert(sql.to_owned());
            }
            _ => {}
        }
    }
}
