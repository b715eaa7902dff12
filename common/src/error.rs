//! The one table of error codes and the refusal that carries one. Codes are part of the public contract:
//! they are added, never renamed.

use serde::{Deserialize, Serialize};

use crate::{
    actor::Role,
    id::{MemberId, TouchpointId},
};

macro_rules! error_codes {
    ($($(#[$doc:meta])* $name:ident $code:literal $status:literal $retryable:literal $title:literal),+ $(,)?) => {
        /// The stable word for what went wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        // Not `rename = $code` for each: the OpenAPI document would not see it. A test compares both.
        #[serde(rename_all = "kebab-case")]
        pub enum ErrorCode { $($(#[$doc])* $name),+ }

        impl ErrorCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// The word as it stands in answers.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $code),+ } }
            /// The HTTP status that goes with it.
            pub fn status(self) -> u16 { match self { $(Self::$name => $status),+ } }
            /// One sentence for engineers.
            pub fn title(self) -> &'static str { match self { $(Self::$name => $title),+ } }
            /// Whether the same request may succeed later.
            pub fn is_retryable(self) -> bool { match self { $(Self::$name => $retryable),+ } }
        }
    };
}

error_codes! {
    /// No token or key.
    AuthMissing "auth-missing" 401 false "A token is required",
    /// A token or key that cannot be trusted; the reason is not told.
    InvalidToken "invalid-token" 401 false "The token is not valid",
    /// A genuine token whose time is over: fetch a fresh one.
    TokenExpired "token-expired" 401 true "The token has expired",
    /// A genuine token that is not valid yet.
    TokenNotYetValid "token-not-yet-valid" 401 true "The token is not valid yet",
    /// The key or token lacks the scope.
    ForbiddenScope "forbidden-scope" 403 false "The key or token does not allow this",
    /// A browser page that the vendor has not listed.
    ForbiddenOrigin "forbidden-origin" 403 false "This origin is not allowed",
    /// Not there, or somebody else's.
    NotFound "not-found" 404 false "There is no such thing",
    /// The path exists, the method does not.
    MethodNotAllowed "method-not-allowed" 405 false "This method is not allowed here",
    /// The request did not arrive in time, or came too slowly.
    BodyTimeout "body-timeout" 408 true "The request took too long to arrive",
    /// The state does not allow the action now.
    Conflict "conflict" 409 false "The state does not allow this now",
    /// It would break the rhythm of live contacts; `breaches` names each rule.
    MomentumGap "momentum-gap" 409 false "This would break the rhythm of contacts",
    /// There would be more of it than is taken; `breaches` names the limit, and `detail` what to do.
    LimitReached "limit-reached" 409 false "There is as much of this as is taken",
    /// The thing changed since the sender saw it.
    StateChanged "state-changed" 409 false "This has changed in the meantime",
    /// The question is closed.
    CheckClosed "check-closed" 409 false "This question is closed",
    /// Something with this reference or key exists already.
    AlreadyExists "already-exists" 409 false "This exists already",
    /// The first request with this key is still being worked on.
    IdempotencyInFlight "idempotency-in-flight" 409 true "A request with this key is being processed",
    /// `If-Match` names an older version.
    PreconditionFailed "precondition-failed" 412 false "This has changed in the meantime",
    /// More bytes or lines than allowed.
    PayloadTooLarge "payload-too-large" 413 false "The request body is too large",
    /// A body of a kind that is not taken here, or a compressed one.
    UnsupportedMediaType "unsupported-media-type" 415 false "The content type is not supported",
    /// Fields are wrong; `errors` names each.
    Validation "validation" 422 false "The request is not valid",
    /// The key was used with another body.
    IdempotencyKeyReused "idempotency-key-reused" 422 false "This key was used with another request",
    /// A portal write without `Idempotency-Key`.
    IdempotencyKeyMissing "idempotency-key-missing" 400 false "An Idempotency-Key header is required",
    /// The request is no HTTP or JSON that can be read.
    Malformed "malformed" 400 false "The request cannot be read",
    /// `If-Match` is required here.
    PreconditionRequired "precondition-required" 428 false "An If-Match header is required",
    /// Too many requests.
    RateLimited "rate-limited" 429 true "Too many requests",
    /// The database cannot be reached or is full.
    StorageUnavailable "storage-unavailable" 503 true "The storage is not available at the moment",
    /// Our own fault.
    Internal "internal" 500 true "Something went wrong on our side",
}

/// One field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON pointer to the field, or the name of a query parameter or header.
    pub pointer: String,
    /// What is wrong with it, in English, for engineers.
    pub detail: String,
}

/// Where the thing that a refused command was about stands, and what can be done with it now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Standing {
    /// What it is, like `promise`.
    pub subject: String,
    /// The state it is in.
    pub state: String,
    /// What is possible now.
    pub allowed: Vec<Possible>,
}

/// Something that can be done now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Possible {
    /// The action.
    pub action: String,
    /// Who may do it.
    pub by: Role,
}

impl Possible {
    /// An action, and the side that may do it.
    pub fn new(action: &str, by: Role) -> Self {
        Self { action: action.to_owned(), by }
    }
}

/// A limit that a refused command would break.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Breach {
    /// The name of the limit, like `max_slip` or the field of the policy.
    pub rule: String,
    /// What it allows.
    pub limit: i64,
    /// What it would be.
    pub actual: i64,
    /// What both count, like `business_days`.
    pub unit: String,
    /// Between which touchpoints, or of which one.
    pub touchpoints: Vec<TouchpointId>,
}

