//! One of several: real radio buttons in a field set, so that arrow keys, screen readers and a browser
//! without WASM all know what to do.

use std::{cell::Cell, rc::Rc};

use leptos::prelude::*;

use super::{Tag, el, field::Input, label, text};

/// One of them.
pub struct Choice {
    /// The word behind it.
    pub value: String,
    /// What people read.
    pub label: String,
}

/// All of them.
pub struct ChoiceGroup {
    /// The radio buttons' common name, unique in the widget.
    pub name: String,
    /// What is asked; a heading or plain text.
    pub legend: AnyView,
    /// What stands between the question and the answers.
    pub intro: AnyView,
    /// The answers.
    pub choices: Vec<Choice>,
    /// The chosen one.
    pub chosen: Option<String>,
    /// The class of the list of answers.
    pub layout: &'static str,
    /// Told what was chosen, and whether a pointer did it: arrow keys pass over answers that nobody meant.
    pub on_choose: Rc<dyn Fn(String, bool)>,
    /// What stands below.
    pub foot: AnyView,
}

impl ChoiceGroup {
    /// The field set.
    pub fn view(self) -> AnyView {
        let by_pointer = Rc::new(Cell::new(false));
        let choices: Vec<AnyView> = self
            .choices
            .into_iter()
            .map(|choice| {
                let is_chosen = self.chosen.as_ref() == Some(&choice.value);
                radio(choice, &self.name, is_chosen, &by_pointer, &self.on_choose)
            })
            .collect();
        let pressed = by_pointer.clone();
        let children = vec![
            el(Tag::Legend, "", vec![self.legend]),
            self.intro,
            el(Tag::Div, self.layout, choices),
            self.foot,
        ];
        view! {
            <fieldset
                class="choices"
                on:pointerdown=move |_| pressed.set(true)
                on:keydown=move |_| by_pointer.set(false)
            >
                {children}
            </fieldset>
        }
        .into_any()
    }
}

fn radio(
    choice: Choice,
    name: &str,
    is_chosen: bool,
    by_pointer: &Rc<Cell<bool>>,
    on_choose: &Rc<dyn Fn(String, bool)>,
) -> AnyView {
    let (by_pointer, on_choose) = (by_pointer.clone(), on_choose.clone());
    let input = Input {
        kind: "radio",
        id: None,
        name: Some(name.to_owned()),
        stands_for: Some(choice.value),
        earliest: None,
        typed: None,
        is_checked: Some(is_chosen),
        on_change: Rc::new(move |value| on_choose(value, by_pointer.get())),
    };
    label("choice", None, vec![input.view(), el(Tag::Span, "", vec![text(choice.label)])])
}
