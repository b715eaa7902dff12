//! What happens next. There is always an answer.

use std::rc::Rc;

use followthrough_common::{
    actor::Role,
    api::{acts::customer_door::ConfirmTouchpoint, customer_door::PlainBody, view::TouchpointView},
    domain::touchpoint::{self, Basis, TouchpointAction, TouchpointState},
};
use leptos::prelude::AnyView;

use super::{
    actions::{is_busy, open_button, progress, row, send_button},
    next_words::{Words, words},
    touchpoint_moved,
};
use crate::{
    store::{Act, Form, Scene},
    ui::{Button, Marks, Rank, Tag, el, heading, maybe, nothing, text},
};

/// The part.
pub fn view(scene: &Scene<'_>) -> AnyView {
    let Words { title, text: sub, touchpoint } = words(scene);
    let mut children = vec![
        el(Tag::P, "eyebrow", vec![text(scene.texts.next())]),
        heading(scene.store.heading_level, Marks { class: "title", ..Marks::default() }, title),
        el(Tag::P, "sub", vec![text(sub)]),
    ];
    children.push(maybe(touchpoint.map(|it| buttons(scene, it))));
    el(Tag::Section, "next", children)
}

/// The buttons of the touchpoint that is next; its line in the agenda has the rest.
fn buttons(scene: &Scene<'_>, it: &TouchpointView) -> AnyView {
    let subject = it.id.to_string();
    if is_busy(scene, &subject) {
        return progress(scene, &subject);
    }
    let texts = scene.texts;
    let can = touchpoint::allowed(&it.facts, Role::Customer, scene.now, &scene.view.policy);
    let can = |action| scene.can_write() && can.contains(&action);
    let mut buttons = Vec::new();
    if touchpoint_moved::waits_for_yes(scene, it) {
        // The line in the agenda tells what moved and why; it asks, so that it is asked once.
        return nothing();
    }
    if can(TouchpointAction::Confirm) {
        buttons.push(send_button(
            scene,
            Rank::Primary,
            texts.suits_me(),
            &it.title,
            Act::of::<ConfirmTouchpoint>(&it.id, &PlainBody {}),
        ));
    }
    if can(TouchpointAction::RequestMove) {
        buttons.push(open_button(scene, Rank::Plain, texts.suggest_time(), &it.title, Form::Move(it.id)));
    }
    if it.facts.basis == Basis::Fixed && it.facts.kind.is_live() {
        buttons.push(calendar_button(scene, it));
    }
    let said_yes = (it.facts.state == TouchpointState::Confirmed)
        .then(|| el(Tag::P, "hint", vec![text(texts.you_confirmed())]));
    let form = super::touchpoint::move_form(scene, it);
    el(Tag::Div, "", vec![maybe(said_yes), maybe(row(buttons)), form, progress(scene, &subject)])
}

/// Fetches the calendar file.
pub fn calendar_button(scene: &Scene<'_>, it: &TouchpointView) -> AnyView {
    let (store, id) = (scene.store, it.id);
    let fetch = Rc::new(move || store.fetch_calendar(id));
    Button::new(Rank::Quiet, scene.texts.add_to_calendar(), fetch).about(&it.title).view()
}
