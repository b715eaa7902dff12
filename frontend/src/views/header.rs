//! Above everything: which order this is, a choice when there are several, and what must be known first.

use std::rc::Rc;

use leptos::prelude::*;

use crate::{
    store::{Data, Screen, Store},
    ui::{DoWith, Tag, Tone, badge, el, label, nothing, notice, text},
};

/// The head.
pub fn view(store: Store) -> AnyView {
    store.read(|data, screen| draw(store, data, screen)).unwrap_or_else(nothing)
}

fn draw(store: Store, data: &Data, screen: &Screen) -> AnyView {
    let texts = data.texts;
    let Some(view) = data.view() else { return nothing() };
    let name = if data.first.sales.len() > 1 {
        switcher(store, data)
    } else {
        let order = texts.order_number(&view.sale.reference);
        let title = el(Tag::Strong, "", vec![text(&*view.sale.title)]);
        el(Tag::P, "order", vec![title, text(" "), el(Tag::Span, "muted", vec![text(order)])])
    };
    let test = if view.vendor.is_test { badge(Tone::Calm, texts.test_mode()) } else { nothing() };
    let notices = [
        (data.first.read_only, Tone::Warn, texts.read_only(&view.customer_name)),
        (screen.is_signed_out, Tone::Bad, texts.signed_out().to_owned()),
        (screen.is_offline, Tone::Warn, texts.offline().to_owned()),
        (screen.awaited.is_some(), Tone::Calm, texts.loading_other().to_owned()),
    ];
    let notices = notices
        .into_iter()
        .map(|(applies, tone, words)| if applies { notice(tone, &words, nothing()) } else { nothing() });
    let status = view.status.as_ref().map_or_else(nothing, |status| badge(Tone::Calm, status));
    let mut children = vec![el(Tag::Div, "order-line", vec![name, status, test])];
    children.extend(notices);
    crate::ui::marked(
        Tag::Header,
        crate::ui::Marks { class: "head", part: Some("header"), ..Default::default() },
        children,
    )
}

fn switcher(store: Store, data: &Data) -> AnyView {
    let texts = data.texts;
    let shown = data.view().map(|view| view.sale.id);
    let sales: Vec<_> = data.first.sales.iter().map(|sale| (sale.id.to_string(), sale.id)).collect();
    let choose: DoWith = Rc::new(move |chosen| {
        if let Some((_, id)) = sales.iter().find(|(known, _)| *known == chosen) {
            store.switch_to(*id);
        }
    });
    let options: Vec<AnyView> = data
        .first
        .sales
        .iter()
        .map(|sale| {
            let words = texts.order_item(&sale.title, &sale.reference);
            let is_shown = Some(sale.id) == shown;
            view! { <option value=sale.id.to_string() selected=is_shown>{words}</option> }.into_any()
        })
        .collect();
    let select =
        view! { <select on:change=move |event| choose(event_target_value(&event))>{options}</select> };
    let name = el(Tag::Span, "eyebrow", vec![text(texts.your_orders())]);
    label("switcher", None, vec![name, select.into_any()])
}
