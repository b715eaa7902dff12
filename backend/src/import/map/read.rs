//! From the text of a map file to a [`Map`]. Everything that can be wrong with a map is found here, before
//! any order is read.

use std::collections::BTreeMap;

use followthrough_common::time::ZoneName;
use serde::Deserialize;

use super::{BadMap, Format, Map, Places, State, Wanted};
use crate::{
    import::{pattern::Pattern, values::DateForm},
    zones::Zones,
};

/// Smaller units than a ten-thousandth are no money that anybody pays.
const MOST_DECIMALS: u32 = 4;

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FormatName {
    Csv,
    Ndjson,
}

/// The file as it is written; `docs/import.md` describes each entry.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MapFile {
    format: FormatName,
    delimiter: Option<char>,
    time_zone: ZoneName,
    date_times: Vec<String>,
    dates: Option<Vec<String>>,
    #[serde(default = "two")]
    decimals: u32,
    #[serde(default = "point")]
    decimal_mark: char,
    title: String,
    customer_name: Option<String>,
    currency: Option<String>,
    columns: Columns,
    #[serde(default)]
    states: BTreeMap<String, State>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    reference: String,
    customer: String,
    customer_email: Option<String>,
    status: Option<String>,
    state: Option<String>,
    purchased: String,
    paid: Option<String>,
    amount: Option<String>,
    promised_delivery: Option<String>,
    delivered: Option<String>,
    survey_sent: Option<String>,
    review_score: Option<String>,
    review_comment: Option<String>,
    review_answered: Option<String>,
}

fn two() -> u32 {
    2
}

fn point() -> char {
    '.'
}

/// The columns that were asked for so far.
#[derive(Default)]
struct Wish(Vec<Wanted>);

impl Wish {
    fn place(&mut self, field: &'static str, column: &str) -> usize {
        let known = self.0.iter().position(|wanted| wanted.column == column);
        known.unwrap_or_else(|| {
            self.0.push(Wanted { column: column.to_owned(), field });
            self.0.len() - 1
        })
    }

    fn place_if(&mut self, field: &'static str, column: Option<&String>) -> Option<usize> {
        column.map(|column| self.place(field, column))
    }

    fn pattern(&mut self, field: &'static str, text: &str) -> Result<Pattern, BadMap> {
        let pattern = Pattern::parse(text, |column| self.place(field, column));
        pattern.map_err(|fault| BadMap(format!("{field}: {fault}")))
    }
}

impl Map {
    /// Reads a map file.
    pub fn parse(text: &str) -> Result<Self, BadMap> {
        let file: MapFile = toml::from_str(text).map_err(|error| of_toml(text, &error))?;
        let format = format(&file)?;
        if !Zones::known(&file.time_zone) {
            let zone = &file.time_zone;
            return Err(BadMap(format!("time_zone: {zone} is no IANA time zone like Europe/Copenhagen")));
        }
        if file.decimals > MOST_DECIMALS {
            return Err(BadMap(format!("decimals: must be at most {MOST_DECIMALS}")));
        }
        if file.columns.state.is_none() && file.columns.status.is_some() && file.states.is_empty() {
            return Err(BadMap("states: say what the words of the status mean, word = \"open\"".to_owned()));
        }
        if file.columns.paid.is_some() && file.columns.amount.is_none() {
            return Err(BadMap("columns: paid needs the column of the amount too".to_owned()));
        }
        let mut wish = Wish::default();
        let places = places(&mut wish, &file.columns);
        Ok(Self {
            format,
            title: wish.pattern("title", &file.title)?,
            customer_name: pattern_if(&mut wish, "customer_name", file.customer_name.as_ref())?,
            currency: pattern_if(&mut wish, "currency", file.currency.as_ref())?,
            time_zone: file.time_zone,
            date_times: forms("date_times", &file.date_times)?,
            dates: forms("dates", file.dates.as_ref().unwrap_or(&file.date_times))?,
            decimals: file.decimals,
            decimal_mark: file.decimal_mark,
            states: file.states,
            places,
            wanted: wish.0,
        })
    }

