//! The open question: one tap is stored at once, words may follow.

use std::rc::Rc;

use followthrough_common::{
    api::view::{AboutView, AskView},
    domain::check::{self, AskAction, AskState, Mood},
};
use leptos::prelude::AnyView;

use super::{
    actions::{is_busy, open_button, progress, row, send_button, trouble},
    concern, inline,
};
use crate::{
    store::{Act, Form, Progress, Scene},
    ui::{
        self, Button, Choice, ChoiceGroup, Marks, Rank, Tag, Tone, el, heading, marked, maybe, nothing,
        notice, text,
    },
};

/// More answers than this stand in a scale, not in two columns.
const SCALE_FROM: usize = 7;

/// The part.
pub fn view(scene: &Scene<'_>) -> AnyView {
    let Some(ask) = scene.question() else { return nothing() };
    let subject = ask.id.to_string();
    let title = heading(scene.store.heading_level.saturating_add(1), Marks::default(), ask.question.clone());
    let (store, id) = (scene.store, ask.id);
    let group = ChoiceGroup {
        name: "answer-".to_owned() + &subject,
        legend: title,
        intro: about(scene, ask),
        choices: ask
            .choices
            .iter()
            .map(|choice| Choice { value: choice.value.clone(), label: choice.label.clone() })
            .collect(),
        chosen: chosen(scene, ask).map(str::to_owned),
        layout: if ask.choices.len() >= SCALE_FROM { "answers scale" } else { "answers" },
        on_choose: Rc::new(move |value, by_pointer| store.choose(id, &value, by_pointer)),
        foot: nothing(),
    };
    let fields = vec![group.view(), foot(scene, ask)];
    let form = ui::form("answer", None, Rc::new(move || store.answer(id)), fields);
    let raised = ask.concern.and_then(|id| scene.concern(id)).filter(|_| scene.screen.kept == Some(id));
    let card = maybe(raised.map(|it| concern::view(scene, it)));
    let marks = Marks { class: "question", id: Some(subject), ..Marks::default() };
    marked(Tag::Section, marks, vec![form, word_form(scene, ask), card])
}

/// The answer that is chosen on the screen, else the one that is saved.
fn chosen<'a>(scene: &Scene<'a>, ask: &'a AskView) -> Option<&'a str> {
    let here = scene.screen.chosen.as_ref().filter(|(id, _)| *id == ask.id).map(|(_, value)| value.as_str());
    here.or_else(|| ask.answer.as_ref().map(|answer| &*answer.value))
}

fn about(scene: &Scene<'_>, ask: &AskView) -> AnyView {
    let texts = scene.texts;
    let what = match &ask.about {
        AboutView::Delivery { on: Some(day) } => texts.about_delivery(&scene.clock.on(*day)),
        AboutView::Delivery { on: None } => texts.about_delivery_undated().to_owned(),
        AboutView::Touchpoint { title, on } => texts.about_touchpoint(title, &scene.clock.on(*on)),
        AboutView::Promise { statement } => texts.about_promise(statement.trim_end_matches('.')),
        AboutView::Concern { number } => texts.about_concern(&number.to_string()),
        AboutView::Words { words } => words.clone(),
        AboutView::Sale { title } => texts.about_sale(title),
    };
    let mut children = vec![text(what)];
    for (row, words) in ask.expectations.iter().enumerate() {
        children.push(text(if row == 0 { [" ", texts.you_told_us(), " "].concat() } else { " ".to_owned() }));
        children.push(el(Tag::Q, "", vec![text(&**words)]));
    }
    el(Tag::P, "about", children)
}

/// What stands below the answers: who reads it, how the saving goes, what can be done now.
fn foot(scene: &Scene<'_>, ask: &AskView) -> AnyView {
    let texts = scene.texts;
    let subject = ask.id.to_string();
    let owner = scene.owner();
    if is_busy(scene, &subject) {
        // A form below says the same about the words in it.
        let is_below = scene.is_open(Form::Word(ask.id)) && ask.facts.state == AskState::Answered;
        return if is_below { nothing() } else { progress(scene, &subject) };
    }
    let saved = ask.answer.as_ref().map(|answer| &*answer.value);
    let is_changed = chosen(scene, ask) != saved;
    if is_changed && scene.can_write() {
        let save = Button::submit(texts.save()).view();
        return el(Tag::Div, "foot", vec![progress(scene, &subject), el(Tag::Div, "row", vec![save])]);
    }
    let can = check::allowed(&ask.facts, scene.now, &scene.view.policy);
    let can = |action| scene.can_write() && can.contains(&action);
    if ask.facts.state != AskState::Answered {
        let reads = el(Tag::Span, "", vec![text(texts.reads_it(owner))]);
        let later = can(AskAction::Snooze)
            .then(|| send_button(scene, Rank::Quiet, texts.not_now(), &ask.question, Act::snooze(ask.id)));
        return el(Tag::Div, "foot", vec![reads, maybe(later), progress(scene, &subject)]);
    }
    let mut buttons = Vec::new();
    if can(AskAction::Revise) && !scene.is_open(Form::Word(ask.id)) {
        buttons.push(open_button(scene, Rank::Quiet, texts.add_word(), &ask.question, Form::Word(ask.id)));
    }
    let store = scene.store;
    buttons.push(
        Button::new(Rank::Quiet, texts.close_question(), Rc::new(move || store.keep_question(None))).view(),
    );
    let thanks = notice(tone(ask), &thanks(scene, ask), nothing());
    el(Tag::Div, "foot", vec![thanks, maybe(row(buttons)), trouble(scene, &subject)])
}

fn tone(ask: &AskView) -> Tone {
    if ask.concern.is_some() || is_bad(ask) { Tone::Warn } else { Tone::Good }
}

fn is_bad(ask: &AskView) -> bool {
    let value = ask.answer.as_ref().map(|answer| &*answer.value);
    ask.choices.iter().any(|choice| Some(&*choice.value) == value && choice.mood == Mood::Bad)
}

/// "Saved", or who takes care of it and until when the customer hears.
fn thanks(scene: &Scene<'_>, ask: &AskView) -> String {
    let texts = scene.texts;
    let concern = ask.concern.and_then(|id| scene.concern(id)).filter(|it| it.facts.state.is_open());
    match concern {
        Some(concern) => {
            let name = scene.first_name(concern.owner);
            match concern.facts.next_word_by {
                Some(by) => texts.thank_you_taken(name, &scene.clock.by(by)),
                None => texts.thank_you_taken_soon(name),
            }
        }
        None if is_bad(ask) => texts.thank_you_taken_soon(scene.owner()),
        None => texts.saved_read(scene.owner()),
    }
}

/// Words to the answer. After a bad answer they are asked for, so the form is open already.
fn word_form(scene: &Scene<'_>, ask: &AskView) -> AnyView {
    let form = Form::Word(ask.id);
    let label = if is_bad(ask) { &*ask.follow_up } else { scene.texts.your_words() };
    if ask.facts.state != AskState::Answered || scene.progress(&ask.id.to_string()) == Progress::Sending {
        return nothing();
    }
    let fields = vec![inline::words(scene, form, "text", label, true)];
    inline::form(scene, form, "", fields, scene.texts.send())
}
