//! What was promised, against the original date, which never disappears.

use followthrough_common::{
    actor::Role,
    api::{
        acts::customer_door::{ReleasePromise, ReplyToPromise},
        customer_door::{PlainBody, PromiseReply, PromiseReplyBody},
        view::PromiseView,
    },
    domain::promise::{self, PromiseAction as Action, PromiseKind, PromiseState},
};
use leptos::prelude::AnyView;

use super::{
    actions::{is_busy, open_button, progress, row, send_button},
    inline,
};
use crate::{
    format::{beginning, in_a_row},
    store::{Act, Form, Scene},
    ui::{Icon, Marks, Rank, Tag, el, heading, icon, marked, maybe, nothing, text},
};

/// The part.
pub fn view(scene: &Scene<'_>) -> AnyView {
    if scene.view.promises.is_empty() {
        return nothing();
    }
    let title = heading(
        scene.store.heading_level.saturating_add(1),
        Marks::default(),
        scene.texts.promises().to_owned(),
    );
    let lines = scene.view.promises.iter().map(|it| line(scene, it)).collect();
    el(Tag::Section, "promises", vec![title, el(Tag::Ol, "marked", lines)])
}

fn line(scene: &Scene<'_>, it: &PromiseView) -> AnyView {
    let is_late = it.facts.is_late(scene.now);
    let (class, mark) = match it.facts.state {
        PromiseState::Kept | PromiseState::ClaimedKept => ("promise kept", Icon::Tick),
        PromiseState::Broken => ("promise late", Icon::Cross),
        PromiseState::Released | PromiseState::MadeGood => ("promise gone", Icon::Ring),
        PromiseState::Disputed => ("promise late", Icon::Late),
        PromiseState::Made | PromiseState::AtRisk if is_late => ("promise late", Icon::Late),
        PromiseState::Made | PromiseState::AtRisk => ("promise", Icon::Ring),
    };
    let subject = it.id.to_string();
    let form = Form::NotKept(it.id);
    let fields = vec![inline::words(scene, form, "text", scene.texts.promise_what_missing(), true)];
    let body = vec![
        el(Tag::P, "words", vec![text(&*it.statement)]),
        el(Tag::P, "meta", dates(scene, it, is_late)),
        maybe(it.note.as_ref().map(|note| el(Tag::P, "meta", vec![text(scene.texts.quoted(note))]))),
        buttons(scene, it, is_late),
        inline::form(scene, form, "", fields, scene.texts.send()),
        if scene.is_open(form) { nothing() } else { progress(scene, &subject) },
    ];
    let marks = Marks { class, id: Some(subject), ..Marks::default() };
    marked(Tag::Li, marks, vec![icon(mark), el(Tag::Div, "", body)])
}

/// The dates, in words: the original one always among them.
fn dates(scene: &Scene<'_>, it: &PromiseView, is_late: bool) -> Vec<AnyView> {
    let texts = scene.texts;
    let date = |day| scene.clock.date(day);
    let original = it.original_due.map(|due| texts.promise_was_for(&date(due)));
    let mut words: Vec<String> = Vec::new();
    match it.facts.state {
        PromiseState::Made | PromiseState::AtRisk => {
            match it.original_due {
                Some(due) if !is_late && it.current_due == it.original_due => {
                    words.push(texts.promise_by(&date(due)));
                }
                Some(_) => words.extend(original),
                None if it.kind == PromiseKind::Training => words.push(texts.promise_sessions().to_owned()),
                None => words.push(texts.promise_standing().to_owned()),
            }
            if is_late {
                words.push(texts.promise_late().to_owned());
            }
        }
        PromiseState::ClaimedKept | PromiseState::Kept => {
            let is_in_time = it.facts.kept_in_time.unwrap_or(true);
            let on = |day| match it.facts.state {
                PromiseState::ClaimedKept if !it.is_agreed => texts.promise_claimed(&date(day)),
                _ if is_in_time => texts.promise_kept(&date(day)),
                _ => texts.promise_kept_late(&date(day)),
            };
            if it.kept_on.is_some() && it.kept_on == it.original_due && it.facts.state == PromiseState::Kept {
                words.push(texts.promise_kept_on_day().to_owned());
            } else {
                let undated = || texts.promise_kept_undated().to_owned();
                words.push(it.kept_on.map_or_else(undated, on));
            }
            words.extend(original);
        }
        PromiseState::Disputed => {
            words.push(texts.promise_disputed().to_owned());
            words.extend(original);
        }
        PromiseState::Broken | PromiseState::MadeGood => {
            words.push(texts.promise_broken().to_owned());
            words.extend(original);
        }
        PromiseState::Released => words.push(texts.promise_released().to_owned()),
    }
    if let Some(due) = it.current_due.filter(|due| Some(*due) != it.original_due) {
        words.push(texts.promise_agreed_date(&date(due)));
    }
    if let Some(proposed) = &it.proposed {
        words.push(texts.promise_new_date(&date(proposed.due)));
        words.push(texts.promise_why(&proposed.reason));
    }
    vec![text(in_a_row(&words, " "))]
}

fn buttons(scene: &Scene<'_>, it: &PromiseView, is_late: bool) -> AnyView {
    if !scene.can_write() || is_busy(scene, &it.id.to_string()) {
        return nothing();
    }
    let texts = scene.texts;
    let can = promise::allowed(&it.facts, Role::Customer, scene.now, &scene.view.policy);
    let about = beginning(&it.statement, 60);
    let mut buttons = Vec::new();
    let mut send = |action, rank, label, act| {
        if can.contains(&action) {
            buttons.push(send_button(scene, rank, label, &about, act));
        }
    };
    let reply =
        |reply, proposed_at| Act::of::<ReplyToPromise>(&it.id, &PromiseReplyBody { reply, proposed_at });
    let seen = it.proposed.as_ref().map(|proposed| proposed.at);
    send(Action::AcceptDate, Rank::Primary, texts.promise_agree(), reply(PromiseReply::AcceptDate, seen));
    send(Action::DeclineDate, Rank::Plain, texts.no(), reply(PromiseReply::DeclineDate, None));
    send(Action::Agree, Rank::Primary, texts.promise_kept_right(), reply(PromiseReply::Agree, None));
    if is_late {
        send(
            Action::Release,
            Rank::Quiet,
            texts.promise_release(),
            Act::of::<ReleasePromise>(&it.id, &PlainBody {}),
        );
    }
    if can.contains(&Action::Dispute) && !it.facts.is_date_proposed && !it.is_agreed {
        buttons.push(open_button(scene, Rank::Quiet, texts.promise_dispute(), &about, Form::NotKept(it.id)));
    }
    maybe(row(buttons))
}
