//! The server through its doors, on both databases. One binary, so that it links once.
//!
//! A test is a function over a [`harness::TestApp`] with a name that is a sentence; `both!` runs it on SQLite
//! and on the PostgreSQL that `FOLLOWTHROUGH_TEST_POSTGRES` names. Every answer that a client of ours gets is
//! compared with `openapi.json` on the way.

// `cfg(test)` always holds here; it tells the linter that these are tests.
#[cfg(test)]
#[macro_use]
mod harness;
#[cfg(test)]
mod address_limits;
#[cfg(test)]
mod adjustments;
#[cfg(test)]
mod admission;
#[cfg(test)]
mod agenda;
#[cfg(test)]
mod asking;
#[cfg(test)]
mod attachments;
#[cfg(test)]
mod bad_delivery;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod boundary;
#[cfg(test)]
mod builders;
#[cfg(test)]
mod calendar_feed;
#[cfg(test)]
mod calendar_file;
#[cfg(test)]
mod calendars;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod clients;
#[cfg(test)]
mod coaching;
#[cfg(test)]
mod concern_care;
#[cfg(test)]
mod concern_clocks;
#[cfg(test)]
mod configuration;
#[cfg(test)]
mod contact;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod cors;
#[cfg(test)]
mod customer_door;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod extent;
#[cfg(test)]
mod frozen;
#[cfg(test)]
mod full_sale;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod growth;
#[cfg(test)]
mod handling_agreement;
#[cfg(test)]
mod handover;
#[cfg(test)]
mod history;
#[cfg(test)]
mod http;
#[cfg(test)]
mod idempotency;
#[cfg(test)]
mod import;
#[cfg(test)]
mod inside;
#[cfg(test)]
mod introductions;
#[cfg(test)]
mod isolation;
#[cfg(test)]
mod languages;
#[cfg(test)]
mod last_word;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod milestones;
#[cfg(test)]
mod narrowed_tokens;
#[cfg(test)]
mod outside;
#[cfg(test)]
mod people;
#[cfg(test)]
mod policy;
#[cfg(test)]
mod positions;
#[cfg(test)]
mod practices;
#[cfg(test)]
mod promises;
#[cfg(test)]
mod rebuild;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod share_links;
#[cfg(test)]
mod slow;
#[cfg(test)]
mod stale;
#[cfg(test)]
mod standing;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod story;
#[cfg(test)]
mod summary;
#[cfg(test)]
mod testimonials;
#[cfg(test)]
mod token;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod two_servers;
#[cfg(test)]
mod unwritable_log;
#[cfg(test)]
mod value;
#[cfg(test)]
mod vendor_door;
#[cfg(test)]
mod vital_areas;
#[cfg(test)]
mod worker;
#[cfg(test)]
mod worklist;
#[cfg(test)]
mod written_form;
