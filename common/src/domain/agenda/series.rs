//! What the series of sessions on an agenda promise.

use super::Agenda;
use crate::{
    domain::{
        promise::{Making, PromiseKind, PromiseSource},
        template::TemplateItem,
    },
    text::{Line, Words},
};

/// So many titles name a series in full; of more, the first and the last do.
const MOST_TITLES: usize = 3;

/// What an agenda promises: of each series so many sessions. One that goes on until a day has no number.
pub fn promised(agenda: &Agenda, reader: Option<&str>) -> Vec<Making> {
    let mut keys: Vec<&Line> = agenda.items.iter().filter_map(|item| item.series.as_ref()).collect();
    let mut known = Vec::new();
    keys.retain(|key| {
        let is_new = !known.contains(key);
        known.push(key);
        is_new
    });
    let of_series = |key: &Line| {
        let sessions: Vec<&TemplateItem> =
            agenda.items.iter().filter(|item| item.series.as_ref() == Some(key)).collect();
        let has_number = sessions.iter().all(|item| item.repeat.is_none());
        let statement = statement(key, &sessions, reader).filter(|_| has_number)?;
        let making = Making::new(statement, PromiseKind::Training, PromiseSource::Agenda);
        let quantity = u32::try_from(sessions.len()).ok();
        Some(Making { quantity, series: Some(key.clone()), ..making })
    };
    keys.into_iter().filter_map(of_series).collect()
}

/// The sessions by their titles, in the reader's language.
fn statement(key: &Line, sessions: &[&TemplateItem], reader: Option<&str>) -> Option<Words> {
    let titles: Vec<&str> = sessions.iter().map(|item| item.title.for_reader(reader)).collect();
    let text = match &titles[..] {
        // What is filled in later belongs to a title, not to a promise.
        titles if titles.iter().any(|title| title.contains('{')) => key.to_string(),
        [first, .., last] if titles.len() > MOST_TITLES => format!("{first} … {last}"),
        titles => titles.join(" · "),
    };
    Words::parse(&text).ok()
}
