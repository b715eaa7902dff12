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
    Legend,
    A,
    Label,
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
    /// Said by nobody, because the words beside it say the same.
    pub is_silent: bool,
    /// The one attribute that only this element has: its name and value.
    pub own: (&'static str, Option<String>),
}

/// One type for all plain elements: the name is data. When it is drawn anew, Leptos compares the name with
/// what the browser says, and that is in capitals; in other letters every element would be replaced each time.
fn plain(name: &'static str, marks: Marks, children: Vec<AnyView>) -> AnyView {
    html::custom(name)
        .class((!marks.class.is_empty()).then_some(marks.class))
        .part(marks.part)
        .tabindex(marks.id.is_some().then_some("-1"))
        .id(marks.id)
        .aria_hidden(marks.is_silent.then_some("true"))
        .attr(marks.own.0, marks.own.1)
        .child(children)
        .into_any()
}

macro_rules! names {
    ($tag:expr, $($variant:pat => $lower:literal $upper:literal),+ $(,)?) => {
        match $tag { $($variant => if cfg!(feature = "ssr") { $lower } else { $upper }),+ }
    };
}

/// An element with a class.
pub fn el(tag: Tag, class: &'static str, children: Vec<AnyView>) -> AnyView {
    marked(tag, Marks { class, ..Marks::default() }, children)
}

/// An element with more than a class. One that has an id can take the focus, though not by the Tab key.
pub fn marked(tag: Tag, marks: Marks, children: Vec<AnyView>) -> AnyView {
    let name = names!(tag,
        Tag::Div => "div" "DIV",
        Tag::P => "p" "P",
        Tag::Span => "span" "SPAN",
        Tag::Strong => "strong" "STRONG",
        Tag::Section => "section" "SECTION",
        Tag::Ol => "ol" "OL",
        Tag::Li => "li" "LI",
        Tag::Del => "del" "DEL",
        Tag::Q => "q" "Q",
        Tag::Header => "header" "HEADER",
        Tag::Legend => "legend" "LEGEND",
        Tag::A => "a" "A",
        Tag::Label => "label" "LABEL",
    );
    plain(name, marks, children)
}

/// A heading; levels below 2 and above 6 do not exist here.
pub fn heading(level: u8, marks: Marks, words: String) -> AnyView {
    let name = names!(level,
        0..=2 => "h2" "H2",
        3 => "h3" "H3",
        4 => "h4" "H4",
        5 => "h5" "H5",
        6.. => "h6" "H6",
    );
    plain(name, marks, vec![words.into_any()])
}

/// A link to another place: a telephone number, a mail address.
pub fn link(class: &'static str, address: String, words: String) -> AnyView {
    marked(Tag::A, Marks { class, own: ("href", Some(address)), ..Marks::default() }, vec![text(words)])
}

/// A label with what stands in it. Without an id it labels the control inside.
pub fn label(class: &'static str, control: Option<String>, children: Vec<AnyView>) -> AnyView {
    marked(Tag::Label, Marks { class, own: ("for", control), ..Marks::default() }, children)
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
