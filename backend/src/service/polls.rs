//! Whether something is new, asked by many at the same time: whoever asks while a question is on its way goes with the
//! next one, so that the database is asked once for all of them.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

use crate::{
    problem::Error,
    repo::own_sale::{self, Asked, OwnSale},
    state::App,
};

/// So many questions are on their way at the same time.
const LANES: usize = 2;
/// So many go together.
const MOST: usize = 32;

type Found = Result<Option<OwnSale>, Error>;

/// Those who ask.
#[derive(Debug, Default)]
pub struct Polls(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    asked: Vec<(Asked, oneshot::Sender<Found>)>,
    at_work: usize,
}

impl Polls {
    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those who go together now; without any, whoever asked for them may go.
    fn next(&self) -> Vec<(Asked, oneshot::Sender<Found>)> {
        let mut waiting = self.lock();
        let most = waiting.asked.len().min(MOST);
        if most == 0 {
            waiting.at_work = waiting.at_work.saturating_sub(1);
        }
        waiting.asked.drain(..most).collect()
    }
}

/// One who asks for others. If its task ends before its work does, somebody else may take over.
struct Asking {
    app: App,
    is_done: bool,
}

impl Drop for Asking {
    fn drop(&mut self) {
        if !self.is_done {
            let mut waiting = self.app.polls.lock();
            waiting.at_work = waiting.at_work.saturating_sub(1);
        }
    }
}

/// A customer's own sale, if they have it.
pub async fn own_sale(app: &App, asked: Asked) -> Found {
    let (sender, given) = oneshot::channel();
    let is_needed = {
        let mut waiting = app.polls.lock();
        waiting.asked.push((asked, sender));
        let is_needed = waiting.at_work < LANES;
        waiting.at_work += usize::from(is_needed);
        is_needed
    };
    if is_needed {
        tokio::spawn(ask(Asking { app: app.clone(), is_done: false }));
    }
    let lost = |_| Err(Error::Internal("a question got lost".to_owned()));
    app.db.patiently(async { given.await.unwrap_or_else(lost) }).await
}

/// Asks for those who wait until nobody does.
async fn ask(mut asking: Asking) {
    let app = asking.app.clone();
    loop {
        let together = app.polls.next();
        if together.is_empty() {
            asking.is_done = true;
            return;
        }
        let asked: Arc<[Asked]> = together.iter().map(|(asked, _)| asked.clone()).collect();
        let found = app.db.read(move |conn| Ok(own_sale::find_all(conn, &asked)?)).await;
        match found {
            Ok(mut found) => {
                for (place, (_, sender)) in together.into_iter().enumerate() {
                    // Who does not wait any longer hears nothing.
                    let _ = sender.send(Ok(found.remove(&place)));
                }
            }
            Err(error) => {
                let cause = error.to_string();
                for (_, sender) in together {
                    let _ = sender.send(Err(Error::Storage(cause.clone())));
                }
            }
        }
    }
}
