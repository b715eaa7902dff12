//! The body of every error answer, RFC 9457 with members of our own. Both sides use it: the server writes
//! it, the widget reads it.

use serde::{Deserialize, Serialize};

use crate::error::{Breach, Call, ErrorCode, FieldError, Standing};

/// The content type of error answers.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A name of the kind of problem, `urn:followthrough:problem:` and the code.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(example = "urn:followthrough:problem:validation"))]
    pub kind: String,
    /// The kind in one sentence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable word for programs.
    // Text and not the enum, because a newer server may know more codes than the reader does.
    #[cfg_attr(feature = "openapi", schema(value_type = ErrorCode))]
    pub code: String,
    /// What exactly, in English, for engineers.
    pub detail: String,
    /// `urn:request:` and the request id.
    pub instance: String,
    /// The id to quote when asking for help; also in `X-Request-Id`.
    pub request_id: String,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// The fields that are wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// With 409: where the thing stands, what is possible now, and by whom.
    // Not read back: the widget asks the same rules itself.
    #[serde(default, skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// With `momentum-gap` and `limit-reached`: the limits that it would break.
    #[serde(default, skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    pub breaches: Vec<Breach>,
    /// When it is too late to do it here: whom to call.
    #[serde(default, skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub call: Option<Call>,
    /// With 409: how the whole looks now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub view: Option<serde_json::Value>,
}

impl Problem {
    /// A problem from the table of codes. The request id is put in at the boundary, where it is known.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("urn:followthrough:problem:{}", code.as_str()),
            title: code.title().to_owned(),
            status: code.status(),
            code: code.as_str().to_owned(),
            detail: detail.into(),
            instance: String::new(),
            request_id: String::new(),
            retryable: code.is_retryable(),
            errors: Vec::new(),
            standing: None,
            breaches: Vec::new(),
            call: None,
            view: None,
        }
    }

    /// The code, if this build knows it.
    pub fn known_code(&self) -> Option<ErrorCode> {
        ErrorCode::ALL.iter().copied().find(|code| code.as_str() == self.code)
    }

    /// Names the request that failed.
    #[must_use]
    pub fn of_request(mut self, request_id: &str) -> Self {
        self.instance = format!("urn:request:{request_id}");
        request_id.clone_into(&mut self.request_id);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_written_as_rfc_9457_says_and_read_back() {
        let problem =
            Problem::new(ErrorCode::NotFound, "There is nothing under this id.").of_request("req_1");
        let json = serde_json::to_value(&problem).unwrap();
        assert_eq!(json["type"], "urn:followthrough:problem:not-found");
        assert_eq!(json["status"], 404);
        assert_eq!(json["instance"], "urn:request:req_1");
        assert!(json.get("errors").is_none() && json.get("view").is_none());
        assert_eq!(serde_json::from_value::<Problem>(json).unwrap().known_code(), Some(ErrorCode::NotFound));
    }

    #[test]
    fn a_code_of_a_newer_server_can_still_be_read() {
        let mut problem = Problem::new(ErrorCode::Conflict, "");
        problem.code = "not-invented-yet".to_owned();
        let text = serde_json::to_string(&problem).unwrap();
        assert_eq!(serde_json::from_str::<Problem>(&text).unwrap().known_code(), None);
    }
}
