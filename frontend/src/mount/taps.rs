//! What the customer did before the widget was alive. It is still in the elements.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::store::Store;

/// A chosen answer.
pub struct Tap {
    name: String,
    value: String,
    by_pointer: bool,
}

/// Reads the chosen answers, before hydration sets every button to what the data says.
pub fn read(root: &HtmlElement) -> Vec<Tap> {
    let Ok(chosen) = root.query_selector_all("input[type=radio]:checked") else { return Vec::new() };
    let inputs = (0..chosen.length()).filter_map(|row| chosen.item(row)?.dyn_into::<HtmlInputElement>().ok());
    let tap = |input: HtmlInputElement| Tap {
        name: input.name(),
        value: input.value(),
        // A button that was reached with the keys shows the focus ring; one that was tapped does not.
        by_pointer: !input.matches(":focus-visible").unwrap_or(true),
    };
    inputs.map(tap).collect()
}

/// Hands them to the store: what was tapped is saved, what was reached with the keys is only chosen.
pub fn take_over(store: Store, taps: &[Tap]) {
    for tap in taps {
        let Some(ask) = tap.name.strip_prefix("answer-").and_then(|id| id.parse().ok()) else { continue };
        let is_news = store.peek(|data, _| {
            let known = data.view().and_then(|view| view.asks.iter().find(|known| known.id == ask));
            known.is_some_and(|known| known.answer.as_ref().is_none_or(|answer| *answer.value != *tap.value))
        }) == Some(true);
        if is_news {
            store.choose(ask, &tap.value, tap.by_pointer);
        }
    }
}
