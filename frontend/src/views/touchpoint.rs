//! A line of the agenda, and what opens below it.

use std::rc::Rc;

use followthrough_common::{
    actor::Role,
    api::{
        acts::{
            self,
            customer_door::{AgreeTouchpoint, CompleteTouchpoint, ConfirmTouchpoint, TakeBackTouchpoint},
        },
        customer_door::PlainBody,
        view::TouchpointView,
    },
    domain::touchpoint::{self, Basis, TouchpointAction as Action, TouchpointKind, TouchpointState},
    id::TouchpointId,
    words::nth,
};
use leptos::prelude::AnyView;

use super::{
    actions::{is_busy, open_button, progress, row, send_button},
    inline, next, next_words, touchpoint_badge, touchpoint_moved,
};
use crate::{
    format::in_a_row,
    store::{Act, Form, OPTIONS, Scene},
    ui::{Button, Icon, Marks, Rank, Tag, el, icon, marked, maybe, nothing, text},
};

/// The line.
pub fn view(scene: &Scene<'_>, it: &TouchpointView) -> AnyView {
    let id = it.id.to_string();
    let is_expanded = scene.screen.expanded.as_deref() == Some(&*id);
    let (store, key) = (scene.store, id.clone());
    let title = Button::new(Rank::Line, &*it.title, Rc::new(move || store.expand(&key)));
    let title = title.opens(is_expanded).mark(Icon::Chevron).view();
    let kind = text(format_kind(scene, it));
    let (symbol, row) = symbol(it.facts.kind);
    let said =
        el(Tag::Span, "unseen", vec![text(scene.texts.kind_said(nth(scene.texts.kinds(), row)) + " ")]);
    let children = vec![
        el(Tag::Div, "when", when(scene, it)),
        el(Tag::Div, "what", vec![title, el(Tag::P, "meta", vec![icon(symbol), said, kind])]),
        touchpoint_badge::view(scene, it),
        touchpoint_moved::view(scene, it),
        if is_expanded { more(scene, it) } else { shortcut(scene, it) },
        forms(scene, it),
    ];
    let marks = Marks { class: "event", part: Some("event"), id: Some(id), ..Marks::default() };
    marked(Tag::Li, marks, children)
}

/// "Thu 26" over "10:00", "Wed 2" over "Dec", "about" under an estimate.
fn when(scene: &Scene<'_>, it: &TouchpointView) -> Vec<AnyView> {
    let clock = &scene.clock;
    let day = it.slot.local_date;
    let is_far = (day - clock.today()).num_days().abs() > 13;
    let below = match it.slot.hours {
        // The badge says that it is an estimate; the hour of one is no help.
        _ if it.facts.basis != Basis::Fixed => clock.month(day).to_owned(),
        Some(hours) if is_far => {
            let time = clock.time(hours.start);
            scene.texts.month_time(clock.month(day), &time)
        }
        Some(hours) => clock.time(hours.start),
        None => clock.month(day).to_owned(),
    };
    vec![el(Tag::Strong, "", vec![text(clock.day_number(day))]), el(Tag::Span, "", vec![text(below)])]
}

/// Who, where, how long.
fn format_kind(scene: &Scene<'_>, it: &TouchpointView) -> String {
    let texts = scene.texts;
    let name = scene.name(it.owner);
    let mut parts = match it.facts.kind {
        TouchpointKind::Check => vec![texts.one_question().to_owned()],
        TouchpointKind::CustomerStep => vec![texts.your_step().to_owned()],
        TouchpointKind::Written | TouchpointKind::Thanks | TouchpointKind::Note => {
            vec![texts.in_writing(name)]
        }
        TouchpointKind::Call
        | TouchpointKind::Visit
        | TouchpointKind::Video
        | TouchpointKind::Training
        | TouchpointKind::Delivery
        | TouchpointKind::Review => vec![name.to_owned()],
    };
    parts.extend(it.place.as_ref().map(ToString::to_string));
    parts.extend(scene.clock.length(&it.slot));
    in_a_row(&parts, " · ")
}

/// The icon, and its word for those who do not see it.
fn symbol(kind: TouchpointKind) -> (Icon, u32) {
    match kind {
        TouchpointKind::Call => (Icon::Phone, 0),
        TouchpointKind::Visit => (Icon::House, 1),
        TouchpointKind::Video => (Icon::Screen, 2),
        TouchpointKind::Training => (Icon::Cap, 3),
        TouchpointKind::Delivery => (Icon::Parcel, 4),
        TouchpointKind::Review => (Icon::Loop, 5),
        TouchpointKind::Written => (Icon::Letter, 6),
        TouchpointKind::Thanks => (Icon::Heart, 7),
        TouchpointKind::Note => (Icon::Letter, 8),
        TouchpointKind::Check => (Icon::Question, 9),
        TouchpointKind::CustomerStep => (Icon::Step, 10),
    }
}

fn can(scene: &Scene<'_>, it: &TouchpointView, action: Action) -> bool {
    scene.can_write()
        && !is_busy(scene, &it.id.to_string())
        && touchpoint::allowed(&it.facts, Role::Customer, scene.now, &scene.view.policy).contains(&action)
}

/// The one button that a closed line has, when something waits for the customer.
fn shortcut(scene: &Scene<'_>, it: &TouchpointView) -> AnyView {
    let texts = scene.texts;
    let mut buttons = Vec::new();
    if can(scene, it, Action::Complete) && it.facts.starts_at <= scene.now {
        buttons.push(send_button(
            scene,
            Rank::Plain,
            texts.step_done(),
            &it.title,
            plain::<CompleteTouchpoint>(it),
        ));
    }
    if it.facts.state == TouchpointState::ReportedDone && can(scene, it, Action::Dispute) {
        let form = Form::DidNotHappen(it.id);
        buttons.push(open_button(scene, Rank::Quiet, texts.did_not_happen(), &it.title, form));
    }
    buttons.push(progress(scene, &it.id.to_string()));
    el(Tag::Div, "row below", buttons)
}

