//! The real server: its binary, on an SQLite file of its own.

use std::{
    env,
    fs::File,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use crate::children::{Program, free_port};

/// A server with its data. It can be stopped and started; the data stays.
#[derive(Debug)]
pub struct Server {
    /// Where it listens itself.
    pub port: u16,
    public_port: u16,
    program: Option<Program>,
    folder: TempDir,
}

impl Server {
    /// One that is not running, known to browsers under `public_port`, or its own port if that is none.
    pub fn prepare(public_port: Option<u16>) -> Self {
        let port = free_port();
        let public_port = public_port.unwrap_or(port);
        let folder = tempfile::tempdir().unwrap();
        Self { port, public_port, program: None, folder }
    }

    /// The origin under which browsers reach it.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.public_port)
    }

    /// Its data.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("followthrough.db")
    }

    /// Starts it, on the port that it has always had.
    pub fn start(&mut self) {
        let mut command = self.command(&["serve"]);
        let log = File::options().append(true).create(true).open(self.folder.path().join("log")).unwrap();
        command.stdout(log.try_clone().unwrap()).stderr(log);
        self.program = Some(Program::start(&mut command, self.port));
    }

    /// Ends it without warning.
    pub fn kill(&mut self) {
        self.program = None;
    }

    /// Lets it stand still: requests reach it, and nothing happens.
    pub fn freeze(&self) {
        self.program.as_ref().unwrap().freeze();
    }

    /// Runs another command of the binary and gives what it prints.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).stderr(Stdio::piped()).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "followthrough {}: {error}", arguments.join(" "));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.beside(&binary());
        command.args(arguments);
        command
    }

    /// A program that finds this server's settings where the server does.
    pub fn beside(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.folder.path());
        let mut set = |name: &str, value: &str| {
            command.env(format!("FOLLOWTHROUGH__{name}"), value);
        };
        set("SERVER__LISTEN", &format!("127.0.0.1:{}", self.port));
        set("SERVER__MANAGEMENT_LISTEN", "127.0.0.1:0");
        set("SERVER__PUBLIC_URL", &self.origin());
        set("SERVER__ASSETS_DIR", &assets().display().to_string());
        set("SERVER__WORKERS", "1");
        set("SERVER__SHUTDOWN_TIMEOUT", "1s");
        set("DATABASE__URL", &self.database().display().to_string());
        set("WORKER__POLL", "200ms");
        set("LOG__FORMAT", "text");
        for limit in [
            "WRITES_PER_MINUTE_CUSTOMER",
            "READS_PER_MINUTE_CUSTOMER",
            "REQUESTS_PER_MINUTE_ADDRESS",
            "PREFLIGHTS_PER_MINUTE_ADDRESS",
        ] {
            set(&format!("LIMITS__{limit}"), "1000000");
        }
        command
    }
}

/// The server's binary.
pub fn binary() -> PathBuf {
    program("FOLLOWTHROUGH_TEST_SERVER", "followthrough")
}

/// A binary of ours: named by `cargo xtask test`, else the one that cargo put beside this test.
pub fn program(variable: &str, name: &str) -> PathBuf {
    let named = env::var_os(variable).map(PathBuf::from);
    let found = named.unwrap_or_else(|| {
        let here = env::current_exe().unwrap();
        here.ancestors().nth(2).unwrap().join(name)
    });
    assert!(found.is_file(), "{} is missing; `cargo xtask test` builds it", found.display());
    found
}

/// The built widget.
fn assets() -> PathBuf {
    let named = env::var_os("FOLLOWTHROUGH_TEST_ASSETS").map(PathBuf::from);
    let found = named.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../dist/assets"));
    assert!(
        found.join("manifest.json").is_file(),
        "{} is empty; `cargo xtask test` fills it",
        found.display()
    );
    found.canonicalize().unwrap()
}
