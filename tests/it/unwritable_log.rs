//! A log that nobody can read is a loss for the operator and no reason to stop serving everybody else.

use std::{
    fs,
    io::{self, Read as _, Write as _},
    net::TcpStream,
    process::Stdio,
    time::Duration,
};

use crate::{
    harness::{Backend, Database},
    two_servers::server::Server,
};

/// Every kind of request that writes a line: answered, refused, and not even HTTP.
fn is_served(log: Stdio) {
    let database = Database::fresh(Backend::Sqlite);
    let mut server = Server::start_logging_to(&database, log);
    for _ in 0..3 {
        server.http.get("/livez").must(200);
        server.http.get("/v1/portal/sales").must(401);
        let mut connection = TcpStream::connect(server.http.address).unwrap();
        connection.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        connection.write_all(b"GET /\x80\xff HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        let _ = connection.read_to_end(&mut answer);
        assert!(answer.starts_with(b"HTTP/1.1 400"), "{}", String::from_utf8_lossy(&answer));
    }
    server.http.get("/readyz").must(200);
    assert_eq!(server.end(), None);
}

#[test]
fn a_log_on_a_full_disk_stops_nobody() {
    is_served(fs::File::options().write(true).open("/dev/full").unwrap().into());
}

#[test]
fn a_log_whose_reader_is_gone_stops_nobody() {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    is_served(writer.into());
}

/// More lines than a pipe takes whose reader is there and does not read.
#[test]
fn a_log_that_nobody_reads_holds_up_nobody() {
    let (reader, writer) = io::pipe().unwrap();
    let database = Database::fresh(Backend::Sqlite);
    let mut server = Server::start_logging_to(&database, writer.into());
    for _ in 0..600 {
        server.http.get("/nothing").must(404);
    }
    server.http.get("/livez").must(200);
    assert_eq!(server.end(), None);
    drop(reader);
}
