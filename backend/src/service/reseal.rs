//! Changes the key that secrets are sealed with, while servers run. The order of the steps is what keeps every
//! request whole, and after each of them the rotation can be broken off and begun again:
//!
//! 1. The new key is put before the old one in the key file. Nothing is sealed with it yet.
//! 2. The database names the new key. This waits for every transaction that seals with the old one. A server that
//!    meets the new name looks into the file again.
//! 3. Every row is sealed anew, some at a time.
//! 4. Nothing is sealed with the old key any more, and it is taken out of the file. A server that read a row just
//!    before remembers it.

use crate::{
    db::Conn,
    problem::Error,
    repo::{
        sealed::{self, Kept, Sealed},
        sealing_key,
    },
    state::App,
    vault::{KeyId, NONCE},
};

/// So many rows are sealed anew in one transaction: short enough that nobody has to wait for it.
const PORTION: i64 = 200;

/// What to do with something that no key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// Leave it, and count it.
    Keep,
    /// Give it up: a signing key goes, an address is told no more.
    GiveUp,
}

/// What sealing anew came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Secrets that are sealed with the new key now and were not before.
    pub sealed: usize,
    /// Secrets that no key opens.
    pub lost: usize,
}

/// All four steps; a rotation that was broken off is gone on with. Nothing is changed by a failure but what the
/// next attempt needs.
pub async fn rotate(app: &App) -> Result<Resealed, Error> {
    let rotation = app.vault.begin_rotation()?;
    let done = reseal(app, Lost::Keep).await?;
    if done.lost > 0 {
        return Err(Error::Internal(format!("{} secrets do not open, so the old key stays", done.lost)));
    }
    rotation.finish()?;
    Ok(done)
}

/// Steps 2 and 3: from now on the newest key seals, and everything is sealed with it.
pub async fn reseal(app: &App, lost: Lost) -> Result<Resealed, Error> {
    let key = app.vault.newest();
    adopt(app, &key).await?;
    let mut all = Resealed::default();
    for kept in Kept::ALL {
        let mut after = (String::new(), String::new());
        loop {
            let (server, key, from) = (app.clone(), key.clone(), after.clone());
            let work = move |conn: &mut _| portion(conn, &server, *kept, (&key, &from), lost);
            let (reached, done) = app.db.batch(work).await?;
            all.sealed += done.sealed;
            all.lost += done.lost;
            let Some(reached) = reached else { break };
            after = reached;
        }
    }
    Ok(all)
}

/// Step 2 alone.
pub async fn adopt(app: &App, key: &KeyId) -> Result<(), Error> {
    let key = key.clone();
    app.db.batch(move |conn| Ok(sealing_key::adopt(conn, &key)?)).await
}

/// The key of the last row that was looked at; nothing when there was none.
type Reached = Option<(String, String)>;

fn portion(
    conn: &mut Conn,
    app: &App,
    kept: Kept,
    (key, after): (&KeyId, &(String, String)),
    lost: Lost,
) -> Result<(Reached, Resealed), Error> {
    let rows = sealed::with_others(conn, kept, key, (after, PORTION))?;
    let mut done = Resealed::default();
    for row in &rows {
        match app.vault.open(&row.place, &row.text) {
            Ok(text) => {
                let mut nonce = [0; NONCE];
                app.ids.fill(&mut nonce)?;
                let anew = app.vault.seal(key, &row.place, &text, nonce)?;
                sealed::replace(conn, kept, row, &anew)?;
                done.sealed += 1;
            }
            Err(fault) => {
                tracing::warn!(%fault, "a secret is lost");
                done.lost += 1;
                if lost == Lost::GiveUp {
                    sealed::give_up(conn, kept, row)?;
                }
            }
        }
    }
    let reached = rows.into_iter().last().map(|Sealed { place, .. }| (place.vendor, place.id));
    Ok((reached, done))
}
