//! The two bodies of an exchange, wrapped so that neither side can be kept waiting for ever: what the client
//! sends must keep a pace, and what it takes goes out in small pieces. Must not know what the bodies hold.

use std::{
    cell::{Cell, RefCell},
    error::Error,
    io, mem,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
    time::Duration,
};

use actix_web::{
    HttpMessage as _,
    body::{BodySize, BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    error::PayloadError,
    http::ConnectionType,
    web::{Bytes, Data},
};
use futures_util::Stream;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::{
    connection::{Exchange, Left, Pace, count},
    state::App,
};

/// What is copied at once for one connection. A client that reads nothing of a large answer costs this much and
/// not the answer, whose bytes are shared.
const PIECE: usize = 16 * 1024;

/// One request and its answer.
pub struct Paced {
    exchange: Option<Exchange>,
    incoming: Option<Rc<Incoming>>,
}

impl Paced {
    /// Takes the request's body, and puts in its place one that keeps a pace.
    pub fn begin(request: &mut ServiceRequest) -> Self {
        let exchange = request.request().conn_data::<Exchange>().cloned();
        if let Some(exchange) = &exchange {
            exchange.request_begins();
        }
        let pace = request.app_data::<Data<App>>().map(|app| Pace::of_senders(&app.config.server));
        let incoming = match (pace, request.take_payload()) {
            (_, Payload::None) | (None, _) => None,
            (Some(pace), payload) => {
                let incoming = Rc::new(Incoming {
                    payload: RefCell::new(payload),
                    end: Cell::new(End::Open),
                    exchange: exchange.clone(),
                });
                let reader = Reader {
                    incoming: incoming.clone(),
                    pace,
                    bytes: 0,
                    waited: Duration::ZERO,
                    waiting_since: None,
                    alarm: None,
                };
                request.set_payload(Payload::Stream { payload: Box::pin(reader) });
                Some(incoming)
            }
        };
        Self { exchange, incoming }
    }

    /// Wraps the answer. The rest of the request's body is kept until the answer is out: the library reads a body
    /// that nobody holds any more to its end, however long that takes, and closes the connection for one that is
    /// held.
    pub fn answer(mut self, mut response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
        if self.incoming.as_ref().is_some_and(|incoming| incoming.end.get() == End::Broken) {
            response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
        }
        if let Some(exchange) = &self.exchange {
            exchange.answer_begins();
        }
        let (exchange, incoming) = (self.exchange.take(), self.incoming.take());
        response.map_body(|_, body| {
            let body = match body.try_into_bytes() {
                Ok(bytes) => Body::Whole(bytes),
                Err(body) => Body::Parts(body),
            };
            BoxBody::new(Outgoing { body, exchange, incoming })
        })
    }
}

/// Whoever leaves without an answer must not leave the connection waiting for one.
impl Drop for Paced {
    fn drop(&mut self) {
        if let Some(exchange) = self.exchange.take() {
            exchange.answer_ends(Left::Body);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// More may come.
    Open,
    /// It came to its end.
    Whole,
    /// It is no body, or its sender has gone.
    Broken,
}

/// A request's body. Whoever reads it shares it with the answer.
struct Incoming {
    payload: RefCell<Payload>,
    end: Cell<End>,
    exchange: Option<Exchange>,
}

/// Reads a body. Only the time in which we wait for the sender counts, not what we do with it.
struct Reader {
    incoming: Rc<Incoming>,
    pace: Pace,
    bytes: u64,
    waited: Duration,
    waiting_since: Option<Instant>,
    alarm: Option<Pin<Box<Sleep>>>,
}

impl Reader {
    fn came(&mut self, piece: Option<&Result<Bytes, PayloadError>>) {
        if let Some(since) = self.waiting_since.take() {
            self.waited += since.elapsed();
        }
        let exchange = self.incoming.exchange.as_ref();
        match piece {
            Some(Ok(piece)) => {
                self.bytes = self.bytes.saturating_add(count(piece.len()));
                if let Some(exchange) = exchange {
                    exchange.body_read(piece);
                }
            }
            Some(Err(_)) => {
                self.incoming.end.set(End::Broken);
                if let Some(exchange) = exchange {
                    exchange.body_breaks();
                }
            }
            None => self.incoming.end.set(End::Whole),
        }
    }

    /// Ready when the sender was too slow.
    fn poll_patience(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let since = *self.waiting_since.get_or_insert_with(Instant::now);
        let left = self.pace.allowed(self.bytes).saturating_sub(self.waited);
        let deadline = since + self.pace.pause.min(left);
        let alarm = self.alarm.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if alarm.deadline() != deadline {
            alarm.as_mut().reset(deadline);
        }
        alarm.as_mut().poll(context)
    }
}

impl Stream for Reader {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut *this.incoming.payload.borrow_mut()).poll_next(context);
        if let Poll::Ready(piece) = polled {
            this.came(piece.as_ref());
            return Poll::Ready(piece);
        }
        ready!(this.poll_patience(context));
        Poll::Ready(Some(Err(PayloadError::Io(io::ErrorKind::TimedOut.into()))))
    }
}

/// An answer's body.
struct Outgoing {
    body: Body,
    exchange: Option<Exchange>,
    incoming: Option<Rc<Incoming>>,
}

enum Body {
    Whole(Bytes),
    Parts(BoxBody),
}

impl MessageBody for Outgoing {
    type Error = Box<dyn Error>;

    fn size(&self) -> BodySize {
        match &self.body {
            Body::Whole(bytes) => bytes.size(),
            Body::Parts(body) => body.size(),
        }
    }

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        match &mut self.get_mut().body {
            Body::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Body::Whole(bytes) if bytes.len() <= PIECE => Poll::Ready(Some(Ok(mem::take(bytes)))),
            Body::Whole(bytes) => Poll::Ready(Some(Ok(bytes.split_to(PIECE)))),
            Body::Parts(body) => Pin::new(body).poll_next(context),
        }
    }
}

/// The library drops a body when it has taken all of it, and when there is none to take.
impl Drop for Outgoing {
    fn drop(&mut self) {
        let is_open = |incoming: &Rc<Incoming>| incoming.end.get() != End::Whole;
        let left = if self.incoming.as_ref().is_some_and(is_open) { Left::Body } else { Left::Nothing };
        if let Some(exchange) = &self.exchange {
            exchange.answer_ends(left);
        }
    }
}
