//! Whether an answer costs by what a sale is or by what it has been: the same answers in a sale with 50 events and in one
//! with 5,000, in turn.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::answers::{Answerer, percentile, server};
use super::load::Ground;
use super::mixed::shop::{Customer, Shop};
use crate::say;
use crate::workspace::Workspace;

const PORT: u16 = 18_085;
/// How many events the sales have.
const EVENTS: [u64; 2] = [50, 5_000];
/// The promise.
const MOST: f64 = 1.5;

/// Measures and prints a table.
pub fn run(workspace: &Workspace) -> Result<ExitCode> {
    let ground = Ground::prepare(workspace, None)?;
    say::headline("| An answer, median ms | 50 events | 5,000 events | ratio |\n|---|---:|---:|---:|");
    for (name, url) in ground.databases() {
        let [few, many] = measure(workspace, &ground.server, &url)?;
        let ratio = many / few;
        say::line(format_args!("| {name} | {few:.2} | {many:.2} | {ratio:.2} (at most {MOST}) |"));
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(workspace: &Workspace, program: &Path, url: &str) -> Result<[f64; 2]> {
    let running = server(workspace, program, PORT, url)?;
    let shop = Shop::open(program, url, PORT)?;
    let mut answerers = Vec::new();
    for (customer, events) in shop.customers(EVENTS.len())?.into_iter().zip(EVENTS) {
        grow(&shop, &customer, events)?;
        answerers.push(Answerer::new(&shop, PORT, customer)?);
    }
    let mut took: Vec<Vec<Duration>> = vec![Vec::new(); EVENTS.len()];
    let mut line = None;
    while answerers.iter().all(Answerer::has_more) {
        for (answerer, took) in answerers.iter_mut().zip(&mut took) {
            took.push(answerer.answer(&mut line)?);
        }
    }
    drop(running);
    let medians: Vec<f64> = took
        .iter_mut()
        .map(|took| {
            took.sort_unstable();
            percentile(took, 50)
        })
        .collect();
    medians.try_into().ok().context("as many medians as sales")
}

/// Lets so much happen in a sale: news that stay, and notes that only the log keeps.
fn grow(shop: &Shop, customer: &Customer, events: u64) -> Result<()> {
    let path = format!("/v1/sales/{}", customer.sale);
    let mut number = 0_u32;
    loop {
        number += 1;
        let (what, body) = if number.is_multiple_of(2) {
            ("updates", json!({"kind": "progress", "text": format!("It is on its way, {number}")}))
        } else {
            ("notes", json!({"text": format!("They called again, {number}")}))
        };
        let sale = shop.post(&format!("{path}/{what}"), &body)?;
        let version = sale.get("version").and_then(Value::as_u64).context("the sale has no version")?;
        if version >= events {
            return Ok(());
        }
        ensure!(number < 10_000, "the sale does not grow");
    }
}
