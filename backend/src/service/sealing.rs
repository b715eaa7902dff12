//! Seals what the database must not tell. Which key does so stands in the database, and it cannot change while a
//! transaction that seals is at work; the key itself is in the vault.

use crate::{
    db::Conn,
    problem::Error,
    repo::sealing_key,
    state::App,
    vault::{NONCE, Place},
};

/// Seals a text for one place. It must be written in this very transaction: a rotation waits for its end, and then
/// finds what was written.
pub fn seal(conn: &mut Conn, app: &App, place: &Place, text: &str) -> Result<String, Error> {
    let key = sealing_key::hold(conn, &app.vault.newest())?;
    let mut nonce = [0; NONCE];
    app.ids.fill(&mut nonce)?;
    Ok(app.vault.seal(&key, place, text, nonce)?)
}
