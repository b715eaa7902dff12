//! Text from outside, parsed once: a bounded length, something to be seen, nothing that makes it look otherwise
//! than it reads. [`Line`] for names and titles, [`Words`] for what a person writes, [`Quote`] for what somebody
//! wrote elsewhere. Whoever holds one need not check it again.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

mod bad;
mod letters;
mod localized;

pub use bad::BadText;
use letters::Lines;
pub use localized::{Localized, Text};

/// Whether a character is not seen, or turns the direction of writing, or is none: never a part of an address.
pub(crate) fn is_unseen(letter: char) -> bool {
    letters::is_unseen(letter)
}

fn parse(text: &str, most: usize, lines: Lines) -> Result<String, BadText> {
    let text = letters::trimmed(text);
    if !letters::is_seen(text) {
        // A text of control characters alone is told what it has.
        return Err(lines.check(text).err().unwrap_or(BadText::Empty));
    }
    check(text, most, lines).map(|()| text.to_owned())
}

fn check(text: &str, most: usize, lines: Lines) -> Result<(), BadText> {
    if text.is_empty() {
        return Err(BadText::Empty);
    }
    if text.chars().count() > most {
        return Err(BadText::TooLong(most));
    }
    lines.check(text)
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $most:literal, $lines:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The most characters it may have.
            pub const MOST: usize = $most;

            /// The text of a record that does not exist yet.
            pub(crate) fn blank() -> Self { Self(String::new()) }

            /// Trims and checks.
            pub fn parse(text: &str) -> Result<Self, BadText> {
                parse(text, Self::MOST, $lines).map(Self)
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .min_length(Some(1))
                    .max_length(Some(Self::MOST))
                    .into()
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result { out.write_str(&self.0) }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).map_err(D::Error::custom)
            }
        }
    };
}

text!(
    /// One line: a name, a title, a reference, a phone number. Up to 200 characters.
    Line, 200, Lines::One
);
text!(
    /// What a person writes, with line breaks. Up to 4,000 characters.
    Words, 4000, Lines::Many
);

/// The words of a record that was made elsewhere, exactly as they stand there: a comment of blanks is still a
/// comment, and a line break at its end is still a line break. As long as [`Words`] may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Quote(String);

impl Quote {
    /// Checks, and changes nothing.
    pub fn parse(text: &str) -> Result<Self, BadText> {
        check(text, Words::MOST, Lines::Many).map(|()| Self(text.to_owned()))
    }

    /// As it is shown: without the blanks around it; nothing if that was all.
    pub fn words(&self) -> Option<Words> {
        Words::parse(&self.0).ok()
    }
}

impl From<Words> for Quote {
    fn from(words: Words) -> Self {
        Self(words.0)
    }
}

impl fmt::Display for Quote {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Quote {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_and_bounded() {
        assert_eq!(Line::parse("  Anna Berg ").as_deref(), Ok("Anna Berg"));
        assert_eq!(Line::parse(" \n"), Err(BadText::Empty));
        assert_eq!(Line::parse(&"ä".repeat(201)), Err(BadText::TooLong(200)));
        assert_eq!(Line::parse("a\nb"), Err(BadText::ControlCharacter));
    }

    #[test]
    fn words_keep_line_breaks_but_no_nul() {
        assert_eq!(Words::parse("a\nb").as_deref(), Ok("a\nb"));
        assert_eq!(Words::parse("a\0b"), Err(BadText::ControlCharacter));
    }

    #[test]
    fn a_quote_stays_as_it_is_and_is_shown_without_its_blanks() {
        let quote = Quote::parse(" late\n").unwrap();
        assert_eq!(quote.to_string(), " late\n");
        assert_eq!(quote.words(), Words::parse("late").ok());
        assert_eq!(Quote::parse("  ").unwrap().words(), None);
        assert_eq!(Quote::parse(""), Err(BadText::Empty));
        assert_eq!(Quote::parse("a\0b"), Err(BadText::ControlCharacter));
        let stored = serde_json::to_string(&quote).unwrap();
        assert_eq!(serde_json::from_str::<Quote>(&stored).unwrap(), quote);
    }
}
