//! The turn of one unit of work at the database: its permit, and what becomes of it when nobody waits for the work
//! any longer. Knows nothing of connections.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Shared by the thread that works and the task that waits for it.
#[derive(Debug, Clone)]
pub(super) struct Turn(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    permit: Mutex<Option<OwnedSemaphorePermit>>,
    is_given_up: AtomicBool,
}

impl Turn {
    /// Begins with a permit.
    pub(super) fn new(permit: OwnedSemaphorePermit) -> Self {
        let permit = Mutex::new(Some(permit));
        Self(Arc::new(Shared { permit, is_given_up: AtomicBool::new(false) }))
    }

    /// The work is done: the next one may begin.
    pub(super) fn end(&self) {
        drop(self.swap(None));
    }

    /// Nobody waits any longer. As long as there are spare permits, the work goes on with one of those and the next
    /// one may begin; else whoever comes next waits for the end of this one.
    pub(super) fn give_up(&self, spare: &Arc<Semaphore>) {
        self.0.is_given_up.store(true, Ordering::SeqCst);
        if let Ok(permit) = spare.clone().try_acquire_owned() {
            drop(self.swap(Some(permit)));
        }
    }

    /// Whether nobody waits any longer.
    pub(super) fn is_given_up(&self) -> bool {
        self.0.is_given_up.load(Ordering::SeqCst)
    }

    fn swap(&self, permit: Option<OwnedSemaphorePermit>) -> Option<OwnedSemaphorePermit> {
        std::mem::replace(&mut *self.0.permit.lock().unwrap_or_else(PoisonError::into_inner), permit)
    }
}
