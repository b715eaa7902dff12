//! How much one sale takes. People never meet these limits; they keep somebody who writes all day from filling
//! the vendor's storage. What time brings is never held up by them, nor is a sale that begins: it is as long as one
//! request.

use chrono::{SecondsFormat, TimeDelta};

use super::Sale;
use crate::{
    actor::Role,
    domain::{context::Context, policy::Policy},
    error::{Breach, Rejection},
};

/// The window of the limit of new concerns. It goes along with time and has no midnight, at which twice as many
/// could be raised, and about whose zone two sides could differ.
const WINDOW: TimeDelta = TimeDelta::hours(24);
/// The most versions of one answer. Each carries what was said of every expectation, so they count for more than
/// they take in the log.
const MOST_ANSWERS: usize = 50;
/// What takes fewer bytes than this is short: a tap, an appointment, a few lines.
const SHORT: u64 = 2 * 1024;

/// Refuses what makes more of the sale than it takes. `after` is the sale as it would be.
pub(super) fn check(before: &Sale, after: &Sale, ctx: &Context<'_>) -> Result<(), Rejection> {
    if before.version == 0 || ctx.actor.role() == Role::System {
        return Ok(());
    }
    check_concerns(before, after, ctx)?;
    check_messages(before, after, ctx.policy)?;
    check_answers(before, after)?;
    check_size(before, after, ctx.policy)
}

fn check_concerns(before: &Sale, after: &Sale, ctx: &Context<'_>) -> Result<(), Rejection> {
    if after.concerns.len() <= before.concerns.len() {
        return Ok(());
    }
    let most = ctx.policy.most_open_concerns;
    let open = |sale: &Sale| sale.concerns.iter().filter(|it| it.state.is_open()).count();
    if open(after) > most && open(after) > open(before) {
        let detail = format!(
            "At most {most} concerns of a sale are open at a time. Write to one that is open, or let one end first."
        );
        return Err(limit("most_open_concerns", (most, open(after)), "concerns", detail));
    }
    let most = ctx.policy.most_concerns_in_24_hours;
    let recent: Vec<_> =
        after.concerns.iter().map(|it| it.raised_at).filter(|at| *at > ctx.now - WINDOW).collect();
    if recent.len() > most {
        // There is room again when the oldest of those that fill it is a day old.
        let filling = recent.len().saturating_sub(most.saturating_add(1));
        let room_at = recent.get(filling).map_or(ctx.now, |at| *at) + WINDOW;
        let detail = format!(
            "At most {most} concerns of a sale are raised in 24 hours. Write to one that is open, call us, or \
             raise it after {}.",
            room_at.to_rfc3339_opts(SecondsFormat::Secs, true)
        );
        return Err(limit("most_concerns_in_24_hours", (most, recent.len()), "concerns", detail));
    }
    Ok(())
}

fn check_messages(before: &Sale, after: &Sale, policy: &Policy) -> Result<(), Rejection> {
    let most = policy.most_messages;
    for it in &after.concerns {
        let known = before.concern(it.id);
        let said = [
            (it.messages.len(), known.map_or(0, |known| known.messages.len())),
            (it.inside.notes.len(), known.map_or(0, |known| known.inside.notes.len())),
        ];
        let full = said.into_iter().find(|(now, then)| *now > most && now > then);
        if let Some((now, _)) = full {
            let detail = format!(
                "A concern takes at most {most} messages. Call us, or raise another one that follows it."
            );
            return Err(limit("most_messages", (most, now), "messages", detail));
        }
    }
    Ok(())
}

fn check_answers(before: &Sale, after: &Sale) -> Result<(), Rejection> {
    let known = |ask| before.ask(ask).map_or(0, |known| known.answers.len());
    let mut asks = after.asks.iter().map(|ask| (ask.answers.len(), known(ask.id)));
    match asks.find(|(now, then)| *now > MOST_ANSWERS && now > then) {
        Some((now, _)) => {
            let detail = format!(
                "An answer has at most {MOST_ANSWERS} versions. Tell us in another way what is different."
            );
            Err(limit("most_answers", (MOST_ANSWERS, now), "answers", detail))
        }
        None => Ok(()),
    }
}

/// What is short goes on for an eighth more, so that a full sale can still be settled, called off and ended.
fn check_size(before: &Sale, after: &Sale, policy: &Policy) -> Result<(), Rejection> {
    let most = policy.most_text_kib.saturating_mul(1024);
    let added = after.log_size.saturating_sub(before.log_size);
    let reserve = if added <= SHORT { most / 8 } else { 0 };
    if added == 0 || after.log_size <= most.saturating_add(reserve) {
        return Ok(());
    }
    let kib = policy.most_text_kib;
    let detail = format!(
        "A sale takes at most {kib} KiB of what is said and done in it. Call us; the vendor can raise \
         `most_text_kib` in its policy."
    );
    Err(Rejection::limit(
        Breach::of_count("most_text_kib", (kib, after.log_size.div_ceil(1024)), "kib"),
        detail,
    ))
}

fn limit(rule: &str, (most, would_be): (usize, usize), unit: &str, detail: String) -> Rejection {
    let [most, would_be] = [most, would_be].map(|count| u64::try_from(count).unwrap_or(u64::MAX));
    Rejection::limit(Breach::of_count(rule, (most, would_be), unit), detail)
}
