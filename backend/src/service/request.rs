//! What is asked of a sale, and what comes of it. How it is done is [`super::execute()`]'s.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use followthrough_common::{
    actor::Actor,
    domain::sale::{Command, Sale},
    id::{SaleId, VendorId},
    text::Line,
};

use super::unit::Fresh;
use crate::{
    db::Conn,
    files::Key,
    problem::Error,
    repo::{
        idempotency::{Claim, StoredAnswer},
        own_sale::Named,
    },
    state::App,
};

/// What somebody wants with a sale.
#[derive(Debug, Clone)]
pub struct Request {
    /// Whose sale.
    pub vendor: VendorId,
    /// Which one.
    pub sale: SaleId,
    /// Who acts. A customer reaches only their own sales.
    pub actor: Actor,
    /// What is wanted.
    pub command: Command,
    /// The key under which this has an effect once.
    pub claim: Option<Claim>,
    /// The version that the sender has seen, if it must be the present one.
    pub expected_version: Option<u64>,
    /// The state, as the sender has seen it, of the one thing that this is about.
    pub expected_state: Option<Line>,
}

/// What a customer wants with a sale of their own.
#[derive(Debug, Clone)]
pub struct OwnRequest {
    /// Whose sale.
    pub vendor: VendorId,
    /// What the vendor calls the customer.
    pub subject: Line,
    /// Which sale, as the customer names it. Whether it is there and theirs turns out within the transaction.
    pub sale: SaleName,
    /// What is wanted.
    pub command: Command,
    /// The key under which this has an effect once.
    pub claim: Claim,
    /// The state, as the sender has seen it, of the one thing that this is about.
    pub expected_state: Option<Line>,
}

/// How a sale is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaleName {
    /// By our id.
    Id(SaleId),
    /// By the vendor's order number.
    Reference(String),
}

impl SaleName {
    pub(super) fn as_named(&self) -> Named<'_> {
        match self {
            Self::Id(id) => Named::Id(*id),
            Self::Reference(reference) => Named::Reference(reference),
        }
    }
}

/// Makes the answer from the sale as it stands afterwards: a view, of which nothing is kept. The same request
/// again is answered with the view of that moment.
pub type Render<'r> = dyn Fn(&mut Conn, &Fresh<'_>) -> Result<StoredAnswer, Error> + 'r;

/// An answer, new or given again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The `ETag`.
    pub etag: Option<String>,
    /// The body.
    pub body: String,
    /// Whether this was asked before, and nothing happened now.
    pub is_replayed: bool,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The answer.
    pub answer: Answer,
    /// How many events happened.
    pub events: usize,
    /// Domain time.
    pub now: DateTime<Utc>,
    /// When time brings the next change.
    pub next_due_at: Option<DateTime<Utc>>,
    /// The sale as it stands, once this is committed.
    pub sale: Option<Arc<Sale>>,
    /// The files that it holds no longer then.
    pub gone: Vec<Key>,
}

impl Outcome {
    /// Remembers the sale, now that it is committed, says that something happened, and forgets the files that it let go.
    /// Nobody waits for that: what is not done when the process ends is swept.
    pub fn committed(self, app: &App) -> Self {
        if self.events > 0 {
            app.news.notify_one();
        }
        if !self.gone.is_empty() {
            let (files, gone) = (app.files.clone(), self.gone.clone());
            tokio::spawn(async move { files.forget(gone).await });
        }
        if let Some(sale) = &self.sale {
            app.memory.keep(sale.clone());
        }
        self
    }

    /// Whether a sale that was due is further on: something happened, here or meanwhile elsewhere. If not, its
    /// rules contradict themselves.
    pub fn has_moved(&self) -> bool {
        self.events > 0 || self.next_due_at.is_none_or(|due| due > self.now)
    }
}
