//! Whom to contact when: for every eventuality one name and number, and somebody who stands in for them. A
//! sheet counts only when no eventuality is left without a line that can be reached and a backup.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        entry::{Entry, Page},
        shape::Subject,
    },
    error::{FieldError, Rejection},
    text::{Line, Words},
    time::written,
    words::found,
};

/// At most so many lines.
const MOST_LINES: usize = 60;

macro_rules! eventualities {
    ($($(#[$doc:meta])* $name:ident $word:literal),+ $(,)?) => {
        /// What may happen to a customer.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        // Not `rename = $word` for each: the OpenAPI document would not see it. A test compares both.
        #[serde(rename_all = "snake_case")]
        pub enum Eventuality { $($(#[$doc])* $name),+ }

        impl Eventuality {
            /// All of them, in the order of a sheet.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// The word in the data.
            pub fn as_str(self) -> &'static str { match self { $(Self::$name => $word),+ } }
        }
    };
}

/// What an eventuality is called for a reader of that locale.
pub fn label(eventuality: Eventuality, locale: Option<&str>) -> &'static str {
    found(&["contact_sheet.", eventuality.as_str()].concat(), locale)
}

eventualities! {
    /// A question.
    Question "question",
    /// A delivery is late or wrong.
    Delivery "delivery",
    /// An invoice or a payment.
    Invoice "invoice",
    /// It has stopped working.
    Breakdown "breakdown",
    /// The order should be changed.
    ChangeOrder "change_order",
    /// A complaint.
    Complaint "complaint",
    /// The customer's contact is away.
    ContactAway "contact_away",
    /// The customer is still not satisfied: the next person up.
    StillNotSatisfied "still_not_satisfied",
    /// Help from outside: an ombudsman or a trade body.
    OutsideHelp "outside_help",
    /// Data and privacy.
    Privacy "privacy",
}

/// Somebody who can be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetContact {
    /// Who.
    pub name: Line,
    /// What they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Line>,
    /// Where a call reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Line>,
    /// Where mail reaches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Line>,
    /// When, in plain words: "Monday to Friday, 8 to 17".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Line>,
}

impl SheetContact {
    fn is_reachable(&self) -> bool {
        self.phone.is_some() || self.email.is_some()
    }

    /// The same number or address reaches the same desk, whatever it is called.
    fn is_same(&self, other: &Self) -> bool {
        let same = |one: &Option<Line>, two: &Option<Line>| one.is_some() && one == two;
        same(&self.phone, &other.phone) || (self.phone.is_none() && same(&self.email, &other.email))
    }
}

/// One line of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SheetLine {
    /// When what happens.
    pub eventuality: Eventuality,
    /// What the customer does then.
    pub what_to_do: Words,
    /// Whom they contact.
    pub contact: SheetContact,
    /// Who stands in for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup: Option<SheetContact>,
    /// The first day on which the line counts.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "written::read_date_if")]
    pub valid_from: Option<NaiveDate>,
    /// The last day on which it counts.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "written::read_date_if")]
    pub valid_to: Option<NaiveDate>,
}

impl SheetLine {
    /// Whether it counts on that day.
    pub fn is_valid(&self, on: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= on) && self.valid_to.is_none_or(|to| to >= on)
    }
}

/// A contact sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactSheet {
    /// The lines, in any order.
    pub lines: Vec<SheetLine>,
}

impl ContactSheet {
    /// Every eventuality has on `today` a line that can be reached and somebody else who stands in.
    pub fn validate(&self, today: NaiveDate) -> Result<(), Rejection> {
        let mut errors: Vec<FieldError> = Vec::new();
        let mut fault = |pointer: String, detail: String| errors.push(FieldError { pointer, detail });
        if self.lines.len() > MOST_LINES {
            fault("/lines".to_owned(), format!("must have at most {MOST_LINES} lines"));
        }
        for (row, line) in self.lines.iter().enumerate() {
            let what = line.eventuality.as_str();
            let at = |field: &str| format!("/lines/{row}/{field}");
            if !line.contact.is_reachable() {
                fault(at("contact"), format!("must have a phone or an email: {what} has nobody to reach"));
            }
            match &line.backup {
                None => fault(at("backup"), format!("is required: {what} has no backup")),
                Some(backup) if !backup.is_reachable() => {
                    fault(at("backup"), format!("must have a phone or an email: {what} has no backup"));
                }
                Some(backup) if backup.is_same(&line.contact) => {
                    fault(at("backup"), format!("must be somebody else: {what} has no backup"));
                }
                Some(_) => {}
            }
            if line.valid_from.zip(line.valid_to).is_some_and(|(from, to)| to < from) {
                fault(at("valid_to"), "must not be before valid_from".to_owned());
            }
        }
        for eventuality in Eventuality::ALL {
            let mut lines = self.lines.iter().filter(|line| line.eventuality == *eventuality);
            if !lines.any(|line| line.is_valid(today)) {
                fault("/lines".to_owned(), format!("must have a line for {}", eventuality.as_str()));
            }
        }
        match errors.first() {
            None => Ok(()),
            Some(first) => {
                let first = Rejection::field(first.pointer.as_str(), first.detail.as_str());
                Err(Rejection { errors, ..first })
            }
        }
    }
}

