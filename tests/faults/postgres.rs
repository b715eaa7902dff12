//! A PostgreSQL of a test's own, which may be stopped, killed and frozen. It writes to the disk as a real one does.

use std::{
    env,
    fs::{self, File},
    net::{Ipv4Addr, TcpStream},
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use diesel::{Connection as _, connection::SimpleConnection as _, pg::PgConnection};
use tempfile::TempDir;

use crate::process::{self, free_port, is_root};

/// How long it may take to start or stop.
const PATIENCE: Duration = Duration::from_mins(1);

/// The server. Dropping it stops it and removes its data.
#[derive(Debug)]
pub struct Postgres {
    folder: TempDir,
    port: u16,
    process: Option<Child>,
}

/// How it is stopped.
#[derive(Debug, Clone, Copy)]
pub enum Stop {
    /// It ends all connections and writes everything down.
    Fast,
    /// It ends without writing anything down, and recovers at its next start.
    Immediate,
    /// It and all its processes are killed.
    Kill,
}

impl Postgres {
    /// Makes a data folder and starts.
    pub fn start() -> Self {
        let folder = TempDir::with_prefix("followthrough-postgres-").unwrap();
        if let Some((user, group)) = owner() {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let mut new = Self { folder, port: free_port(), process: None };
        let mut initdb = program("initdb", new.folder.path());
        initdb.args([
            "--username=followthrough",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
        ]);
        let made = initdb.arg("--pgdata").arg(new.data()).output().unwrap();
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        new.begin();
        new
    }

    /// Where the server under test connects.
    pub fn url(&self) -> String {
        format!("postgres://followthrough@127.0.0.1:{}/postgres", self.port)
    }

    /// The key of the secrets in it, which a real one would not keep beside it.
    pub fn key_file(&self) -> PathBuf {
        self.folder.path().join("secrets.key")
    }

    /// Starts it again.
    #[track_caller]
    pub fn begin(&mut self) {
        let log = File::options().append(true).create(true).open(self.folder.path().join("log")).unwrap();
        let mut command = program("postgres", self.folder.path());
        command.arg("-D").arg(self.data()).arg("-k").arg(self.folder.path());
        command.args(["-p", &self.port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        command.args(["-c", "max_connections=60", "-c", "shared_buffers=32MB"]);
        self.process = Some(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap());
        let started = Instant::now();
        while !self.answers() {
            assert!(started.elapsed() < PATIENCE, "PostgreSQL does not answer: {}", self.log());
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Stops it.
    pub fn stop(&mut self, how: Stop) {
        let Some(mut process) = self.process.take() else { return };
        let id = process.id();
        match how {
            Stop::Fast => process::signal(id, "INT"),
            Stop::Immediate => process::signal(id, "QUIT"),
            Stop::Kill => {
                for id in processes(id) {
                    process::signal(id, "KILL");
                }
            }
        }
        drop(process.wait());
        // What is left of it would still hold the data.
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() && started.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Lets all of it stand still until the answer is dropped: connections stay, and nothing answers.
    #[must_use]
    pub fn freeze(&self) -> Frozen {
        let id = self.process.as_ref().unwrap().id();
        // The first one makes the others, so it comes first.
        process::signal(id, "STOP");
        let frozen = Frozen(processes(id));
        for id in &frozen.0 {
            process::signal(*id, "STOP");
        }
        frozen
    }

    /// Everything that is stored, as text.
    pub fn dump(&self) -> String {
        let mut dump = program("pg_dump", self.folder.path());
        let output = dump.arg("--dbname").arg(self.url()).output().unwrap();
        assert!(output.status.success(), "pg_dump: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn answers(&self) -> bool {
        let connection = PgConnection::establish(&self.url());
        connection.is_ok_and(|mut connection| connection.batch_execute("SELECT 1").is_ok())
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop(Stop::Immediate);
    }
}

/// The processes that stand still.
#[derive(Debug)]
pub struct Frozen(Vec<u32>);

impl Drop for Frozen {
    fn drop(&mut self) {
        for id in &self.0 {
            process::signal(*id, "CONT");
        }
    }
}

/// The first process and those that it has started.
fn processes(first: u32) -> Vec<u32> {
    let mut all = vec![first];
    all.extend(process::children(first));
    all
}

/// One of PostgreSQL's programs; it refuses to run as root.
fn program(name: &str, working: &Path) -> Command {
    let mut command = Command::new(folder_of_programs().join(name));
    command.current_dir(working);
    if let Some((user, group)) = owner() {
        command.uid(user).gid(group);
    }
    command
}

/// Named by `cargo xtask faults`, else the newest of Debian's.
fn folder_of_programs() -> PathBuf {
    if let Some(named) = env::var_os("FOLLOWTHROUGH_TEST_POSTGRES_PROGRAMS") {
        return PathBuf::from(named);
    }
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest =
        versions.max_by_key(|entry| entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()));
    newest.expect("PostgreSQL is not installed; `cargo xtask faults` does it").path().join("bin")
}

/// User and group of `postgres`, if this is root.
fn owner() -> Option<(u32, u32)> {
    if !is_root() {
        return None;
    }
    let table = fs::read_to_string("/etc/passwd").unwrap();
    let of = |user: &str| {
        let line = table.lines().find_map(|line| line.strip_prefix(user)?.strip_prefix(':'))?;
        let mut ids = line.split(':').skip(1).map_while(|field| field.parse().ok());
        Some((ids.next()?, ids.next()?))
    };
    of("postgres").or_else(|| of("nobody"))
}
