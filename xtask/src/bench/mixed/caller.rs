//! One customer's browser: a connection that stays open, and the three things that it asks for. No more of HTTP than
//! that, so that the load costs little beside the server.

use std::io::{BufRead, BufReader, Read, Write};
use std::mem;
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::Kind;

/// Who waits longer has gone away.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection that lies open.
pub type Line = BufReader<TcpStream>;

/// The browser.
pub struct Caller {
    port: u16,
    token: String,
    sale: String,
    etag: Option<String>,
    connection: Option<Line>,
    writes: u32,
}

/// What the caller needs to know of an answer.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    etag: Option<String>,
    stays_open: bool,
}

impl Caller {
    /// A browser that shows this sale.
    pub fn new(port: u16, token: String, sale: String) -> Self {
        Self { port, token, sale, etag: None, connection: None, writes: 0 }
    }

    /// Writes once on the line that several share, under a key of its own, and wants to see only what is drawn.
    pub fn write_on(&mut self, line: &mut Option<Line>, path: &str, body: &str) -> Result<Answer> {
        let Self { port, token, sale, writes, .. } = &*self;
        let head = format!(
            "POST /v1/portal/sales/{sale}{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\
             Authorization: Bearer {token}\r\nIdempotency-Key: bench-{sale}-{writes}\r\n\
             Prefer: return=minimal\r\nContent-Type: application/json\r\n"
        );
        let request = with_body(&head, body);
        self.writes = self.writes.wrapping_add(1);
        mem::swap(line, &mut self.connection);
        let answer = self.exchange(&request);
        mem::swap(line, &mut self.connection);
        answer
    }

    /// Asks, and refuses what is not the answer to it.
    pub fn ask(&mut self, kind: Kind) -> Result<()> {
        let request = self.request(kind);
        let was_open = self.connection.is_some();
        let answer = match self.exchange(&request) {
            // The server may have closed a connection that lay idle; what was asked has an effect once anyway.
            Err(_) if was_open => self.exchange(&request),
            first => first,
        };
        let answer = answer.context("no answer")?;
        match (kind, answer.status) {
            (Kind::Poll, 200 | 304) => self.etag = answer.etag.or_else(|| self.etag.take()),
            (Kind::View | Kind::Write, 200) => {}
            (_, status) => bail!("{status}"),
        }
        Ok(())
    }

    fn request(&mut self, kind: Kind) -> String {
        let Self { port, token, sale, .. } = &*self;
        let host = format!("Host: 127.0.0.1:{port}\r\n");
        let bearer = format!("Authorization: Bearer {token}\r\n");
        match kind {
            Kind::Poll => {
                let known = self.etag.as_ref().map(|tag| format!("If-None-Match: {tag}\r\n"));
                let known = known.unwrap_or_default();
                format!("GET /v1/portal/sales/{sale} HTTP/1.1\r\n{host}{bearer}{known}\r\n")
            }
            Kind::View => {
                let head = format!("POST /v1/portal/view?sale={sale} HTTP/1.1\r\n{host}");
                with_body(&format!("{head}Content-Type: text/plain\r\n"), token)
            }
            Kind::Write => {
                let number = self.writes;
                let head = format!("PUT /v1/portal/sales/{sale}/vital-areas HTTP/1.1\r\n{host}{bearer}");
                let key = format!("Idempotency-Key: bench-{sale}-{number}\r\n");
                let body = format!("{{\"areas\":[{{\"area\":\"Quiet enough, {number}\"}}]}}");
                let written = with_body(&format!("{head}{key}Content-Type: application/json\r\n"), &body);
                self.writes = number.wrapping_add(1);
                written
            }
        }
    }

    fn exchange(&mut self, request: &str) -> Result<Answer> {
        // A connection whose answer broke off is not used again.
        let mut connection = match self.connection.take() {
            Some(open) => open,
            None => connect(self.port)?,
        };
        connection.get_mut().write_all(request.as_bytes())?;
        let answer = read(&mut connection)?;
        if answer.stays_open {
            self.connection = Some(connection);
        }
        Ok(answer)
    }
}

fn with_body(head: &str, body: &str) -> String {
    format!("{head}Content-Length: {}\r\n\r\n{body}", body.len())
}

fn connect(port: u16) -> Result<Line> {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    Ok(BufReader::with_capacity(64 * 1024, stream))
}

fn read(connection: &mut impl BufRead) -> Result<Answer> {
    let mut line = String::new();
    connection.read_line(&mut line)?;
    let status: u16 = line.split(' ').nth(1).and_then(|word| word.parse().ok()).context("no status")?;
    let mut answer = Answer { status, etag: None, stays_open: true };
    let mut length = 0_u64;
    loop {
        line.clear();
        connection.read_line(&mut line)?;
        let Some((name, value)) = line.split_once(':') else { break };
        match (name.to_ascii_lowercase().as_str(), value.trim()) {
            ("etag", tag) => answer.etag = Some(tag.to_owned()),
            ("content-length", number) => length = number.parse().context("no length")?,
            ("connection", "close") => answer.stays_open = false,
            ("transfer-encoding", _) => bail!("an answer in pieces"),
            _ => {}
        }
    }
    if status != 304 {
        let read = std::io::copy(&mut connection.take(length), &mut std::io::sink())?;
        if read < length {
            bail!("the answer broke off");
        }
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn one_answer_after_the_other_is_read() {
        let mut said: &[u8] =
            b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\netag: \"a\"\r\n\r\nokHTTP/1.1 304 Not Modified\r\n\
            ETag: \"b\"\r\nConnection: close\r\n\r\n";
        let first = read(&mut said).unwrap();
        assert_eq!((first.status, first.etag.as_deref(), first.stays_open), (200, Some("\"a\""), true));
        let second = read(&mut said).unwrap();
        assert_eq!((second.status, second.etag.as_deref(), second.stays_open), (304, Some("\"b\""), false));
    }
}
