//! A body is cut by its progress and not by its length: who has a slow line gets through.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use crate::{
    form,
    promise::Promise,
    server::Server,
    vendor::{Caller, Vendor},
};

/// Bytes each tenth of a second: 1.6 Mbit/s.
const PORTION: usize = 20_000;
const TENTH: Duration = Duration::from_millis(100);

/// How long the body is, if that is said before.
#[derive(Clone, Copy)]
enum Framing {
    Length,
    Chunks,
}

/// Sends an import of so many bytes and gives the answer and how long it took.
fn upload(server: &Server, bearer: &str, bytes: usize, framing: Framing) -> (String, Duration) {
    let started = Instant::now();
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let said = match framing {
        Framing::Length => format!("Content-Length: {bytes}"),
        Framing::Chunks => "Transfer-Encoding: chunked".to_owned(),
    };
    let head = format!(
        "POST /v1/imports HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: {bearer}\r\n\
         Content-Type: application/x-ndjson\r\n{said}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    // Lines that are read, judged and refused: what is stored is another promise.
    let line = format!("{{\"unknown\":\"{}\"}}\n", "x".repeat(1_000));
    let body = line.repeat(bytes / line.len() + 1);
    for (number, portion) in body.as_bytes()[..bytes].chunks(PORTION).enumerate() {
        let sent = match framing {
            Framing::Length => stream.write_all(portion),
            Framing::Chunks => {
                let (before, after) = (format!("{:x}\r\n", portion.len()), b"\r\n".as_slice());
                stream.write_all(&[before.as_bytes(), portion, after].concat())
            }
        };
        if sent.is_err() {
            break;
        }
        let due = TENTH * u32::try_from(number + 1).unwrap();
        thread::sleep(due.saturating_sub(started.elapsed()));
    }
    if matches!(framing, Framing::Chunks) {
        drop(stream.write_all(b"0\r\n\r\n"));
    }
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer));
    (String::from_utf8_lossy(&answer).into_owned(), started.elapsed())
}

#[test]
fn a_large_upload_on_a_slow_line_gets_through() {
    let bytes = form::pick(2_600_000, 10_000_000);
    let mut promise = Promise::new(
        "A large body on a slow line gets through",
        format!("an import of {} MB at 1.6 Mbit/s, with its length and in chunks", form::pick("2.6", "10")),
    );
    let mut server = Server::on_sqlite();
    server.start();
    let vendor = Vendor::create(&server);
    let bearer = vendor.bearer(&Caller::Shop);
    let both = thread::scope(|scope| {
        let (server, bearer) = (&server, &bearer);
        [Framing::Length, Framing::Chunks]
            .map(|framing| scope.spawn(move || upload(server, bearer, bytes, framing)))
            .map(|upload| upload.join().unwrap())
    });
    let status = |answer: &str| answer.split(' ').nth(1).unwrap_or("none").to_owned();
    let told =
        both.each_ref().map(|(answer, after)| format!("{} after {} s", status(answer), after.as_secs()));
    promise.measured(told.join(", "));
    for (answer, after) in &both {
        assert_eq!(status(answer), "200", "after {after:?}: {answer}");
        assert!(answer.contains("\"refused\":"), "{answer}");
    }
}
