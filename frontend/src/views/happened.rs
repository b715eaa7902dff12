//! What happened, newest first: kept and missed alike.

use std::rc::Rc;

use chrono::{DateTime, NaiveDate, Utc};
use followthrough_common::{
    api::view::{AskView, TouchpointView},
    domain::{
        check::{self, AskAction, AskState, Mood},
        concern::ConcernState,
        delivery::DeliveryState,
        payment::PaymentState,
        promise::Outcome,
        touchpoint::{TouchpointKind, TouchpointState},
        update::UpdateKind,
    },
};
use leptos::prelude::AnyView;

use super::touchpoint;
use crate::{
    format::beginning,
    store::Scene,
    ui::{Button, Icon, Marks, Rank, Tag, Tone, badge, el, heading, icon, marked, maybe, nothing, text},
};

/// So many lines show at first.
const FIRST: usize = 5;

/// Something in the past.
enum Past<'a> {
    Touchpoint(&'a TouchpointView),
    Entry(Entry),
}

struct Entry {
    icon: Icon,
    title: String,
    detail: String,
    tone: Tone,
    badge: &'static str,
    action: Option<AnyView>,
}

/// The group; nothing when nothing happened yet.
pub fn view(scene: &Scene<'_>) -> Option<AnyView> {
    let texts = scene.texts;
    let mut all = touchpoints(scene);
    all.extend(orders(scene));
    all.extend(promises(scene));
    all.extend(answers(scene));
    all.extend(concerns(scene));
    all.extend(news(scene));
    if all.is_empty() {
        return None;
    }
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let hidden = all.len().saturating_sub(FIRST);
    let shown = if scene.screen.shows_all { all.len() } else { FIRST };
    let lines = all.into_iter().take(shown).map(|(at, past)| match past {
        Past::Touchpoint(it) => touchpoint::view(scene, it),
        Past::Entry(entry) => line(scene, at, entry),
    });
    let lines: Vec<AnyView> = lines.collect();
    let store = scene.store;
    let label = if scene.screen.shows_all { texts.show_fewer().to_owned() } else { texts.show_all(hidden) };
    let toggle = Button::new(Rank::Quiet, label, Rc::new(move || store.show_all()));
    let toggle = (hidden > 0).then(|| toggle.opens(scene.screen.shows_all).view());
    let level = scene.store.heading_level.saturating_add(2);
    let title = heading(level, Marks { class: "group", ..Marks::default() }, texts.happened().to_owned());
    Some(el(Tag::Div, "past", vec![title, el(Tag::Ol, "lines", lines), maybe(toggle)]))
}

fn line(scene: &Scene<'_>, at: DateTime<Utc>, entry: Entry) -> AnyView {
    let clock = &scene.clock;
    let day = clock.local(at).date();
    let when = vec![
        el(Tag::Strong, "", vec![text(clock.day_number(day))]),
        el(Tag::Span, "", vec![text(clock.month(day))]),
    ];
    let title = el(Tag::P, "title-line", vec![text(entry.title)]);
    let detail = el(Tag::P, "meta", vec![icon(entry.icon), text(entry.detail)]);
    let badge = if entry.badge.is_empty() { nothing() } else { badge(entry.tone, entry.badge) };
    let action = entry.action.map_or_else(nothing, |action| el(Tag::Div, "row below", vec![action]));
    let children = vec![el(Tag::Div, "when", when), el(Tag::Div, "what", vec![title, detail]), badge, action];
    marked(Tag::Li, Marks { class: "event", part: Some("event"), ..Marks::default() }, children)
}

type Dated<'a> = (DateTime<Utc>, Past<'a>);

fn entry<'a>(
    at: DateTime<Utc>,
    icon: Icon,
    title: String,
    detail: String,
    state: (Tone, &'static str),
) -> Dated<'a> {
    (at, Past::Entry(Entry { icon, title, detail, tone: state.0, badge: state.1, action: None }))
}

fn noon(scene: &Scene<'_>, day: NaiveDate) -> DateTime<Utc> {
    scene.clock.zones.instant(scene.clock.zone, day.and_hms_opt(12, 0, 0).unwrap_or_default())
}

/// What was on the agenda: over or called off. A delivery that was reported stands for its own day.
fn touchpoints<'a>(scene: &Scene<'a>) -> Vec<Dated<'a>> {
    let is_past = |it: &&TouchpointView| match it.facts.kind {
        TouchpointKind::CustomerStep | TouchpointKind::Check => !it.facts.is_open() && it.ask.is_none(),
        TouchpointKind::Delivery
            if matches!(it.facts.state, TouchpointState::ReportedDone | TouchpointState::Done) =>
        {
            !scene.view.deliveries.iter().any(|delivery| delivery.delivered_on == it.slot.local_date)
        }
        TouchpointKind::Call
        | TouchpointKind::Visit
        | TouchpointKind::Video
        | TouchpointKind::Training
        | TouchpointKind::Delivery
        | TouchpointKind::Review
        | TouchpointKind::Written
        | TouchpointKind::Thanks
        | TouchpointKind::Note => !it.facts.is_open() || it.facts.ends_at <= scene.now,
    };
    let past = scene.view.touchpoints.iter().filter(is_past);
    past.map(|it| (it.facts.starts_at.min(scene.now), Past::Touchpoint(it))).collect()
}

