//! The only user of the widget's code: renders the first view with the same components that hydrate it.

use followthrough_common::{api::view::FirstView, words::Texts};
use followthrough_frontend::Options;

/// The level of the widget's first heading when the page names none.
const HEADING_LEVEL: u8 = 2;

/// The first view with its markup, rendered from exactly the data that it carries.
pub fn filled(first: FirstView, heading_level: Option<u8>) -> FirstView {
    let options = Options::new(Texts::of(first.language), heading_level.unwrap_or(HEADING_LEVEL));
    let html = followthrough_frontend::first_view(&first, &options);
    FirstView { html, ..first }
}
