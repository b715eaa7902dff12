//! `followthrough import`: a file, a map, progress, a report file and a last word.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use chrono::{DateTime, Utc};
use followthrough_common::{
    error::{ErrorCode, Rejection},
    id::{ImportId, MemberId, VendorId},
};

use super::{
    Counts, Format, Intake, Judge, Map, Refusal, Run, Terms, csv_records::Unreadable, memory,
    progress::Progress, refusals::ReportFile, source::Source,
};
use crate::{
    problem::Error,
    repo::{Page, import_run::RunState, member, vendor},
    state::App,
};

/// Refused lines that are shown when there is no report file.
const SHOWN: usize = 10;

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The file with the orders.
    pub file: PathBuf,
    /// The file with the map.
    pub map: PathBuf,
    /// For which vendor; need not be said if there is only one.
    pub vendor: Option<VendorId>,
    /// Who looks after the customers; the vendor's first member if it is not said.
    pub owner: Option<MemberId>,
    /// Where the lines go that were not taken.
    pub report: Option<PathBuf>,
    /// How the file is written, if neither its name nor the map says so.
    pub format: Option<FormatName>,
    /// Orders per transaction.
    pub batch: usize,
}

/// A format by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormatName {
    /// Comma-separated values with a header.
    Csv,
    /// One JSON object a line.
    Ndjson,
}

/// What an import came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The import.
    pub import: ImportId,
    /// How many lines became what.
    pub counts: Counts,
    /// Lines a second.
    pub rate: u64,
    /// The most memory that the process has used, in MiB, where the system tells.
    pub peak_memory: Option<u64>,
    /// Whether it was stopped before the end of the file.
    pub is_stopped: bool,
    /// Refused lines to show, if there is no report file.
    pub shown: Vec<Refusal>,
}

impl fmt::Display for Summary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Refusal { line, reference, field, reason } in &self.shown {
            writeln!(out, "line {line} ({reference}): {field} {reason}")?;
        }
        let Counts { lines, stored, unchanged, refused } = self.counts;
        let ending = if self.is_stopped { "stopped after" } else { "read" };
        write!(out, "{ending} {lines} orders: {stored} stored, {unchanged} unchanged, {refused} refused")?;
        write!(out, "; {} orders/s", self.rate)?;
        match self.peak_memory {
            Some(peak) => write!(out, ", peak memory {peak} MiB"),
            None => Ok(()),
        }
    }
}

/// Imports the file. An interrupt (Ctrl-C) lets the batch at hand finish; the same command goes on later.
pub async fn run(app: &App, options: &Options) -> Result<Summary, Error> {
    let map = read_map(&options.map)?;
    let format = format(options, &map);
    let mut source = Source::open(&options.file, format, &map).map_err(|error| match error {
        Unreadable::Header(bad) => refused(format!("{}: {bad}", options.file.display())),
        Unreadable::Io(error) => unreadable(&options.file, &error),
    })?;
    let terms = terms(app, options, &map).await?;
    let now = vendor_now(app, terms.vendor).await?;
    let judge = Judge::new(&map, app.zones.table([&map.time_zone]), now);
    let mut sink = Sink::open(options.report.as_deref())?;
    let name = options.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_interrupted = watch_for_interrupt();
    let mut progress = Progress::begin();
    let run = Run::begin(app, terms, &name, options.batch).await?;
    let mut intake = Intake::new(judge, run);
    let mut is_stopped = false;
    while let Some(found) = source.next().map_err(|error| unreadable(&options.file, &error))? {
        sink.put(intake.put(found).await?)?;
        progress.tell(intake.counts());
        if is_interrupted.load(Ordering::Relaxed) {
            is_stopped = true;
            break;
        }
    }
    let state = if is_stopped { RunState::Stopped } else { RunState::Finished };
    sink.put(intake.end(state).await?)?;
    progress.end();
    let counts = intake.counts();
    Ok(Summary {
        import: intake.run().id(),
        counts,
        rate: progress.rate(counts.lines),
        peak_memory: memory::peak_mebibytes(),
        is_stopped,
        shown: sink.finish()?,
    })
}

