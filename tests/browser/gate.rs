//! A door before the server, as a reverse proxy is: it counts what passes, can hold requests back, and can
//! lose an answer on its way.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpStream},
    sync::{Arc, Condvar, Mutex},
};

use crate::wire::{Listener, read_request};

#[derive(Debug, Default)]
struct Rules {
    upstream: u16,
    held: Option<String>,
    lost: Option<String>,
    passed: Vec<String>,
}

type Shared = Arc<(Mutex<Rules>, Condvar)>;

/// The door.
#[derive(Debug)]
pub struct Gate {
    listener: Listener,
    shared: Shared,
}

impl Gate {
    /// A door that leads nowhere yet.
    pub fn start() -> Self {
        let shared = Shared::default();
        let own = shared.clone();
        let listener = Listener::start(move |stream| {
            let _ = pass(stream, &own);
        });
        Self { listener, shared }
    }

    /// Where browsers reach it.
    pub fn port(&self) -> u16 {
        self.listener.port
    }

    /// It leads to this port from now on.
    pub fn lead_to(&self, port: u16) {
        self.change(|rules| rules.upstream = port);
    }

    /// Requests whose path has this in it wait until [`Gate::release`].
    pub fn hold(&self, part: &str) {
        self.change(|rules| rules.held = Some(part.to_owned()));
    }

    /// Lets pass what waits, and everything after it.
    pub fn release(&self) {
        self.change(|rules| rules.held = None);
    }

    /// The next `POST` whose path has this in it reaches the server, but its answer gets lost.
    pub fn lose_answer(&self, part: &str) {
        self.change(|rules| rules.lost = Some(part.to_owned()));
    }

    /// How many requests of a method (any, if it is empty) whose path has this in it have been passed on.
    pub fn count(&self, method: &str, part: &str) -> usize {
        let rules = self.shared.0.lock().unwrap();
        let is_one = |request: &&String| request.starts_with(method) && request.contains(part);
        rules.passed.iter().filter(is_one).count()
    }

    fn change(&self, change: impl FnOnce(&mut Rules)) {
        change(&mut self.shared.0.lock().unwrap());
        self.shared.1.notify_all();
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.release();
    }
}

/// The request without the wish to keep the connection: the gate reads an answer to its end.
fn as_the_last_one(request: &[u8]) -> Vec<u8> {
    const KEEP: &[u8] = b"Connection: keep-alive\r\n";
    let at = request.windows(KEEP.len()).position(|bytes| bytes.eq_ignore_ascii_case(KEEP));
    let (before, after) = at.map_or((request, &[][..]), |at| (&request[..at], &request[at + KEEP.len()..]));
    let (line, rest) = before.split_at(before.windows(2).position(|two| two == b"\r\n").unwrap_or_default());
    [line, b"\r\nConnection: close", rest, after].concat()
}

fn pass(mut client: TcpStream, (rules, changed): &(Mutex<Rules>, Condvar)) -> Option<()> {
    let request = read_request(&mut client)?;
    let name = format!("{} {}", request.method, request.path);
    let is_held = |rules: &mut Rules| rules.held.as_ref().is_some_and(|part| name.contains(part));
    let mut rules = changed.wait_while(rules.lock().ok()?, is_held).ok()?;
    rules.passed.push(name.clone());
    let is_lost = request.method == "POST" && rules.lost.take_if(|part| name.contains(&**part)).is_some();
    let upstream = rules.upstream;
    drop(rules);
    let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, upstream)).ok()?;
    server.write_all(&as_the_last_one(&request.bytes)).ok()?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).ok()?;
    if !is_lost {
        client.write_all(&answer).ok()?;
    }
    Some(())
}
