//! What a connection is doing, and until when that is waited for. It is told the facts by the stream and by the
//! outermost layer of the service, holds no timer, and touches no socket.

use std::{cell::Cell, rc::Rc, time::Duration};

use tokio::time::Instant;

use super::pace::{Flow, Pace};
use crate::config;

/// The one watch of a connection, as the layers above find it with a request.
pub type Exchange = Rc<Watch>;

/// How long a client is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For a head, the first and every other.
    pub head: Duration,
    /// For the next request; nothing closes after every answer.
    pub keep_alive: Duration,
    /// While it takes an answer.
    pub answer: Pace,
}

impl Patience {
    /// That of this server.
    pub fn of(config: &config::Server) -> Self {
        Self {
            head: config.head_timeout.duration(),
            keep_alive: config.keep_alive.duration(),
            answer: Pace::of_readers(config),
        }
    }
}

/// Why a client is not waited for any longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It connected and said nothing.
    Silent,
    /// Its head did not end in time.
    SlowHead,
    /// It takes nothing of its answer, or too little.
    SlowReader,
    /// It has its answer and asks for nothing more. Nothing is wrong with that.
    Idle,
}

/// What an answer left unread of its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Nothing: the body had come to its end, or there was none.
    Nothing,
    /// Some of the body, which may never come.
    Body,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// A head is awaited, or on its way.
    Head { since: Instant, begun: bool },
    /// A request is worked on; its body has its own clock, and so does its answer.
    Busy,
    /// Everything is answered.
    Idle { since: Instant, patience: Duration },
}

/// What is known about a connection.
#[derive(Debug)]
pub struct Watch {
    patience: Patience,
    phase: Cell<Phase>,
    answer: Cell<Answer>,
    outgoing: Cell<Option<Flow>>,
    is_blocked: Cell<bool>,
    is_broken: Cell<bool>,
    last_read: Cell<Tail>,
    last_of_body: Cell<Tail>,
}

/// How far the answer is that goes out now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    None,
    Going,
    /// Given away whole, though perhaps not yet taken.
    Given(Left),
}

impl Watch {
    /// Of a connection that was just accepted.
    pub fn new(patience: Patience, now: Instant) -> Self {
        Self {
            patience,
            phase: Cell::new(Phase::Head { since: now, begun: false }),
            answer: Cell::new(Answer::None),
            outgoing: Cell::default(),
            is_blocked: Cell::default(),
            is_broken: Cell::default(),
            last_read: Cell::default(),
            last_of_body: Cell::default(),
        }
    }

    /// Bytes came in.
    pub fn read(&self, bytes: &[u8], now: Instant) {
        self.last_read.set(self.last_read.get().and(bytes));
        // Some clients send an empty line behind a body, and it is no head.
        let is_blank = bytes.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
        let since = match self.phase.get() {
            Phase::Head { since, begun: false } => since,
            Phase::Idle { .. } => now,
            Phase::Head { .. } | Phase::Busy => return,
        };
        if !is_blank {
            self.phase.set(Phase::Head { since, begun: true });
        }
    }

    /// A whole head came in, and the request is worked on.
    pub fn request_begins(&self) {
        self.phase.set(Phase::Busy);
        self.answer.set(Answer::None);
        self.last_of_body.set(Tail::default());
    }

    /// A piece of the request's body was taken.
    pub fn body_read(&self, piece: &[u8]) {
        self.last_of_body.set(self.last_of_body.get().and(piece));
    }

    /// The request's body cannot be read to its end.
    pub fn body_breaks(&self) {
        self.is_broken.set(true);
    }

    /// There is an answer, which goes out from now on.
    pub fn answer_begins(&self) {
        self.answer.set(Answer::Going);
    }

    /// The whole answer was given away.
    pub fn answer_ends(&self, left: Left) {
        self.answer.set(Answer::Given(left));
    }

    /// There are bytes to send.
    pub fn sending(&self, now: Instant) {
        self.outgoing.set(Some(self.outgoing.get().unwrap_or_else(|| Flow::begin(now))));
    }