impl Breach {
    /// Of a limit of how many there may be; `actual` is how many there would be.
    pub fn of_count(rule: &str, (limit, actual): (u64, u64), unit: &str) -> Self {
        let [limit, actual] = [limit, actual].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        Self { rule: rule.to_owned(), limit, actual, unit: unit.to_owned(), touchpoints: Vec::new() }
    }
}

/// Somebody to call, when it is too late to do it here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Call {
    /// Who.
    pub member: MemberId,
    /// What they are called.
    pub name: Option<String>,
    /// Their number, else the vendor's.
    pub phone: Option<String>,
}

impl Call {
    /// A member; whoever knows the records fills in the rest.
    pub fn to(member: MemberId) -> Self {
        Self { member, name: None, phone: None }
    }
}

/// An expected refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The row of the table.
    pub code: ErrorCode,
    /// What exactly, in English, for engineers.
    pub detail: String,
    /// The fields that are wrong, if it is about fields.
    pub errors: Vec<FieldError>,
    /// Where the thing stands, if its state is why.
    pub standing: Option<Box<Standing>>,
    /// The limits that it would break.
    pub breaches: Vec<Breach>,
    /// Whom to call instead.
    pub call: Option<Box<Call>>,
}

impl Rejection {
    /// A refusal that is not about one field.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            errors: Vec::new(),
            standing: None,
            breaches: Vec::new(),
            call: None,
        }
    }

    /// It cannot be as things stand: where they do, what is possible now, and by whom.
    pub fn standing(
        subject: impl Into<String>,
        state: impl Into<String>,
        allowed: Vec<Possible>,
        detail: impl Into<String>,
    ) -> Self {
        let standing = Standing { subject: subject.into(), state: state.into(), allowed };
        Self { standing: Some(Box::new(standing)), ..Self::new(ErrorCode::Conflict, detail) }
    }

    /// One wrong field.
    pub fn field(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let error = FieldError { pointer: pointer.into(), detail: detail.into() };
        let whole = Self::new(ErrorCode::Validation, format!("{} {}", error.pointer, error.detail));
        Self { errors: vec![error], ..whole }
    }

    /// Several wrong fields; nothing is refused if there are none.
    pub fn unless_none(errors: Vec<FieldError>) -> Result<(), Self> {
        let Some(first) = errors.first() else { return Ok(()) };
        let whole = Self::new(ErrorCode::Validation, format!("{} {}", first.pointer, first.detail));
        Err(Self { errors, ..whole })
    }

    /// The same about what stands at `pointer` of the request.
    #[must_use]
    pub fn below(mut self, pointer: &str) -> Self {
        for error in &mut self.errors {
            error.pointer.insert_str(0, pointer);
        }
        if let Some(first) = self.errors.first() {
            self.detail = format!("{} {}", first.pointer, first.detail);
        }
        self
    }

    /// Refuses a yes to something that has newer words since.
    pub fn unless_newest<T: Copy + PartialEq + std::fmt::Display>(seen: T, newest: T) -> Result<(), Self> {
        if seen == newest {
            return Ok(());
        }
        let detail = format!("The newest version is {newest}; please read it first.");
        Err(Self::new(ErrorCode::StateChanged, detail))
    }

    /// There would be more of something than is taken.
    pub fn limit(breach: Breach, detail: impl Into<String>) -> Self {
        Self { breaches: vec![breach], ..Self::new(ErrorCode::LimitReached, detail) }
    }

    /// The thing is not there, or not theirs.
    pub fn not_found() -> Self {
        Self::new(ErrorCode::NotFound, "There is nothing under this id.")
    }
}

#[cfg(test)]
mod tests {
    use super::ErrorCode;

    #[test]
    fn the_word_in_json_is_the_word_of_the_table() {
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
