//! Where the focus goes: into a form that opens, back to where it was opened from. Never anywhere by itself.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node, ScrollIntoViewOptions, ScrollLogicalPosition, ShadowRoot};

use crate::store::{Form, Store};

/// Follows the forms of the store, under the present owner.
pub fn follow(store: Store, root: HtmlElement) {
    Effect::new(move |before: Option<(Option<Form>, usize)>| {
        let now = store.read(|_, screen| (screen.form, screen.outbox.len())).unwrap_or_default();
        let Some((old_form, old_writes)) = before else { return now };
        let target = match (old_form, now.0) {
            (old, Some(form)) if old != Some(form) => Some((form.key(), true)),
            (Some(form), None) => Some((form.opener(), false)),
            _ if now.1 < old_writes => store
                .peek(|_, screen| screen.endings.newest().map(|subject| (subject.to_owned(), false)))
                .flatten(),
            _ => None,
        };
        if let Some((id, is_form)) = target {
            let root = root.clone();
            // After the view has drawn what changed.
            Timeout::new(0, move || go(&root, &id, is_form)).forget();
        }
        now
    });
}

fn go(root: &HtmlElement, id: &str, is_form: bool) {
    // Whoever is busy elsewhere on the page is left alone.
    if !is_form && !is_lost(root) {
        return;
    }
    let Some(element) = find(root, id) else { return };
    let field =
        if is_form { element.query_selector("textarea, input:checked, input").ok().flatten() } else { None };
    let target = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()).unwrap_or(element);
    _ = target.focus();
}

/// Whether what had the focus is gone.
fn is_lost(root: &HtmlElement) -> bool {
    let inside =
        root.get_root_node().dyn_into::<ShadowRoot>().ok().and_then(|shadow| shadow.active_element());
    let outside =
        web_sys::window().and_then(|window| window.document()).and_then(|page| page.active_element());
    inside.is_none() && outside.is_none_or(|element| element.tag_name() == "BODY")
}

/// The element with this id. Ids are compared as texts, so that none can break out of a selector.
pub fn find(root: &HtmlElement, id: &str) -> Option<HtmlElement> {
    let node: &Node = root;
    let shadow = node.get_root_node().dyn_into::<ShadowRoot>().ok()?;
    shadow.get_element_by_id(id)?.dyn_into().ok()
}

/// Scrolls to the thing and gives it the focus, once the view has drawn it.
pub fn lead_to(root: HtmlElement, id: String) {
    Timeout::new(50, move || {
        let Some(element) = find(&root, &id) else { return };
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Center);
        element.scroll_into_view_with_scroll_into_view_options(&options);
        _ = element.focus();
    })
    .forget();
}
