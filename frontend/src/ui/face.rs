//! A person: initials in a circle. No images, so no requests and no broken ones.

use leptos::prelude::AnyView;

use super::{Marks, Tag, marked, text};

/// The circle. The name stands beside it, so it is said only once.
pub fn face(initials: &str) -> AnyView {
    marked(Tag::Span, Marks { class: "face", is_silent: true, ..Marks::default() }, vec![text(initials)])
}
