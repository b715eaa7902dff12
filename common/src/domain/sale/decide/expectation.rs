//! What follows when an expectation did not come true, and what is named as one.

use super::Draft;
use crate::{
    domain::{
        expectation::{Command, ExpectationState},
        sale::Sale,
    },
    error::Rejection,
    id::ExpectationId,
    text::Words,
};

/// "No, it did not come true" is a problem from the moment that it is said: its words, if the command says so.
pub(super) fn complaint(sale: &Sale, command: &Command) -> Option<Words> {
    let Command::SetState { id, state: ExpectationState::NotMet, note, .. } = command else { return None };
    let known = sale.expectation(*id)?;
    Some(as_said(&known.statement, note.as_ref()).unwrap_or_else(|| known.statement.clone()))
}

/// The expectation, and what the customer says to it.
pub(super) fn as_said(statement: &Words, note: Option<&Words>) -> Option<Words> {
    let note = note.map(|note| format!("\n{note}")).unwrap_or_default();
    let text: String = format!("{statement}{note}").chars().take(Words::MOST).collect();
    Words::parse(&text).ok()
}

/// Refuses a fulfilled expectation that is not there.
pub(super) fn check(draft: &Draft<'_, '_>, named: Option<ExpectationId>) -> Result<(), Rejection> {
    match named {
        Some(id) if draft.sale.expectation(id).is_none() => {
            Err(Rejection::field("/expectation", "must name an expectation of this sale"))
        }
        Some(_) | None => Ok(()),
    }
}
