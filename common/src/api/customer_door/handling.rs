//! What a customer sends about problems and about how they are handled.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    api::century,
    domain::{
        agreement,
        concern::{ConcernKind, Raise, Severity, Subject},
        milestone::SnagNote,
        vital_area::Wish,
    },
    error::Rejection,
    id::{ConcernId, TouchpointId, VitalAreaId},
    text::Words,
};

/// `POST …/concerns`: a question, a small request, a problem. What it is and some words are enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConcernBody {
    /// What it is.
    pub kind: ConcernKind,
    /// How bad; what is usual for its kind if it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// In the customer's words.
    pub words: Words,
    /// What would put it right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Words>,
    /// What it does to the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<Words>,
    /// The touchpoint that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<TouchpointId>,
    /// The card that it was raised from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Subject>,
    /// What matters most to the customer and is touched by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vital_area: Option<VitalAreaId>,
    /// The concern that it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<ConcernId>,
}

impl ConcernBody {
    /// With what must be said.
    pub fn new(kind: ConcernKind, words: Words) -> Self {
        Self {
            kind,
            severity: None,
            words,
            wanted: None,
            impact: None,
            touchpoint: None,
            about: None,
            vital_area: None,
            follows: None,
        }
    }
}

impl From<ConcernBody> for Raise {
    fn from(body: ConcernBody) -> Self {
        let severity = body.severity.unwrap_or_else(|| body.kind.usual_severity());
        Self {
            words: Some(body.words),
            wanted: body.wanted,
            impact: body.impact,
            touchpoint: body.touchpoint,
            about: body.about,
            vital_area: body.vital_area,
            follows: body.follows,
            ..Self::new(body.kind, severity)
        }
    }
}

/// `POST …/concerns/{id}/it-is-back`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReturnBody {
    /// What is back.
    pub words: Option<Words>,
    /// How bad it is now; as bad as before if it is not said.
    pub severity: Option<Severity>,
}

/// What a customer answers to an offered agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgreementAnswer {
    /// It is right.
    Accept,
    /// Something should be different.
    ChangeWanted,
}

/// `POST …/agreement/replies`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreementReplyBody {
    /// The version that the customer read.
    pub version: u32,
    /// The answer.
    pub reply: AgreementAnswer,
    /// What should be different.
    pub words: Option<Words>,
}

impl AgreementReplyBody {
    /// As the sale takes it.
    pub fn into_command(self) -> Result<agreement::Command, Rejection> {
        match (self.reply, self.words) {
            (AgreementAnswer::Accept, None) => Ok(agreement::Command::Accept { version: self.version }),
            (AgreementAnswer::Accept, Some(_)) => Err(Rejection::field(
                "/words",
                "go with change_wanted: what is accepted is accepted as it is",
            )),
            (AgreementAnswer::ChangeWanted, Some(words)) => Ok(agreement::Command::WantChange { words }),
            (AgreementAnswer::ChangeWanted, None) => {
                Err(Rejection::field("/words", "are required: say what should be different"))
            }
        }
    }
}

/// `PUT …/vital-areas`, from either side: all of them, most vital first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VitalAreasBody {
    /// At most five.
    pub areas: Vec<Wish>,
}

/// `POST …/milestones/{id}/snags`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SnagBody {
    /// What is wrong.
    pub text: Words,
    /// Until when it should be right.
    #[serde(default, deserialize_with = "century::date_if")]
    pub due: Option<NaiveDate>,
}

impl From<SnagBody> for SnagNote {
    fn from(body: SnagBody) -> Self {
        Self { text: body.text, owner: None, due: body.due }
    }
}
