//! The help texts.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::say;

const OVERVIEW: &str = "\
The commands of this workspace.

  cargo xtask demo    set everything up, build, seed the demo vendor, serve its portal
  cargo xtask test    all gates and all tests, on SQLite and PostgreSQL and in a browser
  cargo xtask check   the gates alone: format, lints, licences, imports, sizes, …
  cargo xtask widget  build the widget's files into dist/assets/
  cargo xtask faults  break what is around the server, and see whether it keeps its promises
  cargo xtask size    what the widget weighs, against its budgets
  cargo xtask bench   measurements: read, write, worklist, growth, import, mixed
  cargo xtask gen     write the files that the code generates (openapi.json)
  cargo xtask help COMMAND

What is built for the workspace goes into the target folder of cargo and into dist/. Build tools
are compiled once into a cache: FOLLOWTHROUGH_TOOLS, else XDG_CACHE_HOME/followthrough, else
~/.cache/followthrough. The whole output of every long step is in its folder logs/.";

const DEMO: &str = "\
cargo xtask demo [--port 8080] [--data DIR] [--no-serve]

Makes everything that the demo needs and starts it:
  1. the compiler's wasm32 target, if it is missing;
  2. the widget in release, its files compressed with brotli and gzip;
  3. the server in a quick build, compiled at the same time as 2, with the widget inside, and the
     demo, a vendor's system and portal beside it that knows the server by its API alone;
  4. the SQLite database in DIR (demo-data/), migrated;
  5. the server, and over its API the demo vendor with three customers and their first week; what
     is there already stays;
  6. the vendor's portal.

  --port N      where the portal listens on 127.0.0.1 (8080); the server listens at the port after it
  --data DIR    where the demo keeps its database, configuration and keys (demo-data/)
  --no-serve    do all of it up to 5, and stop the server again";

const TEST: &str = "\
cargo xtask test [--skip-browser] [--skip-postgres] [--only SUITE] [-- FILTER]

Runs the gates of `cargo xtask check`, then all tests. A temporary PostgreSQL is started on a free
port and removed afterwards. Debian packages that are missing (postgresql, strace, chromium,
chromium-driver) are installed when this is root; otherwise the line to run is printed.

  --skip-browser    leave the browser tests out
  --skip-postgres   run the HTTP and fault tests on SQLite alone
  --only SUITE      gates, unit, http, faults or browser
  -- FILTER         only tests whose name contains FILTER

The last line is `N passed, N failed`; gates count like tests.";

const CHECK: &str = "\
cargo xtask check [--only WORD]

Runs every gate, also after one has failed, and sums up: Cargo.lock, formatting, file length and
module documentation, style sheets, import table, dependency trees, clippy (host and browser),
common for wasm32, rustdoc, generated files, cargo-deny, cargo-machete, build and size of the
widget. The tools are compiled into the tool cache when they are missing.

  --only WORD   the gates whose name contains WORD";

const WIDGET: &str = "\
cargo xtask widget

Builds the widget if its sources changed: dist/assets/ then holds embed.js, style, glue and WASM with
their compressed siblings. `cargo build` puts them into the binary; a server that was built before
takes them from the folder that its option server.assets_dir names.";

const FAULTS: &str = "\
cargo xtask faults [--long] [-- FILTER]

Starts the server as processes and breaks what is around it: clients that are slow in every way,
kill -9 under load, a full disk, a disk that fails, a PostgreSQL that restarts or stands still,
copies of one request at two servers, a customer who writes without end, a log that cannot be
written. Prints the table of docs/trust.md: what is promised, how it is tried, what was measured.

  --long      everything harder, one test after the other, up to an hour: for the figures.
              Without it a few minutes, as in `cargo xtask test`
  -- FILTER   only tests whose name contains FILTER

A small disk can be mounted by root alone, and strace may be forbidden: what could not be tried
is told in the table.";

const SIZE: &str = "\
cargo xtask size

Builds the widget if its sources changed, prints raw and brotli size of embed.js, glue and WASM
next to their budgets, and fails above one.";

const BENCH: &str = "\
cargo xtask bench read [--seconds 5]
cargo xtask bench write [--seconds 10]
cargo xtask bench growth
cargo xtask bench import [--orders 100000]
cargo xtask bench worklist [--sales 10000] [--seconds 5]
cargo xtask bench weight [--seconds 60] [--server PATH]
cargo xtask bench mixed [--rates 100,200,400,800] [--seconds 12] [--server PATH]

  read   requests per second and p99 of GET /v1/portal/sales/{id}, answered 200 and 304, on SQLite
         and PostgreSQL, next to pgbench reading the same row. Loopback only; stops by itself.
  write  answers of customers per second and their p99 on 16 connections, on SQLite and PostgreSQL, next to
         pgbench inserting one row; and what one of them costs of the server's processor.
  growth how long an answer takes in a sale with 50 events and in one with 5,000, one after the other.
  import made-up orders into SQLite and PostgreSQL: orders per second, peak memory of N and of N/10
         orders, the same file again, and a file with mistakes of which exactly those are refused.
  weight time from the start to the first answer, memory at rest and after a load, and the bytes of the
         first view on the wire, on SQLite and PostgreSQL; of the server at PATH, else of one built now.
  worklist
         a vendor with many sales on SQLite and PostgreSQL: how fast they begin, how fast ten days go by
         for them, and pages of GET /v1/worklist/today. Loopback only; stops by itself.
  mixed  200 customers on SQLite and PostgreSQL, of whose requests 80 % ask whether something is new, 15 %
         open the widget and 5 % write, at fixed rates: p50 and p99 of each kind, and failures. With --server
         a server that was built before is measured instead, with two of them one after the other. Loopback
         only; stops by itself.";

const GEN: &str = "\
cargo xtask gen

Writes openapi.json from the code. `cargo xtask check` fails while it differs.";

/// Prints the help of a command: `help`, `help test`, `test --help`.
pub fn print(command: &str, arguments: &mut Arguments) -> Result<ExitCode> {
    let asked = if command == "help" { arguments.next_word() } else { Some(command.to_owned()) };
    say::line(match asked.as_deref() {
        None | Some("--help") => OVERVIEW,
        Some("demo") => DEMO,
        Some("test") => TEST,
        Some("check") => CHECK,
        Some("widget") => WIDGET,
        Some("faults") => FAULTS,
        Some("size") => SIZE,
        Some("bench") => BENCH,
        Some("gen") => GEN,
        Some(other) => bail!("there is no command `{other}`; `cargo xtask help` lists the commands"),
    });
    Ok(ExitCode::SUCCESS)
}