    /// The client took some of them.
    pub fn sent(&self, bytes: usize, now: Instant) {
        self.is_blocked.set(false);
        self.outgoing.set(self.outgoing.get().map(|mut flow| {
            flow.moved(bytes, now);
            flow
        }));
    }

    /// The client takes none now.
    pub fn blocked(&self) {
        self.is_blocked.set(true);
    }

    /// Whatever there was to send has been taken.
    pub fn flushed(&self, now: Instant) {
        self.is_blocked.set(false);
        match self.answer.get() {
            Answer::Going => {}
            Answer::None => self.outgoing.set(None),
            Answer::Given(_) => {
                self.outgoing.set(None);
                if self.phase.get() == Phase::Busy {
                    self.phase.set(Phase::Idle { since: now, patience: self.patience_for_next() });
                }
            }
        }
    }

    /// Whether what goes out now belongs to an answer of the service.
    pub fn is_answering(&self) -> bool {
        self.answer.get() == Answer::Going
    }

    /// Whether the last request's body could not be read, which its own answer says.
    pub fn is_broken(&self) -> bool {
        self.is_broken.get()
    }

    /// Whether a request is worked on, or its answer not yet given to the kernel.
    pub fn is_at_work(&self) -> bool {
        self.phase.get() == Phase::Busy
    }

    /// Since when every request is read whole, answered and given to the kernel.
    pub fn settled_since(&self) -> Option<Instant> {
        match self.phase.get() {
            Phase::Idle { since, .. } if self.answer.get() != Answer::Given(Left::Body) => Some(since),
            Phase::Idle { .. } | Phase::Head { .. } | Phase::Busy => None,
        }
    }

    /// When the client will have been too slow, and in what. Nothing while it is we who work.
    pub fn deadline(&self) -> Option<(Instant, Cut)> {
        let asking = match self.phase.get() {
            Phase::Head { since, begun: false } => Some((since + self.patience.head, Cut::Silent)),
            Phase::Head { since, begun: true } => Some((since + self.patience.head, Cut::SlowHead)),
            Phase::Idle { since, patience } => Some((since + patience, Cut::Idle)),
            Phase::Busy => None,
        };
        let outgoing = self.outgoing.get().filter(|_| self.is_blocked.get());
        let taking = outgoing.map(|flow| (flow.deadline(self.patience.answer), Cut::SlowReader));
        asking.into_iter().chain(taking).min_by_key(|(at, _)| *at)
    }

    /// Half a head may have come together with the request before it, and nobody says so. Then what was read
    /// last is not the end of that request, and the next head has begun.
    fn patience_for_next(&self) -> Duration {
        let read = self.last_read.get();
        if read.is_end_of_head() || read.ends_with(self.last_of_body.get()) {
            self.patience.keep_alive
        } else {
            self.patience.head.min(self.patience.keep_alive)
        }
    }
}

/// The last bytes of what passed, the latest lowest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tail {
    bytes: u32,
    length: u32,
}

impl Tail {
    const MOST: usize = 4;

    fn and(self, more: &[u8]) -> Self {
        let last = more.get(more.len().saturating_sub(Self::MOST)..).unwrap_or_default();
        last.iter().fold(self, |tail, byte| Self {
            bytes: (tail.bytes << 8) | u32::from(*byte),
            length: (tail.length + 1).min(4),
        })
    }

    /// The empty line after a head, or after the last chunk of a body.
    fn is_end_of_head(self) -> bool {
        self.bytes & 0x00FF_FFFF == 0x000A_0D0A || self.bytes & 0xFFFF == 0x0A0A
    }

    fn ends_with(self, other: Self) -> bool {
        let mask = match other.length {
            0 => return false,
            1 => 0xFF,
            2 => 0xFFFF,
            3 => 0x00FF_FFFF,
            _ => u32::MAX,
        };
        self.length >= other.length && self.bytes & mask == other.bytes & mask
    }
}

#[cfg(test)]
mod tests;
