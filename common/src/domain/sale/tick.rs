//! What time brings: questions open and close, windows end, reminders go out, silences are noticed.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Sale, draft::Draft};
use crate::{
    domain::{
        check::{self, AskState},
        completion::next_turn,
        concern,
        contact::{silence_ends_at, silence_near_at},
        context::Context,
        event::EventBody,
        promise::{self, PromiseState},
        touchpoint::{self, TouchpointFacts, TouchpointState},
    },
    id::{AskId, ConcernId, PromiseId, TouchpointId},
};

/// When the worker must tick the sale; none while nothing waits.
pub fn next_due_at(sale: &Sale, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
    let asks = waiting_asks(sale).map(|(_, at)| at);
    let touchpoints = open_windows(sale, ctx).map(|(_, at)| at);
    let promises = claimed_promises(sale, ctx).map(|(_, at)| at);
    let concerns = sale.concerns.iter().filter_map(|concern| concern.next_at(ctx.policy));
    let silence = unnoticed_silence(sale, ctx).into_iter().chain(unwarned_silence(sale, ctx));
    let dues = asks.chain(touchpoints).chain(promises).chain(concerns).chain(silence);
    dues.chain(next_turn(sale, ctx)).chain(next_in_touch(sale, ctx)).min()
}

fn waiting_asks(sale: &Sale) -> impl Iterator<Item = (AskId, DateTime<Utc>)> {
    let asks = sale.asks.iter().filter(|_| sale.is_active());
    let waiting = asks.filter(|ask| !matches!(ask.state, AskState::Answered | AskState::Expired));
    waiting.filter_map(|ask| Some((ask.id, ask.next_at?)))
}

fn open_windows(sale: &Sale, ctx: &Context<'_>) -> impl Iterator<Item = (TouchpointId, DateTime<Utc>)> {
    let reported = sale.touchpoints.iter().filter(|it| it.state == TouchpointState::ReportedDone);
    reported.filter_map(|it| Some((it.id, it.facts(ctx.zones).contradict_until(ctx.policy)?)))
}

fn claimed_promises(sale: &Sale, ctx: &Context<'_>) -> impl Iterator<Item = (PromiseId, DateTime<Utc>)> {
    let window = TimeDelta::days(ctx.policy.contradict_days);
    let claimed = sale.promises.iter().filter(|promise| promise.state == PromiseState::ClaimedKept);
    claimed.filter_map(move |promise| Some((promise.id, promise.claimed_at? + window)))
}

fn unnoticed_silence(sale: &Sale, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
    let ends = silence_ends_at(sale, ctx.policy, ctx.calendar, ctx.zones)?;
    (sale.silence_noticed_for != Some(sale.last_word_at)).then_some(ends)
}

fn unwarned_silence(sale: &Sale, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
    let near = silence_near_at(sale, ctx.policy, ctx.calendar, ctx.zones)?;
    (sale.silence_warned_for != Some(sale.last_word_at)).then_some(near)
}

/// When the relationship plan puts its next contact on the agenda: as soon as none is to come.
fn next_in_touch(sale: &Sale, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
    let plan = sale.relationship_plan.as_ref().filter(|_| sale.is_active())?;
    plan.next(ctx.today(&sale.time_zone))?;
    let last = plan.last_planned.and_then(|id| sale.touchpoint(id)).map(|it| it.facts(ctx.zones));
    Some(last.filter(TouchpointFacts::is_open).map_or(ctx.now, |last| last.ends_at.max(ctx.now)))
}

/// Does everything that is due.
pub(super) fn tick(draft: &mut Draft<'_, '_>) {
    let ctx = draft.ctx;
    let windows: Vec<_> = open_windows(&draft.sale, ctx).filter(|(_, at)| *at <= ctx.now).collect();
    for (id, _) in windows {
        draft.record_touchpoint(id, touchpoint::Event::WindowEnded);
    }
    let claims: Vec<_> = claimed_promises(&draft.sale, ctx).filter(|(_, at)| *at <= ctx.now).collect();
    for (id, _) in claims {
        draft.record_promise(id, promise::Event::WindowEnded);
    }
    let concerns = draft.sale.concerns.iter();
    let clocks =
        concerns.flat_map(|it| concern::clock_events(it, ctx).into_iter().map(|event| (it.id, event)));
    for (id, event) in clocks.collect::<Vec<(ConcernId, concern::Event)>>() {
        draft.record(EventBody::Concern { id, event });
    }
    let mut asks: Vec<_> = waiting_asks(&draft.sale).filter(|(_, at)| *at <= ctx.now).collect();
    asks.sort_by_key(|(_, at)| *at);
    for (id, _) in asks {
        let ledger = draft.ledger();
        let around = draft.surroundings(id, &ledger);
        let ask = draft.sale.ask(id);
        let event = ask.and_then(|ask| check::decide(ask, &check::Command::Advance, around, ctx).ok());
        if let Some(event) = event {
            draft.record_ask(id, event);
        }
    }
    if unwarned_silence(&draft.sale, ctx).is_some_and(|at| at <= ctx.now) {
        let since = draft.sale.last_word_at;
        draft.record(EventBody::SilenceNear { since });
    }
    if next_in_touch(&draft.sale, ctx).is_some_and(|at| at <= ctx.now) {
        draft.keep_in_touch();
    }
    if unnoticed_silence(&draft.sale, ctx).is_some_and(|at| at <= ctx.now) {
        let since = draft.sale.last_word_at;
        draft.record(EventBody::SilenceDue { since });
    }
}
