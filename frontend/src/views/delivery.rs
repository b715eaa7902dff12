//! A delivery that waits for the customer's word.

use followthrough_common::{
    api::{acts::customer_door::ReplyToDelivery, customer_door::DeliveryReplyBody, view::DeliveryView},
    domain::{delivery::DeliveryState, sale::SaleState},
};
use leptos::prelude::AnyView;

use super::{
    actions::{is_busy, open_button, progress, row, send_button},
    inline,
};
use crate::{
    store::{Act, Form, Scene},
    ui::{Marks, Rank, Tag, el, heading, marked, maybe, nothing, text},
};

/// The part: every delivery that is not accepted. Nobody is asked about one that was taken over from the past.
pub fn view(scene: &Scene<'_>) -> AnyView {
    let is_active = scene.view.sale.state == SaleState::Active;
    let open = scene.view.deliveries.iter().filter(|it| match it.state {
        DeliveryState::Reported => is_active,
        DeliveryState::Incomplete => true,
        DeliveryState::Accepted => false,
    });
    let cards: Vec<AnyView> = open.map(|it| card(scene, it)).collect();
    if cards.is_empty() { nothing() } else { el(Tag::Div, "stack", cards) }
}

fn card(scene: &Scene<'_>, it: &DeliveryView) -> AnyView {
    let texts = scene.texts;
    let subject = it.id.to_string();
    let is_incomplete = it.state == DeliveryState::Incomplete;
    let about = texts.delivery_on(&scene.clock.on(it.delivered_on));
    let evidence = it.evidence.as_ref().map(|words| [" ", words].concat()).unwrap_or_default();
    let title = if is_incomplete { texts.you_miss() } else { texts.delivery_question() };
    let note = it.note.as_ref().filter(|_| is_incomplete);
    let all_there = DeliveryReplyBody { is_complete: true, note: None };
    let accept = Act::of::<ReplyToDelivery>(&it.id, &all_there);
    let mut buttons = Vec::new();
    if scene.can_write() && !is_busy(scene, &subject) {
        let label = if is_incomplete { texts.delivery_now_all() } else { texts.delivery_all() };
        buttons.push(send_button(scene, Rank::Primary, label, &about, accept));
        if !is_incomplete {
            buttons.push(open_button(
                scene,
                Rank::Plain,
                texts.delivery_missing(),
                &about,
                Form::Missing(it.id),
            ));
        }
    }
    let form = Form::Missing(it.id);
    let fields = vec![inline::words(scene, form, "text", texts.what_is_missing(), false)];
    let open_form = inline::form(scene, form, "", fields, texts.send());
    let news = if scene.is_open(form) { nothing() } else { progress(scene, &subject) };
    let children = vec![
        heading(scene.store.heading_level.saturating_add(1), Marks::default(), title.to_owned()),
        el(Tag::P, "about", vec![text(about + &evidence)]),
        maybe(note.map(|note| el(Tag::P, "said", vec![text(&**note)]))),
        maybe(row(buttons)),
        open_form,
        news,
    ];
    marked(Tag::Section, Marks { class: "panel", id: Some(subject), ..Marks::default() }, children)
}
