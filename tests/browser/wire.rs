//! As much of HTTP as the tests' own servers need: reading a request, and one thread per connection.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// A request.
#[derive(Debug)]
pub struct Request {
    /// `GET`.
    pub method: String,
    /// With the query.
    pub path: String,
    /// Head and body, as they came.
    pub bytes: Vec<u8>,
}

/// A listener that hands each connection to a function, until it is dropped.
#[derive(Debug)]
pub struct Listener {
    /// Where it listens.
    pub port: u16,
    stops: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    /// Listens at a free port.
    pub fn start(serve: impl Fn(TcpStream) + Clone + Send + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let stops = Arc::new(AtomicBool::new(false));
        let stopped = stops.clone();
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(stream), serve) = (stream, serve.clone()) else { continue };
                thread::spawn(move || serve(stream));
            }
        });
        Self { port, stops, thread: Some(thread) }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stops.store(true, Ordering::SeqCst);
        drop(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)));
        drop(self.thread.take().map(JoinHandle::join));
    }
}

/// Reads a request; none if the other side only opened a connection, as browsers do in advance.
pub fn read_request(stream: &mut TcpStream) -> Option<Request> {
    stream.set_read_timeout(Some(Duration::from_mins(1))).ok()?;
    let mut bytes = Vec::new();
    let mut portion = [0; 8192];
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        match stream.read(&mut portion).ok()? {
            0 => return None,
            count => bytes.extend_from_slice(portion.get(..count)?),
        }
    };
    let head = String::from_utf8_lossy(bytes.get(..end)?).into_owned();
    let length = head.lines().filter_map(|line| line.split_once(':'));
    let mut length = length.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length: usize = length.find_map(|(_, value)| value.trim().parse().ok()).unwrap_or(0);
    while bytes.len() < end + length {
        match stream.read(&mut portion).ok()? {
            0 => return None,
            count => bytes.extend_from_slice(portion.get(..count)?),
        }
    }
    let mut words = head.split_whitespace().map(str::to_owned);
    Some(Request { method: words.next()?, path: words.next()?, bytes })
}

/// Answers and closes.
pub fn answer(stream: &mut TcpStream, status: &str, headers: &[(&str, &str)], body: &str) {
    let headers: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let (headers, length) = (headers.concat(), body.len());
    let whole =
        format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}");
    // Whoever asked may be gone; then nobody misses the answer.
    drop(stream.write_all(whole.as_bytes()));
}
