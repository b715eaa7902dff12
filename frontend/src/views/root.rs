//! The whole widget: one column, or two when there is room for them.

use leptos::prelude::*;

use super::{
    agenda, completion, concern_form, concerns, contact, delivery, header, next, promises, question, reasons,
    status,
};
use crate::{
    store::{Scene, Store},
    ui::{Marks, Tag, el, heading, marked, nothing, text},
};

/// Differs between two builds whose components may render differently: markup of another shape is not
/// hydrated but replaced.
pub const SHAPE: &str = env!("FOLLOWTHROUGH_SHAPE");

/// The widget.
pub fn view(store: Store) -> AnyView {
    let main = vec![
        live(store, next::view),
        live(store, status::view),
        live(store, question::view),
        live(store, delivery::view),
        // Whoever waits for something to be put right looks for that, not for the agenda.
        live(store, concerns::view),
        live(store, agenda::view),
        live(store, concern_form::view),
    ];
    let side = vec![
        live(store, completion::view),
        live(store, promises::view),
        live(store, reasons::view),
        live(store, contact::view),
    ];
    let columns = vec![el(Tag::Div, "main", main), el(Tag::Div, "side", side)];
    let children =
        vec![live_always(store, header::view), live_always(store, empty), el(Tag::Div, "grid", columns)];
    marked(Tag::Div, Marks { class: "ft", part: Some("card"), ..Marks::default() }, children)
}

/// What draws a part: of a sale, or of whatever there is.
#[derive(Clone, Copy)]
enum Part {
    OfSale(fn(&Scene<'_>) -> AnyView),
    Always(fn(Store) -> AnyView),
}

/// A part that is drawn anew when what it reads changes. Function pointers, so that all parts are one type.
fn live_part(store: Store, part: Part) -> AnyView {
    let draw = move || match part {
        Part::Always(part) => part(store),
        Part::OfSale(part) => store
            .read(|data, screen| Scene::of(store, data, screen).map(|it| part(&it)))
            .flatten()
            .unwrap_or_else(nothing),
    };
    draw.into_any()
}

fn live(store: Store, part: fn(&Scene<'_>) -> AnyView) -> AnyView {
    live_part(store, Part::OfSale(part))
}

fn live_always(store: Store, part: fn(Store) -> AnyView) -> AnyView {
    live_part(store, Part::Always(part))
}

/// Somebody without a sale.
fn empty(store: Store) -> AnyView {
    let texts = store.read(|data, _| data.view().is_none().then_some(data.texts));
    let Some(texts) = texts.flatten() else { return nothing() };
    let children = vec![
        heading(
            store.heading_level,
            Marks { class: "title", ..Marks::default() },
            texts.empty_title().to_owned(),
        ),
        el(Tag::P, "muted", vec![text(texts.empty_text())]),
    ];
    marked(Tag::Div, Marks { class: "empty", part: Some("empty"), ..Marks::default() }, children)
}
