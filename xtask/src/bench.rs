//! `cargo xtask bench`: measurements, never assertions. Figures are compared within one run, since machines differ.

mod answers;
mod growth;
mod import;
mod load;
mod mixed;
mod orders;
mod read;
mod weight;
mod worklist;
mod write;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

use crate::workspace::Workspace;

/// What is measured. Loopback only; each stops by itself.
#[derive(Debug, Subcommand)]
pub enum Bench {
    /// Requests per second and p99 of GET /v1/portal/sales/{id}, answered 200 and 304, on SQLite and PostgreSQL,
    /// next to pgbench reading the same row
    Read {
        /// How long each load goes on
        #[arg(long, default_value_t = 5)]
        seconds: u32,
    },
    /// Answers of customers per second and their p99 on 16 connections, on SQLite and PostgreSQL, next to pgbench inserting
    /// one row; and what one of them costs of the server's processor
    Write {
        /// How long each load goes on
        #[arg(long, default_value_t = 10)]
        seconds: u32,
    },
    /// How long an answer takes in a sale with 50 events and in one with 5,000, one after the other
    Growth,
    /// Made-up orders into SQLite and PostgreSQL: orders per second, peak memory of N and of N/10 orders, the same
    /// file again, and a file with mistakes of which exactly those are refused
    Import {
        /// How many
        #[arg(long, default_value_t = 100_000)]
        orders: u64,
    },
    /// A vendor with many sales on SQLite and PostgreSQL: how fast they begin, how fast days go by for them, and
    /// pages of GET /v1/worklist/today
    Worklist {
        /// How many
        #[arg(long, default_value_t = 10_000)]
        sales: usize,
        /// How many days go by for them
        #[arg(long, default_value_t = 10)]
        days: u32,
        /// How long each load goes on
        #[arg(long, default_value_t = 5)]
        seconds: u32,
    },
    /// Time from the start to the first answer, memory at rest and after a load, and the bytes of the first view on the
    /// wire, on SQLite and PostgreSQL
    Weight {
        /// How long the load goes on
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// A server that was built before; without it one is built now
        #[arg(long, value_name = "PATH")]
        server: Option<PathBuf>,
    },
    /// 200 customers on SQLite and PostgreSQL, of whose requests 80 % ask whether something is new, 15 % open the
    /// widget and 5 % write, at fixed rates: p50 and p99 of each kind, and failures
    Mixed {
        /// Requests of a second
        #[arg(long, value_delimiter = ',', default_values_t = [100, 200, 400, 800])]
        rates: Vec<u32>,
        /// How long each rate goes on
        #[arg(long, default_value_t = 12)]
        seconds: u32,
        /// A server that was built before, instead of one built now; two are measured one after the other
        #[arg(long, value_name = "PATH")]
        server: Vec<PathBuf>,
    },
}

/// Runs one of the benchmarks.
pub fn run(workspace: &Workspace, bench: Bench) -> Result<ExitCode> {
    match bench {
        Bench::Read { seconds } => read::run(workspace, seconds),
        Bench::Write { seconds } => write::run(workspace, seconds),
        Bench::Growth => growth::run(workspace),
        Bench::Import { orders } => import::run(workspace, orders),
        Bench::Worklist { sales, days, seconds } => worklist::run(workspace, (sales, days), seconds),
        Bench::Weight { seconds, server } => weight::run(workspace, seconds, server),
        Bench::Mixed { rates, seconds, server } => mixed::run(workspace, &rates, seconds, server),
    }
}