    /// The map of lines that use our own names, as `POST /v1/imports` takes them: RFC 3339 instants, minor
    /// units. Days are in `time_zone`.
    pub fn own(time_zone: ZoneName) -> Self {
        let mut wish = Wish::default();
        let mut place = |name| wish.place(name, name);
        let places = Places {
            reference: place("reference"),
            customer: place("customer"),
            customer_email: Some(place("customer_email")),
            status: Some(place("status")),
            state: Some(place("state")),
            purchased: place("purchased"),
            paid: Some(place("paid")),
            amount: Some(place("amount")),
            promised_delivery: Some(place("promised_delivery")),
            delivered: Some(place("delivered")),
            survey_sent: Some(place("survey_sent")),
            review_score: Some(place("review_score")),
            review_comment: Some(place("review_comment")),
            review_answered: Some(place("review_answered")),
        };
        let mut cell = |name| Pattern::cell(wish.place(name, name));
        Self {
            format: Format::Ndjson,
            title: cell("title"),
            customer_name: Some(cell("customer_name")),
            currency: Some(cell("currency")),
            time_zone,
            date_times: vec![DateForm::Rfc3339],
            dates: vec![DateForm::Day],
            decimals: 0,
            decimal_mark: '.',
            states: BTreeMap::new(),
            places,
            wanted: wish.0,
        }
    }
}

fn format(file: &MapFile) -> Result<Format, BadMap> {
    match (file.format, file.delimiter) {
        (FormatName::Ndjson, None) => Ok(Format::Ndjson),
        (FormatName::Ndjson, Some(_)) => Err(BadMap("delimiter: only CSV has one".to_owned())),
        (FormatName::Csv, delimiter) => match u8::try_from(delimiter.unwrap_or(',')) {
            Ok(delimiter) if delimiter.is_ascii() && !matches!(delimiter, b'"' | b'\n' | b'\r') => {
                Ok(Format::Csv { delimiter })
            }
            _ => Err(BadMap("delimiter: must be one ASCII character like , or ;".to_owned())),
        },
    }
}

fn places(wish: &mut Wish, columns: &Columns) -> Places {
    Places {
        reference: wish.place("reference", &columns.reference),
        customer: wish.place("customer", &columns.customer),
        customer_email: wish.place_if("customer_email", columns.customer_email.as_ref()),
        status: wish.place_if("status", columns.status.as_ref()),
        state: wish.place_if("state", columns.state.as_ref()),
        purchased: wish.place("purchased", &columns.purchased),
        paid: wish.place_if("paid", columns.paid.as_ref()),
        amount: wish.place_if("amount", columns.amount.as_ref()),
        promised_delivery: wish.place_if("promised_delivery", columns.promised_delivery.as_ref()),
        delivered: wish.place_if("delivered", columns.delivered.as_ref()),
        survey_sent: wish.place_if("survey_sent", columns.survey_sent.as_ref()),
        review_score: wish.place_if("review_score", columns.review_score.as_ref()),
        review_comment: wish.place_if("review_comment", columns.review_comment.as_ref()),
        review_answered: wish.place_if("review_answered", columns.review_answered.as_ref()),
    }
}

fn pattern_if(
    wish: &mut Wish,
    field: &'static str,
    text: Option<&String>,
) -> Result<Option<Pattern>, BadMap> {
    text.map(|text| wish.pattern(field, text)).transpose()
}

fn forms(entry: &str, texts: &[String]) -> Result<Vec<DateForm>, BadMap> {
    if texts.is_empty() {
        return Err(BadMap(format!("{entry}: must have at least one form")));
    }
    let form = |text: &String| DateForm::parse(text).map_err(|fault| BadMap(format!("{entry}: {fault}")));
    texts.iter().map(form).collect()
}

/// One line instead of the picture that the parser draws.
fn of_toml(text: &str, error: &toml::de::Error) -> BadMap {
    let before = error.span().and_then(|span| text.get(..span.start));
    let message = error.message().lines().next().unwrap_or_default();
    BadMap(match before {
        Some(before) => format!("line {}: {message}", before.matches('\n').count() + 1),
        None => message.to_owned(),
    })
}
