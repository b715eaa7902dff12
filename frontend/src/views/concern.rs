//! A concern: what it is, who answers for it, until when, and what was said.

use followthrough_common::{
    actor::Role,
    api::{
        acts::customer_door::ConfirmConcern,
        customer_door::PlainBody,
        view::{ConcernView, MessageView},
    },
    domain::concern::{self, ConcernAction as Action, ConcernKind, ConcernState},
    words::nth,
};
use leptos::prelude::AnyView;

use super::{
    actions::{is_busy, open_button, progress, row, send_button},
    inline,
};
use crate::{
    format::{beginning, in_a_row},
    store::{Act, Form, Scene},
    ui::{Marks, Rank, Tag, el, face, heading, marked, maybe, text},
};

/// The customer's words as a title have at most so many characters.
const TITLE: usize = 90;

/// What it is called: the customer's own words, else their answer, else its kind.
pub fn title(scene: &Scene<'_>, it: &ConcernView) -> String {
    let words = it.words.as_ref().or_else(|| first_words(it));
    match (words, &it.answered) {
        (Some(words), _) => beginning(words, TITLE),
        (None, Some(answer)) => scene.texts.answered_with(answer),
        (None, None) => kind(scene, it.kind).to_owned(),
    }
}

fn first_words(it: &ConcernView) -> Option<&followthrough_common::text::Words> {
    it.messages.iter().find(|message| message.from == Role::Customer).map(|message| &message.text)
}

