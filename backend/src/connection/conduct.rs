//! One connection from its beginning to its end. The watch says until when the client is waited for; after that
//! the library's part is dropped as a whole, with whatever it was doing.

use std::{
    cell::RefCell,
    pin::pin,
    rc::Rc,
    task::{Poll, ready},
    time::Duration,
};

use actix_web::{http::StatusCode, rt::net::TcpStream, web::Bytes};
use tokio::time::{Instant, sleep_until};

use super::{
    closing::{close, cut},
    watch::{Cut, Patience, Watch},
};

/// How long somebody may go on who was refused, or has not asked: enough to read what is there.
const SHORT: Duration = Duration::from_secs(1);

/// Drives what the library does with a connection, and closes it afterwards. Tells why, if the client was too slow.
pub async fn conduct<E>(
    dispatch: impl Future<Output = Result<(), E>>,
    socket: Rc<RefCell<TcpStream>>,
    watch: &Watch,
    patience: Patience,
    refuse: &dyn Fn(StatusCode) -> Bytes,
) -> Option<Cut> {
    let outcome = until_too_slow(dispatch, watch).await;
    let Some(stream) = Rc::into_inner(socket).map(RefCell::into_inner) else { return outcome };
    match outcome {
        Some(Cut::SlowReader) => cut(stream),
        Some(Cut::SlowHead) => {
            // Before half a head nothing is on its way out, so a short text fits. If not, it is not worth waiting.
            let _ = stream.try_write(&refuse(StatusCode::REQUEST_TIMEOUT));
            close(stream, SHORT).await;
        }
        Some(Cut::Silent | Cut::Idle) => close(stream, SHORT).await,
        None => {
            // Who has its whole answer may still need some time to take what the kernel holds of it.
            let enough = patience.answer.pause / 2;
            let left = watch.settled_since().map(|since| enough.saturating_sub(since.elapsed()));
            close(stream, left.unwrap_or_default().max(SHORT)).await;
        }
    }
    outcome
}

/// Everything that the watch learns it learns while `dispatch` is polled, so asking it afterwards misses nothing.
///
/// A chunk that is none is to the library a client that has gone: it says that it is done, though it still holds a
/// request that somebody works on, and would drop it unanswered. But it has only stopped to read. It goes on when
/// it is polled again, which whoever works on the request sees to, and it says once more that it is done each time;
/// so it is believed when the watch agrees that everything is answered. A failure is believed at once.
async fn until_too_slow<E>(dispatch: impl Future<Output = Result<(), E>>, watch: &Watch) -> Option<Cut> {
    let mut dispatch = pin!(dispatch);
    let first = watch.deadline().map_or_else(Instant::now, |(at, _)| at);
    let mut alarm = pin!(sleep_until(first));
    std::future::poll_fn(|context| {
        match dispatch.as_mut().poll(context) {
            Poll::Ready(Ok(())) if watch.is_at_work() => {}
            Poll::Ready(Ok(()) | Err(_)) => return Poll::Ready(None),
            Poll::Pending => {}
        }
        while let Some((at, cut)) = watch.deadline() {
            // An alarm that rings too early is set anew then: most requests never touch it.
            if at < alarm.deadline() || alarm.is_elapsed() {
                alarm.as_mut().reset(at);
            }
            ready!(alarm.as_mut().poll(context));
            if at <= Instant::now() {
                return Poll::Ready(Some(cut));
            }
        }
        Poll::Pending
    })
    .await
}
