//! Judges one record alone: an order, or a refusal that names the column and the reason. Invents nothing:
//! what contradicts itself or cannot be kept as it stands is refused.

use chrono::{DateTime, NaiveDate, Utc};
use followthrough_common::{
    domain::history::{History, Survey},
    text::{BadText, Line, Quote},
    time::OffsetTable,
};

use super::{
    map::{Map, State},
    order::{Buyer, Order, Refusal},
    values,
};

/// The map at work.
#[derive(Debug)]
pub struct Judge<'a> {
    map: &'a Map,
    zones: OffsetTable,
    now: DateTime<Utc>,
}

/// What is wrong, and where.
struct Fault {
    field: String,
    reason: String,
}

type Judged<T> = Result<T, Fault>;

impl<'a> Judge<'a> {
    /// `zones` must have the zone of the map; nothing of the past may lie after `now`.
    pub fn new(map: &'a Map, zones: OffsetTable, now: DateTime<Utc>) -> Self {
        Self { map, zones, now }
    }

    /// The order that begins in `line`, whose cells stand as [`Map::wanted`] says.
    pub fn order(&self, line: u64, cells: &[String]) -> Result<Order, Refusal> {
        self.judge(line, cells).map_err(|Fault { field, reason }| self.refusal(line, cells, field, reason))
    }

    /// A refusal of these cells.
    pub fn refusal(&self, line: u64, cells: &[String], field: String, reason: String) -> Refusal {
        let reference = cells.get(self.map.places.reference).map_or("", |cell| cell.trim());
        let shown = reference.chars().filter(|letter| !letter.is_control()).take(Line::MOST);
        Refusal { line, reference: shown.collect(), field, reason }
    }

    fn judge(&self, line: u64, cells: &[String]) -> Judged<Order> {
        let places = &self.map.places;
        let external_id = self.line(cells, places.customer)?;
        let reference = self.line(cells, places.reference)?;
        let title = pattern_line("title", &self.map.title.fill(cells))?;
        let title = title.ok_or_else(|| fault("title", "is empty"))?;
        let name =
            self.map.customer_name.as_ref().map(|name| pattern_line("customer_name", &name.fill(cells)));
        let currency = self.map.currency.as_ref().map(|text| pattern_line("currency", &text.fill(cells)));
        let status = self.line_if(cells, places.status)?;
        let invoiced = self.amount(cells)?;
        let history = self.history(cells, status.as_ref(), invoiced)?;
        Ok(Order {
            line,
            reference,
            title,
            status,
            buyer: Buyer {
                name: name.transpose()?.flatten().unwrap_or_else(|| external_id.clone()),
                external_id,
                email: self.line_if(cells, places.customer_email)?,
            },
            purchased_at: self
                .instant(cells, Some(places.purchased))?
                .ok_or_else(|| self.empty(places.purchased))?,
            invoiced,
            currency: currency.transpose()?.flatten(),
            history,
        })
    }

    fn history(&self, cells: &[String], status: Option<&Line>, invoiced: Option<i64>) -> Judged<History> {
        let places = &self.map.places;
        let delivered_at = self.instant(cells, places.delivered)?;
        let state = self.state(cells)?;
        if let (Some(State::Delivered), None, Some(place)) = (state, delivered_at, places.delivered) {
            return Err(self.fault(place, "is empty, but the order is said to be delivered".to_owned()));
        }
        let paid = self.instant(cells, places.paid)?;
        if let (Some(_), None, Some(place)) = (paid, invoiced, places.amount) {
            return Err(self.fault(place, "is empty, but the order is said to be paid".to_owned()));
        }
        let ended = match state {
            Some(State::Cancelled) => status.cloned().or_else(|| Line::parse("cancelled").ok()),
            Some(State::Open | State::Delivered) | None => None,
        };
        Ok(History {
            paid: paid.zip(invoiced),
            promised_on: self.date(cells, places.promised_delivery)?,
            delivered_at,
            delivered_on: delivered_at.map(|at| self.zones.date(&self.map.time_zone, at)),
            ended,
            survey: self.survey(cells)?,
        })
    }

