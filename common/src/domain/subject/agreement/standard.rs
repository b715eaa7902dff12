//! The standard of a vendor: what applies while nothing is agreed, and what an offer begins with.

use serde::{Deserialize, Serialize};

use super::{Clocks, Terms};
use crate::{domain::policy::Policy, words::localized};

/// Where the product's own words stand in the catalogues, for vendors who have written none yet.
const TEXTS: [&str; 6] = [
    "agreement.standard.0",
    "agreement.standard.1",
    "agreement.standard.2",
    "agreement.standard.3",
    "agreement.standard.4",
    "agreement.standard.5",
];

/// A version of a vendor's standard: what applies while nothing else is agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = StandardOut))]
pub struct Standard {
    /// From 1; 0 is the product's own.
    pub version: i64,
    /// What it says.
    pub terms: Terms,
}

/// What applies at a vendor who has written nothing: the product's words, the vendor's numbers. It names no
/// way outside, because only the vendor knows theirs.
pub fn standard_terms(policy: &Policy) -> Standard {
    Standard {
        version: 0,
        terms: Terms {
            texts: TEXTS.into_iter().filter_map(|path| localized(path).ok()).collect(),
            clocks: Clocks::of_policy(policy),
            steps: Vec::new(),
            remedies: Vec::new(),
            outside_route: None,
            calendar: None,
        },
    }
}
