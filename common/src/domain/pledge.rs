//! The pledge: the first line that a customer of the vendor reads, in their language. A vendor without one of
//! its own has the default.

use serde::{Deserialize, Serialize};

#[cfg(feature = "openapi")]
use utoipa::PartialSchema as _;

use crate::text::{Localized, Words};

/// What the vendor pledges to every customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Pledge {
    /// In one or more languages; a plain text is English.
    #[cfg_attr(feature = "openapi", schema(schema_with = Localized::<Words>::schema))]
    pub text: Localized<Words>,
}

/// The default in the six languages that everything comes in.
const DEFAULT: &str = r#"{"text": {
    "en": "We answer for what we promised until you say that it is right.",
    "de": "Wir stehen für unser Wort ein, bis Sie sagen, dass es stimmt.",
    "fr": "Nous répondons de nos promesses jusqu’à ce que vous disiez que tout est en ordre.",
    "es": "Respondemos de lo prometido hasta que usted diga que está bien.",
    "pt-BR": "Respondemos pelo que prometemos até você dizer que está certo.",
    "ar": "نحن مسؤولون عمّا وعدنا به إلى أن تقولوا إن كل شيء على ما يرام."
}}"#;

impl Default for Pledge {
    fn default() -> Self {
        serde_json::from_str(DEFAULT).unwrap_or_else(|_| Self { text: Words::blank().into() })
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
