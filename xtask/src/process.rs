//! Starting other programs: quietly with a log and progress, captured, or streamed line by line.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::say;

const PROGRESS_EVERY: Duration = Duration::from_secs(20);
const POLL_EVERY: Duration = Duration::from_millis(50);
/// A compiler's complaint is long, and its first error matters most; more than this is in the log.
const LINES_SHOWN_ON_FAILURE: usize = 80;

/// Runs a long step: its output goes to `log`, a progress line appears now and then, and the
/// end of the log is shown when it fails.
pub fn run_logged(what: &str, command: &mut Command, log: &Path) -> Result<()> {
    let started = Instant::now();
    let output = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
    let errors = output.try_clone().context("cannot share the log file")?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(output)
        .stderr(errors)
        .spawn()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    let mut told = started;
    let status = loop {
        if let Some(status) = child.try_wait().context("cannot wait for a child")? {
            break status;
        }
        if told.elapsed() > PROGRESS_EVERY {
            told = Instant::now();
            say::goes_on(what, started.elapsed(), &last_lines(log, 1));
        }
        thread::sleep(POLL_EVERY);
    };
    if status.success() {
        return Ok(());
    }
    bail!(
        "{what} failed ({status}): {}\n{}\nthe whole output: {}",
        shown(command),
        last_lines(log, LINES_SHOWN_ON_FAILURE),
        log.display()
    )
}

/// Runs a short step and gives its standard output; its standard error becomes the error's text.
pub fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{} failed ({}): {}", shown(command), output.status, said.trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("{} printed no UTF-8", shown(command)))
}

/// Runs a program whose standard output is read line by line while it runs; standard error stays
/// where `command` sends it. Answers whether it ended well.
pub fn stream(command: &mut Command, mut each: impl FnMut(&str)) -> Result<bool> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            each(&String::from_utf8_lossy(&line.context("a child's output broke off")?));
        }
    }
    Ok(child.wait().context("cannot wait for a child")?.success())
}

/// The command as one would type it.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn last_lines(log: &Path, count: usize) -> String {
    let bytes = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let skipped = lines.len().saturating_sub(count);
    lines.into_iter().skip(skipped).collect::<Vec<_>>().join("\n")
}
