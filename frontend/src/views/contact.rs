//! Who looks after the customer, and how to reach them.

use followthrough_common::api::view::PersonView;
use leptos::prelude::AnyView;

use crate::{
    store::Scene,
    ui::{Marks, Tag, el, face, heading, link, maybe, nothing, text},
};

/// The part.
pub fn view(scene: &Scene<'_>) -> AnyView {
    let texts = scene.texts;
    let level = scene.store.heading_level.saturating_add(1);
    let Some(owner) = scene.person(scene.view.owner) else { return vendor(scene) };
    let title = texts.looks_after_you(&owner.name);
    let title = heading(level, Marks { class: "card-title", ..Marks::default() }, title);
    let role = owner.role.as_ref().map(|role| el(Tag::P, "meta", vec![text(&**role)]));
    let who = el(Tag::Div, "", vec![title, maybe(role)]);
    let who = el(Tag::Div, "who", vec![face(&owner.initials), who]);
    let others = scene.view.people.iter().filter(|person| person.id != owner.id);
    let others: Vec<AnyView> = others.map(|person| other(scene, person)).collect();
    let others = if others.is_empty() { nothing() } else { el(Tag::Ol, "people", others) };
    el(Tag::Section, "contact", vec![who, links(scene, owner), others])
}

fn links(scene: &Scene<'_>, person: &PersonView) -> AnyView {
    let texts = scene.texts;
    let phone = person.phone.as_ref().or(scene.view.vendor.phone.as_ref());
    let phone = phone.map(|phone| link("button", telephone(phone), texts.call(phone)));
    let mail =
        person.email.as_ref().map(|mail| link("button quiet", ["mailto:", mail].concat(), texts.mail(mail)));
    el(Tag::Div, "row", vec![maybe(phone), maybe(mail)])
}

fn other(scene: &Scene<'_>, person: &PersonView) -> AnyView {
    let name = el(Tag::P, "", vec![text(&*person.name)]);
    let role = person.role.as_ref().map(|role| el(Tag::P, "meta", vec![text(&**role)]));
    let phone = person.phone.as_ref();
    let phone = phone.map(|phone| link("quiet-link", telephone(phone), scene.texts.call(phone)));
    let words = el(Tag::Div, "", vec![name, maybe(role), maybe(phone)]);
    el(Tag::Li, "who", vec![face(&person.initials), words])
}

/// Nobody in particular: the vendor's own number.
fn vendor(scene: &Scene<'_>) -> AnyView {
    let Some(phone) = &scene.view.vendor.phone else { return nothing() };
    let title = Marks { class: "card-title", ..Marks::default() };
    let title =
        heading(scene.store.heading_level.saturating_add(1), title, scene.view.vendor.name.to_string());
    let call = link("button", telephone(phone), scene.texts.call(phone));
    el(Tag::Section, "contact", vec![title, el(Tag::Div, "row", vec![call])])
}

fn telephone(phone: &str) -> String {
    let number: String = phone.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect();
    ["tel:", &number].concat()
}
