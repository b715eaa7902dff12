//! The map: where in an export each fact stands, and how dates, money and states are written there.

use std::{collections::BTreeMap, fmt};

use followthrough_common::time::ZoneName;
use serde::Deserialize;

use super::{pattern::Pattern, values::DateForm};

mod read;

/// How the records of an export are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values with a header, or separated by another character.
    Csv {
        /// What stands between two values.
        delimiter: u8,
    },
    /// One JSON object a line.
    Ndjson,
}

/// Where an order stands, whatever the shop calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// On its way.
    Open,
    /// The customer has it.
    Delivered,
    /// It came to nothing.
    Cancelled,
}

impl State {
    /// The state with our own word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "open" => Some(Self::Open),
            "delivered" => Some(Self::Delivered),
            "cancelled" => Some(Self::Cancelled),
            _ => None,
        }
    }
}

/// A column that the map asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What the shop calls it.
    pub column: String,
    /// The first of our fields that it feeds.
    pub field: &'static str,
}

/// A map that was read and makes sense. Columns are known by their place in [`Map::wanted`], which is also
/// the place of their value among a record's cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// How records are written.
    pub format: Format,
    /// Where the clock hangs by which the export's times go.
    pub time_zone: ZoneName,
    /// Every column that is needed, each once.
    pub wanted: Vec<Wanted>,
    pub(super) date_times: Vec<DateForm>,
    pub(super) dates: Vec<DateForm>,
    pub(super) decimals: u32,
    pub(super) decimal_mark: char,
    pub(super) states: BTreeMap<String, State>,
    pub(super) title: Pattern,
    pub(super) customer_name: Option<Pattern>,
    pub(super) currency: Option<Pattern>,
    pub(super) places: Places,
}

/// The place of each fact among a record's cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Places {
    pub(super) reference: usize,
    pub(super) customer: usize,
    pub(super) customer_email: Option<usize>,
    pub(super) status: Option<usize>,
    pub(super) state: Option<usize>,
    pub(super) purchased: usize,
    pub(super) paid: Option<usize>,
    pub(super) amount: Option<usize>,
    pub(super) promised_delivery: Option<usize>,
    pub(super) delivered: Option<usize>,
    pub(super) survey_sent: Option<usize>,
    pub(super) review_score: Option<usize>,
    pub(super) review_comment: Option<usize>,
    pub(super) review_answered: Option<usize>,
}

/// Why a map cannot be used, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadMap(pub String);

impl fmt::Display for BadMap {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for BadMap {}

impl Map {
    /// For each wanted column its place in the header of a file.
    pub fn find_in(&self, header: &[String]) -> Result<Vec<usize>, BadMap> {
        let place = |wanted: &Wanted| {
            let mut places = header.iter().enumerate().filter(|(_, name)| **name == wanted.column);
            let Wanted { column, field } = wanted;
            match (places.next(), places.next()) {
                (Some((place, _)), None) => Ok(place),
                (Some(_), Some(_)) => {
                    Err(BadMap(format!("the file has the column {column:?} twice (map: {field})")))
                }
                (None, _) => {
                    let known = header.join(", ");
                    Err(BadMap(format!("the file has no column {column:?} (map: {field}); it has: {known}")))
                }
            }
        };
        self.wanted.iter().map(place).collect()
    }

    /// What the shop calls the column at a place.
    pub(super) fn column(&self, place: usize) -> String {
        self.wanted.get(place).map(|wanted| wanted.column.clone()).unwrap_or_default()
    }
}
