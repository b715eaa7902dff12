//! A real PostgreSQL for one test run: its own data folder, its own port, gone afterwards.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self as own, Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, io};

use anyhow::{Context, Result, bail};

use crate::debian::{self, Package};
use crate::{process, say, tools};

const OLDEST: u32 = 15;
const START_LIMIT: Duration = Duration::from_mins(1);
const FOLDER_PREFIX: &str = "followthrough-postgres-";

/// The running server. Dropping it stops the server and removes its data.
pub struct Postgres {
    programs: Programs,
    folder: PathBuf,
    server: Child,
    port: u16,
}

/// The package to install when no PostgreSQL is found.
pub fn missing() -> Option<Package> {
    const PURPOSE: &str = "the tests run on a temporary PostgreSQL of their own (the package may also \
                           start a server on port 5432; the tests never touch that one)";
    find_programs().is_err().then_some(Package { name: "postgresql", purpose: PURPOSE })
}

/// Whether a commit waits for the disk.
#[derive(Debug, Clone, Copy)]
pub enum Disk {
    /// The data lives for minutes, so nothing waits.
    Skipped,
    /// As where data is kept.
    Awaited,
}

impl Disk {
    fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Skipped => {
                &["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
            }
            Self::Awaited => &[],
        }
    }
}

impl Postgres {
    /// Makes a data folder and starts a server on a free loopback port.
    pub fn start(disk: Disk) -> Result<Self> {
        let started = Instant::now();
        let programs = Programs { folder: find_programs()?, owner: owner()? };
        remove_leftovers();
        let folder = env::temp_dir().join(format!("{FOLDER_PREFIX}{}", own::id()));
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        if let Some((user, group)) = programs.owner {
            chown(&folder, Some(user), Some(group))
                .with_context(|| format!("cannot hand over {}", folder.display()))?;
        }
        let data = folder.join("data");
        let mut initdb = programs.command("initdb", &folder);
        initdb.args([
            "--username=followthrough",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
        ]);
        process::capture(initdb.arg("--pgdata").arg(&data))?;
        let port = free_port()?;
        let log = File::create(folder.join("log")).context("cannot write PostgreSQL's log")?;
        let server = programs
            .command("postgres", &folder)
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&folder)
            .args(["-p", &port.to_string()])
            .args(["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"])
            .args(disk.settings())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .context("cannot start postgres")?;
        let mut running = Self { programs, folder, server, port };
        running.wait_until_it_answers()?;
        say::done("PostgreSQL runs on a temporary folder", started.elapsed());
        Ok(running)
    }

    /// Where tests connect; each makes a database of its own.
    pub fn url(&self) -> String {
        format!("postgres://followthrough@127.0.0.1:{}/postgres", self.port)
    }

    /// What a query prints.
    pub fn query(&self, sql: &str) -> Result<String> {
        let mut psql = self.programs.command("psql", &self.folder);
        process::capture(psql.args([
            "--no-align",
            "--tuples-only",
            "--command",
            sql,
            "--dbname",
            &self.url(),
        ]))
    }

    /// Runs a script with prepared statements on so many connections, for so many seconds.
    pub fn pgbench(&self, script: &Path, connections: u32, seconds: u32) -> Result<String> {
        let mut pgbench = self.programs.command("pgbench", &self.folder);
        pgbench.args(["--no-vacuum", "--protocol=prepared", "--jobs=2"]);
        pgbench.args(["--client", &connections.to_string(), "--time", &seconds.to_string()]);
        process::capture(pgbench.arg("--file").arg(script).arg(self.url()))
    }

    fn wait_until_it_answers(&mut self) -> Result<()> {
        let started = Instant::now();
        let mut probe = self.programs.command("pg_isready", &self.folder);
        probe.args(["--quiet", "--host=127.0.0.1", "--port", &self.port.to_string()]);
        loop {
            if let Some(status) = self.server.try_wait().context("cannot wait for postgres")? {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("postgres stopped at once ({status}):\n{log}");
            }
            if TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok()
                && process::capture(&mut probe).is_ok()
            {
                return Ok(());
            }
            if started.elapsed() > START_LIMIT {
                bail!("postgres does not answer after {}", say::seconds(START_LIMIT));
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.programs.command("pg_ctl", &self.folder);
        stop.args(["stop", "--mode=immediate", "--wait", "--pgdata"]).arg(self.folder.join("data"));
        if process::capture(&mut stop).is_err() {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// PostgreSQL's programs, and who runs them: it refuses to run as root.
struct Programs {
    folder: PathBuf,
    owner: Option<(u32, u32)>,
}

impl Programs {
    fn command(&self, name: &str, working: &Path) -> Command {
        let mut command = Command::new(self.folder.join(name));
        command.current_dir(working);
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command
    }
}

fn owner() -> Result<Option<(u32, u32)>> {
    debian::is_root().then(|| debian::ids_of(&["postgres", "nobody"])).transpose()
}

/// Where PostgreSQL's programs are: the newest of Debian's versions, else what is on `PATH`.
pub fn find_programs() -> Result<PathBuf> {
    let mut debian: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(version, folder)| *version >= OLDEST && folder.join("postgres").is_file())
        .collect();
    debian.sort();
    if let Some((_, folder)) = debian.pop() {
        return Ok(folder);
    }
    let found = tools::on_path("postgres").context("PostgreSQL is not installed")?;
    let said = process::capture(Command::new(&found).arg("--version"))?;
    match major_version(&said) {
        Some(version) if version >= OLDEST => {
            Ok(found.parent().context("postgres has no folder")?.to_owned())
        }
        _ => bail!("PostgreSQL {OLDEST} or newer is needed, not {}", said.trim()),
    }
}

/// `postgres (PostgreSQL) 15.18 (Debian …)` → 15.
fn major_version(said: &str) -> Option<u32> {
    said.split_whitespace().find_map(|word| word.split('.').next()?.parse().ok())
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// A run that was killed could not clean up; its number tells that it is gone.
fn remove_leftovers() {
    for entry in fs::read_dir(env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(number) = name.to_str().and_then(|name| name.strip_prefix(FOLDER_PREFIX)) else { continue };
        if !Path::new("/proc").join(number).exists() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::major_version;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major_version("postgres (PostgreSQL) 18beta1"), None);
    }
}
