//! Programs that a test starts: stopped when the test ends, however it ends.

use std::{
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long anything may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running program.
#[derive(Debug)]
pub struct Program(Child);

impl Program {
    /// Starts it and waits until it listens at `port`.
    pub fn start(command: &mut Command, port: u16) -> Self {
        let child = command.stdin(Stdio::null()).spawn();
        let mut program = Self(child.unwrap_or_else(|error| panic!("{command:?}: {error}")));
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if let Some(status) = program.0.try_wait().unwrap() {
                panic!("{command:?} ended: {status}");
            }
            assert!(started.elapsed() < PATIENCE, "{command:?} does not listen");
            thread::sleep(Duration::from_millis(10));
        }
        program
    }

    /// Lets it stand still: what is sent to it waits.
    pub fn freeze(&self) {
        let id = self.0.id();
        // The shell's own `kill` is there even where the program is not installed.
        let status = Command::new("sh").args(["-c", &format!("kill -STOP {id}")]).status().unwrap();
        assert!(status.success());
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A port that nobody listens at.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}
