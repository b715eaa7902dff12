//! Customers with a question that is open, who answer it and correct their answers.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::load;
use super::mixed::caller::{Caller, Line};
use super::mixed::shop::{Customer, Shop};
use crate::demo::running::Running;
use crate::workspace::Workspace;

/// Nobody is slowed down.
const MOST: &str = "1000000";
/// An answer has at most fifty versions.
const VERSIONS: u32 = 45;

/// A server for a load of writes.
pub fn server(workspace: &Workspace, server: &Path, port: u16, url: &str) -> Result<Running> {
    let mut settings = vec![
        ("SERVER__ASSETS_DIR", workspace.assets().to_string_lossy().into_owned()),
        ("SERVER__KEEP_ALIVE", "60s".to_owned()),
        ("LOG__LEVEL", "warn".to_owned()),
    ];
    let limits = ["LIMITS__WRITES_PER_MINUTE_CUSTOMER", "LIMITS__WRITES_PER_MINUTE_VENDOR"];
    settings.extend(limits.map(|limit| (limit, MOST.to_owned())));
    settings.extend(load::storage(server, url));
    Running::start(server, port, &settings)
}

/// One customer.
pub struct Answerer {
    caller: Caller,
    path: String,
    versions: u32,
}

impl Answerer {
    /// Opens the question.
    pub fn new(shop: &Shop, port: u16, customer: Customer) -> Result<Self> {
        let path = format!("/asks/{}/answers", shop.opens_a_question(&customer)?);
        let caller = Caller::new(port, shop.token(&customer.subject), customer.sale);
        Ok(Self { caller, path, versions: 0 })
    }

    /// Whether another answer is taken.
    pub fn has_more(&self) -> bool {
        self.versions < VERSIONS
    }

    /// Answers, or corrects the answer; returns how long it took.
    pub fn answer(&mut self, line: &mut Option<Line>) -> Result<Duration> {
        self.versions += 1;
        let body = format!("{{\"value\":\"yes\",\"text\":\"It steams, {}\"}}", self.versions);
        let begun = Instant::now();
        let answer = self.caller.write_on(line, &self.path, &body)?;
        ensure!(answer.status == 200, "an answer was refused: {}", answer.status);
        Ok(begun.elapsed())
    }
}

/// The figure below which so many of a hundred are, in milliseconds.
pub fn percentile(sorted: &[Duration], percent: usize) -> f64 {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).map_or(f64::NAN, |took| took.as_secs_f64() * 1000.0)
}
