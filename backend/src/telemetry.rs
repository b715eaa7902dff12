//! What the operator sees: log lines and counts. Neither holds a path, a query, a token, a name or a text
//! of anybody; routes appear as templates.

mod metrics;

use std::{
    io::{self, Write},
    panic,
};

use tracing_subscriber::{EnvFilter, filter::ParseError};

pub use self::metrics::Metrics;
use crate::config::{Log, LogFormat};

/// What a client sends that is no HTTP is no fault of ours; the answer says it, and there is nothing to log.
const PARSE_ERRORS_OFF: &str = "actix_http::h1::dispatcher=off";

/// Standard error, whether anybody can read it or not. A full disk or a reader that is gone costs the line
/// and nothing else: if the write failed, the subscriber would complain about it where it cannot be written
/// either, that is with a panic, and the panic's own line would end the process.
#[derive(Debug, Clone, Copy)]
struct IfReadable;

impl Write for IfReadable {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let _ = io::stderr().write_all(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let _ = io::stderr().flush();
        Ok(())
    }
}

/// Starts logging to standard error. A second call changes nothing, so tests may call it too.
pub fn start(log: &Log) -> Result<(), ParseError> {
    let filter = EnvFilter::try_new(&log.level)?.add_directive(PARSE_ERRORS_OFF.parse()?);
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(|| IfReadable);
    let lines = lines.log_internal_errors(false);
    let outcome = match log.format {
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).try_init(),
        LogFormat::Text => lines.try_init(),
    };
    if outcome.is_ok() {
        panic::set_hook(Box::new(|panic| {
            // The payload may quote somebody's text, so only the place is told. A panic in here would end
            // the process: the writer cannot fail, and the place is all that is formatted.
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(place, "panic");
        }));
    }
    Ok(())
}
