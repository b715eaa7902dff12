//! The fault laboratory: what the server promises when clients, disks, databases and processes do their worst.
//! One binary that knows nothing of the server's code: it starts the real one as processes and breaks what is
//! around it.
//!
//! A test has a name that is a sentence and tells one [`promise::Promise`]: what is promised, how it is tried,
//! what was measured. `cargo xtask faults` makes a table of them; `--long` tries everything harder.

// `cfg(test)` always holds here; it tells the linter that these are tests.
#[cfg(test)]
mod database;
#[cfg(test)]
mod form;
#[cfg(test)]
mod healthy;
#[cfg(test)]
mod http;
#[cfg(test)]
mod journal;
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod process;
#[cfg(test)]
mod promise;
#[cfg(test)]
mod server;
#[cfg(test)]
mod siege;
#[cfg(test)]
mod small_disk;
#[cfg(test)]
mod token;
#[cfg(test)]
mod vendor;

#[cfg(test)]
mod copies;
#[cfg(test)]
mod failing_disk;
#[cfg(test)]
mod frozen_postgres;
#[cfg(test)]
mod full_disk;
#[cfg(test)]
mod growth;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod killed_uploads;
#[cfg(test)]
mod labels;
#[cfg(test)]
mod log;
#[cfg(test)]
mod restarted_postgres;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod slow_clients;
#[cfg(test)]
mod two_servers;
#[cfg(test)]
mod uploads;
