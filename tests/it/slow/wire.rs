//! Bare connections, and what the kernel knows of the server's side of them.

use std::{
    collections::HashSet,
    fs,
    io::{Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

use socket2::{Domain, Socket, Type};

use crate::harness::TestApp;

/// Longer than anybody is waited for.
const LONG: Duration = Duration::from_secs(30);

/// A connection from an address of this machine.
pub fn connect(app: &TestApp, from: Ipv4Addr) -> TcpStream {
    connect_with(app, from, |_| {})
}

/// The same with settings that must be made before.
pub fn connect_with(app: &TestApp, from: Ipv4Addr, set: impl FnOnce(&Socket)) -> TcpStream {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    set(&socket);
    socket.bind(&SocketAddr::from((from, 0)).into()).unwrap();
    socket.connect(&app.http.address.into()).unwrap();
    let stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(LONG)).unwrap();
    stream.set_write_timeout(Some(LONG)).unwrap();
    stream
}

/// Sends the bytes and reads to the end of the connection.
pub fn exchange(app: &TestApp, bytes: &[u8]) -> String {
    let mut connection = connect(app, Ipv4Addr::LOCALHOST);
    // The server may refuse and close before it has read everything.
    let _ = connection.write_all(bytes);
    read_to_end(&mut connection)
}

/// What comes until the connection ends, however it ends.
pub fn read_to_end(connection: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let outcome = connection.read_to_end(&mut answer);
    let text = String::from_utf8_lossy(&answer).into_owned();
    let is_open = outcome.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock);
    assert!(!is_open, "the connection has no end: {text}");
    text
}

/// The status of the first answer.
pub fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("closed")
}

/// The head of a customer's write, without its last lines.
pub fn post(app: &TestApp, token: &str, path: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Idempotency-Key: 0123456789abcdef\r\n",
        app.http.address,
    )
}

/// The ports of all clients to whom the server's kernel still holds a connection, in whatever state.
pub fn held_by_server(app: &TestApp) -> HashSet<u16> {
    const LISTENS: &str = "0A";
    const IS_OVER: &str = "06";
    let table = fs::read_to_string("/proc/net/tcp").unwrap();
    let port = |address: &str| u16::from_str_radix(address.split_once(':').unwrap().1, 16).unwrap();
    let rows = table.lines().skip(1).map(|row| row.split_whitespace().collect::<Vec<_>>());
    rows.filter(|row| port(row[1]) == app.http.address.port() && ![LISTENS, IS_OVER].contains(&row[3]))
        .map(|row| port(row[2]))
        .collect()
}
