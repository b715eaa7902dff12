//! The demo: its program beside the real server, on a port and thereby an origin of its own.

use std::process::Stdio;

use crate::{
    children::{Program, free_port},
    server::{Server, binary, program},
};

/// A server with the demo's dealer at it, whose portal is open.
#[derive(Debug)]
pub struct Dealer {
    /// The server.
    pub server: Server,
    port: u16,
    portal: Option<Program>,
}

impl Dealer {
    /// Seeded, on the day on which a visitor finds it.
    pub fn open() -> Self {
        let mut server = Server::prepare(None);
        server.run(&["migrate"]);
        server.start();
        let mut dealer = Self { server, port: free_port(), portal: None };
        dealer.start();
        dealer
    }

    /// The portal's origin.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Ends both without warning, and starts them again.
    pub fn restart(&mut self) {
        self.portal = None;
        self.server.kill();
        self.server.start();
        self.start();
    }

    fn start(&mut self) {
        let mut command = self.server.beside(&program("FOLLOWTHROUGH_TEST_DEMO", "followthrough-demo"));
        command.arg("--server").arg(self.server.origin());
        command.arg("--program").arg(binary()).args(["serve", "--port", &self.port.to_string()]);
        self.portal = Some(Program::start(command.stdout(Stdio::null()), self.port));
    }
}
