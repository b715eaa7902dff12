//! The words of the checks in the language of the reader. Only the server reads them: what a customer is shown
//! carries the words of their language.

use super::{Choice, Definition};
use crate::words::found;

/// The place of what a question is about.
const ABOUT: &str = "{about}";

impl Definition {
    /// The question, about something.
    pub fn question(&self, about: Option<&str>, locale: Option<&str>) -> String {
        let question = found(&["checks.", self.key, ".question"].concat(), locale);
        question.replace(ABOUT, about.unwrap_or_else(|| found("checks.whole", locale)))
    }

    /// What is asked beside the free text after a bad answer.
    pub fn follow_up(&self, locale: Option<&str>) -> &'static str {
        found(&["checks.", self.key, ".follow_up"].concat(), locale)
    }

    /// The label of one of its choices.
    pub fn label(&self, choice: &Choice, locale: Option<&str>) -> &'static str {
        found(&["checks.", self.key, ".choices.", choice.value].concat(), locale)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::{
        domain::check::{definition, definitions},
        words::paths,
    };

    #[test]
    fn every_check_has_its_words_and_there_are_no_others() {
        let mut wanted = BTreeSet::from(["checks.whole".to_owned()]);
        for check in definitions() {
            wanted.extend(["question", "follow_up"].map(|what| format!("checks.{}.{what}", check.key)));
            let choices = check.choices.iter();
            wanted.extend(choices.map(|choice| format!("checks.{}.choices.{}", check.key, choice.value)));
        }
        assert_eq!(paths("checks").into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), wanted);
        assert_eq!(definitions().len(), 10, "the nine defaults, and what shops asked before");
    }

    #[test]
    fn a_question_names_what_it_is_about_in_the_language_of_the_reader() {
        let promise = definition("promise@1").unwrap();
        let asked = promise.question(Some("Beans for a year"), Some("de-AT"));
        assert_eq!(asked, "Wir haben gesagt: „Beans for a year“. Haben wir es getan?");
        let asked = promise.question(Some("Beans"), Some("ja"));
        assert_eq!(asked, promise.question(Some("Beans"), None), "English where there is nothing nearer");
        let choice = promise.choice("partly").unwrap();
        assert_eq!(promise.label(choice, Some("pt-BR")), "Em parte");
        assert_eq!(promise.follow_up(Some("ar")), "ما الذي ينقص؟");
        let whole = definition("vital@1").unwrap().question(None, None);
        assert_eq!(whole, "How satisfied are you with what matters most to you?");
    }
}
