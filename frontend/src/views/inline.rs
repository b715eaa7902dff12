//! A form that opens where its button is.

use std::rc::Rc;

use leptos::prelude::AnyView;

use super::actions::{is_busy, toggle, trouble};
use crate::{
    store::{Fault, Form, Scene},
    ui::{self, Button, DayOrTime, DoWith, Rank, Tag, Tone, Words, el, maybe, nothing, notice, text},
};

/// The form, when it is open. `title` says what it is about.
pub fn form(scene: &Scene<'_>, form: Form, title: &str, fields: Vec<AnyView>, submit: &str) -> AnyView {
    if !scene.is_open(form) {
        return nothing();
    }
    let subject = form.subject();
    let fault = scene.screen.fault.map(|fault| {
        let words = match fault {
            Fault::Words => scene.texts.fill_in(),
            Fault::Time => scene.texts.move_need(),
        };
        notice(Tone::Bad, words, nothing())
    });
    let buttons = vec![
        Button::submit(submit).view(),
        Button::new(Rank::Quiet, scene.texts.back(), toggle(scene, form)).view(),
    ];
    let buttons = if is_busy(scene, &subject) { nothing() } else { el(Tag::Div, "row", buttons) };
    let title = if title.is_empty() { nothing() } else { el(Tag::P, "ask-title", vec![text(title)]) };
    let mut children = vec![title];
    children.extend(fields);
    children.extend([maybe(fault), buttons, trouble(scene, &subject)]);
    let store = scene.store;
    ui::form("inline", Some(form.key()), Rc::new(move || store.submit(form)), children)
}

/// A field for words in the form.
pub fn words(scene: &Scene<'_>, form: Form, field: &'static str, label: &str, is_optional: bool) -> AnyView {
    Words {
        id: form.draft_key(field),
        label: label.to_owned(),
        hint: is_optional.then_some(scene.texts.optional()),
        typed: scene.draft(form, field),
        on_input: typing(scene, form, field),
    }
    .view()
}

/// A field for a day or a time in the form.
pub fn day_or_time(
    scene: &Scene<'_>,
    form: Form,
    field: &'static str,
    kind: &'static str,
    label: &str,
) -> AnyView {
    DayOrTime {
        id: form.draft_key(field),
        kind,
        label: label.to_owned(),
        earliest: (kind == "date").then(|| scene.clock.today().to_string()),
        typed: scene.draft(form, field),
        on_input: typing(scene, form, field),
    }
    .view()
}

/// Remembers every letter.
pub fn typing(scene: &Scene<'_>, form: Form, field: &'static str) -> DoWith {
    let store = scene.store;
    Rc::new(move |text| store.type_in(form, field, text))
}
