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
    // Not by the component: the widget says it in its own way, and hydration does not look at attributes.
    let language = options.texts.language;
    let said = format!("<div lang=\"{}\" dir=\"{}\"", language.tag(), language.direction().as_str());
    markup.replacen("<div", &said, 1)
}
