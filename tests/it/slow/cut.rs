//! Every way to hold a connection without using it, side by side on one server. The clients keep their sockets
//! open and look at what the server's kernel still holds: an answer that can be read is not yet an end.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpStream},
    thread,
    time::{Duration, Instant},
};

use followthrough_backend::config::Span;

use super::wire::{connect, connect_with, held_by_server, post, status};
use crate::{
    builders::a_sale,
    clients::path,
    harness::{Backend, TestApp},
};

/// What a client does after its first bytes.
#[derive(Clone, Copy)]
enum Then {
    /// Nothing; it reads what comes.
    Waits,
    /// Sends this again and again, and reads what comes.
    Drips(&'static str),
    /// Never reads.
    ReadsNothing,
    /// Sends this again and again, and never reads.
    Asks(&'static str),
    /// Reads a little again and again.
    Sips,
}

struct Client {
    what: &'static str,
    then: Then,
    stream: TcpStream,
    heard: Vec<u8>,
    gone_after: Option<Duration>,
}

impl Client {
    fn begin(app: &TestApp, what: &'static str, first: &str, then: Then) -> Self {
        let mut stream = connect_with(app, Ipv4Addr::LOCALHOST, |socket| {
            if matches!(then, Then::ReadsNothing | Then::Asks(_) | Then::Sips) {
                socket.set_recv_buffer_size(4096).unwrap();
            }
        });
        stream.write_all(first.as_bytes()).unwrap();
        stream.set_nonblocking(true).unwrap();
        Self { what, then, stream, heard: Vec::new(), gone_after: None }
    }

    /// One that was answered before it became slow.
    fn begin_again(app: &TestApp, what: &'static str, next: &str, then: Then) -> Self {
        let mut stream = connect(app, Ipv4Addr::LOCALHOST);
        stream.write_all(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let mut answer = [0; 4096];
        let length = stream.read(&mut answer).unwrap();
        assert!(answer[..length].ends_with(b"ok\n"), "{what}");
        stream.write_all(next.as_bytes()).unwrap();
        stream.set_nonblocking(true).unwrap();
        Self { what, then, stream, heard: Vec::new(), gone_after: None }
    }

    fn go_on(&mut self) {
        let mut some = [0; 512];
        match self.then {
            Then::ReadsNothing => {}
            // Whoever was cut cannot send; that it was is seen elsewhere.
            Then::Asks(more) => drop(self.stream.write_all(more.as_bytes())),
            Then::Sips => drop(self.stream.read(&mut some)),
            Then::Waits => self.hear(),
            Then::Drips(piece) => {
                let _ = self.stream.write_all(piece.as_bytes());
                self.hear();
            }
        }
    }

    fn hear(&mut self) {
        let mut some = [0; 4096];
        while let Ok(length @ 1..) = self.stream.read(&mut some) {
            self.heard.extend(&some[..length]);
        }
    }
}

/// Lets all go on until the server holds none of them, and tells when each was gone.
fn until_gone(app: &TestApp, clients: &mut [Client], most: Duration) {
    const STEP: Duration = Duration::from_millis(200);
    let began = Instant::now();
    while clients.iter().any(|client| client.gone_after.is_none()) {
        let held = held_by_server(app);
        for client in clients.iter_mut().filter(|client| client.gone_after.is_none()) {
            if held.contains(&client.stream.local_addr().unwrap().port()) {
                client.go_on();
            } else {
                client.gone_after = Some(began.elapsed());
            }
        }
        let left: Vec<&str> =
            clients.iter().filter(|client| client.gone_after.is_none()).map(|client| client.what).collect();
        assert!(left.is_empty() || began.elapsed() < most, "still held after {most:?}: {left:?}");
        assert_eq!(app.http.get("/livez").must(200).body, "ok\n", "others are served meanwhile");
        thread::sleep(STEP);
    }
}

fn all(app: &TestApp, token: &str, concerns: &str) -> Vec<Client> {
    const HALF: &str = "GET /livez HTTP/1.1\r\nHost: x\r\n";
    const CHUNKS: &str = "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"kin";
    const LENGTH: &str = "Content-Length: 400\r\n\r\n{\"kind\":";
    const LARGE: &str = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n";
    let begin = |what, first: &str, then| Client::begin(app, what, first, then);
    let again = |what, next: &str, then| Client::begin_again(app, what, next, then);
    let body = post(app, token, concerns);
    vec![
        begin("says nothing", "", Then::Waits),
        begin("half a head", HALF, Then::Waits),
        begin("a head that never ends", HALF, Then::Drips("X-Line: a\r\n")),
        again("a byte of a second head", "G", Then::Waits),
        again("half a second head", HALF, Then::Waits),
        again("a second head that never ends", HALF, Then::Drips("X-Line: a\r\n")),
        begin("half a second head with the first", &format!("{HALF}\r\n{HALF}"), Then::Waits),
        begin("chunks to a route without a body", &format!("{HALF}{CHUNKS}"), Then::Waits),
        begin("dripping chunks to it", &format!("{HALF}{CHUNKS}\r\n"), Then::Drips("1\r\nx\r\n")),
        begin("chunks to nowhere", &format!("POST /no HTTP/1.1\r\nHost: x\r\n{CHUNKS}"), Then::Waits),
        begin("a length to nowhere", &format!("POST /no HTTP/1.1\r\nHost: x\r\n{LENGTH}"), Then::Drips("x")),
        begin(
            "chunks without a token",
            &format!("POST {concerns} HTTP/1.1\r\nHost: x\r\n{CHUNKS}"),
            Then::Waits,
        ),
        begin("chunks of a body", &format!("{body}{CHUNKS}"), Then::Waits),
        begin("dripping chunks of a body", &format!("{body}{CHUNKS}\r\n"), Then::Drips("1\r\nx\r\n")),
        begin("a length of a body", &format!("{body}{LENGTH}"), Then::Waits),
        begin("a dripping length of a body", &format!("{body}{LENGTH}"), Then::Drips("x")),
        begin("reads nothing", LARGE, Then::ReadsNothing),
        begin("reads nothing of many", &LARGE.repeat(20), Then::ReadsNothing),
        begin("reads nothing and asks on", LARGE, Then::Asks("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")),
        begin("sips", LARGE, Then::Sips),
    ]
}

fn answered(clients: &[Client], what: &str) -> String {
    let client = clients.iter().find(|client| client.what == what).unwrap();
    String::from_utf8_lossy(&client.heard).into_owned()
}

#[test]
fn whoever_holds_a_connection_without_using_it_is_gone_within_twelve_seconds() {
    let app = TestApp::start_with(Backend::Sqlite, |config| config.server.workers = 2);
    let sale = a_sale().open(&app, &app.vendor("Nordic Coffee"));
    let mut clients = all(&app, &sale.browser.token(), &path(sale.id, "/concerns"));
    until_gone(&app, &mut clients, Duration::from_secs(12));
    for slow in
        ["chunks of a body", "dripping chunks of a body", "a length of a body", "a dripping length of a body"]
    {
        let answer = answered(&clients, slow);
        assert!(status(&answer) == "408" && answer.contains("body-timeout"), "{slow}: {answer}");
    }
    for slow in ["half a head", "a head that never ends", "half a second head"] {
        let answer = answered(&clients, slow);
        assert!(status(&answer) == "408" && answer.contains("application/problem+json"), "{slow}: {answer}");
    }
    assert_eq!(status(&answered(&clients, "chunks to a route without a body")), "200");
    assert_eq!(status(&answered(&clients, "chunks to nowhere")), "404");
    assert_eq!(status(&answered(&clients, "chunks without a token")), "401");
    assert_eq!(answered(&clients, "says nothing"), "", "who asked nothing is not answered");
    assert_eq!(app.database.count("concern"), 0);
    let counts = app.management.get("/metrics").must(200).body;
    for reason in ["silent", "slow-head", "slow-reader"] {
        assert!(counts.contains(&format!("connections_cut_total{{reason=\"{reason}\"}}")), "{counts}");
    }
}

#[test]
fn the_configuration_says_how_long_anybody_is_waited_for() {
    let app = TestApp::start_with(Backend::Sqlite, |config| {
        config.server.head_timeout = Span::milliseconds(500);
        config.server.stall_timeout = Span::milliseconds(500);
        config.server.keep_alive = Span::milliseconds(500);
    });
    let sale = a_sale().open(&app, &app.vendor("Nordic Coffee"));
    let mut clients = all(&app, &sale.browser.token(), &path(sale.id, "/concerns"));
    clients.push(Client::begin_again(&app, "idle", "", Then::Waits));
    // With the defaults a slow body alone takes longer than this.
    until_gone(&app, &mut clients, Duration::from_secs(5));
}
