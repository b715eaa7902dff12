//! Forgets what is no longer needed.

use chrono::TimeDelta;

use crate::{
    problem::Error,
    repo::{idempotency, rate_bucket},
    state::App,
};

/// How long an answer is kept for the same request.
const ANSWERS: TimeDelta = TimeDelta::hours(72);
/// How long the count of a window is kept.
const WINDOWS: TimeDelta = TimeDelta::hours(1);
/// Rows per transaction, so that none holds the writer for long.
const PORTION: i64 = 1_000;

/// Deletes in small transactions until nothing is left that is too old.
pub async fn sweep(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    loop {
        let work = move |conn: &mut _| Ok(idempotency::delete_older(conn, now - ANSWERS, PORTION)?);
        if app.db.write(work).await? == 0 {
            break;
        }
    }
    let oldest_window = (now - WINDOWS).timestamp() / 60;
    app.db.write(move |conn| Ok(rate_bucket::delete_before(conn, oldest_window)?)).await?;
    Ok(())
}
