//! Orders of the past from any shop's export. A map says where in a line each fact stands; every line is
//! judged alone, and the good ones go through the one write path in batches. Knows no HTTP.

mod batch;
pub mod command;
mod csv_records;
mod intake;
mod json_lines;
mod json_records;
mod judge;
mod map;
mod memory;
mod order;
mod pattern;
mod progress;
mod refusals;
mod run;
mod source;
mod values;

pub use self::{
    csv_records::Found,
    intake::Intake,
    json_lines::{Piece, Splitter},
    json_records::Unknown,
    judge::Judge,
    map::{BadMap, Format, Map, State},
    order::{Buyer, Order, Refusal},
    run::{Counts, Run, Terms},
    source::found,
};

#[cfg(test)]
mod tests;
