//! The loop around the looks.

use std::{
    pin::pin,
    time::{Duration, Instant},
};

use futures_util::future;
use tokio::sync::watch;

use super::{backoff::Backoff, round::run_once, sequencer, sweep::sweep};
use crate::{service::files, state::App};

/// How often what is no longer needed is forgotten.
const SWEEP: Duration = Duration::from_mins(10);
/// How often files that no sale holds are: all of them are looked at, which a store may count.
const SWEEP_FILES: Duration = Duration::from_hours(1);

/// Works until `stop` is done; the transaction at hand is finished first.
pub async fn run(app: &App, stop: impl Future<Output = ()>) {
    let (ended, end) = watch::channel(());
    let stop = async move {
        stop.await;
        drop(ended);
    };
    future::join3(stop, look(app, over(end.clone())), sequencer::run(app, over(end))).await;
}

/// Done when the other end is gone.
async fn over(mut end: watch::Receiver<()>) {
    while end.changed().await.is_ok() {}
}

/// Looks for what is due, and forgets what is old.
async fn look(app: &App, stop: impl Future<Output = ()>) {
    let mut stop = pin!(stop);
    let mut backoff = Backoff::default();
    let (mut swept, mut files_swept): (Option<Instant>, Option<Instant>) = (None, None);
    loop {
        let pause = match run_once(app, &mut backoff).await {
            Ok(round) if round.has_more => Duration::ZERO,
            Ok(_) => jittered(app),
            Err(error) => {
                tracing::warn!(cause = ?error, "the worker cannot look for due sales");
                jittered(app)
            }
        };
        if swept.is_none_or(|at| at.elapsed() > SWEEP) {
            swept = Some(Instant::now());
            if let Err(error) = sweep(app).await {
                tracing::warn!(cause = ?error, "the worker cannot forget old rows");
            }
        }
        if files_swept.is_none_or(|at| at.elapsed() > SWEEP_FILES) {
            files_swept = Some(Instant::now());
            if let Err(error) = files::sweep(app).await {
                tracing::warn!(cause = ?error, "the worker cannot forget files that no sale holds");
            }
        }
        tokio::select! {
            biased;
            () = &mut stop => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// The configured pause and up to a quarter more, so that many workers do not look at the same moment.
fn jittered(app: &App) -> Duration {
    let pause = app.config.worker.poll.duration();
    let share = app.ids.seed().unwrap_or_default() % 250;
    pause + pause.mul_f64(f64::from(u32::try_from(share).unwrap_or_default()) / 1_000.0)
}
