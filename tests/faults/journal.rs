//! Clients that write, and a journal of what each was answered: the word of the server, to compare with what is
//! there afterwards.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    http::{Http, Reply},
    vendor::{Caller, Sale, Vendor, new_customer},
};

/// How many clients write at the same time.
pub const WRITERS: u32 = 8;

/// Lets clients stop, also when the test that waits for them fails.
#[derive(Debug)]
pub struct StopsAtEnd<'a>(pub &'a AtomicBool);

impl Drop for StopsAtEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// A write with its key. Sent again, it is the same write.
#[derive(Debug, Clone)]
pub struct Write {
    caller: Caller,
    path: String,
    key: String,
    body: Value,
}

/// A write and what became of it.
#[derive(Debug)]
pub struct Sent {
    /// What was sent.
    pub write: Write,
    /// The answer, or what happened instead of one.
    pub outcome: Result<Reply, String>,
    /// How long it took to know.
    pub after: Duration,
}

impl Sent {
    /// Whether the server has given its word.
    pub fn is_acknowledged(&self) -> bool {
        self.outcome.as_ref().is_ok_and(Reply::is_success)
    }
}

/// Everything that was sent.
#[derive(Debug, Default)]
pub struct Journal {
    sent: Mutex<Vec<Sent>>,
    next: AtomicU32,
    acknowledged: AtomicU32,
}

/// What a journal found.
#[derive(Debug, Default)]
pub struct Found {
    /// Writes that were acknowledged.
    pub acknowledged: usize,
    /// Writes that were not acknowledged and yet had their effect.
    pub unacknowledged_effects: usize,
    /// All writes.
    pub sent: usize,
}

/// So many concerns each customer has; one takes 200 messages, and the long form writes more.
const CONCERNS: u32 = 6;

/// A place where writes go: a sale with some concerns of one customer each.
#[derive(Debug)]
pub struct Desk<'a> {
    vendor: &'a Vendor,
    places: Vec<(Sale, Vec<String>)>,
}

impl<'a> Desk<'a> {
    /// Sells and lets every customer raise concerns.
    #[track_caller]
    pub fn open(vendor: &'a Vendor, http: &Http, name: &str) -> Self {
        let open = |number| {
            let sale = vendor.sell(http, &format!("{name}-{number}"));
            let concern = |number| vendor.concern(http, &sale, &format!("Wand {number} drips"));
            let concerns = (0..CONCERNS).map(concern).collect();
            (sale, concerns)
        };
        Self { vendor, places: (0..WRITERS).map(open).collect() }
    }

    /// A message of a customer, or a new customer of the shop: both doors in turn.
    pub fn write(&self, number: u32) -> Write {
        let key = format!("{}-{number:08}", self.places[0].0.id);
        if number.is_multiple_of(3) {
            let (caller, path) = (Caller::Shop, "/v1/customers".to_owned());
            return Write { caller, path, body: new_customer(&key), key };
        }
        let at = usize::try_from(number % WRITERS).unwrap();
        let (sale, concerns) = &self.places[at];
        let concern = &concerns[usize::try_from(number / WRITERS % CONCERNS).unwrap()];
        let caller = Caller::Customer(sale.subject.clone());
        let path = sale.path(&format!("/concerns/{concern}/messages"));
        Write { caller, path, body: json!({"text": format!("Message {number:08}")}), key }
    }

    /// A read of a customer.
    pub fn read(&self, http: &Http) -> Result<Reply, String> {
        let (sale, _) = &self.places[0];
        self.vendor.get(http, &Caller::Customer(sale.subject.clone()), &sale.path(""))
    }

    /// Sends a write.
    pub fn send(&self, http: &Http, write: Write) -> Sent {
        let started = Instant::now();
        let Write { caller, path, key, body } = &write;
        let outcome = self.vendor.post(http, caller, path, key, body);
        Sent { write, outcome, after: started.elapsed() }
    }

    /// How often each message is there.
    fn count(&self, http: &Http, text: &str) -> usize {
        let seen = self.places.iter().map(|(sale, _)| {
            let view =
                self.vendor.get(http, &Caller::Customer(sale.subject.clone()), &sale.path("")).unwrap();
            assert_eq!(view.status, 200, "{}", view.body);
            view.body.matches(&format!("\"{text}")).count()
        });
        seen.sum()
    }
}

impl Journal {
    /// Lets clients write until `stop`, one write after the other each; some pause after a refusal.
    pub fn write_until(&self, desk: &Desk<'_>, http: &Http, stop: &AtomicBool) {
        thread::scope(|scope| {
            for _ in 0..WRITERS {
                scope.spawn(|| {
                    while !stop.load(Ordering::SeqCst) {
                        if !self.write_once(desk, http) {
                            thread::sleep(Duration::from_millis(20));
                        }
                    }
                });
            }
        });
    }

    /// Sends one more write. Whether it was acknowledged.
    pub fn write_once(&self, desk: &Desk<'_>, http: &Http) -> bool {
        let sent = desk.send(http, desk.write(self.next.fetch_add(1, Ordering::SeqCst)));
        let is_acknowledged = sent.is_acknowledged();
        self.acknowledged.fetch_add(u32::from(is_acknowledged), Ordering::SeqCst);
        self.sent.lock().unwrap().push(sent);
        is_acknowledged
    }

    /// Waits for so many more acknowledged writes, but not for ever: then something else is wrong.
    #[track_caller]
    pub fn wait_for(&self, more: u32) {
        let (started, from) = (Instant::now(), self.acknowledged.load(Ordering::SeqCst));
        while self.acknowledged.load(Ordering::SeqCst) < from + more {
            assert!(started.elapsed() < Duration::from_mins(1), "there is no load");
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Looks at everything that was sent.
    pub fn look<T>(&self, at: impl FnOnce(&[Sent]) -> T) -> T {
        at(&self.sent.lock().unwrap())
    }

    /// Sends everything again and panics unless each write has exactly one effect: an acknowledged one is
    /// there and gets the same answer, any other is done now or was done before.
    #[track_caller]
    pub fn settle(&self, desk: &Desk<'_>, http: &Http) -> Found {
        let all = std::mem::take(&mut *self.sent.lock().unwrap());
        let mut found = Found { sent: all.len(), ..Found::default() };
        for sent in &all {
            let again = desk.send(http, sent.write.clone());
            let write = &sent.write;
            let again = again.outcome.unwrap_or_else(|error| panic!("{write:?}: {error}"));
            assert!(again.is_success(), "{write:?} sent again: {} {}", again.status, again.body);
            if !sent.is_acknowledged() {
                found.unacknowledged_effects += usize::from(again.is_replayed());
                continue;
            }
            found.acknowledged += 1;
            let first = sent.outcome.as_ref().unwrap();
            assert!(again.is_replayed(), "{write:?} was acknowledged and is gone");
            assert_eq!((first.status, id(first, write)), (again.status, id(&again, write)), "{write:?}");
        }
        let messages = desk.count(http, "Message ");
        let expected = all.iter().filter(|sent| matches!(sent.write.caller, Caller::Customer(_))).count();
        assert_eq!(messages, expected, "each message is there once");
        found
    }
}

/// The id of what the shop made. A customer's answer is the whole view, which goes on.
fn id(reply: &Reply, write: &Write) -> Value {
    match write.caller {
        Caller::Shop => reply.json()["id"].clone(),
        Caller::Customer(_) => Value::Null,
    }
}