    /// The state by its own column, or by what the shop's status means.
    fn state(&self, cells: &[String]) -> Judged<Option<State>> {
        let places = &self.map.places;
        let Some(place) = places.state.or(places.status) else { return Ok(None) };
        let word = cell(cells, place).trim();
        let known = self.map.states.get(word).copied();
        // A column of states speaks our own words, unless the map translates them.
        let ours = || State::parse(word).filter(|_| places.state.is_some());
        match known.or_else(ours) {
            Some(state) => Ok(Some(state)),
            None if word.is_empty() && places.state.is_some() => Ok(None),
            None if word.is_empty() => Err(self.empty(place)),
            None => {
                let known: Vec<&str> = match self.map.states.keys().map(String::as_str).collect::<Vec<_>>() {
                    words if words.is_empty() => vec!["open", "delivered", "cancelled"],
                    words => words,
                };
                let reason = format!("{} is none of {}", values::quoted(word), known.join(", "));
                Err(self.fault(place, reason))
            }
        }
    }

    fn survey(&self, cells: &[String]) -> Judged<Option<Survey>> {
        let places = &self.map.places;
        let sent_at = self.instant(cells, places.survey_sent)?;
        let answered_at = self.instant(cells, places.review_answered)?;
        let comment = self.comment(cells)?;
        let score = self.line_if(cells, places.review_score)?;
        let Some(score) = score else {
            return match (comment, places.review_score) {
                (Some(_), Some(place)) => {
                    Err(self.fault(place, "is empty, but there is a comment".to_owned()))
                }
                _ => Ok(None),
            };
        };
        let place = places.review_score.unwrap_or_default();
        if !["1", "2", "3", "4", "5"].contains(&&*score) {
            return Err(self.fault(place, format!("{} is no score from 1 to 5", values::quoted(&score))));
        }
        // Where the export knows only one of the two times, it stands for both.
        match (sent_at.or(answered_at), answered_at.or(sent_at)) {
            (Some(sent_at), Some(answered_at)) => Ok(Some(Survey { sent_at, answered_at, score, comment })),
            _ => Err(self
                .fault(place, "is given, but neither when it was asked nor when it was answered".to_owned())),
        }
    }

    /// Kept as it stands, blanks and all.
    fn comment(&self, cells: &[String]) -> Judged<Option<Quote>> {
        let Some(place) = self.map.places.review_comment else { return Ok(None) };
        match cell(cells, place) {
            "" => Ok(None),
            text => Quote::parse(text).map(Some).map_err(|bad| self.fault(place, bad.to_string())),
        }
    }

    fn amount(&self, cells: &[String]) -> Judged<Option<i64>> {
        self.given(cells, self.map.places.amount, |text| {
            values::money(text, self.map.decimals, self.map.decimal_mark)
        })
    }

    fn instant(&self, cells: &[String], place: Option<usize>) -> Judged<Option<DateTime<Utc>>> {
        let Map { date_times, time_zone, .. } = self.map;
        self.given(cells, place, |text| {
            values::past_instant(text, date_times, time_zone, &self.zones, self.now)
        })
    }

    fn date(&self, cells: &[String], place: Option<usize>) -> Judged<Option<NaiveDate>> {
        let Map { dates, time_zone, .. } = self.map;
        self.given(cells, place, |text| values::date(text, dates, time_zone, &self.zones))
    }

    fn line(&self, cells: &[String], place: usize) -> Judged<Line> {
        self.line_if(cells, Some(place))?.ok_or_else(|| self.empty(place))
    }

    fn line_if(&self, cells: &[String], place: Option<usize>) -> Judged<Option<Line>> {
        self.given(cells, place, |text| Line::parse(text).map_err(|bad| bad.to_string()))
    }

    /// What a cell says, if it says anything.
    fn given<T>(
        &self,
        cells: &[String],
        place: Option<usize>,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Judged<Option<T>> {
        let Some(place) = place else { return Ok(None) };
        match cell(cells, place).trim() {
            "" => Ok(None),
            text => read(text).map(Some).map_err(|reason| self.fault(place, reason)),
        }
    }

    fn empty(&self, place: usize) -> Fault {
        self.fault(place, "is empty".to_owned())
    }

    fn fault(&self, place: usize, reason: String) -> Fault {
        Fault { field: self.map.column(place), reason }
    }
}

fn cell(cells: &[String], place: usize) -> &str {
    cells.get(place).map_or("", String::as_str)
}

fn fault(field: &str, reason: &str) -> Fault {
    Fault { field: field.to_owned(), reason: reason.to_owned() }
}

fn pattern_line(field: &str, text: &str) -> Judged<Option<Line>> {
    match Line::parse(text) {
        Ok(line) => Ok(Some(line)),
        Err(BadText::Empty) => Ok(None),
        Err(bad) => Err(fault(field, &bad.to_string())),
    }
}
