//! What time brings: questions open and close, windows end, reminders go out, silences are noticed.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Event, Sale, draft::Draft};
use crate::{
    domain::{
        check::{self, About, Ask, AskState},
        completion::next_turn,
        concern::{self, Concern},
        context::{Context, add_days},
        event::EventBody,
        owner_change,
        promise::{self, PromiseState},
        questions::{
            asking::{late_promises, ledger, surroundings},
            news::has_changed,
            outgoing::outgoing_at,
            silence::{silence_ends_at, silence_near_at},
        },
        relationship,
        touchpoint::{self, TouchpointFacts, TouchpointState},
    },
    id::{AskId, ConcernId, OwnerChangeId, PromiseId, TouchpointId},
    text::Line,
};

/// The question about the relationship.
const RECOMMEND: &str = "recommend@1";

/// When the worker must tick the sale; none while nothing waits.
pub fn next_due_at(sale: &Sale, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
    let asks = waiting_asks(sale, ctx).map(|(_, at)| at);
    let touchpoints = open_windows(sale, ctx).map(|(_, at)| at);
    let promises = claimed_promises(sale, ctx).map(|(_, at)| at);
    let concerns = sale.concerns.iter().filter_map(|concern| concern_at(sale, concern, ctx));
    let promises = promises.chain(late_promises(sale, ctx.zones).map(|(_, at)| at));
    let promises = promises.chain(recommendation_at(sale, ctx));
    let silence = unnoticed_silence(sale, ctx).into_iter().chain(unwarned_silence(sale, ctx));
    let dues = asks.chain(touchpoints).chain(promises).chain(concerns).chain(silence);
    let dues = dues.chain(next_turn(sale, ctx)).chain(next_in_touch(sale, ctx));
    dues.chain(customers(sale, ctx)).min()
}

/// A reminder waits until the customer may be disturbed; everything else about a concern is the vendor's.
fn concern_at(sale: &Sale, concern: &Concern, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
    let at = concern.next_at(ctx.policy)?;
    Some(if concern.waits_since().is_some() { outgoing_at(sale, at, ctx) } else { at })
}