/// Ordered, paid, delivered.
fn orders<'a>(scene: &Scene<'a>) -> Vec<Dated<'a>> {
    let texts = scene.texts;
    let sale = &scene.view.sale;
    let ordered = entry(
        sale.purchased_at,
        Icon::Tick,
        texts.ordered(&sale.title),
        texts.order_number(&sale.reference),
        (Tone::Calm, ""),
    );
    let payments = scene.view.payments.iter().map(|it| {
        let title = texts.payment(match it.state {
            PaymentState::Pending => "pending",
            PaymentState::Cleared => "cleared",
            PaymentState::Reversed => "reversed",
        });
        let amount = texts.money(it.amount, scene.view.currency.as_deref());
        entry(it.at, Icon::Coin, title, amount, (Tone::Calm, ""))
    });
    let deliveries = scene.view.deliveries.iter().map(|it| {
        let is_missing = it.state == DeliveryState::Incomplete;
        let title = if is_missing { texts.delivered_missing() } else { texts.delivered_entry() };
        let state = if is_missing {
            (Tone::Warn, texts.badge_open())
        } else if it.state == DeliveryState::Accepted {
            (Tone::Good, texts.badge_done())
        } else {
            (Tone::Calm, texts.badge_reported())
        };
        let detail =
            it.evidence.as_ref().map_or_else(|| sale.title.to_string(), |words| beginning(words, 120));
        entry(noon(scene, it.delivered_on), Icon::Parcel, title.to_owned(), detail, state)
    });
    std::iter::once(ordered).chain(payments).chain(deliveries).collect()
}

/// Kept, kept late, given up.
fn promises<'a>(scene: &Scene<'a>) -> Vec<Dated<'a>> {
    let texts = scene.texts;
    let over = scene.view.promises.iter().filter_map(|it| {
        let kept = it.kept_on.map(|day| noon(scene, day));
        let state = match it.outcome {
            Outcome::OnOriginal | Outcome::OnAgreed => (Tone::Good, texts.badge_kept()),
            Outcome::Late => (Tone::Bad, texts.badge_late()),
            Outcome::Broken | Outcome::MadeGood | Outcome::Released | Outcome::Open => return None,
        };
        let detail = match it.original_due {
            Some(due) if it.outcome == Outcome::Late => texts.promise_late_entry(&scene.clock.date(due)),
            _ => texts.promise_kept_entry().to_owned(),
        };
        Some(entry(kept?, Icon::Tick, beginning(&it.statement, 120), detail, state))
    });
    over.collect()
}

/// The customer's answers; one can be changed for a time.
fn answers<'a>(scene: &Scene<'a>) -> Vec<Dated<'a>> {
    let texts = scene.texts;
    let answered = scene.view.asks.iter().filter(|it| it.facts.state == AskState::Answered);
    let shown = scene.question().map(|ask| ask.id);
    let lines = answered.filter(|it| Some(it.id) != shown).filter_map(|it: &AskView| {
        let answer = it.answer.as_ref()?;
        let choice = it.choices.iter().find(|choice| *choice.value == *answer.value);
        let label = choice.map_or(&*answer.value, |choice| &*choice.label);
        let tone = choice.map_or(Tone::Calm, |choice| match choice.mood {
            Mood::Good => Tone::Good,
            Mood::Neutral | Mood::NotYet => Tone::Calm,
            Mood::Bad => Tone::Warn,
        });
        let mut detail = texts.answer_entry(label);
        if let Some(words) = &answer.text {
            detail.push_str(" · ");
            detail.push_str(&texts.quoted(&beginning(words, 160)));
        }
        let can = check::allowed(&it.facts, scene.now, &scene.view.policy);
        let action = (scene.can_write() && can.contains(&AskAction::Revise)).then(|| {
            let (store, id) = (scene.store, it.id);
            let keep = Rc::new(move || store.keep_question(Some(id)));
            Button::new(Rank::Quiet, texts.change_answer(), keep).about(&it.question).view()
        });
        let line = Entry {
            icon: Icon::Question,
            title: it.question.clone(),
            detail,
            tone,
            badge: texts.badge_answered(),
            action,
        };
        Some((answer.at, Past::Entry(line)))
    });
    lines.collect()
}

/// Concerns that ended.
fn concerns<'a>(scene: &Scene<'a>) -> Vec<Dated<'a>> {
    let texts = scene.texts;
    let ended = scene.view.concerns.iter().filter_map(|it| {
        let (detail, state) = match it.facts.state {
            ConcernState::Confirmed => (texts.concern_sorted(), (Tone::Good, texts.badge_sorted())),
            ConcernState::Withdrawn => (texts.concern_withdrawn(), (Tone::Calm, "")),
            ConcernState::Lapsed => (texts.concern_lapsed(), (Tone::Warn, "")),
            ConcernState::Raised
            | ConcernState::Acknowledged
            | ConcernState::InProgress
            | ConcernState::AwaitingCustomer
            | ConcernState::Proposed
            | ConcernState::Referred => return None,
        };
        let title = super::concern::title(scene, it);
        Some(entry(it.facts.state_since, Icon::Speech, title, detail.to_owned(), state))
    });
    ended.collect()
}

/// What was told. "Nothing new" stands in the status line, where it is of use.
fn news<'a>(scene: &Scene<'a>) -> Vec<Dated<'a>> {
    let told = scene.view.updates.iter().filter(|it| it.kind != UpdateKind::NoChange);
    let entries = told.map(|it| {
        let mut detail = scene.texts.update_entry().to_owned();
        if let Some(by) = it.verified_by {
            detail.push_str(" · ");
            detail.push_str(scene.name(by));
        }
        entry(it.at, Icon::Speech, beginning(&it.text, 240), detail, (Tone::Calm, ""))
    });
    entries.collect()
}