fn kind(scene: &Scene<'_>, kind: ConcernKind) -> &'static str {
    let row = match kind {
        ConcernKind::Question => 0,
        ConcernKind::Request => 1,
        ConcernKind::Change => 2,
        ConcernKind::Problem => 3,
        ConcernKind::Complaint => 4,
    };
    nth(scene.texts.concern_kinds(), row)
}

/// The card.
pub fn view(scene: &Scene<'_>, it: &ConcernView) -> AnyView {
    let subject = it.id.to_string();
    let level = scene.store.heading_level.saturating_add(2);
    let title = heading(level, Marks { class: "card-title", ..Marks::default() }, title(scene, it));
    let initials = scene.person(it.owner).map_or("", |person| &person.initials);
    let names = el(Tag::Div, "", vec![title, el(Tag::P, "meta", clock(scene, it))]);
    let who = el(Tag::Div, "who", vec![face(initials), names]);
    let children =
        vec![who, conversation(scene, it), proposal(scene, it), actions(scene, it), forms(scene, it)];
    marked(
        Tag::Div,
        Marks { class: "concern", part: Some("card"), id: Some(subject), ..Marks::default() },
        children,
    )
}

/// "No. 4 · Anna Berg answers for it · next word today by 14:00".
fn clock(scene: &Scene<'_>, it: &ConcernView) -> Vec<AnyView> {
    let texts = scene.texts;
    let number = texts.concern_number(&it.number.to_string());
    let owner = texts.concern_owner(scene.name(it.owner));
    let start = [&*number, " · ", &owner, " · "].concat();
    match (it.facts.state, it.facts.next_word_by) {
        (ConcernState::Lapsed, _) => vec![text(start + texts.lapsed())],
        (ConcernState::AwaitingCustomer, None) => vec![text(start + texts.waiting_for_you())],
        (ConcernState::Proposed, None) => vec![text(start + texts.waiting_proposal())],
        (_, Some(by)) if it.facts.is_overdue(scene.now) => {
            let due = texts.word_was_due(&scene.clock.by(by));
            vec![text(start), el(Tag::Strong, "overdue", vec![text(due)])]
        }
        (_, Some(by)) => {
            vec![
                text([&start, texts.next_word_by(), " "].concat()),
                el(Tag::Strong, "", vec![text(scene.clock.by(by))]),
            ]
        }
        (_, None) => vec![text(in_a_row(&[number, owner], " · "))],
    }
}

/// What was said, oldest first. Words that are the whole title are not said twice.
fn conversation(scene: &Scene<'_>, it: &ConcernView) -> AnyView {
    let texts = scene.texts;
    let heading = title(scene, it);
    let mut said = Vec::new();
    if let Some(words) = it.words.as_ref().filter(|words| ***words != *heading) {
        said.push(line(texts.you(), &scene.clock.moment(it.raised_at), words, true));
    }
    let is_title = |message: &MessageView| it.words.is_none() && *message.text == *heading;
    said.extend(it.messages.iter().filter(|message| !is_title(message)).map(|message| {
        let is_own = message.from == Role::Customer;
        let name = message.member.map_or(texts.us(), |id| scene.first_name(id));
        line(if is_own { texts.you() } else { name }, &scene.clock.moment(message.at), &message.text, is_own)
    }));
    let wanted = it.wanted.as_ref().map(|what| texts.wanted_was(what));
    let wanted = maybe(wanted.map(|words| el(Tag::P, "wanted", vec![text(words)])));
    if said.is_empty() {
        return wanted;
    }
    el(Tag::Div, "", vec![wanted, el(Tag::Ol, "talk", said)])
}

fn line(who: &str, when: &str, words: &str, is_own: bool) -> AnyView {
    let head = vec![el(Tag::Strong, "", vec![text(who)]), text([" · ", when].concat())];
    let class = if is_own { "say own" } else { "say" };
    el(Tag::Li, class, vec![el(Tag::P, "meta", head), el(Tag::P, "words", vec![text(words)])])
}

/// The solution that waits for the customer's word.
fn proposal(scene: &Scene<'_>, it: &ConcernView) -> AnyView {
    let texts = scene.texts;
    let waits = matches!(it.facts.state, ConcernState::Proposed | ConcernState::Lapsed);
    let Some(proposal) = it.proposal.as_ref().filter(|_| waits) else { return crate::ui::nothing() };
    let due = proposal.due.map(|day| texts.proposal_due(&scene.clock.date(day)));
    let when = [texts.proposal(), " · ", &scene.clock.moment(proposal.at)].concat();
    let children = vec![
        el(Tag::P, "meta", vec![text(when)]),
        el(Tag::P, "words", vec![text(&*proposal.text)]),
        maybe(due.map(|due| el(Tag::P, "", vec![text(due)]))),
        el(Tag::P, "", vec![el(Tag::Strong, "", vec![text(texts.is_it_sorted())])]),
    ];
    el(Tag::Div, "say proposal", children)
}

fn actions(scene: &Scene<'_>, it: &ConcernView) -> AnyView {
    let subject = it.id.to_string();
    if is_busy(scene, &subject) || !scene.can_write() {
        return progress(scene, &subject);
    }
    let texts = scene.texts;
    let can = concern::allowed(&it.facts, Role::Customer, scene.now, &scene.view.policy);
    let title = title(scene, it);
    let mut buttons = Vec::new();
    if can.contains(&Action::Confirm) {
        buttons.push(send_button(
            scene,
            Rank::Primary,
            texts.yes_sorted(),
            &title,
            Act::of::<ConfirmConcern>(&it.id, &PlainBody {}),
        ));
    }
    if can.contains(&Action::NotYet) {
        buttons.push(open_button(scene, Rank::Plain, texts.not_yet(), &title, Form::NotYet(it.id)));
    }
    if can.contains(&Action::Write) {
        let rank = if it.facts.state == ConcernState::AwaitingCustomer { Rank::Primary } else { Rank::Plain };
        buttons.push(open_button(scene, rank, texts.write_message(), &title, Form::Message(it.id)));
    }
    if can.contains(&Action::Withdraw) {
        buttons.push(open_button(scene, Rank::Quiet, texts.withdraw(), &title, Form::Withdraw(it.id)));
    }
    el(Tag::Div, "", vec![maybe(row(buttons)), progress(scene, &subject)])
}

fn forms(scene: &Scene<'_>, it: &ConcernView) -> AnyView {
    let texts = scene.texts;
    let not_yet = Form::NotYet(it.id);
    let message = Form::Message(it.id);
    let withdraw = Form::Withdraw(it.id);
    let one = |form, title, label, is_optional, submit| {
        inline::form(scene, form, title, vec![inline::words(scene, form, "text", label, is_optional)], submit)
    };
    let children = vec![
        one(not_yet, "", texts.not_yet_reason(), true, texts.send()),
        one(message, "", texts.message(), false, texts.send()),
        one(withdraw, texts.withdraw_sure(), texts.withdraw_why(), true, texts.withdraw()),
    ];
    el(Tag::Div, "", children)
}
