//! A sentence about what just happened.

use leptos::prelude::*;

use super::{Tone, dot};

/// The sentence, with something to press behind it or nothing.
pub fn notice(tone: Tone, words: &str, action: AnyView) -> AnyView {
    view! {
        <p class="notice">
            {dot(tone)} <span>{words.to_owned()}</span> {action}
        </p>
    }
    .into_any()
}