/// All there is to know and to do.
fn more(scene: &Scene<'_>, it: &TouchpointView) -> AnyView {
    let texts = scene.texts;
    let name = scene.first_name(it.owner);
    let mut words = vec![
        it.text.clone(),
        it.prepare.as_ref().map(|what| texts.prepare(what)),
        it.report_note.as_ref().map(|words| texts.report_note(name, words)),
        it.closing_note.as_ref().map(|words| {
            let is_own = it.facts.state == TouchpointState::Disputed;
            if is_own { texts.you_wrote(words) } else { texts.closing_note(words) }
        }),
        it.is_agreed.then(|| texts.said_happened().to_owned()),
    ];
    let earlier = it.moves.iter().rev().skip(1).rev().filter_map(|step| {
        let when = scene.clock.slot_short(&step.from);
        Some(Some(texts.moved_before(&when, step.reason.as_deref()?)))
    });
    words.extend(earlier);
    let mut children: Vec<AnyView> =
        words.into_iter().flatten().map(|words| el(Tag::P, "", vec![text(words)])).collect();
    let mut buttons = Vec::new();
    let mut send = |action, rank, label, act| {
        if can(scene, it, action) {
            buttons.push(send_button(scene, rank, label, &it.title, act));
        }
    };
    if !touchpoint_moved::waits_for_yes(scene, it) {
        send(Action::Confirm, Rank::Primary, texts.suits_me(), plain::<ConfirmTouchpoint>(it));
    }
    send(Action::Complete, Rank::Primary, texts.step_done(), plain::<CompleteTouchpoint>(it));
    send(Action::AgreeDone, Rank::Primary, texts.did_happen(), plain::<AgreeTouchpoint>(it));
    send(Action::TakeBack, Rank::Plain, texts.did_happen_after_all(), plain::<TakeBackTouchpoint>(it));
    let mut open = |action, rank, label, form| {
        if can(scene, it, action) {
            buttons.push(open_button(scene, rank, label, &it.title, form));
        }
    };
    if !touchpoint_moved::waits_for_yes(scene, it) && !is_next(scene, it) {
        open(Action::RequestMove, Rank::Plain, texts.suggest_time(), Form::Move(it.id));
    }
    open(Action::Dispute, Rank::Plain, texts.did_not_happen(), Form::DidNotHappen(it.id));
    open(Action::Cancel, Rank::Quiet, texts.cancel_touchpoint(), Form::Cancel(it.id));
    let is_ahead = it.facts.is_open() && it.facts.ends_at > scene.now;
    if is_ahead && it.facts.basis == Basis::Fixed && it.facts.kind.is_live() {
        buttons.push(next::calendar_button(scene, it));
    }
    children.push(maybe(row(buttons)));
    children.push(progress(scene, &it.id.to_string()));
    el(Tag::Div, "below more", children)
}

/// The forms that open below the line.
fn forms(scene: &Scene<'_>, it: &TouchpointView) -> AnyView {
    let texts = scene.texts;
    let cancel = Form::Cancel(it.id);
    let dispute = Form::DidNotHappen(it.id);
    let is_above = is_next(scene, it) && !touchpoint_moved::waits_for_yes(scene, it);
    let children = vec![
        // The item that is next has this form, and the button that opens it, up there.
        if is_above { nothing() } else { move_form(scene, it) },
        inline::form(
            scene,
            cancel,
            &texts.cancel_sure(&it.title),
            vec![inline::words(scene, cancel, "text", texts.cancel_why(), true)],
            texts.cancel_touchpoint(),
        ),
        inline::form(
            scene,
            dispute,
            "",
            vec![inline::words(scene, dispute, "text", texts.what_happened_instead(), true)],
            texts.did_not_happen(),
        ),
    ];
    el(Tag::Div, "below", children)
}

fn is_next(scene: &Scene<'_>, it: &TouchpointView) -> bool {
    next_words::words(scene).touchpoint.is_some_and(|next| next.id == it.id)
}

/// Up to three other times.
pub fn move_form(scene: &Scene<'_>, it: &TouchpointView) -> AnyView {
    let texts = scene.texts;
    let form = Form::Move(it.id);
    if !scene.is_open(form) {
        return nothing();
    }
    let mut fields = Vec::new();
    for (number, (day, time)) in (1..).zip(OPTIONS) {
        let nth = number.to_string();
        let hint = if number == 1 { texts.move_option(&nth) } else { texts.move_option_more(&nth) };
        let mut pair = vec![
            el(Tag::Span, "hint", vec![text(hint)]),
            inline::day_or_time(scene, form, day, "date", texts.move_day()),
        ];
        if it.slot.hours.is_some() {
            pair.push(inline::day_or_time(scene, form, time, "time", texts.move_time()));
        }
        fields.push(el(Tag::Div, "pair", pair));
    }
    fields.push(inline::words(scene, form, "text", texts.move_why(), true));
    inline::form(scene, form, &texts.move_title(&it.title), fields, texts.send())
}

/// What needs no words.
fn plain<A: acts::Act<Ids = TouchpointId, Body = PlainBody>>(it: &TouchpointView) -> Act {
    Act::of::<A>(&it.id, &PlainBody {})
}
