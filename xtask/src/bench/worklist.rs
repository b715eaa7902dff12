//! The morning's list of a vendor with many sales, `GET /v1/worklist/today`, on SQLite and on PostgreSQL: how fast
//! the sales begin, how fast time goes by for them, and how fast a page of the list comes.

use std::path::Path;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::load::{self, Figure, Ground};
use crate::demo::running::Running;
use crate::workspace::Workspace;
use crate::{http, say};

const PORT: u16 = 18_081;
/// So many write at the same time.
const WRITERS: usize = 4;
/// So long one step of the clock may take.
const PATIENCE: Duration = Duration::from_mins(10);
/// How many pages somebody goes on who looks far down the list.
const DEEP: usize = 100;
/// Measures and prints a table for each database.
pub fn run(workspace: &Workspace, (sales, days): (usize, u32), seconds: u32) -> Result<ExitCode> {
    let ground = Ground::prepare(workspace, None)?;
    for (name, url) in ground.databases() {
        say::headline(format_args!("{name}, {sales} sales"));
        let figures = measure(workspace, &ground.server, &url, (sales, days), seconds)?;
        load::print(&figures, "the last");
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(
    workspace: &Workspace,
    server: &Path,
    url: &str,
    (sales, days): (usize, u32),
    seconds: u32,
) -> Result<Vec<Figure>> {
    let most = "1000000".to_owned();
    let mut settings = vec![
        ("SERVER__ASSETS_DIR", workspace.assets().to_string_lossy().into_owned()),
        ("SERVER__KEEP_ALIVE", "30s".to_owned()),
        ("LOG__LEVEL", "warn".to_owned()),
        ("LIMITS__READS_PER_MINUTE_VENDOR", most.clone()),
        ("LIMITS__WRITES_PER_MINUTE_VENDOR", most),
    ];
    settings.extend(load::storage(server, url));
    let running = Running::start(server, PORT, &settings)?;
    let vendor = Vendor::create(server, url)?;
    let started = Instant::now();
    vendor.open(sales)?;
    say::line(format_args!("  {sales} sales began in {}", say::seconds(started.elapsed())));
    for day in 1..=days {
        let started = Instant::now();
        vendor.go_on()?;
        say::line(format_args!("  day {day} went by in {}", say::seconds(started.elapsed())));
    }
    let bearer = format!("Authorization: Bearer {}", vendor.key);
    let list = format!("http://127.0.0.1:{PORT}/v1/worklist/today");
    let mut figures = Vec::new();
    for (what, query) in [
        ("the first 20", "?limit=20"),
        ("the first 100", "?limit=100"),
        ("what waits for a reply", "?limit=20&kind=reply"),
    ] {
        figures.push(load::wrk(what, &format!("{list}{query}"), &[&bearer], seconds)?);
    }
    let mut path = "/v1/worklist/today?limit=100".to_owned();
    for page in 1..=DEEP {
        let next = vendor.get(&path)?;
        let Some(cursor) = next.pointer("/next_cursor").and_then(Value::as_str) else { break };
        path = format!("/v1/worklist/today?limit=100&cursor={cursor}");
        if page == 1 || page == DEEP {
            let what = format!("the 100 after the first {}", page * 100);
            figures.push(load::wrk(&what, &format!("http://127.0.0.1:{PORT}{path}"), &[&bearer], seconds)?);
        }
    }
    drop(running);
    Ok(figures)
}

/// A test vendor, and the key of its systems.
struct Vendor {
    member: String,
    key: String,
}

impl Vendor {
    fn create(server: &Path, url: &str) -> Result<Self> {
        let said = |words: &[&str]| load::said(server, url, words);
        let vendor =
            said(&["vendor", "create", "--name", "Bench", "--time-zone", "Europe/Berlin", "--test"])?;
        let member = said(&["member", "create", "--vendor", &vendor, "--name", "Ann Berg"])?;
        let words = ["key", "create", "api", "--vendor", &vendor, "--name", "Bench", "--member", &member];
        Ok(Self { key: said(&words)?, member })
    }

    fn headers(&self) -> String {
        format!("Authorization: Bearer {}\r\n", self.key)
    }

    fn get(&self, path: &str) -> Result<Value> {
        let answer = http::get(PORT, path, &self.headers())?;
        serde_json::from_str(&answer.body).with_context(|| format!("{path} is no JSON"))
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let answer = http::post(PORT, path, &self.headers(), &body.to_string(), PATIENCE)?;
        ensure!(matches!(answer.status, 200 | 201), "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).with_context(|| format!("{path} gave no JSON"))
    }

    /// Every sale has a customer of its own; delivery days lie over two weeks.
    fn open(&self, sales: usize) -> Result<()> {
        let today = self.today()?;
        let open = |number: usize| -> Result<()> {
            let person = json!({"external_id": format!("c-{number}"), "name": "Mia Dahl", "time_zone": "Europe/Berlin"});
            let customer = self.post("/v1/customers", &person)?;
            let delivery = later(&today, u32::try_from(number % 14)?)?;
            let sale = json!({
                "reference": format!("B-{number}"), "title": "Coffee machine X2", "owner": self.member,
                "customers": [customer.get("id")], "expected_delivery_on": delivery,
                "invoiced": 129_900, "currency": "EUR",
            });
            self.post("/v1/sales", &sale).map(drop)
        };
        thread::scope(|scope| {
            let open = &open;
            let writers: Vec<_> = (0..WRITERS)
                .map(|first| scope.spawn(move || (first..sales).step_by(WRITERS).try_for_each(open)))
                .collect();
            writers.into_iter().try_for_each(|it| it.join().map_err(|_| anyhow!("a writer panicked"))?)
        })
    }

    fn now(&self) -> Result<String> {
        let clock = self.get("/v1/test-clock")?;
        Ok(clock.get("now").and_then(Value::as_str).context("the clock shows nothing")?.to_owned())
    }

    fn today(&self) -> Result<String> {
        Ok(self.now()?.get(..10).context("no date")?.to_owned())
    }

    /// One more day goes by.
    fn go_on(&self) -> Result<()> {
        let tomorrow = later(&self.today()?, 1)?;
        self.post("/v1/test-clock/advance", &json!({"to": format!("{tomorrow}T18:00:00Z")})).map(drop)
    }
}

/// So many days after a date.
fn later(date: &str, days: u32) -> Result<String> {
    let date: NaiveDate = date.parse().map_err(|_| anyhow!("{date} is no date"))?;
    let later = date.checked_add_days(Days::new(days.into()));
    Ok(later.context("the end of time")?.to_string())
}