fn read_map(path: &Path) -> Result<Map, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
    Map::parse(&text).map_err(|bad| refused(format!("{}: {bad}", path.display())))
}

/// What is said wins, then the file's name, then the map.
fn format(options: &Options, map: &Map) -> Format {
    let extension = options.file.extension().and_then(|extension| extension.to_str());
    let named = match extension {
        Some("ndjson" | "jsonl") => Some(FormatName::Ndjson),
        Some("csv") => Some(FormatName::Csv),
        Some(_) | None => None,
    };
    match (options.format.or(named), map.format) {
        (None, format) => format,
        (Some(FormatName::Ndjson), _) => Format::Ndjson,
        (Some(FormatName::Csv), Format::Csv { delimiter }) => Format::Csv { delimiter },
        (Some(FormatName::Csv), Format::Ndjson) => Format::Csv { delimiter: b',' },
    }
}

async fn terms(app: &App, options: &Options, map: &Map) -> Result<Terms, Error> {
    let (vendor, owner) = (options.vendor, options.owner);
    let find = move |conn: &mut _| {
        let vendor = match vendor {
            Some(id) => {
                vendor::find(conn, id)?.ok_or_else(|| refused(format!("there is no vendor {id}")))?.id
            }
            None => only_vendor(conn)?,
        };
        let owner = match owner {
            Some(id) => member::find(conn, vendor, id)?.map(|stored| stored.record.id),
            None => {
                member::list(conn, vendor, &Page::first(1))?.into_iter().next().map(|stored| stored.record.id)
            }
        };
        Ok((vendor, owner))
    };
    let (vendor, found) = app.db.read(find).await?;
    let found = found.ok_or_else(|| match owner {
        Some(owner) => refused(format!("{vendor} has no member {owner}")),
        None => refused(format!(
            "{vendor} has no member who could look after the customers; make one with `followthrough member create`"
        )),
    })?;
    Ok(Terms { vendor, owner: found, time_zone: map.time_zone.clone() })
}

/// The vendor, if there is no choice.
pub(crate) fn only_vendor(conn: &mut crate::db::Conn) -> Result<VendorId, Error> {
    let vendors = vendor::list(conn, None, 2)?;
    match vendors.as_slice() {
        [one] => Ok(one.id),
        [] => Err(refused("there is no vendor; make one with `followthrough vendor create`".to_owned())),
        _ => Err(refused("there are several vendors; say which one with --vendor".to_owned())),
    }
}

async fn vendor_now(app: &App, id: VendorId) -> Result<DateTime<Utc>, Error> {
    let found = app.db.read(move |conn| Ok(vendor::find(conn, id)?)).await?;
    Ok(found.ok_or_else(Rejection::not_found)?.now(app.clock.now()))
}

fn watch_for_interrupt() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let seen = flag.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            seen.store(true, Ordering::Relaxed);
        }
    });
    flag
}

/// Where refusals go.
enum Sink {
    File(ReportFile, PathBuf),
    Shown(Vec<Refusal>),
}

impl Sink {
    fn open(path: Option<&Path>) -> Result<Self, Error> {
        let Some(path) = path else { return Ok(Self::Shown(Vec::new())) };
        let file = ReportFile::create(path).map_err(|error| unreadable(path, &error))?;
        Ok(Self::File(file, path.to_owned()))
    }

    fn put(&mut self, refusals: Vec<Refusal>) -> Result<(), Error> {
        match self {
            Self::File(file, path) => refusals
                .iter()
                .try_for_each(|refusal| file.write(refusal))
                .map_err(|error| unreadable(path, &error)),
            Self::Shown(shown) => {
                let room = SHOWN.saturating_sub(shown.len());
                shown.extend(refusals.into_iter().take(room));
                Ok(())
            }
        }
    }

    fn finish(self) -> Result<Vec<Refusal>, Error> {
        match self {
            Self::File(file, path) => {
                file.finish().map_err(|error| unreadable(&path, &error))?;
                Ok(Vec::new())
            }
            Self::Shown(shown) => Ok(shown),
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    refused(format!("{}: {error}", path.display()))
}

fn refused(text: String) -> Error {
    Rejection::new(ErrorCode::Malformed, text).into()
}
