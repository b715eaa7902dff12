//! The words of "next": which moment it is, and how it is said.

use followthrough_common::{
    api::view::{ConcernView, TouchpointView},
    domain::{
        contact::{ContactReason, next_contact},
        sale::SaleState,
        touchpoint::{Basis, TouchpointKind},
    },
};

use crate::{format::in_a_row, store::Scene};

/// What is said.
pub struct Words<'a> {
    /// In one line.
    pub title: String,
    /// The rest.
    pub text: String,
    /// The item of the agenda, if it is one.
    pub touchpoint: Option<&'a TouchpointView>,
}

impl Words<'_> {
    fn new(title: String, text: String) -> Self {
        Self { title, text, touchpoint: None }
    }
}

/// What is next now.
pub fn words<'a>(scene: &Scene<'a>) -> Words<'a> {
    let texts = scene.texts;
    let owner = scene.owner();
    let Some(contact) = next_contact(&scene.view.contacts, scene.now) else {
        let title = if scene.view.sale.state == SaleState::Cancelled {
            texts.next_cancelled()
        } else {
            texts.next_nothing()
        };
        return Words::new(title.to_owned(), texts.next_nothing_text(owner));
    };
    let day = scene.clock.day(scene.clock.local(contact.at).date());
    match contact.reason {
        ContactReason::Touchpoint(id) => match scene.touchpoint(id) {
            Some(touchpoint) => of_touchpoint(scene, touchpoint),
            None => Words::new(texts.next_silence(&day), String::new()),
        },
        ContactReason::Concern(id) => match scene.concern(id) {
            Some(concern) => of_concern(scene, concern),
            None => Words::new(texts.next_silence(&day), String::new()),
        },
        ContactReason::Silence if contact.at <= scene.now => {
            Words::new(texts.next_silence_overdue().to_owned(), texts.next_silence_was_due(&day, owner))
        }
        ContactReason::Silence => Words::new(
            texts.next_silence(&day),
            in_a_row(&[texts.next_silence_text(owner), after(scene)], " "),
        ),
    }
}

fn of_touchpoint<'a>(scene: &Scene<'a>, it: &'a TouchpointView) -> Words<'a> {
    let texts = scene.texts;
    let is_estimate = it.facts.basis != Basis::Fixed;
    let when = scene.clock.slot(&it.slot);
    let when = if is_estimate { texts.about_when(&when) } else { when };
    let name = scene.name(it.owner);
    let title = match it.facts.kind {
        TouchpointKind::Call => texts.next_call(name, &when),
        TouchpointKind::Visit => texts.next_visit(name, &when),
        TouchpointKind::Training if it.place.is_some() => texts.next_visit(name, &when),
        TouchpointKind::Video => texts.next_video(name, &when),
        TouchpointKind::Training => texts.next_training(name, &when),
        TouchpointKind::Delivery => texts.next_delivery(&when),
        TouchpointKind::Review => texts.next_review(name, &when),
        TouchpointKind::Written
        | TouchpointKind::Check
        | TouchpointKind::CustomerStep
        | TouchpointKind::Thanks => texts.next_written(name, &when),
        TouchpointKind::Note => texts.next_note(name, &when),
    };
    let date = scene.clock.hours(&it.slot).map(|hours| {
        let date = scene.clock.date(it.slot.local_date);
        texts.next_hours(&date, &hours)
    });
    let date = date.unwrap_or_default();
    let what = [it.title.trim_end_matches('.'), "."].concat();
    let what = if it.title.ends_with(['?', '!']) { it.title.clone() } else { what };
    let ready = it.prepare.clone().unwrap_or_default();
    Words { title, text: in_a_row(&[date, what, ready], " "), touchpoint: Some(it) }
}

fn of_concern<'a>(scene: &Scene<'a>, it: &ConcernView) -> Words<'a> {
    let texts = scene.texts;
    let name = scene.name(it.owner);
    let about = texts.next_about(&super::concern::title(scene, it));
    let by = it.facts.next_word_by.map(|by| scene.clock.by(by)).unwrap_or_default();
    if it.facts.is_overdue(scene.now) {
        let due = texts.next_word_was_due(&by);
        return Words::new(texts.next_word_overdue(name), in_a_row(&[about, due, after(scene)], " "));
    }
    let title = texts.next_word(name, &by);
    Words::new(title, in_a_row(&[about, after(scene)], " "))
}

/// The first appointment behind what is next.
fn after(scene: &Scene<'_>) -> String {
    let later = scene.view.contacts.iter().filter_map(|contact| match contact.reason {
        ContactReason::Touchpoint(id) if contact.is_ahead(scene.now) => scene.touchpoint(id),
        ContactReason::Touchpoint(_) | ContactReason::Concern(_) | ContactReason::Silence => None,
    });
    let Some(it) = later.into_iter().find(|it| it.facts.basis == Basis::Fixed) else { return String::new() };
    let when = scene.clock.slot(&it.slot);
    scene.texts.next_after(&it.title, &when)
}
