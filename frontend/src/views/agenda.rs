//! What is to come, by week, and what happened.

use chrono::{Datelike, Days, NaiveDate};
use followthrough_common::{
    api::view::TouchpointView,
    domain::{check::AskState, touchpoint::TouchpointKind},
};
use leptos::prelude::AnyView;

use super::{happened, touchpoint};
use crate::{
    store::Scene,
    ui::{Marks, Tag, el, heading, marked, nothing},
};

/// The part.
pub fn view(scene: &Scene<'_>) -> AnyView {
    let texts = scene.texts;
    let level = scene.store.heading_level.saturating_add(1);
    let sunday = end_of_week(scene.clock.today());
    let next_sunday = sunday.checked_add_days(Days::new(7)).unwrap_or(sunday);
    let mut groups: [Vec<AnyView>; 3] = [Vec::new(), Vec::new(), Vec::new()];
    for it in scene.view.touchpoints.iter().filter(|it| is_to_come(scene, it)) {
        let day = it.slot.local_date;
        let [this_week, next_week, later] = &mut groups;
        let group = if day <= sunday {
            this_week
        } else if day <= next_sunday {
            next_week
        } else {
            later
        };
        group.push(touchpoint::view(scene, it));
    }
    let past = happened::view(scene);
    let is_empty = groups.iter().all(Vec::is_empty);
    let titles = [texts.this_week(), texts.next_week(), texts.later()];
    let mut children = vec![heading(level, Marks::default(), texts.agenda().to_owned())];
    for (title, lines) in titles.into_iter().zip(groups) {
        children.push(group(level, title, lines));
    }
    let Some(past) = past else {
        return if is_empty { nothing() } else { marked(Tag::Section, marks(), children) };
    };
    children.push(past);
    marked(Tag::Section, marks(), children)
}

fn marks() -> Marks {
    Marks { class: "agenda", part: Some("timeline"), ..Marks::default() }
}

/// A titled group of lines; nothing when it is empty.
pub fn group(level: u8, title: &str, lines: Vec<AnyView>) -> AnyView {
    if lines.is_empty() {
        return nothing();
    }
    let title =
        heading(level.saturating_add(1), Marks { class: "group", ..Marks::default() }, title.to_owned());
    el(Tag::Div, "", vec![title, el(Tag::Ol, "lines", lines)])
}

/// Open and not over yet; a step of the customer's stays until it is taken, a question until it is answered.
fn is_to_come(scene: &Scene<'_>, it: &TouchpointView) -> bool {
    match it.facts.kind {
        TouchpointKind::CustomerStep => it.facts.is_open(),
        TouchpointKind::Check => {
            let ask = it.ask.and_then(|id| scene.ask(id));
            let is_waiting = |state| matches!(state, AskState::Offered | AskState::Snoozed);
            // The question itself stands above; saying it twice helps nobody.
            it.facts.is_open()
                && (it.ask.is_none() || scene.question().map(|shown| shown.id) != it.ask)
                && ask.map_or(it.facts.ends_at > scene.now, |ask| is_waiting(ask.facts.state))
        }
        TouchpointKind::Call
        | TouchpointKind::Visit
        | TouchpointKind::Video
        | TouchpointKind::Training
        | TouchpointKind::Delivery
        | TouchpointKind::Review
        | TouchpointKind::Written
        | TouchpointKind::Thanks
        | TouchpointKind::Note => it.facts.is_open() && it.facts.ends_at > scene.now,
    }
}

fn end_of_week(day: NaiveDate) -> NaiveDate {
    let left = 6_u32.saturating_sub(day.weekday().num_days_from_monday());
    day.checked_add_days(Days::new(left.into())).unwrap_or(day)
}
