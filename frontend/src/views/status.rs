//! One line: is everything on schedule, and who looked.

use chrono::TimeDelta;
use followthrough_common::{
    domain::{concern::ConcernState, sale::SaleState, update::UpdateKind},
    id::MemberId,
    words::Texts,
};
use leptos::prelude::AnyView;

use crate::{
    format::{beginning, in_a_row, together},
    store::Scene,
    ui::{Tag, Tone, dot, el, maybe, nothing, text},
};

/// The part.
pub fn view(scene: &Scene<'_>) -> AnyView {
    if scene.view.sale.state != SaleState::Active {
        return nothing();
    }
    let texts = scene.texts;
    let late = late(scene);
    let open =
        scene.view.concerns.iter().filter(|it| it.facts.state.is_open() && it.kind.blocks_completion());
    let open = open.count();
    let (tone, words) = if !late.is_empty() {
        let number = late.len();
        let what = together(texts, &late, Texts::late_and);
        (Tone::Bad, texts.things_late(number, &what))
    } else if let Some(warning) = warning(scene) {
        (Tone::Warn, warning)
    } else if open > 0 {
        (Tone::Warn, texts.being_put_right(open))
    } else {
        (Tone::Good, texts.on_schedule().to_owned())
    };
    let rest = [proposed(scene), checked(scene)].map(Option::unwrap_or_default);
    let rest = in_a_row(&rest, " ");
    let rest = (!rest.is_empty()).then(|| el(Tag::Span, "muted", vec![text(rest)]));
    let sentence = el(Tag::Span, "", vec![text(words + " "), maybe(rest)]);
    el(Tag::P, "status", vec![dot(tone), sentence])
}

/// Newer than so many days, a warning is worth repeating.
const FRESH_DAYS: i64 = 7;

/// What we said might slip, unless we looked again since.
fn warning(scene: &Scene<'_>) -> Option<String> {
    let newest = scene.view.updates.iter().max_by_key(|it| it.at)?;
    let is_fresh = scene.now - newest.at < TimeDelta::days(FRESH_DAYS);
    (newest.kind == UpdateKind::HeadsUp && is_fresh).then(|| newest.text.to_string())
}

/// Everything that is late, in words.
fn late(scene: &Scene<'_>) -> Vec<String> {
    let texts = scene.texts;
    let promises = scene.view.promises.iter().filter(|it| it.facts.is_late(scene.now));
    let promises = promises.map(|it| texts.late_promise(&beginning(&it.statement, 60)));
    let words = scene.view.concerns.iter().filter(|it| it.facts.is_overdue(scene.now));
    let words = words.map(|_| texts.late_word().to_owned());
    let unreported = scene.view.touchpoints.iter();
    let unreported = unreported.filter(|it| it.facts.is_unreported(it.report_due_at, scene.now));
    let unreported = unreported.map(|it| texts.late_report(&it.title));
    words.chain(promises).chain(unreported).collect()
}

/// The first new date that waits for a yes.
fn proposed(scene: &Scene<'_>) -> Option<String> {
    let mut late = scene.view.promises.iter().filter(|it| it.facts.is_late(scene.now));
    let due = late.find_map(|it| it.proposed.as_ref())?.due;
    Some(scene.texts.new_date_proposed(&scene.clock.date(due)))
}

/// Who looked last. Silent while a word is overdue: having looked is no excuse.
fn checked(scene: &Scene<'_>) -> Option<String> {
    let owes = |state: ConcernState| state.is_open();
    if scene.view.concerns.iter().any(|it| owes(it.facts.state) && it.facts.is_overdue(scene.now)) {
        return None;
    }
    let verified =
        |it: &followthrough_common::api::view::UpdateView| Some((it.verified_by?, it.verified_at?));
    let (by, at): (MemberId, _) = scene.view.updates.iter().filter_map(verified).max_by_key(|(_, at)| *at)?;
    let name = scene.first_name(by);
    Some(scene.texts.checked_by(name, &scene.clock.looked(at)))
}
