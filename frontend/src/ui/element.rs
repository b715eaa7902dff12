//! Plain elements, text and links.

use leptos::{html, prelude::*};

/// The elements that carry nothing but children and marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are the elements of HTML")]
pub enum Tag {
    Div,
    P,
    Span,
    Strong,
    Section,
    Ol,
    Li,
    Del,
    Q,
    Header,
}

/// What marks an element for style, parts, links and assistive technology.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    /// For the style sheet.
    pub class: &'static str,
    /// For the style sheet of the page.
    pub part: Option<&'static str>,
    /// Where focus and deep links go.
    pub id: Option<String>,
    /// The id of the element that names it.
    pub named_by: Option<String>,
}

macro_rules! plain {
    ($element:ident, $marks:ident, $children:ident) => {
        html::$element()
            .class($marks.class)
            .part($marks.part)
            .tabindex($marks.id.is_some().then_some("-1"))
            .id($marks.id)
            .aria_labelledby($marks.named_by)
            .child($children)
            .into_any()
    };
}

/// An element with a class.
pub fn el(tag: Tag, class: &'static str, children: Vec<AnyView>) -> AnyView {
    marked(tag, Marks { class, ..Marks::default() }, children)
}

/// An element with more than a class. One that has an id can take the focus, though not by the Tab key.
pub fn marked(tag: Tag, marks: Marks, children: Vec<AnyView>) -> AnyView {
    match tag {
        Tag::Div => plain!(div, marks, children),
        Tag::P => plain!(p, marks, children),
        Tag::Span => plain!(span, marks, children),
        Tag::Strong => plain!(strong, marks, children),
        Tag::Section => plain!(section, marks, children),
        Tag::Ol => plain!(ol, marks, children),
        Tag::Li => plain!(li, marks, children),
        Tag::Del => plain!(del, marks, children),
        Tag::Q => plain!(q, marks, children),
        Tag::Header => plain!(header, marks, children),
    }
}

/// A heading; levels below 2 and above 6 do not exist here.
pub fn heading(level: u8, marks: Marks, words: String) -> AnyView {
    let children = vec![words.into_any()];
    match level {
        0..=2 => plain!(h2, marks, children),
        3 => plain!(h3, marks, children),
        4 => plain!(h4, marks, children),
        5 => plain!(h5, marks, children),
        6.. => plain!(h6, marks, children),
    }
}

/// A link to another place: a telephone number, a mail address.
pub fn link(class: &'static str, address: String, words: String) -> AnyView {
    view! { <a class=class href=address>{words}</a> }.into_any()
}

/// Text.
pub fn text(words: impl Into<String>) -> AnyView {
    let words: String = words.into();
    words.into_any()
}

/// Nothing, in a place where something may come: what stands behind it keeps its elements.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// Something or nothing.
pub fn maybe(it: Option<AnyView>) -> AnyView {
    it.unwrap_or_else(nothing)
}
