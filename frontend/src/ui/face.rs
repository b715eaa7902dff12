//! A person: initials in a circle. No images, so no requests and no broken ones.

use leptos::prelude::*;

/// The circle. The name stands beside it, so it is said only once.
pub fn face(initials: &str) -> AnyView {
    view! { <span class="face" aria-hidden="true">{initials.to_owned()}</span> }.into_any()
}
