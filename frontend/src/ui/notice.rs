//! A sentence about what just happened.

use leptos::prelude::AnyView;

use super::{Tag, Tone, dot, el, text};

/// The sentence, with something to press behind it or nothing.
pub fn notice(tone: Tone, words: &str, action: AnyView) -> AnyView {
    el(Tag::P, "notice", vec![dot(tone), el(Tag::Span, "", vec![text(words)]), action])
}
