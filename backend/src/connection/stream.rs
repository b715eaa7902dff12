//! The socket as the HTTP library sees it. It tells the watch what passes, and puts a whole answer in the place
//! of a bare one.

use std::{
    cell::RefCell,
    io,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
};

use actix_web::{http::StatusCode, rt::net::TcpStream, web::Bytes};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::Instant,
};

use super::{bare, watch::Watch};

/// A socket that is watched. Whoever made it keeps the socket, to close it when the library has let go.
pub struct Watched {
    socket: Rc<RefCell<TcpStream>>,
    watch: Rc<Watch>,
    /// The whole answer to what cannot be read.
    refuse: Rc<dyn Fn(StatusCode) -> Bytes>,
    substitute: Option<Substitute>,
}

/// What is written instead of something else.
struct Substitute {
    rest: Bytes,
    instead_of: usize,
}

impl Watched {
    /// Watches a socket.
    pub fn new(
        socket: Rc<RefCell<TcpStream>>,
        watch: Rc<Watch>,
        refuse: Rc<dyn Fn(StatusCode) -> Bytes>,
    ) -> Self {
        Self { socket, watch, refuse, substitute: None }
    }

    /// Its watch.
    pub fn watch(&self) -> &Rc<Watch> {
        &self.watch
    }

    fn poll_send(&self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.watch.sending(Instant::now());
        let polled = Pin::new(&mut *self.socket.borrow_mut()).poll_write(context, bytes);
        match &polled {
            Poll::Pending => self.watch.blocked(),
            Poll::Ready(Ok(sent)) => self.watch.sent(*sent, Instant::now()),
            Poll::Ready(Err(_)) => {}
        }
        polled
    }

    fn poll_substitute(
        &mut self,
        context: &mut Context<'_>,
        mut substitute: Substitute,
    ) -> Poll<io::Result<usize>> {
        while !substitute.rest.is_empty() {
            match self.poll_send(context, &substitute.rest) {
                Poll::Ready(Ok(sent)) if sent > 0 => drop(substitute.rest.split_to(sent)),
                Poll::Pending => {
                    self.substitute = Some(substitute);
                    return Poll::Pending;
                }
                failed @ Poll::Ready(_) => return failed,
            }
        }
        Poll::Ready(Ok(substitute.instead_of))
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut *self.socket.borrow_mut()).poll_read(context, buffer))?;
        if let Some(bytes) = buffer.filled().get(before..).filter(|bytes| !bytes.is_empty()) {
            self.watch.read(bytes, Instant::now());
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if let Some(substitute) = self.substitute.take() {
            return self.poll_substitute(context, substitute);
        }
        let found = if self.watch.is_answering() { None } else { bare::find(bytes) };
        match found {
            None => self.poll_send(context, bytes),
            Some((0, status)) => {
                // A body that cannot be read has been answered as what it is; the library says it once more.
                let rest = if self.watch.is_broken() { Bytes::new() } else { (self.refuse)(status) };
                self.poll_substitute(context, Substitute { rest, instead_of: bytes.len() })
            }
            Some((begins, _)) => self.poll_send(context, bytes.get(..begins).unwrap_or_default()),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.watch.flushed(Instant::now());
        Pin::new(&mut *self.socket.borrow_mut()).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut *self.socket.borrow_mut()).poll_shutdown(context)
    }
}
