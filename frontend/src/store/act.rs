//! What a customer can do: a row of the customer's door with its ids and its body, and what the widget does when it
//! is saved. Views take the row that they need; nothing here knows them all.

use followthrough_common::{
    api::{
        acts::{
            self, EXPECTED_STATE, Ids as _,
            customer_door::{AnswerAsk, RaiseOwnConcern, SnoozeAsk},
        },
        customer_door::{AnswerBody, PlainBody, handling::ConcernBody},
        view::CustomerView,
    },
    domain::transition::Machine,
    id::AskId,
    text::{Line, Words},
};
use serde::Serialize;

use super::Form;

/// One thing done.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// What it is about: the id of one thing, or `raise`.
    pub subject: String,
    /// The path below the sale's.
    pub path: String,
    /// What is to be done when it is saved.
    pub kind: Kind,
    /// The form whose words it carries.
    pub form: Option<Form>,
    body: String,
    sees_state: bool,
}

/// What is to be done when something is saved.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// An answer, or its correction.
    Answer {
        /// To which question.
        ask: AskId,
        /// The word of the choice.
        value: Line,
        /// Whether the customer said more.
        has_words: bool,
    },
    /// "Not now."
    Snooze,
    /// A new concern.
    Raise,
    /// Nothing in particular.
    Other,
}

impl Act {
    /// What the row says, about the thing with these ids.
    pub fn of<A: acts::Act>(ids: &A::Ids, body: &A::Body) -> Self {
        Self { sees_state: A::Ids::HAS_STATE, ..Self::at(A::PATH, ids.texts(), json(body)) }
    }

    /// Without type parameters, so that it is there once and not for every row.
    fn at(path: &str, ids: Vec<String>, body: String) -> Self {
        Self {
            subject: ids.last().cloned().unwrap_or_else(|| "raise".to_owned()),
            path: acts::path_below_sale(path, ids),
            kind: Kind::Other,
            form: None,
            body,
            sees_state: false,
        }
    }

    /// An answer, or its correction. It may follow the one before within seconds, and the newest counts.
    pub fn answer(ask: AskId, value: Line, text: Option<Words>) -> Self {
        let kind = Kind::Answer { ask, value: value.clone(), has_words: text.is_some() };
        let form = text.is_some().then_some(Form::Word(ask));
        let body = AnswerBody { value, text, expectations: Vec::new() };
        Self { kind, form, ..Self::of::<AnswerAsk>(&ask, &body).in_any_state() }
    }

    /// "Not now."
    pub fn snooze(ask: AskId) -> Self {
        Self { kind: Kind::Snooze, ..Self::of::<SnoozeAsk>(&ask, &PlainBody {}) }
    }

    /// A new concern.
    pub fn raise(body: &ConcernBody) -> Self {
        Self { kind: Kind::Raise, ..Self::of::<RaiseOwnConcern>(&(), body) }
    }

    /// The same wherever the thing stands by now.
    #[must_use]
    pub fn in_any_state(self) -> Self {
        Self { sees_state: false, ..self }
    }

    /// The same, with the words of a form.
    #[must_use]
    pub fn from_form(self, form: Form) -> Self {
        Self { form: Some(form), ..self }
    }

    /// The JSON to send, with the state of the thing as the view shows it.
    pub fn body(&self, view: Option<&CustomerView>) -> String {
        let seen = view.filter(|_| self.sees_state).and_then(|view| self.seen(view));
        let Some(seen) = seen else { return self.body.clone() };
        let rest = self.body.strip_prefix('{').unwrap_or_default();
        let comma = if rest == "}" { "" } else { "," };
        ["{\"", EXPECTED_STATE, "\":\"", seen, "\"", comma, rest].concat()
    }

    fn collection(&self) -> &str {
        self.path.split('/').nth(1).unwrap_or_default()
    }

    fn seen(&self, view: &CustomerView) -> Option<&'static str> {
        let subject = &self.subject;
        Some(match self.collection() {
            "asks" => view.asks.iter().find(|it| it.id.to_string() == *subject)?.facts.state.as_str(),
            "touchpoints" => {
                view.touchpoints.iter().find(|it| it.id.to_string() == *subject)?.facts.state.as_str()
            }
            "promises" => view.promises.iter().find(|it| it.id.to_string() == *subject)?.facts.state.as_str(),
            "deliveries" => view.deliveries.iter().find(|it| it.id.to_string() == *subject)?.state.as_str(),
            _ => view.concerns.iter().find(|it| it.id.to_string() == *subject)?.facts.state.as_str(),
        })
    }

    /// The event that tells the page.
    pub fn event(&self) -> &'static str {
        match (&self.kind, self.collection()) {
            (Kind::Raise, _) => "ft-concern-raised",
            (_, "asks") => "ft-answer",
            (_, "promises") => "ft-promise-changed",
            (_, "concerns") => "ft-concern-changed",
            _ => "ft-touchpoint-changed",
        }
    }
}

fn json(body: &impl Serialize) -> String {
    // A struct of texts and numbers always has a JSON form.
    serde_json::to_string(body).unwrap_or_default()
}
