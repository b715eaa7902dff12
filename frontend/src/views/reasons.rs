//! Why the customer chose this, in their words.

use leptos::prelude::AnyView;

use crate::{
    store::Scene,
    ui::{Marks, Tag, el, heading, nothing, text},
};

/// The part.
pub fn view(scene: &Scene<'_>) -> AnyView {
    if scene.view.reasons.is_empty() {
        return nothing();
    }
    let title = heading(
        scene.store.heading_level.saturating_add(1),
        Marks::default(),
        scene.texts.reasons().to_owned(),
    );
    let reasons =
        scene.view.reasons.iter().map(|reason| el(Tag::Li, "reason", vec![text(&**reason)])).collect();
    el(Tag::Section, "reasons", vec![title, el(Tag::Ol, "", reasons)])
}
