//! How fast a vendor answered, proposed and put right, in working minutes.

use serde::{Deserialize, Serialize};

use crate::domain::{concern::Severity, reply_times::Average};

/// How long customers waited with concerns of one severity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitsBySeverity {
    /// How bad it was.
    pub severity: Severity,
    /// Until the first answer.
    pub answered: Average,
    /// Until the first proposal.
    pub proposed: Average,
    /// Until the customer said that it is sorted.
    pub confirmed: Average,
}

/// How long customers waited, over all sales. Every number is an average with what it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplyTimesReport {
    /// Until the first answer.
    pub answered: Average,
    /// Until the first proposal.
    pub proposed: Average,
    /// Until the customer said that it is sorted.
    pub confirmed: Average,
    /// The vendor's own figures of the time before the signature, one a sale.
    pub before_signature: Average,
    /// The first answers since, in the sales that have such a figure.
    pub after_signature: Average,
    /// The first answers in the week after the order, in the sales that have none.
    pub first_week: Average,
    /// The first answers later, in the same sales.
    pub later: Average,
    /// By how bad it was; only severities that occurred.
    pub by_severity: Vec<WaitsBySeverity>,
}
