//! The pledge: the first line that a customer of the vendor reads, in their language. A vendor without one of
//! its own has the default.

use serde::{Deserialize, Serialize};

#[cfg(feature = "openapi")]
use utoipa::PartialSchema as _;

use crate::{
    text::{Localized, Words},
    words::localized,
};

/// What the vendor pledges to every customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pledge {
    /// In one or more languages; a plain text is English.
    #[cfg_attr(feature = "openapi", schema(schema_with = Localized::<Words>::schema))]
    pub text: Localized<Words>,
}

impl Default for Pledge {
    fn default() -> Self {
        Self { text: localized("pledge").unwrap_or_else(|_| Words::blank().into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_there_in_six_languages() {
        let pledge = Pledge::default();
        let languages: Vec<&str> = pledge.text.languages().collect();
        assert_eq!(languages, ["ar", "de", "en", "es", "fr", "pt-BR"]);
        assert!(pledge.text.for_reader(Some("de-AT")).starts_with("Wir stehen"));
    }
}
