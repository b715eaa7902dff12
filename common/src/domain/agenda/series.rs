//! Series of sessions, counted down: how many were promised on the agenda, how many are used, which is next.

use serde::{Deserialize, Serialize};

use super::Agenda;
use crate::{
    domain::{
        promise::{Making, PromiseKind, PromiseSource},
        sale::Sale,
        template::TemplateItem,
        touchpoint::{Touchpoint, TouchpointState},
    },
    id::TouchpointId,
    text::{Line, Words},
    time::OffsetTable,
};

/// A series of sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Series {
    /// Its key.
    pub key: Line,
    /// How many sessions took place.
    pub used: usize,
    /// How many there are: those that took place and those still to be held.
    pub total: usize,
    /// The next one.
    pub next: Option<TouchpointId>,
    /// The sessions, by time.
    pub sessions: Vec<TouchpointId>,
}

/// One that was called off is no session. One that was missed, by whom ever, is still to be held, until
/// another stands in for it.
fn counts(it: &Touchpoint, sale: &Sale) -> bool {
    match it.state {
        TouchpointState::Cancelled => false,
        TouchpointState::Missed => !sale.is_replaced(it.id),
        TouchpointState::Planned
        | TouchpointState::Confirmed
        | TouchpointState::ReportedDone
        | TouchpointState::Disputed
        | TouchpointState::Done => true,
    }
}

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

fn is_used(it: &Touchpoint) -> bool {
    matches!(it.state, TouchpointState::ReportedDone | TouchpointState::Done)
}

/// Every series of the sale, in the order in which it begins.
pub fn series(sale: &Sale, zones: &OffsetTable) -> Vec<Series> {
    let mut sessions: Vec<&Touchpoint> = sale.touchpoints.iter().filter(|it| counts(it, sale)).collect();
    sessions.sort_by_key(|it| it.plan.slot.starts_at(zones));
    let mut all: Vec<Series> = Vec::new();
    for it in sessions {
        let Some(key) = &it.plan.ties.series else { continue };
        let position = all.iter().position(|known| known.key == *key);
        if position.is_none() {
            let (key, sessions) = (key.clone(), Vec::new());
            all.push(Series { key, used: 0, total: 0, next: None, sessions });
        }
        let known = all.iter_mut().find(|known| known.key == *key);
        if let Some(known) = known {
            known.total += 1;
            known.used += usize::from(is_used(it));
            known.sessions.push(it.id);
            let is_open = matches!(it.state, TouchpointState::Planned | TouchpointState::Confirmed);
            known.next = known.next.or(is_open.then_some(it.id));
        }
    }
    all
}
