//! One HTTP request to a server of our own on loopback; enough for health, a token and an `ETag`.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

const PATIENCE: Duration = Duration::from_secs(5);

/// An answer.
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// `GET path` with more header lines, each ending in CRLF.
pub fn get(port: u16, path: &str, headers: &str) -> Result<Answer> {
    send(port, &format!("GET {path}"), headers, "", PATIENCE)
}

/// `POST path` with JSON; the answer may take as long as `patience`.
pub fn post(port: u16, path: &str, headers: &str, json: &str, patience: Duration) -> Result<Answer> {
    let headers = format!("{headers}Content-Type: application/json\r\nContent-Length: {}\r\n", json.len());
    send(port, &format!("POST {path}"), &headers, json, patience)
}

fn send(port: u16, what: &str, headers: &str, body: &str, patience: Duration) -> Result<Answer> {
    let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).context("nobody listens")?;
    connection.set_read_timeout(Some(patience)).context("cannot set a time limit")?;
    let request =
        format!("{what} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}Connection: close\r\n\r\n{body}");
    connection.write_all(request.as_bytes()).context("cannot ask")?;
    let mut text = String::new();
    connection.read_to_string(&mut text).context("the answer broke off")?;
    let Some((head, body)) = text.split_once("\r\n\r\n") else { bail!("that was no HTTP answer") };
    let status =
        head.split(' ').nth(1).and_then(|word| word.parse().ok()).context("no status in the answer")?;
    Ok(Answer { status, head: head.to_owned(), body: body.to_owned() })
}
