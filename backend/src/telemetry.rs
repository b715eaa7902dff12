//! What the operator sees: log lines and counts. Neither holds a path, a query, a token, a name or a text
//! of anybody; routes appear as templates.

mod lines;
mod metrics;

use std::panic;

use tracing_subscriber::{EnvFilter, filter::Directive};

use self::lines::Lines;
pub use self::metrics::Metrics;
use crate::config::{Log, LogFormat};

/// What a client sends that is no HTTP is no fault of ours; the answer says it, and there is nothing to log.
const PARSE_ERRORS_OFF: &str = "actix_http::h1::dispatcher=off";

/// Logging, as long as it is held. When it is dropped, the last lines get a moment to be written.
#[derive(Debug)]
#[must_use = "the last lines are lost if nobody waits for them"]
pub struct Logging(Lines);

impl Drop for Logging {
    fn drop(&mut self) {
        self.0.finish();
    }
}

/// Starts logging to standard error. A second call changes nothing, so tests may call it too.
pub fn start(log: &Log) -> Result<Logging, String> {
    let filter = EnvFilter::try_new(&log.level).map_err(|error| format!("log.level: {error}"))?;
    let parse_errors_off =
        PARSE_ERRORS_OFF.parse::<Directive>().map_err(|error| format!("log.level: {error}"))?;
    let lines = Lines::begin().map_err(|error| format!("cannot start the log: {error}"))?;
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter.add_directive(parse_errors_off))
        .with_writer(move || writer.clone())
        .log_internal_errors(false);
    let outcome = match log.format {
        LogFormat::Json => subscriber.json().flatten_event(true).with_current_span(false).try_init(),
        LogFormat::Text => subscriber.try_init(),
    };
    if outcome.is_ok() {
        panic::set_hook(Box::new(|panic| {
            // The payload may quote somebody's text, so only the place is told. A panic in here would end
            // the process: putting a line into the queue cannot fail, and the place is all that is formatted.
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(place, "panic");
        }));
    }
    Ok(Logging(lines))
}
