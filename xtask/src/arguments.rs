//! What can be said after `cargo xtask`. What a command may be told stands beside the command.

use clap::{Parser, Subcommand};

use crate::{bench, check, demo, faults, test};

/// The commands of this workspace.
///
/// What is built for the workspace goes into the target folder of cargo and into dist/. Build tools are compiled once
/// into a cache: `FOLLOWTHROUGH_TOOLS`, else `XDG_CACHE_HOME`/followthrough, else ~/.cache/followthrough. The whole
/// output of every long step is in its folder logs/.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask")]
pub struct Arguments {
    /// Without one, this help is shown.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// One command and what it was told.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Set everything up, build, seed the demo vendor, serve its portal
    ///
    /// Makes everything that the demo needs and starts it:
    ///   1. the compiler's wasm32 target, if it is missing;
    ///   2. the widget in release, its files compressed with brotli and gzip;
    ///   3. the server in a quick build, compiled at the same time as 2, with the widget inside, and the demo, a
    ///      vendor's system and portal beside it that knows the server by its API alone;
    ///   4. the SQLite database in the data folder, migrated;
    ///   5. the server, and over its API the demo vendor with three customers and their first week; what is there
    ///      already stays;
    ///   6. the vendor's portal.
    #[command(verbatim_doc_comment)]
    Demo(demo::Options),
    /// All gates and all tests, on SQLite and PostgreSQL and in a browser.
    ///
    /// Runs the gates of `cargo xtask check`, then all tests. A temporary PostgreSQL is started on a free port and
    /// removed afterwards. Debian packages that are missing (postgresql, strace, chromium, chromium-driver) are
    /// installed when this is root; otherwise the line to run is printed.
    ///
    /// The last line is `N passed, N failed`; gates count like tests.
    Test(test::Options),
    /// The gates alone: format, lints, licences, imports, sizes, …
    ///
    /// Runs every gate, also after one has failed, and sums up: Cargo.lock, formatting, file length and module
    /// documentation, style sheets, import table, dependency trees, clippy (host and browser), common for wasm32,
    /// rustdoc, generated files, cargo-deny, cargo-machete, build and size of the widget. The tools are compiled into
    /// the tool cache when they are missing.
    Check(check::Options),
    /// Build the widget's files into dist/assets/.
    ///
    /// Builds the widget if its sources changed: dist/assets/ then holds embed.js, style, glue and WASM with their
    /// compressed siblings. `cargo build` puts them into the binary; a server that was built before takes them from
    /// the folder that its option `server.assets_dir` names.
    Widget,
    /// Break what is around the server, and see whether it keeps its promises.
    ///
    /// Starts the server as processes and breaks what is around it: clients that are slow in every way, kill -9 under
    /// load, a full disk, a disk that fails, a PostgreSQL that restarts or stands still, copies of one request at two
    /// servers, a customer who writes without end, a log that cannot be written. Prints the table of docs/trust.md:
    /// what is promised, how it is tried, what was measured.
    ///
    /// A small disk can be mounted by root alone, and strace may be forbidden: what could not be tried is told in the
    /// table.
    Faults(faults::Options),
    /// What the widget weighs, against its budgets.
    ///
    /// Builds the widget if its sources changed, prints raw and brotli size of embed.js, glue and WASM next to their
    /// budgets, and fails above one.
    Size,
    /// Measurements, one of those below.
    #[command(subcommand, flatten_help = true, disable_help_subcommand = true)]
    Bench(bench::Bench),
    /// Write the files that the code generates (openapi.json).
    ///
    /// `cargo xtask check` fails while one of them differs.
    Gen,
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::{Arguments, Command};
    use crate::bench::Bench;

    fn read(line: &str) -> Option<Command> {
        let words = ["xtask"].into_iter().chain(line.split_whitespace());
        Arguments::try_parse_from(words).ok()?.command
    }

    #[test]
    fn the_commands_contradict_each_other_nowhere() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn what_the_pages_tell_to_type_is_understood() {
        for line in [
            "demo",
            "demo --port 9000 --no-serve --data=here",
            "test",
            "test --only http -- concern",
            "test --skip-browser --skip-postgres",
            "check --only imports",
            "faults --long -- killed",
            "widget",
            "size",
            "gen",
            "bench read --seconds 1",
            "bench write",
            "bench growth",
            "bench mixed --server old --server new",
        ] {
            assert!(read(line).is_some(), "{line}");
        }
        let Some(Command::Bench(Bench::Mixed { rates, .. })) = read("bench mixed --rates 1,20") else {
            panic!("no rates")
        };
        assert_eq!(rates, [1, 20]);
    }

    #[test]
    fn what_nobody_asked_for_is_refused() {
        for line in [
            "dmeo",
            "demo --prot 9000",
            "demo --port",
            "demo --port --no-serve",
            "demo --port many",
            "test concern",
            "test --only htpp",
            "check -- imports",
            "widget --fast",
            "bench",
        ] {
            assert!(read(line).is_none(), "{line}");
        }
    }
}
