//! The words that customers read and that only the server knows, in the languages of the product.

use followthrough_common::domain::check::Texts;

/// The languages in which every default text stands.
pub const LANGUAGES: [&str; 6] = ["en", "de", "fr", "es", "pt-BR", "ar"];

/// The checks. The source is English and stands with the rules; where a text is missing, it is shown.
pub fn checks() -> Texts {
    // A test reads the same file, so a broken one is not shipped.
    serde_json::from_str(include_str!("../locales/checks.json")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use followthrough_common::domain::check::{definition, definitions};

    use super::*;

    #[test]
    fn every_question_stands_in_every_language_and_its_english_is_the_source() {
        let texts = checks();
        let missing: Vec<String> =
            definitions().iter().flat_map(|check| texts.missing(check, &LANGUAGES)).collect();
        assert_eq!(missing, Vec::<String>::new());
        assert_eq!(definitions().len(), 10, "the nine defaults, and what shops asked before");
    }

    #[test]
    fn a_question_names_what_it_is_about_in_the_language_of_the_reader() {
        let (texts, promise) = (checks(), definition("promise@1").unwrap());
        let asked = texts.question(promise, Some("Beans for a year"), Some("de-AT"));
        assert_eq!(asked, "Wir haben gesagt: „Beans for a year“. Haben wir es getan?");
        let asked = texts.question(promise, Some("Beans"), Some("ja"));
        assert_eq!(asked, promise.question_about(Some("Beans")), "English where there is nothing nearer");
        let choice = promise.choice("partly").unwrap();
        assert_eq!(texts.label(promise, choice, Some("pt-BR")), "Em parte");
        assert_eq!(texts.follow_up(promise, Some("ar")), "ما الذي ينقص؟");
        assert_ne!(texts.question(definition("vital@1").unwrap(), None, Some("fr")), "");
    }
}
