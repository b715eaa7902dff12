//! A state in one or two words, and the dot before a sentence.

use leptos::prelude::AnyView;

use super::{Marks, Tag, marked, text};

/// How it is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Neither.
    Calm,
    /// As it should be.
    Good,
    /// To be looked at.
    Warn,
    /// Not as it should be.
    Bad,
}

/// A badge. The word says it all, the colour only repeats it.
pub fn badge(tone: Tone, words: &str) -> AnyView {
    let class = match tone {
        Tone::Calm => "badge",
        Tone::Good => "badge good",
        Tone::Warn => "badge warn",
        Tone::Bad => "badge bad",
    };
    marked(Tag::Span, Marks { class, part: Some("badge"), ..Marks::default() }, vec![text(words)])
}

/// A coloured dot, said by nobody.
pub fn dot(tone: Tone) -> AnyView {
    let class = match tone {
        Tone::Calm => "dot",
        Tone::Good => "dot good",
        Tone::Warn => "dot warn",
        Tone::Bad => "dot bad",
    };
    marked(Tag::Span, Marks { class, is_silent: true, ..Marks::default() }, Vec::new())
}