/// The questions that wait, with the time at which something happens to them. They are offered outside the
/// customer's quiet hours only. While the relationship rests, what was asked still comes to an end.
fn waiting_asks(sale: &Sale, ctx: &Context<'_>) -> impl Iterator<Item = (AskId, DateTime<Utc>)> {
    let is_followed = sale.is_followed();
    let ends = |ask: &Ask| matches!(ask.state, AskState::Offered | AskState::Snoozed);
    let waiting = sale.asks.iter().filter(move |ask| ask.is_unfinished() && (is_followed || ends(ask)));
    waiting.filter_map(|ask| {
        let at = ask.next_at?;
        // An open question only closes, which disturbs nobody.
        let is_open = ask.state == AskState::Offered;
        Some((ask.id, if is_open { at } else { outgoing_at(sale, at, ctx) }))
    })
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

/// When the customer of a settled sale is asked, once, how likely they are to recommend us.
fn recommendation_at(sale: &Sale, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
    let is_asked = sale.is_followed() && !sale.is_history && ctx.policy.asks_to_recommend;
    let was_asked = sale.asks.iter().any(|ask| &*ask.plan.check == RECOMMEND);
    let day = sale.anchors.delivered_on.filter(|_| is_asked && !was_asked)?;
    let day = add_days(day, ctx.policy.relationship_from_day);
    Some(ctx.calendar.next_open(ctx.zones.start_of_day(&sale.time_zone, day), ctx.zones))
}

/// When the relationship plan puts its next contact on the agenda: as soon as none is to come.
fn next_in_touch(sale: &Sale, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
    let plan = sale.relationship_plan.as_ref().filter(|_| sale.is_followed())?;
    plan.next(ctx.today(&sale.time_zone))?;
    let last = plan.last_planned.and_then(|id| sale.touchpoint(id)).map(|it| it.facts(ctx.zones));
    Some(last.filter(TouchpointFacts::is_open).map_or(ctx.now, |last| last.ends_at.max(ctx.now)))
}

/// When the people around the sale change something next: another owner begins, a pause ends, their record is news.
fn customers(sale: &Sale, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
    if !sale.is_active() {
        return None;
    }
    let news = has_changed(sale, ctx).then_some(ctx.now);
    let resumes = relationship::resumes_at(&sale.relationship, &sale.time_zone, ctx);
    new_owners(sale, ctx).map(|(_, at)| at).chain(news).chain(resumes).min()
}

fn new_owners(sale: &Sale, ctx: &Context<'_>) -> impl Iterator<Item = (OwnerChangeId, DateTime<Utc>)> {
    let changes = sale.owner_changes.iter();
    changes.filter_map(|it| Some((it.id, it.takes_effect_at(&sale.time_zone, ctx.zones)?)))
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
    follow_people(draft);
    let sale = &draft.sale;
    let due = |concern: &&Concern| concern_at(sale, concern, ctx).is_some_and(|at| at <= ctx.now);
    let concerns = draft.sale.concerns.iter().filter(due);
    let clocks =
        concerns.flat_map(|it| concern::clock_events(it, ctx).into_iter().map(|event| (it.id, event)));
    for (id, event) in clocks.collect::<Vec<(ConcernId, concern::Event)>>() {
        draft.record(EventBody::Concern { id, event });
    }
    let late: Vec<_> = late_promises(&draft.sale, ctx.zones).filter(|(_, at)| *at <= ctx.now).collect();
    for (id, _) in late {
        draft.ask_about_promise(id);
    }
    if recommendation_at(&draft.sale, ctx).is_some_and(|at| at <= ctx.now)
        && let Ok(check) = Line::parse(RECOMMEND)
    {
        draft.plan_ask(check, About::Sale, None, ctx.now);
    }
    let mut asks: Vec<_> = waiting_asks(&draft.sale, ctx).filter(|(_, at)| *at <= ctx.now).collect();
    // What is open ends before something else begins.
    asks.sort_by_key(|(id, at)| (draft.sale.ask(*id).is_some_and(|ask| ask.offers == 0), *at));
    for (id, _) in asks {
        let ledger = ledger(&draft.sale, ctx);
        let around = surroundings(&draft.sale, id, &ledger, ctx);
        let ask = draft.sale.ask(id);
        let event = ask.and_then(|ask| check::decide(ask, check::Command::Advance, around, ctx).ok());
        if let Some(event) = event {
            draft.record_ask(id, event);
        }
    }
    if unwarned_silence(&draft.sale, ctx).is_some_and(|at| at <= ctx.now) {
        let since = draft.sale.last_word_at;
        draft.record_own(Event::SilenceNear { since });
    }
    if next_in_touch(&draft.sale, ctx).is_some_and(|at| at <= ctx.now) {
        draft.keep_in_touch();
    }
    if unnoticed_silence(&draft.sale, ctx).is_some_and(|at| at <= ctx.now) {
        let since = draft.sale.last_word_at;
        draft.record_own(Event::Silent { since });
    }
}

/// Does what is due of the people around the sale.
fn follow_people(draft: &mut Draft<'_, '_>) {
    let ctx = draft.ctx;
    if !draft.sale.is_active() {
        return;
    }
    let due: Vec<_> = new_owners(&draft.sale, ctx).filter(|(_, at)| *at <= ctx.now).collect();
    for (id, _) in due {
        draft.record(EventBody::OwnerChange { id, event: owner_change::Event::TookEffect });
    }
    let resumes = relationship::resumes_at(&draft.sale.relationship, &draft.sale.time_zone, ctx);
    if resumes.is_some_and(|at| at <= ctx.now) {
        draft.record_relationship(relationship::Event::Resumed);
    }
    draft.notice_needs();
    draft.follow_preferences();
}
