//! The two processes of the demo in the foreground: the server, and the vendor's portal beside it. Hands on the signals,
//! and ends both when one of them ends.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::Programs;
use super::configuration::Configuration;
use super::running::wait_until_it_answers;
use crate::say;

const POLL_EVERY: Duration = Duration::from_millis(50);

/// The server, and what belongs to it.
pub struct Site<'a> {
    programs: &'a Programs,
    configuration: &'a Configuration,
    /// The processes that are told to stop.
    running: Arc<Mutex<Vec<u32>>>,
    server: Child,
}

impl<'a> Site<'a> {
    /// Starts the server and waits until it answers.
    pub fn open(programs: &'a Programs, configuration: &'a Configuration) -> Result<Self> {
        let running = Arc::new(Mutex::new(Vec::new()));
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot listen for signals")?;
        let told = Arc::clone(&running);
        thread::spawn(move || signals.forever().for_each(|_| stop(&told)));
        let mut serve = Command::new(&programs.server);
        let server = start(serve.arg("serve").arg("--config").arg(configuration.file()), &running)?;
        let mut site = Self { programs, configuration, running, server };
        wait_until_it_answers(&mut site.server, configuration.server_port()?, "/livez")?;
        Ok(site)
    }

    /// A command of the demo's own program.
    pub fn demo(&self, name: &str) -> Command {
        let port = self.configuration.port.saturating_add(1);
        let mut command = Command::new(&self.programs.demo);
        command.arg("--server").arg(format!("http://127.0.0.1:{port}"));
        command.arg("--data").arg(&self.configuration.folder);
        command.arg("--program").arg(&self.programs.server);
        command.arg("--config").arg(self.configuration.file());
        command.arg(name);
        command
    }

    /// Serves the portal until one of the two ends by itself or by a signal, and answers with its exit code.
    pub fn serve_until_stopped(&mut self) -> Result<ExitCode> {
        let port = self.configuration.port;
        let mut serve = self.demo("serve");
        let mut portal = start(serve.arg("--port").arg(port.to_string()), &self.running)?;
        let answers = wait_until_it_answers(&mut portal, port, "/");
        let status = answers.and_then(|()| {
            say::framed(&[
                format!("Followthrough's demo runs at http://127.0.0.1:{port}/"),
                "Stop it with Ctrl-C; what you did is kept.".to_owned(),
            ]);
            self.wait_for_one(&mut portal)
        });
        stop(&self.running);
        let _ = portal.wait();
        let code = status?.code().and_then(|code| u8::try_from(code).ok());
        Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
    }

    fn wait_for_one(&mut self, portal: &mut Child) -> Result<ExitStatus> {
        loop {
            for child in [&mut *portal, &mut self.server] {
                if let Some(status) = child.try_wait().context("cannot wait for a child")? {
                    return Ok(status);
                }
            }
            thread::sleep(POLL_EVERY);
        }
    }
}

impl Drop for Site<'_> {
    fn drop(&mut self) {
        stop(&self.running);
        let _ = self.server.wait();
    }
}

/// In a group of its own, Ctrl-C reaches it once, as the request to stop gracefully.
fn start(command: &mut Command, running: &Mutex<Vec<u32>>) -> Result<Child> {
    let child = command.stdin(Stdio::null()).process_group(0).spawn().context("cannot start a program")?;
    running.lock().unwrap_or_else(PoisonError::into_inner).push(child.id());
    Ok(child)
}

/// Asks all of them to stop, each once.
fn stop(running: &Mutex<Vec<u32>>) {
    for id in running.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        // The shell's own `kill` is there even where the program is not installed.
        let _ = Command::new("sh").args(["-c", &format!("kill -TERM {id} 2> /dev/null")]).status();
    }
}
