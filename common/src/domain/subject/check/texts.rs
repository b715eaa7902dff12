//! The words of the checks in the languages of the readers. Only the server reads them: what a customer is
//! shown carries the words of their language, and nobody downloads the others.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Choice, Definition};
use crate::text::{Line, Localized, Words};

/// The place of what a question is about.
const ABOUT: &str = "{about}";

/// Every check in every language.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    checks: BTreeMap<String, CheckTexts>,
    /// What a question about vital areas is about as long as none is named.
    whole: Option<Localized<Line>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckTexts {
    question: Localized<Words>,
    follow_up: Localized<Words>,
    choices: BTreeMap<String, Localized<Line>>,
}

impl Texts {
    /// The question, about something. English where the language is missing.
    pub fn question(&self, of: &Definition, about: Option<&str>, locale: Option<&str>) -> String {
        let known = self.checks.get(of.key);
        let question = known.map_or(of.question, |texts| texts.question.for_reader(locale));
        if !question.contains(ABOUT) {
            return question.to_owned();
        }
        let whole = || self.whole.as_ref().map_or("", |text| text.for_reader(locale));
        question.replace(ABOUT, about.unwrap_or_else(whole))
    }

    /// What is asked beside the free text after a bad answer.
    pub fn follow_up<'t>(&'t self, of: &Definition, locale: Option<&str>) -> &'t str {
        self.checks.get(of.key).map_or(of.follow_up, |texts| texts.follow_up.for_reader(locale))
    }

    /// The label of a choice.
    pub fn label<'t>(&'t self, of: &Definition, choice: &Choice, locale: Option<&str>) -> &'t str {
        let known = self.checks.get(of.key).and_then(|texts| texts.choices.get(choice.value));
        known.map_or(choice.label, |label| label.for_reader(locale))
    }

    /// Every text of a check that is not there in one of these languages, or whose English is not the source.
    pub fn missing(&self, of: &Definition, languages: &[&str]) -> Vec<String> {
        let Some(texts) = self.checks.get(of.key) else { return vec![of.key.to_owned()] };
        let mut missing = Vec::new();
        let mut look = |what: &str, source: &str, has: Vec<&str>, english: &str| {
            let lacks = languages.iter().filter(|language| !has.contains(language));
            missing.extend(lacks.map(|language| format!("{} {what} {language}", of.key)));
            if english != source {
                missing.push(format!("{} {what} differs from its source", of.key));
            }
        };
        let (question, follow_up) = (&texts.question, &texts.follow_up);
        look("question", of.question, question.languages().collect(), question.for_reader(None));
        look("follow_up", of.follow_up, follow_up.languages().collect(), follow_up.for_reader(None));
        for choice in of.choices {
            match texts.choices.get(choice.value) {
                Some(label) => {
                    look(choice.value, choice.label, label.languages().collect(), label.for_reader(None));
                }
                None => look(choice.value, choice.label, Vec::new(), choice.label),
            }
        }
        missing
    }
}
