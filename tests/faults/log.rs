//! A log that cannot be written is no reason to end.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
    time::Duration,
};

use crate::{promise::Promise, server::Server, vendor::Vendor};

const PROMISE: &str = "A log that cannot be written does not end the server";

/// A line for each of these is more than any log lost.
fn cause_lines(server: &Server) {
    for number in 0_u8..20 {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", server.port)) else { return };
        let bytes = [b"GET /".as_slice(), &[0x80 + number], b" HTTP/1.1\r\nHost: x\r\n\r\n"].concat();
        drop(stream.write_all(&bytes));
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        drop(stream.read(&mut [0; 64]));
    }
}

fn keeps_serving(promise: &mut Promise, mut server: Server) {
    server.start();
    cause_lines(&server);
    thread::sleep(Duration::from_millis(200));
    assert!(server.lives(), "it ended: {:?}", server.ended());
    let vendor = Vendor::create(&server);
    let sale = vendor.sell(&server.http, "mette");
    vendor.concern(&server.http, &sale, "The wand drips");
    cause_lines(&server);
    assert!(server.lives(), "it ended: {:?}", server.ended());
    promise.measured("20 malformed requests, a sale, a concern, 20 malformed requests: all answered");
}

#[test]
fn a_log_on_a_full_disk_does_not_end_the_server() {
    let mut promise = Promise::new(PROMISE, "standard error is /dev/full");
    keeps_serving(&mut promise, Server::on_sqlite().logging_to_a_full_disk());
}

#[test]
fn a_log_that_nobody_reads_any_more_does_not_end_the_server() {
    let mut promise = Promise::new(PROMISE, "standard error is a pipe whose reader has gone");
    keeps_serving(&mut promise, Server::on_sqlite().logging_to_nobody());
}
