//! The only user of the widget's code: renders the first view with the same components that hydrate it.

use followthrough_common::api::view::FirstView;
use followthrough_frontend::Options;

/// The first view with its markup, rendered from exactly the data that it carries.
pub fn filled(first: FirstView, options: &Options) -> FirstView {
    let html = followthrough_frontend::first_view(&first, options);
    FirstView { html, ..first }
}

/// What the page decides about the rendering.
pub fn options(locale: Option<&str>, heading_level: Option<u8>) -> Options {
    let usual = Options::default();
    Options::new(locale.unwrap_or(&usual.locale), heading_level.unwrap_or(usual.heading_level))
}
