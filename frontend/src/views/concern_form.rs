//! "Tell us something".

use std::rc::Rc;

use leptos::prelude::AnyView;

use super::{actions::open_button, inline};
use crate::{
    store::{Form, Progress, Scene, concern_kind},
    ui::{Choice, ChoiceGroup, Rank, Tag, Tone, el, nothing, notice, text},
};

const FORM: Form = Form::Raise;

/// The part.
pub fn view(scene: &Scene<'_>) -> AnyView {
    if !scene.can_write() {
        return nothing();
    }
    let texts = scene.texts;
    let words = texts.tell_us_text(scene.owner());
    let saved = scene.progress("raise") == Progress::Saved;
    let thanks = if saved { notice(Tone::Good, &thanks(scene), nothing()) } else { nothing() };
    let button = open_button(scene, Rank::Plain, texts.tell_us(), &words, FORM);
    let words = el(Tag::P, "muted", vec![text(words)]);
    el(Tag::Section, "tell", vec![el(Tag::Div, "tell-row", vec![words, button]), thanks, form(scene)])
}

/// Who takes care of the newest one, and until when the customer hears.
fn thanks(scene: &Scene<'_>) -> String {
    let texts = scene.texts;
    let newest = scene.view.concerns.first();
    let name = newest.map_or(scene.owner(), |it| scene.first_name(it.owner));
    match newest.and_then(|it| it.facts.next_word_by) {
        Some(by) => texts.concern_sent(name, &scene.clock.by(by)),
        None => texts.thank_you_taken_soon(name),
    }
}

fn form(scene: &Scene<'_>) -> AnyView {
    if !scene.is_open(FORM) {
        return nothing();
    }
    let texts = scene.texts;
    let is_bad = concern_kind(&scene.draft(FORM, "kind").unwrap_or_default()).blocks_completion();
    let severity = if is_bad {
        choices(scene, "severity", texts.concern_severity(), texts.severities(), "2")
    } else {
        nothing()
    };
    let fields = vec![
        choices(scene, "kind", texts.concern_kind(), texts.concern_kinds(), "0"),
        severity,
        inline::words(scene, FORM, "text", texts.concern_words(), false),
        inline::words(scene, FORM, "wanted", texts.concern_wanted(), true),
    ];
    inline::form(scene, FORM, "", fields, texts.send())
}

fn choices(
    scene: &Scene<'_>,
    field: &'static str,
    legend: &str,
    words: &[&'static str],
    usual: &str,
) -> AnyView {
    let store = scene.store;
    let choices = words.iter().enumerate();
    ChoiceGroup {
        name: FORM.draft_key(field),
        legend: text(legend),
        intro: nothing(),
        choices: choices
            .map(|(row, label)| Choice { value: row.to_string(), label: (*label).to_owned() })
            .collect(),
        chosen: Some(scene.draft(FORM, field).unwrap_or_else(|| usual.to_owned())),
        layout: "answers",
        on_choose: Rc::new(move |value, _| store.pick(FORM, field, value)),
        foot: nothing(),
    }
    .view()
}
