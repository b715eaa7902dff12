//! Where a touchpoint stands, in one or two words.

use followthrough_common::{
    actor::Role,
    api::view::TouchpointView,
    domain::{
        check::AskState,
        touchpoint::{Basis, TouchpointKind, TouchpointState},
    },
};
use leptos::prelude::AnyView;

use super::touchpoint_moved;
use crate::{
    store::Scene,
    ui::{Tone, badge},
};

/// The badge.
pub fn view(scene: &Scene<'_>, it: &TouchpointView) -> AnyView {
    let (tone, words) = words(scene, it);
    badge(tone, words)
}

fn words(scene: &Scene<'_>, it: &TouchpointView) -> (Tone, &'static str) {
    let texts = scene.texts;
    match it.facts.state {
        TouchpointState::Planned | TouchpointState::Confirmed => open(scene, it),
        TouchpointState::ReportedDone => (Tone::Calm, texts.badge_reported()),
        TouchpointState::Done => (Tone::Good, texts.badge_done()),
        TouchpointState::Disputed => (Tone::Bad, texts.badge_disputed()),
        TouchpointState::Missed if it.missed_by == Some(Role::Member) => {
            (Tone::Bad, texts.badge_missed_by_us())
        }
        TouchpointState::Missed => (Tone::Warn, texts.badge_missed()),
        TouchpointState::Cancelled => (Tone::Calm, texts.badge_cancelled()),
    }
}

fn open(scene: &Scene<'_>, it: &TouchpointView) -> (Tone, &'static str) {
    let texts = scene.texts;
    let facts = &it.facts;
    if let Some(ask) = it.ask.and_then(|id| scene.ask(id)) {
        return match ask.facts.state {
            AskState::Offered => (Tone::Good, texts.badge_open()),
            AskState::Snoozed => (Tone::Calm, texts.badge_put_off()),
            AskState::Answered => (Tone::Good, texts.badge_answered()),
            AskState::Planned | AskState::Expired | AskState::Suppressed | AskState::Dropped => {
                (Tone::Calm, texts.badge_planned())
            }
        };
    }
    if facts.kind == TouchpointKind::CustomerStep {
        return (Tone::Calm, texts.badge_to_do());
    }
    if facts.is_unreported(it.report_due_at, scene.now) {
        return (Tone::Warn, texts.badge_not_reported());
    }
    if facts.ends_at <= scene.now {
        return (Tone::Calm, texts.badge_over());
    }
    if facts.starts_at <= scene.now && it.slot.hours.is_some() {
        return (Tone::Good, texts.badge_now());
    }
    if facts.pending_move_by.is_some() {
        return (Tone::Warn, texts.badge_waiting());
    }
    if touchpoint_moved::waits_for_yes(scene, it) {
        return (Tone::Warn, texts.badge_moved());
    }
    if facts.state == TouchpointState::Confirmed {
        return (Tone::Good, texts.badge_confirmed());
    }
    if facts.basis == Basis::Fixed {
        (Tone::Calm, texts.badge_planned())
    } else {
        (Tone::Calm, texts.badge_about())
    }
}
