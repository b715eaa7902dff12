//! What stands beside the original promise: a warning, another date, other words, a remedy, a proof. Each is
//! kept with who said it and when; nothing replaces anything. Log, vendor and customer are told the same; only how
//! people are named differs, by the [`Reader`].

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{actor::Actor, described::Described, text::Words};

/// A new date that waits for the customer's yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDate {
    /// The date.
    pub due: NaiveDate,
    /// Why.
    pub reason: Words,
    /// Since when it waits.
    pub at: DateTime<Utc>,
}

/// Who reads, and so how people are named.
pub trait Reader {
    /// Who proposed something.
    type By: Serialize + DeserializeOwned + Described;
    /// The customer's answer to it.
    type Consent: Serialize + DeserializeOwned + Described;
}

/// The log, and the vendor, who reads all of it: who it was, by their id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {}

impl Reader for Log {
    type By = Actor;
    type Consent = Consent;
}

/// Another date that was proposed, accepted or refused, kept for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(bound = "R: Reader"))]
#[serde(bound = "")]
pub struct Renegotiation<R: Reader = Log> {
    /// The date.
    pub due: NaiveDate,
    /// Why.
    pub reason: Words,
    /// Who proposed it.
    pub by: R::By,
    /// When.
    pub at: DateTime<Utc>,
    /// The customer's answer; none while it waits, or when something else took its place.
    pub consent: Option<R::Consent>,
}

/// "Heads up": what may slip, what we do about it and what we suggest, said before the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Risk {
    /// Why it may slip.
    pub reason: Words,
    /// What we do about it.
    pub doing: Words,
    /// What we suggest to the customer.
    pub suggestion: Option<Words>,
    /// When we said so.
    pub at: DateTime<Utc>,
}

/// The words and the number of a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PromiseTerms))]
pub struct Terms {
    /// As the customer reads it.
    pub statement: Words,
    /// How many, of what is counted.
    pub quantity: Option<u32>,
}

/// The customer's answer to what was proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PromiseConsent))]
pub struct Consent {
    /// Yes or no.
    pub is_given: bool,
    /// Who answered.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
}

/// A deviation from what was described: proposed with its reason, consented or refused, kept for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(bound = "R: Reader"))]
#[serde(bound = "")]
pub struct Change<R: Reader = Log> {
    /// What counted when it was proposed.
    pub from: Terms,
    /// What is to count instead.
    pub to: Terms,
    /// Why.
    pub reason: Words,
    /// Who proposed it.
    pub by: R::By,
    /// When.
    pub at: DateTime<Utc>,
    /// The customer's answer; none while it waits, or when a later proposal took its place.
    pub consent: Option<R::Consent>,
}

impl Change {
    /// Whether the customer said yes to it.
    pub fn is_taken(&self) -> bool {
        self.consent.as_ref().is_some_and(|consent| consent.is_given)
    }
}

/// Something in place of what was promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(bound = "R: Reader"))]
#[serde(bound = "")]
pub struct Remedy<R: Reader = Log> {
    /// What we offer.
    pub text: Words,
    /// Until when, if something is still to be done; accepted, it is a promise of its own.
    pub due: Option<NaiveDate>,
    /// Who offered it.
    pub by: R::By,
    /// When.
    pub at: DateTime<Utc>,
    /// The customer's answer; none while it waits, or when a later offer took its place.
    pub consent: Option<R::Consent>,
}

/// What proves that a promise was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PromiseEvidence))]
pub struct Evidence {
    /// In the vendor's words.
    pub text: Words,
    /// When it was added.
    pub at: DateTime<Utc>,
}
