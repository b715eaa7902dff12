//! A server as a process of its own, on somebody else's database.

use std::{
    env, fs,
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    harness::{Database, KEY},
    http::Http,
};

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// What another process is told besides the database: options as the environment names them, and their values.
pub type Settings<'a> = [(&'a str, &'a str)];

/// The secrets of every database are sealed with the same key, unless a test says otherwise.
pub const USUAL: &Settings<'static> = &[("SECRETS__KEY", KEY)];

/// A running server, gone when it is dropped.
pub struct Server {
    /// Where it listens.
    pub http: Http,
    process: Child,
    folder: TempDir,
}

impl Server {
    /// Starts one on a free port.
    pub fn start(database: &Database) -> Self {
        Self::try_start(database, USUAL).unwrap_or_else(|said| panic!("{said}"))
    }

    /// The same with settings. If it ends by itself instead, what it said.
    pub fn try_start(database: &Database, settings: &Settings<'_>) -> Result<Self, String> {
        let folder = TempDir::with_prefix("followthrough-server-").unwrap();
        let log = log(&folder);
        Self::begin(database, folder, log, settings)
    }

    /// The same with a log of the caller's.
    pub fn start_logging_to(database: &Database, log: Stdio) -> Self {
        let folder = TempDir::with_prefix("followthrough-server-").unwrap();
        Self::begin(database, folder, log, USUAL).unwrap()
    }

    fn begin(
        database: &Database,
        folder: TempDir,
        log: Stdio,
        settings: &Settings<'_>,
    ) -> Result<Self, String> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let process = spawn(database, address, &folder, log, settings)?;
        Ok(Self { http: Http::new(address), process, folder })
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Starts it again, where it was.
    pub fn restart(&mut self, database: &Database) {
        let log = log(&self.folder);
        self.process = spawn(database, self.http.address, &self.folder, log, USUAL).unwrap();
    }

    /// How it ended, if it did.
    pub fn end(&mut self) -> Option<ExitStatus> {
        self.process.try_wait().unwrap()
    }

    /// Runs another command of the binary. Whether all was well.
    pub fn run(database: &Database, arguments: &[&str]) -> bool {
        Self::output(database, USUAL, arguments).status.success()
    }

    /// The same with settings, and what it said.
    pub fn output(database: &Database, settings: &Settings<'_>, arguments: &[&str]) -> Output {
        let folder = TempDir::with_prefix("followthrough-server-").unwrap();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        command(database, address, &folder, settings).args(arguments).output().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A file in the server's folder.
fn log(folder: &TempDir) -> Stdio {
    fs::File::options().append(true).create(true).open(folder.path().join("log")).unwrap().into()
}

fn spawn(
    database: &Database,
    address: SocketAddr,
    folder: &TempDir,
    log: Stdio,
    settings: &Settings<'_>,
) -> Result<Child, String> {
    let mut command = command(database, address, folder, settings);
    command.arg("serve").stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    let mut process = command.spawn().unwrap();
    let started = Instant::now();
    while TcpStream::connect(address).is_err() {
        let log = || fs::read_to_string(folder.path().join("log")).unwrap_or_default();
        if let Some(status) = process.try_wait().unwrap() {
            return Err(format!("the server ended, {status}: {}", log()));
        }
        assert!(started.elapsed() < PATIENCE, "the server does not listen: {}", log());
        thread::sleep(Duration::from_millis(10));
    }
    Ok(process)
}

fn command(database: &Database, address: SocketAddr, folder: &TempDir, settings: &Settings<'_>) -> Command {
    let mut command = Command::new(binary());
    command.current_dir(folder.path());
    let mut set = |name: &str, value: &str| {
        command.env(format!("FOLLOWTHROUGH__{name}"), value);
    };
    set("SERVER__LISTEN", &address.to_string());
    set("SERVER__MANAGEMENT_LISTEN", "127.0.0.1:0");
    set("SERVER__PUBLIC_URL", &format!("http://{address}"));
    set("SERVER__WORKERS", "1");
    set("SERVER__SHUTDOWN_TIMEOUT", "1s");
    if let Some(assets) = env::var_os("FOLLOWTHROUGH_TEST_ASSETS") {
        set("SERVER__ASSETS_DIR", &assets.to_string_lossy());
    }
    set("DATABASE__URL", &database.plain_url());
    set("DATABASE__POOL_SIZE", "4");
    set("WORKER__POLL", "50ms");
    set("LOG__FORMAT", "text");
    for (name, value) in settings {
        set(name, value);
    }
    command
}

/// The server's binary: named by `cargo xtask test`, else the one that cargo put beside this test.
fn binary() -> PathBuf {
    let named = env::var_os("FOLLOWTHROUGH_TEST_SERVER").map(PathBuf::from);
    let found = named.unwrap_or_else(|| {
        let here = env::current_exe().unwrap();
        here.ancestors().nth(2).unwrap().join("followthrough")
    });
    assert!(found.is_file(), "{} is missing; `cargo xtask test` builds it", found.display());
    found
}
