//! Delivered, paid, satisfied. The third is the customer's word alone.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use followthrough_common::domain::{
    check::AskState,
    completion::{Leg, completion},
    sale::SaleState,
};
use leptos::prelude::AnyView;

use crate::{
    store::Scene,
    ui::{Button, Marks, Rank, Tag, el, heading, maybe, nothing, text},
};

/// The question whose answer is the customer's word.
const CHECK: &str = "complete@1";

/// The part. A sale of the past without any word about it shows what is known, not what is owed.
pub fn view(scene: &Scene<'_>) -> AnyView {
    let texts = scene.texts;
    let it = completion(&scene.view.completion, &scene.view.policy, scene.now);
    if scene.view.sale.state != SaleState::Active && it.satisfied == Leg::Open {
        return nothing();
    }
    let day = |at: DateTime<Utc>| scene.clock.date_plain(scene.clock.local(at).date());
    let delivered = match it.delivered {
        Leg::Done { at } => day(at),
        Leg::Unconfirmed { at } => texts.awaiting_word(&day(at)),
        Leg::NotNeeded | Leg::Open => texts.not_delivered().to_owned(),
    };
    let paid = match it.paid {
        Leg::Done { at } | Leg::Unconfirmed { at } => texts.cleared(&day(at)),
        Leg::NotNeeded => texts.nothing_to_pay().to_owned(),
        Leg::Open => texts.not_paid().to_owned(),
    };
    let satisfied = match it.satisfied {
        Leg::Done { at } | Leg::Unconfirmed { at } => texts.you_said(&day(at)),
        Leg::NotNeeded | Leg::Open => texts.your_word().to_owned(),
    };
    let title = if it.is_complete() { texts.complete_done() } else { texts.complete_title() };
    let legs = vec![
        leg(texts.delivered(), delivered, it.delivered.is_done()),
        leg(texts.paid(), paid, it.paid.is_done()),
        leg(texts.satisfied(), satisfied, it.satisfied.is_done()),
    ];
    let children = vec![
        heading(scene.store.heading_level.saturating_add(1), Marks::default(), title.to_owned()),
        el(Tag::Ol, "legs", legs),
        say_it(scene),
    ];
    el(Tag::Section, "completion", children)
}

fn leg(name: &str, words: String, is_done: bool) -> AnyView {
    let class = if is_done { "leg done" } else { "leg" };
    el(Tag::Li, class, vec![el(Tag::Strong, "", vec![text(name)]), el(Tag::Span, "meta", vec![text(words)])])
}

/// The way to the question, while it is open but another one stands on the screen.
fn say_it(scene: &Scene<'_>) -> AnyView {
    let open =
        scene.view.asks.iter().find(|it| {
            &*it.check == CHECK && matches!(it.facts.state, AskState::Offered | AskState::Snoozed)
        });
    maybe(open.filter(|_| scene.can_write()).map(|ask| {
        let (store, id) = (scene.store, ask.id);
        let keep = Rc::new(move || store.keep_question(Some(id)));
        el(Tag::Div, "row", vec![Button::new(Rank::Plain, scene.texts.say_it(), keep).view()])
    }))
}
