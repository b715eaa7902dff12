//! Fields to write into, and the form around them.

use leptos::prelude::*;

use super::{Do, DoWith, Tag, el, maybe, text};

fn optional_hint(hint: Option<&'static str>) -> AnyView {
    maybe(hint.map(|hint| el(Tag::Span, "hint", vec![text(hint)])))
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
        let on_input = self.on_input;
        view! {
            <div class="field" part="field">
                <label for=self.id.clone()>{self.label} {optional_hint(self.hint)}</label>
                <textarea
                    id=self.id
                    rows="3"
                    maxlength="4000"
                    prop:value=self.typed.unwrap_or_default()
                    on:input=move |event| on_input(event_target_value(&event))
                ></textarea>
            </div>
        }
        .into_any()
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
        let on_input = self.on_input;
        view! {
            <div class="field" part="field">
                <label for=self.id.clone()>{self.label}</label>
                <input
                    type=self.kind
                    id=self.id
                    min=self.earliest
                    prop:value=self.typed.unwrap_or_default()
                    on:input=move |event| on_input(event_target_value(&event))
                />
            </div>
        }
        .into_any()
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
