//! A server in the background, for measurements: started on a port of its own, stopped when dropped; and the demo's
//! first customer at it, for those that need somebody who looks.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{http, process, say};

const START_LIMIT: Duration = Duration::from_secs(30);

/// The running server.
pub struct Running {
    child: Child,
    answered_after: Duration,
}

impl Running {
    /// Migrates and serves on `port`; `settings` are `SECTION__OPTION` with value.
    pub fn start(server: &Path, port: u16, settings: &[(&str, String)]) -> Result<Self> {
        process::capture(command(server, port, settings).arg("migrate"))?;
        Self::serve(server, port, settings)
    }

    /// Serves what is there.
    pub fn serve(server: &Path, port: u16, settings: &[(&str, String)]) -> Result<Self> {
        let started = Instant::now();
        let child =
            command(server, port, settings).arg("serve").stdin(Stdio::null()).stdout(Stdio::null()).spawn();
        let mut child = child.context("cannot start the server")?;
        wait_until_it_answers(&mut child, port, "/livez")?;
        Ok(Self { child, answered_after: started.elapsed() })
    }

    /// How long after its start it answered for the first time.
    pub fn answered_after(&self) -> Duration {
        self.answered_after
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

/// The demo beside such a server.
pub struct Guest<'a> {
    /// The demo's program.
    pub demo: &'a Path,
    /// The server's.
    pub server: &'a Path,
    /// Where the server listens.
    pub port: u16,
    /// Its settings.
    pub settings: &'a [(&'a str, String)],
    /// A folder of this database's own.
    pub folder: &'a Path,
}

impl Guest<'_> {
    /// Plays the first week at the server, which must run; once it has been played, nothing happens.
    pub fn seed(&self) -> Result<()> {
        self.ask(&["seed"]).map(|_| ())
    }

    /// A token of the first customer as a header, without the end of its line.
    pub fn bearer(&self) -> Result<String> {
        Ok(format!("Authorization: Bearer {}", self.ask(&["token", "mette"])?.trim()))
    }

    fn ask(&self, arguments: &[&str]) -> Result<String> {
        // The server's commands find its settings where the server does.
        let mut demo = command(self.demo, self.port, self.settings);
        demo.arg("--server").arg(format!("http://127.0.0.1:{}", self.port));
        demo.arg("--data").arg(self.folder).arg("--program").arg(self.server);
        process::capture(demo.args(arguments))
    }
}

fn command(program: &Path, port: u16, settings: &[(&str, String)]) -> Command {
    let mut command = Command::new(program);
    command.env("FOLLOWTHROUGH__SERVER__LISTEN", format!("127.0.0.1:{port}"));
    command.env("FOLLOWTHROUGH__SERVER__MANAGEMENT_LISTEN", "127.0.0.1:0");
    command.env("FOLLOWTHROUGH__SERVER__PUBLIC_URL", format!("http://127.0.0.1:{port}"));
    for (option, value) in settings {
        command.env(format!("FOLLOWTHROUGH__{option}"), value);
    }
    command
}

/// Waits until a server that was just started answers well at `path`.
pub fn wait_until_it_answers(child: &mut Child, port: u16, path: &str) -> Result<()> {
    let started = Instant::now();
    while !http::get(port, path, "").is_ok_and(|answer| answer.status == 200) {
        if let Some(status) = child.try_wait().context("cannot wait for the server")? {
            bail!(
                "the server stopped at once ({status}); its reason is above (is port {port} taken? --port N)"
            );
        }
        if started.elapsed() > START_LIMIT {
            let _ = child.kill();
            bail!("the server does not answer after {}", say::seconds(START_LIMIT));
        }
        thread::sleep(Duration::from_millis(2));
    }
    Ok(())
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
