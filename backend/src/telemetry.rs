//! What the operator sees: log lines and counts. Neither holds a path, a query, a token, a name or a text
//! of anybody; routes appear as templates.

mod metrics;

use std::panic;

use tracing_subscriber::{EnvFilter, filter::ParseError};

pub use self::metrics::Metrics;
use crate::config::{Log, LogFormat};

/// Starts logging to standard error. A second call changes nothing, so tests may call it too.
pub fn start(log: &Log) -> Result<(), ParseError> {
    let filter = EnvFilter::try_new(&log.level)?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let outcome = match log.format {
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).try_init(),
        LogFormat::Text => lines.try_init(),
    };
    if outcome.is_ok() {
        panic::set_hook(Box::new(|panic| {
            // The payload may quote somebody's text, so only the place is told.
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(place, "panic");
        }));
    }
    Ok(())
}
