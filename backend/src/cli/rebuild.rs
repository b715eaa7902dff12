//! Compares or rewrites everything that follows from the event log.

use std::process::ExitCode;

use super::{Failure, open, print, tell};
use crate::{
    config::Config,
    service::rebuild::{Mode, Told, Totals, rebuild as all},
};

/// Prints every difference. With `check` a difference is a failure; without, it is repaired.
pub(super) fn rebuild(config: Config, check: bool) -> Result<ExitCode, Failure> {
    let app = open::app(config)?;
    let mode = if check { Mode::Check } else { Mode::Repair };
    let mut unprinted = None;
    let mut shown = 0;
    let work = all(&app, mode, |told| match told {
        Told::Difference { vendor, sale, what } => {
            unprinted = unprinted.take().or(print(format_args!("{vendor}\t{sale}\t{what}")).err());
        }
        Told::Progress(Totals { sales, .. }) if sales >= shown + 10_000 => {
            shown = sales;
            tell(format_args!("{sales} sales"));
        }
        Told::Progress(_) => {}
    });
    let totals = open::block_on(work)??;
    if let Some(failure) = unprinted {
        return Err(failure);
    }
    let Totals { sales, events, differences } = totals;
    let done = if check || differences == 0 { "" } else { ", repaired" };
    tell(format_args!("{sales} sales with {events} events: {differences} differences{done}."));
    Ok(if check && differences > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
