//! The concerns that are open, and those that can be taken up again.

use followthrough_common::{
    actor::Role,
    api::view::ConcernView,
    domain::concern::{self, ConcernState},
};
use leptos::prelude::AnyView;

use super::concern as card;
use crate::{
    store::Scene,
    ui::{Marks, Tag, el, heading, nothing},
};

/// The part. The concern of the question on the screen stands under the question.
pub fn view(scene: &Scene<'_>) -> AnyView {
    let above = scene.screen.kept.and_then(|id| scene.ask(id)).and_then(|ask| ask.concern);
    let shown: Vec<&ConcernView> =
        scene.view.concerns.iter().filter(|it| Some(it.id) != above && is_alive(scene, it)).collect();
    if shown.is_empty() {
        return nothing();
    }
    let texts = scene.texts;
    let has_problem = shown.iter().any(|it| it.kind.blocks_completion());
    let title = if has_problem { texts.concerns() } else { texts.concerns_only_questions() };
    let title = heading(scene.store.heading_level.saturating_add(1), Marks::default(), title.to_owned());
    let mut children = vec![title];
    children.extend(shown.into_iter().map(|it| card::view(scene, it)));
    el(Tag::Section, "concerns", children)
}

fn is_alive(scene: &Scene<'_>, it: &ConcernView) -> bool {
    let can = concern::allowed(&it.facts, Role::Customer, scene.now, &scene.view.policy);
    it.facts.state.is_open() || (it.facts.state == ConcernState::Lapsed && !can.is_empty())
}
