//! A touchpoint that moved, or that somebody wants to move. The old dates stay visible for good.

use followthrough_common::{
    actor::Role,
    api::{
        acts::customer_door::{AcceptTouchpointMove, ConfirmTouchpoint, DeclineTouchpointMove},
        customer_door::{AcceptMoveBody, NoteBody, PlainBody},
        view::TouchpointView,
    },
    domain::touchpoint::{self, PendingMove, TouchpointAction, TouchpointState},
    words::Texts,
};
use leptos::prelude::AnyView;

use super::actions::{is_busy, open_button, row, send_button};
use crate::{
    format::together,
    store::{Act, Form, Scene},
    ui::{Rank, Tag, el, maybe, nothing, text},
};

/// Whether we moved it and the customer has not said yes to the new time.
pub fn waits_for_yes(scene: &Scene<'_>, it: &TouchpointView) -> bool {
    it.facts.state == TouchpointState::Planned
        && it.facts.starts_at > scene.now
        && it.facts.pending_move_by.is_none()
        && it.moves.last().is_some_and(|last| last.by != Role::Customer)
}

/// The note; nothing when it never moved.
pub fn view(scene: &Scene<'_>, it: &TouchpointView) -> AnyView {
    if let Some(pending) = &it.pending_move {
        return pending_note(scene, it, pending);
    }
    let Some(last) = it.moves.last() else { return nothing() };
    let texts = scene.texts;
    let is_open = waits_for_yes(scene, it);
    let mut words = Vec::new();
    for step in &it.moves {
        words.push(el(Tag::Del, "", vec![text(scene.clock.slot_short(&step.from))]));
        words.push(text(" "));
    }
    words.push(text(texts.moved_by(if last.by == Role::Customer { "customer" } else { "vendor" })));
    if let Some(reason) = &last.reason {
        words.push(text([" ", &texts.moved_reason(reason)].concat()));
    }
    if !is_open {
        return el(Tag::P, "below was", words);
    }
    words.push(el(Tag::Strong, "", vec![text([" ", texts.moved_question()].concat())]));
    let mut buttons = Vec::new();
    let can = touchpoint::allowed(&it.facts, Role::Customer, scene.now, &scene.view.policy);
    if scene.can_write() && !is_busy(scene, &it.id.to_string()) {
        if can.contains(&TouchpointAction::Confirm) {
            buttons.push(send_button(
                scene,
                Rank::Primary,
                texts.yes(),
                &it.title,
                Act::of::<ConfirmTouchpoint>(&it.id, &PlainBody {}),
            ));
        }
        if can.contains(&TouchpointAction::RequestMove) {
            buttons.push(open_button(scene, Rank::Plain, texts.another_time(), &it.title, Form::Move(it.id)));
        }
    }
    el(Tag::Div, "below moved", vec![el(Tag::P, "", words), maybe(row(buttons))])
}

fn pending_note(scene: &Scene<'_>, it: &TouchpointView, pending: &PendingMove) -> AnyView {
    let texts = scene.texts;
    let name = scene.first_name(it.owner);
    let times: Vec<String> = pending.options.iter().map(|slot| scene.clock.slot_short(slot)).collect();
    let reason = pending.reason.as_ref().map(|reason| text([" ", &texts.moved_reason(reason)].concat()));
    if pending.by == Role::Customer {
        let times = together(texts, &times, Texts::either);
        let words = texts.move_asked(&times, name);
        return el(Tag::P, "below moved", vec![text(words)]);
    }
    let words = texts.move_offered(name);
    let mut buttons = Vec::new();
    if scene.can_write() && !is_busy(scene, &it.id.to_string()) {
        for (option, time) in times.iter().enumerate() {
            let label = texts.take_time(time);
            let act = Act::of::<AcceptTouchpointMove>(&it.id, &AcceptMoveBody { option });
            buttons.push(send_button(scene, Rank::Plain, &label, &it.title, act));
        }
        let label = texts.move_keep(&scene.clock.slot_short(&it.slot));
        buttons.push(send_button(
            scene,
            Rank::Quiet,
            &label,
            &it.title,
            Act::of::<DeclineTouchpointMove>(&it.id, &NoteBody::default()),
        ));
    }
    let words = el(Tag::P, "", vec![text(words), maybe(reason)]);
    el(Tag::Div, "below moved", vec![words, maybe(row(buttons))])
}
