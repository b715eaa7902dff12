//! Clients that take connections and give nothing for them, from many addresses of this machine, each replaced
//! as soon as the server has cut it.

use std::{
    collections::HashSet,
    io::{ErrorKind, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpStream},
    thread,
    time::{Duration, Instant},
};

use socket2::{Domain, Socket, Type};

use crate::process::held_at;

/// The ways to be slow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Opens a connection and says nothing.
    Silent,
    /// A line of the head every two seconds.
    FirstHead,
    /// A good request, and then another one as slow as that.
    SecondHead,
    /// A good request, and then one byte of another.
    SecondByte,
    /// The first bytes of a chunked body, for an address that wants none.
    ChunkedLivez,
    /// A chunked body of which nothing comes, for an address that is not there. Behind a head that came alone
    /// the connection looks like one that has its answer.
    ChunkedUnknown,
    /// The first bytes of a chunked body, for an address that reads it.
    ChunkedBody,
    /// A byte of a body of known length every two seconds.
    SlowBody,
    /// Asks for 1 MB and takes nothing of it.
    NeverReads,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Silent,
        Self::FirstHead,
        Self::SecondHead,
        Self::SecondByte,
        Self::ChunkedLivez,
        Self::ChunkedUnknown,
        Self::ChunkedBody,
        Self::SlowBody,
        Self::NeverReads,
    ];

    /// As what the server counts it when it cuts it itself. Nothing for those that get an answer.
    pub fn counts_as(self) -> Option<&'static str> {
        match self {
            Self::Silent => Some("silent"),
            Self::FirstHead | Self::SecondHead | Self::SecondByte => Some("slow-head"),
            Self::NeverReads => Some("slow-reader"),
            Self::ChunkedLivez | Self::ChunkedUnknown | Self::ChunkedBody | Self::SlowBody => None,
        }
    }

    /// What is sent at once.
    fn opening(self, bearer: &str) -> String {
        let chunked = "Host: x\r\nTransfer-Encoding: chunked\r\n";
        let json = format!("Authorization: {bearer}\r\nContent-Type: application/json\r\n");
        match self {
            Self::Silent => String::new(),
            Self::FirstHead => "GET /livez HTTP/1.1\r\n".to_owned(),
            Self::SecondHead | Self::SecondByte => "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
            Self::ChunkedLivez => format!("GET /livez HTTP/1.1\r\n{chunked}\r\n1\r\n{{\r\n"),
            Self::ChunkedUnknown => format!("POST /nothing HTTP/1.1\r\n{chunked}\r\n"),
            Self::ChunkedBody => format!("POST /v1/customers HTTP/1.1\r\n{chunked}{json}\r\n1\r\n{{\r\n"),
            Self::SlowBody => {
                format!("POST /v1/customers HTTP/1.1\r\nHost: x\r\n{json}Content-Length: 400\r\n\r\n{{")
            }
            Self::NeverReads => "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
        }
    }

    /// What is sent every two seconds after it.
    fn drop_of_it(self, has_answer: bool, count: u32) -> Option<&'static [u8]> {
        match self {
            Self::FirstHead => Some(b"X-Slow: 1\r\n"),
            Self::SecondHead if has_answer && count == 0 => Some(b"GET /livez HTTP/1.1\r\n"),
            Self::SecondHead if has_answer => Some(b"X-Slow: 1\r\n"),
            Self::SecondByte if has_answer && count == 0 => Some(b"G"),
            Self::SlowBody => Some(b" "),
            _ => None,
        }
    }
}

/// A siege to be.
#[derive(Debug)]
pub struct Siege {
    /// How each connection is slow, in turn.
    pub kinds: Vec<Kind>,
    /// How many at once.
    pub connections: usize,
    /// From how many addresses, `127.0.1.1` and so on.
    pub addresses: usize,
    /// For how long a cut one is replaced.
    pub lasts: Duration,
    /// What opens the door to a body.
    pub bearer: String,
}

/// What became of them.
#[derive(Debug, Default)]
pub struct SiegeOutcome {
    /// Connections that were opened.
    pub opened: usize,
    /// The most that the server held at once.
    pub most: usize,
    /// The longest that one was held.
    pub longest: Duration,
    /// Those that the server still held when patience ended.
    pub left: usize,
}

