//! The real server as a process: started, killed, started again, its disk and its log where a test wants them.

use std::{
    env,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    http::Http,
    postgres::Postgres,
    process::{self, free_port},
};

/// How long it may take to start. Several may start at once on a small machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// The soft limit that systemd and most shells set.
const USUAL_FILES: u32 = 1024;

/// A server that can be stopped and started; its data stays.
#[derive(Debug)]
pub struct Server {
    /// Where it listens.
    pub port: u16,
    /// A client for it.
    pub http: Http,
    /// Where it keeps what is its own.
    pub folder: TempDir,
    management: u16,
    settings: Vec<(String, String)>,
    log: Log,
    process: Option<Child>,
}

/// Where its log goes.
#[derive(Debug)]
enum Log {
    File(PathBuf),
    Full,
    NobodyReads,
}

impl Server {
    /// One that is not running, on an SQLite file of its own.
    pub fn on_sqlite() -> Self {
        let server = Self::on("followthrough.db");
        let file = server.folder.path().join("followthrough.db");
        server.with("DATABASE__URL", &file.display().to_string())
    }

    /// One that is not running, on a PostgreSQL that there is and with the key that goes with it.
    pub fn on_postgres(postgres: &Postgres) -> Self {
        let file = postgres.key_file();
        let name = file.to_str().unwrap();
        let server = Self::on(&postgres.url()).with("SECRETS__KEY_FILE", name);
        if !file.exists() {
            server.run(&["secrets", "create", "--file", name]);
        }
        server
    }

    /// One that is not running, on a database that there is.
    pub fn on(url: &str) -> Self {
        let folder = TempDir::with_prefix("followthrough-faults-").unwrap();
        let log = Log::File(folder.path().join("log"));
        let (port, management) = (free_port(), free_port());
        let http = Http::new(port);
        let server = Self { port, http, folder, management, settings: Vec::new(), log, process: None };
        let origin = server.http.origin.clone();
        server
            .with("SERVER__LISTEN", &format!("127.0.0.1:{port}"))
            .with("SERVER__MANAGEMENT_LISTEN", &format!("127.0.0.1:{management}"))
            .with("SERVER__PUBLIC_URL", &origin)
            .with("SERVER__SHUTDOWN_TIMEOUT", "1s")
            .with("DATABASE__URL", url)
    }

    /// A second one, not running, with the same settings: for customers both are one address.
    pub fn twin(&self) -> Self {
        let mut twin = Self::on(self.url());
        let own = ["SERVER__LISTEN", "SERVER__MANAGEMENT_LISTEN"];
        let is_shared = |(name, _): &&(String, String)| !own.iter().any(|own| name.ends_with(own));
        let shared: Vec<_> = self.settings.iter().filter(is_shared).cloned().collect();
        twin.settings.extend(shared);
        twin
    }

    /// With another setting.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.push((format!("FOLLOWTHROUGH__{name}"), value.to_owned()));
        self
    }

    /// So that nobody is slowed down who does much on purpose.
    #[must_use]
    pub fn without_limits(self) -> Self {
        let options =
            fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../config.example.toml")).unwrap();
        let options: toml::Table = options.parse().unwrap();
        let limits =
            options["limits"].as_table().unwrap().keys().filter(|name| name.contains("_per_minute_"));
        limits
            .fold(self, |server, limit| server.with(&format!("LIMITS__{}", limit.to_uppercase()), "1000000"))
    }

    /// With its log in that file.
    #[must_use]
    pub fn logging_to(mut self, file: &Path) -> Self {
        self.log = Log::File(file.to_owned());
        self
    }

    /// With a log of which no byte can be written.
    #[must_use]
    pub fn logging_to_a_full_disk(mut self) -> Self {
        self.log = Log::Full;
        self
    }

    /// With a log whose reader goes away.
    #[must_use]
    pub fn logging_to_nobody(mut self) -> Self {
        self.log = Log::NobodyReads;
        self
    }

    /// Starts it, and waits until it answers.
    #[track_caller]
    pub fn start(&mut self) {
        self.process = Some(self.spawn());
        let started = Instant::now();
        while !self.lives() {
            if let Some(status) = self.ended() {
                panic!("the server ended, {status}: {}", self.log());
            }
            assert!(started.elapsed() < PATIENCE, "the server does not answer: {}", self.log());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Starts it without waiting for anything.
    pub fn spawn(&self) -> Child {
        let mut command = self.command(&["serve"]);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        match &self.log {
            Log::File(path) => {
                command.stderr(File::options().append(true).create(true).open(path).unwrap());
            }
            Log::Full => {
                command.stderr(File::options().write(true).open("/dev/full").unwrap());
            }
            Log::NobodyReads => {
                command.stderr(Stdio::piped());
            }
        }
        let mut child = command.spawn().unwrap();
        drop(child.stderr.take());
        child
    }

    /// Ends it at once, as a power cut of the process would.
    pub fn kill(&mut self) {
        let Some(mut process) = self.process.take() else { return };
        drop(process.kill());
        drop(process.wait());
    }

    /// Asks it to end, and waits until it has.
    pub fn stop(&mut self) {
        let Some(mut process) = self.process.take() else { return };
        process::signal(process.id(), "TERM");
        drop(process.wait());
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.process.as_mut()?.try_wait().unwrap()
    }

    /// Whether it answers.
    pub fn lives(&self) -> bool {
        self.http.get("/livez").is_ok_and(|reply| reply.status == 200)
    }

    /// The process that runs.
    pub fn id(&self) -> u32 {
        self.process.as_ref().unwrap().id()
    }

    /// What the operator reads.
    pub fn metrics(&self) -> String {
        Http::new(self.management).get("/metrics").unwrap().body
    }

    /// Its SQLite file.
    pub fn database(&self) -> PathBuf {
        PathBuf::from(self.url())
    }

    /// Its database.
    pub fn url(&self) -> &str {
        let named = self.settings.iter().rev().find(|(name, _)| name.ends_with("DATABASE__URL"));
        &named.unwrap().1
    }

    /// The end of its log.
    pub fn log(&self) -> String {
        let Log::File(path) = &self.log else { return String::new() };
        let text = fs::read_to_string(path).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    /// Runs another command of the binary and gives what it prints.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = self.try_run(arguments).unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "followthrough {}: {said}", arguments.join(" "));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Runs another command of the binary, however it ends.
    pub fn try_run(&self, arguments: &[&str]) -> io::Result<Output> {
        self.command(arguments).stdin(Stdio::null()).output()
    }

    /// With as many open files as a login or a service usually gets, whatever this process may have.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("prlimit");
        command.arg(format!("--nofile={USUAL_FILES}:")).arg(binary());
        command.args(arguments).current_dir(self.folder.path()).envs(self.settings.iter().cloned());
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The server's binary: named by `cargo xtask faults`, else the one that cargo put beside this test.
fn binary() -> PathBuf {
    let named = env::var_os("FOLLOWTHROUGH_TEST_SERVER").map(PathBuf::from);
    let found = named.unwrap_or_else(|| {
        let here = env::current_exe().unwrap();
        here.ancestors().nth(2).unwrap().join("followthrough")
    });
    assert!(found.is_file(), "{} is missing; `cargo xtask faults` builds it", found.display());
    found
}