/// What happened to a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was written down.
    Set {
        /// The whole sheet.
        sheet: Box<ContactSheet>,
    },
}

impl Subject for Event {
    type Id = ();
    type Held = Option<ContactSheet>;

    fn subject(&self) -> &'static str {
        "contact_sheet"
    }

    fn evolve(&self, held: &mut Option<ContactSheet>, (): (), _: DateTime<Utc>, _: Actor) {
        let Self::Set { sheet } = self;
        *held = Some(sheet.as_ref().clone());
    }

    fn is_word(&self, _: Actor) -> bool {
        false
    }

    fn entry(&self, _: &Option<ContactSheet>, (): (), _: Page<'_>) -> Entry {
        let Self::Set { sheet } = self;
        Entry::shown().with("lines", sheet.lines.len())
    }

    fn state(_: &Option<ContactSheet>, (): ()) -> Option<&'static str> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(phone: &str) -> SheetContact {
        let line = |text: &str| Line::parse(text).unwrap();
        SheetContact {
            name: line("Somebody"),
            role: None,
            phone: Some(line(phone)),
            email: None,
            hours: None,
        }
    }

    fn sheet() -> ContactSheet {
        let line = |eventuality: &Eventuality| SheetLine {
            eventuality: *eventuality,
            what_to_do: Words::parse("Call").unwrap(),
            contact: contact("1"),
            backup: Some(contact("2")),
            valid_from: None,
            valid_to: None,
        };
        ContactSheet { lines: Eventuality::ALL.iter().map(line).collect() }
    }

    fn today() -> NaiveDate {
        "2026-11-02".parse().unwrap()
    }

    fn pointer(sheet: &ContactSheet) -> String {
        sheet.validate(today()).unwrap_err().errors[0].pointer.clone()
    }

    #[test]
    fn a_sheet_is_complete_only_with_a_line_and_a_backup_for_everything() {
        assert!(sheet().validate(today()).is_ok());
        let mut lacking = sheet();
        lacking.lines[3].backup = None;
        let refused = lacking.validate(today()).unwrap_err();
        assert_eq!(refused.errors[0].pointer, "/lines/3/backup");
        assert!(refused.errors[0].detail.contains("breakdown"), "{refused:?}");
        let mut same = sheet();
        same.lines[0].backup = Some(contact("1"));
        assert_eq!(pointer(&same), "/lines/0/backup");
        let mut silent = sheet();
        silent.lines[1].contact.phone = None;
        assert_eq!(pointer(&silent), "/lines/1/contact");
        let mut short = sheet();
        short.lines.pop();
        assert_eq!(pointer(&short), "/lines");
        let mut over = sheet();
        over.lines[9].valid_to = Some("2026-11-01".parse().unwrap());
        assert_eq!(pointer(&over), "/lines");
    }

    #[test]
    fn every_eventuality_has_its_word_and_a_label_in_every_language_of_the_launch() {
        for eventuality in Eventuality::ALL {
            assert_eq!(serde_json::to_value(eventuality).unwrap(), eventuality.as_str());
            let labels: Vec<&str> =
                ["en", "de", "fr", "es", "pt-BR", "ar"].map(|tag| label(*eventuality, Some(tag))).to_vec();
            let different =
                labels.iter().enumerate().filter(|(row, it)| !labels[..*row].contains(it)).count();
            assert!(different >= 5, "{labels:?}");
            assert_eq!(label(*eventuality, None), labels[0]);
            assert_eq!(label(*eventuality, Some("de-AT")), labels[1]);
        }
        assert_eq!(crate::words::paths("contact_sheet").len(), Eventuality::ALL.len());
    }
}
