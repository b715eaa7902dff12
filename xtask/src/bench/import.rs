//! Imports at size: orders per second and memory on both databases, the same file twice, and a file with
//! mistakes of which exactly those must be told.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, process as own};

use anyhow::{Context, Result, bail, ensure};

use super::load;
use super::orders::{self, Quality};
use crate::cargo::{self, Profile};
use crate::debian;
use crate::postgres::{self, Disk, Postgres};
use crate::workspace::Workspace;
use crate::{process, say};

const MAP: &str = "docs/examples/olist-map.toml";
/// The most memory that ten times the orders may cost, in MiB.
const MORE_MEMORY: u64 = 30;

/// Imports and prints what it took.
pub fn run(workspace: &Workspace, count: u64) -> Result<ExitCode> {
    debian::install(workspace, &postgres::missing().into_iter().collect::<Vec<_>>())?;
    let server = cargo::build_server(workspace, Profile::Release)?;
    let folder = env::temp_dir().join(format!("followthrough-bench-{}", own::id()));
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let outcome = measure(&server, &workspace.path(MAP), &folder, count);
    let _ = fs::remove_dir_all(&folder);
    outcome.map(|()| ExitCode::SUCCESS)
}

fn measure(server: &Path, map: &Path, folder: &Path, count: u64) -> Result<()> {
    let few = folder.join("few.csv");
    let many = folder.join("many.csv");
    let spoilt = folder.join("spoilt.csv");
    orders::generate(&few, count.div_euclid(10), Quality::Good)?;
    orders::generate(&many, count, Quality::Good)?;
    let broken = orders::generate(&spoilt, count.div_euclid(10), Quality::WithMistakes)?;
    let postgres = Postgres::start(Disk::Awaited)?;
    for (name, url) in
        [("SQLite", folder.join("bench.db").to_string_lossy().into_owned()), ("PostgreSQL", postgres.url())]
    {
        say::headline(name);
        let shop = |file: &Path| Shop::open(server, map, &url, file);
        let small = shop(&few)?.import()?;
        say::line(format_args!("  {}", small.line));
        let shop_of_many = shop(&many)?;
        let large = shop_of_many.import()?;
        say::line(format_args!("  {}", large.line));
        ensure!(large.stored == count && large.refused == 0, "{name}: not every order was stored");
        if let Some((small, large)) = small.memory.zip(large.memory) {
            ensure!(large <= small + MORE_MEMORY, "{name}: memory grows with the file");
        }
        let before = shop_of_many.report()?;
        let again = shop_of_many.import()?;
        say::line(format_args!("  again: {}", again.line));
        let is_same = again.unchanged == count && shop_of_many.report()? == before;
        ensure!(is_same, "{name}: the second run changed something");
        let found = shop(&spoilt)?.refused_lines(folder)?;
        ensure!(found == broken, "{name}: the refused lines are not the broken ones");
        say::line(format_args!("  with mistakes: exactly the {} broken lines were refused", broken.len()));
    }
    Ok(())
}

/// A fresh vendor and the file to import for it.
struct Shop<'a> {
    server: &'a Path,
    map: &'a Path,
    url: &'a str,
    file: PathBuf,
    vendor: String,
}

/// The last word of an import.
struct Said {
    line: String,
    stored: u64,
    unchanged: u64,
    refused: u64,
    memory: Option<u64>,
}

impl<'a> Shop<'a> {
    fn open(server: &'a Path, map: &'a Path, url: &'a str, file: &Path) -> Result<Self> {
        let mut shop = Self { server, map, url, file: file.to_owned(), vendor: String::new() };
        let vendor = shop.command(&["vendor", "create", "--name", "Bench", "--time-zone", "Europe/Berlin"]);
        process::capture(&mut { vendor })?.trim().clone_into(&mut shop.vendor);
        process::capture(&mut shop.command(&[
            "member",
            "create",
            "--vendor",
            &shop.vendor,
            "--name",
            "Ann Berg",
        ]))?;
        Ok(shop)
    }

    fn command(&self, words: &[&str]) -> Command {
        load::command(self.server, self.url, words)
    }

    fn importing(&self) -> Command {
        let mut command = self.command(&["import", "--vendor", &self.vendor, "--map"]);
        command.arg(self.map).arg(&self.file);
        command
    }

    fn import(&self) -> Result<Said> {
        let said = process::capture(&mut self.importing())?;
        let said = said.lines().last().context("the import said nothing")?.to_owned();
        let number = |word: &str| number_before(&said, word).with_context(|| format!("no {word} in: {said}"));
        Ok(Said {
            stored: number(" stored")?,
            unchanged: number(" unchanged")?,
            refused: number(" refused")?,
            memory: number_before(&said, " MiB"),
            line: said,
        })
    }

    fn report(&self) -> Result<String> {
        process::capture(&mut self.command(&["report", "--json", "--vendor", &self.vendor]))
    }

    /// The lines that the report file names.
    fn refused_lines(&self, folder: &Path) -> Result<Vec<u64>> {
        let report = folder.join("refused.csv");
        process::capture(self.importing().arg("--report").arg(&report))?;
        let text = fs::read_to_string(&report).context("there is no report file")?;
        let line = |row: &str| match row.split_once(',') {
            Some((line, _)) => line.parse().with_context(|| format!("no line number in: {row}")),
            None => bail!("no row: {row}"),
        };
        text.lines().skip(1).map(line).collect()
    }
}

fn number_before(said: &str, word: &str) -> Option<u64> {
    said.split_once(word)?.0.rsplit(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::number_before;

    #[test]
    fn the_last_word_is_understood() {
        let said = "read 12 orders: 10 stored, 1 unchanged, 1 refused; 3210 orders/s, peak memory 38 MiB";
        assert_eq!(number_before(said, " stored"), Some(10));
        assert_eq!(number_before(said, " refused"), Some(1));
        assert_eq!(number_before(said, " MiB"), Some(38));
        assert_eq!(number_before(said, " lost"), None);
    }
}
