//! The people on the customer's side of a sale: all of them see the same, the first one is asked, and what each
//! of them does there is written down so that the vendor turns to the right one.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{error::Rejection, id::CustomerId};

/// A sale has so many people at most.
pub const MOST_PEOPLE: usize = 20;

/// What somebody on the customer's side does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CustomerRole {
    /// Decides what is bought.
    DecisionMaker,
    /// Is there from day to day.
    DailyContact,
    /// Pays.
    Payer,
    /// Uses it.
    User,
}

/// Somebody on the customer's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// Who.
    pub customer: CustomerId,
    /// What they do there; nothing when it was not said.
    #[serde(default)]
    pub roles: BTreeSet<CustomerRole>,
}

/// Refuses people among whom the one who is asked is not the first, or somebody stands twice.
pub fn check(people: &[Person], asked: Option<CustomerId>) -> Result<(), Rejection> {
    if people.is_empty() || people.len() > MOST_PEOPLE {
        return Err(Rejection::field("/people", format!("must name 1 to {MOST_PEOPLE} people")));
    }
    if people.first().map(|first| first.customer) != asked {
        return Err(Rejection::field("/people/0/customer", "must stay the customer who is asked"));
    }
    let mut known = BTreeSet::new();
    match people.iter().position(|person| !known.insert(person.customer)) {
        Some(row) => Err(Rejection::field(format!("/people/{row}/customer"), "must not stand there twice")),
        None => Ok(()),
    }
}
