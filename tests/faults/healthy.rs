//! Well-behaved clients beside the others: are they answered, and how fast?

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use crate::{
    journal::StopsAtEnd,
    process,
    server::Server,
    vendor::{Caller, Sale, Vendor},
};

/// A pause between two requests, so that no limit is met.
const PAUSE: Duration = Duration::from_millis(75);

/// What they met.
#[derive(Debug, Default)]
pub struct Health {
    /// How long each answer took, in order.
    pub times: Vec<Duration>,
    /// What was no answer, or no good one.
    pub failures: Vec<String>,
    /// The most memory that the server had meanwhile, in MB.
    pub most_memory: u64,
}

impl Health {
    /// Of a hundred requests so many took no longer.
    pub fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.times.len() * percent).div_ceil(100);
        self.times.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }
}

/// Looks at a sale and asks whether the server lives, in turn, until `stop`.
pub fn watch(server: &Server, vendor: &Vendor, sale: &Sale, stop: &AtomicBool) -> Health {
    let mut health = Health::default();
    let caller = Caller::Customer(sale.subject.clone());
    let mut number = 0;
    while !stop.load(Ordering::SeqCst) {
        let answer = if number % 2 == 0 {
            server.http.get("/livez")
        } else {
            vendor.get(&server.http, &caller, &sale.path(""))
        };
        match answer {
            Ok(reply) if reply.status == 200 => health.times.push(reply.after),
            Ok(reply) => health.failures.push(format!("{}: {}", reply.status, reply.body)),
            Err(error) => health.failures.push(error),
        }
        health.most_memory = health.most_memory.max(process::resident(server.id()));
        number += 1;
        thread::sleep(PAUSE);
    }
    health.times.sort();
    health
}

/// The same for some time.
pub fn watch_for(server: &Server, vendor: &Vendor, sale: &Sale, time: Duration) -> Health {
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let _stops = StopsAtEnd(&stop);
        let watching = scope.spawn(|| watch(server, vendor, sale, &stop));
        thread::sleep(time);
        stop.store(true, Ordering::SeqCst);
        watching.join().unwrap()
    })
}