struct Slow {
    kind: Kind,
    stream: TcpStream,
    local: SocketAddrV4,
    since: Instant,
    next: Instant,
    drops: u32,
    has_answer: bool,
    was_held: bool,
}

const EVERY: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_millis(100);
/// A cut connection is not replaced at once, so that this machine is busy with the server and not with us.
const REST: Duration = Duration::from_millis(500);

impl Siege {
    /// Lays it. Ends when the server holds none of them any more, or when `patience` after the last replacement
    /// is over.
    pub fn lay(&self, port: u16, patience: Duration) -> SiegeOutcome {
        let started = Instant::now();
        let mut outcome = SiegeOutcome::default();
        let ours = |remote: &&SocketAddrV4| remote.ip().octets()[2] == 1;
        let mut places: Vec<Result<Slow, Instant>> = (0..self.connections).map(|_| Err(started)).collect();
        loop {
            let now = Instant::now();
            let goes_on = now.duration_since(started) < self.lasts;
            let mut is_full = false;
            for (number, place) in places.iter_mut().enumerate() {
                if goes_on && !is_full && place.as_ref().is_err_and(|from| *from <= now) {
                    match self.open(number, port) {
                        Some(slow) => {
                            outcome.opened += 1;
                            *place = Ok(slow);
                        }
                        // Nobody takes connections now; the others may wait for the next look.
                        None => is_full = true,
                    }
                }
            }
            let held = held_at(port);
            outcome.most = outcome.most.max(held.iter().filter(ours).count());
            for place in &mut places {
                let Ok(slow) = place else { continue };
                if slow.is_over(&held) {
                    outcome.longest = outcome.longest.max(slow.since.elapsed());
                    *place = Err(Instant::now() + REST);
                } else {
                    slow.go_on();
                }
            }
            // A client sees the end before the server has let go.
            let (open, at_server) = (places.iter().flatten().count(), held.iter().filter(ours).count());
            outcome.left = open.max(at_server);
            let is_over = !goes_on && outcome.left == 0;
            if is_over || started.elapsed() > self.lasts + patience {
                return outcome;
            }
            thread::sleep(LOOK);
        }
    }

    fn open(&self, number: usize, port: u16) -> Option<Slow> {
        let kind = self.kinds[number % self.kinds.len()];
        let address = u8::try_from(1 + number % self.addresses).unwrap();
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        if kind == Kind::NeverReads {
            socket.set_recv_buffer_size(4096).unwrap();
        }
        socket.bind(&SocketAddrV4::new(Ipv4Addr::new(127, 0, 1, address), 0).into()).unwrap();
        let server = SocketAddrV4::new(Ipv4Addr::LOCALHOST, port);
        socket.connect_timeout(&server.into(), Duration::from_secs(1)).ok()?;
        let mut stream = TcpStream::from(socket);
        let SocketAddr::V4(local) = stream.local_addr().ok()? else { return None };
        // It may be cut already, which is seen soon enough.
        drop(stream.write_all(kind.opening(&self.bearer).as_bytes()));
        stream.set_nonblocking(true).unwrap();
        let since = Instant::now();
        let (drops, has_answer, was_held) = (0, false, false);
        Some(Slow { kind, stream, local, since, next: since + EVERY, drops, has_answer, was_held })
    }
}

impl Slow {
    /// Whether the server has cut it: seen at its end, and at the server's where we read nothing.
    fn is_over(&mut self, held: &HashSet<SocketAddrV4>) -> bool {
        if self.kind == Kind::NeverReads {
            let is_held = held.contains(&self.local);
            self.was_held |= is_held;
            let is_reset = !matches!(self.stream.take_error(), Ok(None));
            let is_closed =
                !self.stream.peek(&mut [0]).map_or_else(|error| would_block(&error), |count| count > 0);
            return is_reset || is_closed || (self.was_held && !is_held);
        }
        let mut portion = [0; 4096];
        loop {
            match self.stream.read(&mut portion) {
                Ok(0) => return true,
                Ok(_) => self.has_answer = true,
                Err(error) => return !would_block(&error),
            }
        }
    }

    fn go_on(&mut self) {
        if self.next > Instant::now() {
            return;
        }
        self.next += EVERY;
        if let Some(bytes) = self.kind.drop_of_it(self.has_answer, self.drops) {
            self.drops += 1;
            drop(self.stream.write(bytes));
        }
    }
}

fn would_block(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}
