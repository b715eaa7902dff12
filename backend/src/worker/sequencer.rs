//! The loop that gives events their positions: soon after one of this process is committed, and else from time to time,
//! for those of other processes.

use std::{
    pin::pin,
    time::{Duration, Instant},
};

use chrono::TimeDelta;

use crate::{problem::Error, service::positions, state::App};

/// What happens within this time goes together.
const TOGETHER: Duration = Duration::from_millis(50);
/// How often others' events are looked for.
const POLL: Duration = Duration::from_millis(500);
/// How often every sale is looked at: for whoever took longer to commit than anybody should.
const EVERY_SALE: Duration = Duration::from_mins(10);

/// When somebody last looked, by how far.
#[derive(Debug, Default)]
struct Looks {
    longer: Option<Instant>,
    at_all: Option<Instant>,
}

/// Works until `stop` is done. A portion that is on its way then is stored whole, or not at all.
pub async fn run(app: &App, stop: impl Future<Output = ()>) {
    let mut stop = pin!(stop);
    let mut looks = Looks::default();
    loop {
        let turn = async {
            match looks.next(app).await {
                Ok(true) => {}
                Ok(false) => {
                    // Whoever comes while we sleep has left word, and is not waited for.
                    tokio::time::sleep(TOGETHER).await;
                    // That nobody came is told by the time alone.
                    let _ = tokio::time::timeout(POLL, app.news.notified()).await;
                }
                Err(error) => {
                    tracing::warn!(cause = ?error, "the events cannot get their positions");
                    tokio::time::sleep(app.config.worker.poll.duration()).await;
                }
            }
        };
        tokio::select! {
            biased;
            () = &mut stop => return,
            () = turn => {}
        }
    }
}

impl Looks {
    /// Looks as far as it is time for; tells whether more waits.
    async fn next(&mut self, app: &App) -> Result<bool, Error> {
        let is_over = |since: Option<Instant>, pause| since.is_none_or(|at| at.elapsed() >= pause);
        if is_over(self.at_all, EVERY_SALE) {
            positions::all(app).await?;
            self.at_all = Some(Instant::now());
            return Ok(true);
        }
        // Most of what is new is newer than a second; the longer look is for what was long on its way.
        let is_longer = is_over(self.longer, POLL);
        let back = TimeDelta::seconds(if is_longer { 10 } else { 1 });
        let given = positions::lately(app, back).await?;
        if is_longer {
            self.longer = Some(Instant::now());
        }
        Ok(given.has_more)
    }
}
