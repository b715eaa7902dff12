//! `followthrough-demo`: a dealer's own system beside a Followthrough server, and his portal.

use std::{
    io::{self, Write as _},
    net::TcpListener,
    path::PathBuf,
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use followthrough_demo::{Commands, Door, Played, Theatre, portal};

/// A dealer of coffee machines with three customers, and his portal, in which they see what comes after the sale.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The origin of the Followthrough server, which must run
    #[arg(long, default_value = "http://127.0.0.1:8081", value_name = "URL")]
    server: String,
    /// Where the dealer's system keeps its keys and how far the story is
    #[arg(long, default_value = "demo-data", value_name = "DIR")]
    data: PathBuf,
    /// The server's binary, with whose commands the dealer is made the first time
    #[arg(long, default_value = "followthrough", value_name = "PATH")]
    program: PathBuf,
    /// The server's settings, for those commands
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, Subcommand)]
enum Command {
    /// Make the dealer and play the first week; doing it again changes nothing
    Seed,
    /// Print a token of one of the customers, good for ten minutes
    Token {
        /// mette, henrik or sara
        customer: String,
    },
    /// Seed, and serve the portal
    Serve {
        /// Where to listen on 127.0.0.1
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr().lock(), "followthrough-demo: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<()> {
    let Arguments { server, data, program, config, command } = arguments;
    let commands = Commands { program, config };
    let mut theatre = Theatre::open(Door::new(&server), &data, Some(&commands), Box::new(now))?;
    match command {
        Command::Seed => tell(&theatre.seed()?),
        Command::Token { customer } => {
            let story = theatre.cast.story(&customer).context("there is no such customer")?;
            writeln!(io::stdout().lock(), "{}", theatre.token(story)?).context("cannot print")
        }
        Command::Serve { port } => {
            theatre.seed()?;
            // On a developer's machine the page has two names.
            for name in ["127.0.0.1", "localhost"] {
                theatre.allow(&format!("http://{name}:{port}"))?;
            }
            let listener = TcpListener::bind(("127.0.0.1", port)).with_context(|| format!("port {port}"))?;
            actix_web::rt::System::new().block_on(portal::serve(listener, theatre)).context("the portal")
        }
    }
}

fn tell(played: &Played) -> Result<()> {
    let mut out = io::stdout().lock();
    match played.done {
        0 => writeln!(out, "The demo was there."),
        done => writeln!(out, "The demo is made: {done} requests."),
    }
    .context("cannot print")?;
    played.left_out.iter().try_for_each(|why| writeln!(out, "left out: {why}")).context("cannot print")
}

#[expect(clippy::disallowed_methods, reason = "tokens begin and expire by the time of the real world")]
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
