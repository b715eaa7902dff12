//! What travels with a request and is stored with whatever that writes, in the same transaction: no transaction of its
//! own, and none that is committed without it. It travels with the task, as [`super::wait`] does, because whoever
//! writes in between knows nothing of it.

use std::sync::Arc;

use super::conn::Conn;
use crate::problem::Error;

tokio::task_local! {
    static ABOARD: Arc<dyn Aboard>;
}

/// Something that is stored with a write.
pub trait Aboard: Send + Sync {
    /// Stores it at the end of a transaction, so that nobody waits for long for what it locks. An error takes the
    /// whole transaction back.
    fn store(&self, conn: &mut Conn) -> Result<(), Error>;

    /// What was stored is committed, or was taken back.
    fn settle(&self, end: End);
}

/// How a transaction ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It is committed.
    Committed,
    /// Nothing of it is left.
    TakenBack,
}

/// Serves a request with something aboard.
pub async fn with<F: Future>(aboard: Arc<dyn Aboard>, request: F) -> F::Output {
    ABOARD.scope(aboard, request).await
}

/// What is aboard this task.
pub(super) fn present() -> Option<Arc<dyn Aboard>> {
    ABOARD.try_with(Clone::clone).ok()
}
