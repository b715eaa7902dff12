//! How long one request has waited for the database so far. A request asks several times, and its deadline is for all
//! of that together. It travels with the task, because whoever asks in between knows nothing of deadlines.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

tokio::task_local! {
    static SO_FAR: Cell<Duration>;
}

/// Serves a request: from here on, everything that it waits for is counted together.
pub(crate) async fn together<F: Future>(request: F) -> F::Output {
    SO_FAR.scope(Cell::new(Duration::ZERO), request).await
}

/// One wait. It counts when it is dropped.
pub(super) struct Wait(Instant);

impl Wait {
    /// Begins, and tells how long this request has waited before; a task that serves no request has not.
    pub(super) fn begin() -> (Self, Duration) {
        (Self(Instant::now()), SO_FAR.try_with(Cell::get).unwrap_or_default())
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        // Outside of a request nobody counts.
        let _ = SO_FAR.try_with(|so_far| so_far.set(so_far.get() + self.0.elapsed()));
    }
}
