//! A link to somewhere else, parsed once: `https` only, bounded, without blanks, control characters or what is not
//! seen, so that it can stand in a page as it is.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use crate::text;

/// What a text must be to be a link.
const RULE: &str = "must be a link that begins with https://";

/// A link that begins with `https://`. Up to 2,000 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Link(String);

impl Link {
    /// The most characters it may have.
    pub const MOST: usize = 2000;

    /// Trims and checks.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        let host = text.strip_prefix("https://").ok_or(RULE)?;
        let begins = host.chars().next().is_some_and(char::is_alphanumeric);
        let is_bad = |letter: char| {
            letter.is_whitespace()
                || letter.is_control()
                || text::is_unseen(letter)
                || matches!(letter, '"' | '<' | '>' | '\\' | '`')
        };
        if !begins || text.chars().count() > Self::MOST || text.chars().any(is_bad) {
            return Err(RULE);
        }
        Ok(Self(text.to_owned()))
    }
}

impl Deref for Link {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Link {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Link {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Link {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^https://"))
            .examples(["https://example.com/manual"])
            .max_length(Some(Self::MOST))
            .into()
    }
}
#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Link {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_secure_link_without_tricks_is_taken() {
        assert_eq!(Link::parse(" https://a.example/b?c=d ").as_deref(), Ok("https://a.example/b?c=d"));
        for bad in ["http://a.example", "javascript:alert(1)", "https://", "https://a b", "https://a\"b", "x"]
        {
            assert!(Link::parse(bad).is_err(), "{bad}");
        }
        assert!(Link::parse(&format!("https://{}", "a".repeat(2000))).is_err());
    }
}
