//! The first view, as markup. The server sends it with exactly the data that it was made from, and the
//! widget hydrates it.

use followthrough_common::api::view::FirstView;
use leptos::prelude::*;

use crate::{options::Options, store::Store, views::root};

/// The markup of the first view. `first.html` is not read; it is there to be filled with the result.
pub fn first_view(first: &FirstView, options: &Options) -> String {
    // Everything that the components create belongs to this owner and goes with it.
    let owner = Owner::new();
    let markup = owner.with(|| root::view(Store::new(first.clone(), options)).to_html());
    owner.unset_with_forced_cleanup();
    // Not by the component, which would carry it in the WASM: hydration does not look at attributes, and the widget
    // says its language in its own way.
    let language = options.texts.language;
    let (tag, direction, shape) = (language.tag(), language.direction().as_str(), root::SHAPE);
    markup.replacen("<div", &format!("<div lang=\"{tag}\" dir=\"{direction}\" data-shape=\"{shape}\""), 1)
}
