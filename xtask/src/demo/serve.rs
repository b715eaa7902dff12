//! Runs the server in the foreground: shows its address when it answers, hands on the signals.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::thread;

use anyhow::{Context, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::running::wait_until_it_answers;
use crate::say;

/// Serves until the server ends by itself or by a signal, and answers with its exit code.
pub fn until_stopped(server: &Path, configuration: &Path, port: u16) -> Result<ExitCode> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot listen for signals")?;
    let mut child = Command::new(server)
        .arg("serve")
        .arg("--config")
        .arg(configuration)
        .stdin(Stdio::null())
        // In a group of its own, Ctrl-C reaches it once, as the request to stop gracefully.
        .process_group(0)
        .spawn()
        .context("cannot start the server")?;
    let id = child.id();
    thread::spawn(move || {
        for _ in signals.forever() {
            // The shell's own `kill` is there even where the program is not installed.
            let _ = Command::new("sh").args(["-c", &format!("kill -TERM {id}")]).status();
        }
    });
    wait_until_it_answers(&mut child, port)?;
    say::framed(&[
        format!("Followthrough's demo runs at http://127.0.0.1:{port}/"),
        "Stop it with Ctrl-C; what you did is kept.".to_owned(),
    ]);
    let status = child.wait().context("cannot wait for the server")?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}
