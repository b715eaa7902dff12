//! Runs the server in the foreground: shows its address when it answers, hands on the signals.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::say;

const START_LIMIT: Duration = Duration::from_secs(30);

/// Serves until the server ends by itself or by a signal, and answers with its exit code.
pub fn until_stopped(server: &Path, configuration: &Path, port: u16) -> Result<ExitCode> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot listen for signals")?;
    let mut child = Command::new(server)
        .arg("serve")
        .arg("--config")
        .arg(configuration)
        .stdin(Stdio::null())
        // In a group of its own, Ctrl-C reaches it once, as the request to stop gracefully.
        .process_group(0)
        .spawn()
        .context("cannot start the server")?;
    let id = child.id();
    thread::spawn(move || {
        for _ in signals.forever() {
            // The shell's own `kill` is there even where the program is not installed.
            let _ = Command::new("sh").args(["-c", &format!("kill -TERM {id}")]).status();
        }
    });
    wait_until_it_answers(&mut child, port)?;
    say::framed(&[
        format!("Followthrough's demo runs at http://127.0.0.1:{port}/"),
        "Stop it with Ctrl-C; what you did is kept.".to_owned(),
    ]);
    let status = child.wait().context("cannot wait for the server")?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

fn wait_until_it_answers(child: &mut Child, port: u16) -> Result<()> {
    let started = Instant::now();
    while !is_alive(port) {
        if let Some(status) = child.try_wait().context("cannot wait for the server")? {
            bail!(
                "the server stopped at once ({status}); its reason is above (is port {port} taken? --port N)"
            );
        }
        if started.elapsed() > START_LIMIT {
            let _ = child.kill();
            bail!("the server does not answer after {}", say::seconds(START_LIMIT));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn is_alive(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        connection.set_read_timeout(Some(Duration::from_secs(2)))?;
        connection.write_all(b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
