//! Programs that come as Debian packages: installed when this is root, else the line to run.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{process, say};

/// A package and the reason why the tests want it.
pub struct Package {
    pub name: &'static str,
    pub purpose: &'static str,
}

/// Installs the packages, or ends with the one line that does.
pub fn install(workspace: &Workspace, missing: &[Package]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    for package in missing {
        say::line(format_args!("  • {} is missing: {}", package.name, package.purpose));
    }
    if !is_root() {
        bail!(
            "please run once:\n\n    sudo apt-get install -y --no-install-recommends {}\n",
            names.join(" ")
        );
    }
    let what = format!("installing Debian packages: {}", names.join(", "));
    say::begins(&what);
    let started = Instant::now();
    let log = workspace.log("apt")?;
    process::run_logged("reading the package lists", apt().arg("update"), &log)?;
    let mut command = apt();
    command.args(["install", "-y", "--no-install-recommends"]).args(names);
    process::run_logged(&what, &mut command, &log)?;
    say::done(&what, started.elapsed());
    Ok(())
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Whether this process may install packages and must not run PostgreSQL as itself.
pub fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// User and group id of the first of these users that exists.
pub fn ids_of(users: &[&str]) -> Result<(u32, u32)> {
    let table = fs::read_to_string("/etc/passwd").context("cannot read /etc/passwd")?;
    users
        .iter()
        .find_map(|user| ids_in(&table, user))
        .with_context(|| format!("there is no user {}", users.join(" or ")))
}

fn ids_in(table: &str, user: &str) -> Option<(u32, u32)> {
    table.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next() != Some(user) {
            return None;
        }
        let mut ids = fields.skip(1).map_while(|field| field.parse().ok());
        Some((ids.next()?, ids.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::ids_in;

    #[test]
    fn ids_come_from_the_line_of_the_user() {
        let table = "root:x:0:0:root:/root:/bin/sh\npostgres:x:101:104:,,,:/var/lib:/bin/sh\n";
        assert_eq!(ids_in(table, "postgres"), Some((101, 104)));
        assert_eq!(ids_in(table, "post"), None);
    }
}
