//! Fields to write into, and the form around them.

use leptos::prelude::*;

use super::{Do, DoWith, Marks, Tag, el, label, marked, nothing, text};

/// Every `input` of the widget.
pub(super) struct Input {
    pub kind: &'static str,
    pub id: Option<String>,
    pub name: Option<String>,
    /// What a radio button stands for.
    pub stands_for: Option<String>,
    pub earliest: Option<String>,
    pub typed: Option<String>,
    pub is_checked: Option<bool>,
    pub on_change: DoWith,
}

impl Input {
    pub fn view(self) -> AnyView {
        let on_change = self.on_change;
        // Never "no value": a property that is nothing is written as the word "undefined".
        let value = self.typed.or_else(|| self.stands_for.clone()).unwrap_or_default();
        view! {
            <input
                type=self.kind
                id=self.id
                name=self.name
                value=self.stands_for
                min=self.earliest
                checked=self.is_checked == Some(true)
                prop:value=value
                prop:checked=self.is_checked == Some(true)
                on:input=move |event| on_change(event_target_value(&event))
            />
        }
        .into_any()
    }
}

fn field(id: &str, title: String, hint: Option<&'static str>, control: AnyView) -> AnyView {
    let hint = hint.map_or_else(nothing, |hint| el(Tag::Span, "hint", vec![text([" ", hint].concat())]));
    let label = label("", Some(id.to_owned()), vec![text(title), hint]);
    marked(Tag::Div, Marks { class: "field", part: Some("field"), ..Marks::default() }, vec![label, control])
}

/// A field for words of any length.
pub struct Words {
    /// The id, unique in the widget.
    pub id: String,
    /// What is asked.
    pub label: String,
    /// "optional", where it is.
    pub hint: Option<&'static str>,
    /// What was typed before.
    pub typed: Option<String>,
    /// Told with every letter.
    pub on_input: DoWith,
}

impl Words {
    /// The field with its label.
    pub fn view(self) -> AnyView {
        let (id, on_input) = (self.id.clone(), self.on_input);
        let area = view! {
            <textarea
                id=self.id
                rows="3"
                maxlength="4000"
                prop:value=self.typed.unwrap_or_default()
                on:input=move |event| on_input(event_target_value(&event))
            ></textarea>
        };
        field(&id, self.label, self.hint, area.into_any())
    }
}

/// A field for a day or for a time, with the browser's own picker.
pub struct DayOrTime {
    /// The id, unique in the widget.
    pub id: String,
    /// `date` or `time`.
    pub kind: &'static str,
    /// What is asked.
    pub label: String,
    /// The earliest day, `YYYY-MM-DD`.
    pub earliest: Option<String>,
    /// What was chosen before.
    pub typed: Option<String>,
    /// Told with every change.
    pub on_input: DoWith,
}

impl DayOrTime {
    /// The field with its label.
    pub fn view(self) -> AnyView {
        let input = Input {
            kind: self.kind,
            id: Some(self.id.clone()),
            name: None,
            stands_for: None,
            earliest: self.earliest,
            typed: self.typed,
            is_checked: None,
            on_change: self.on_input,
        };
        field(&self.id, self.label, None, input.view())
    }
}

/// A form that never leaves the page: without a dialog around it, this method does nothing, even before
/// the widget is alive.
pub fn form(class: &'static str, id: Option<String>, on_submit: Do, children: Vec<AnyView>) -> AnyView {
    view! {
        <form
            class=class
            id=id
            method="dialog"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                on_submit();
            }
        >
            {children}
        </form>
    }
    .into_any()
}
