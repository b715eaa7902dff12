//! The subjects of a sale, one file or folder each. None of them knows the sale that holds it.

pub mod adjustment;
pub mod agreement;
pub mod check;
pub mod concern;
pub mod contact_sheet;
pub mod delivery;
pub mod expectation;
pub mod introduction;
pub mod milestone;
pub mod needs;
pub mod note;
pub mod owner_change;
pub mod payment;
pub mod people;
pub mod preference;
pub mod promise;
pub mod reason;
pub mod referral;
pub mod relationship;
pub mod relationship_plan;
pub mod resource;
pub mod success;
pub mod testimonial;
pub mod touchpoint;
pub mod update;
pub mod vital_area;
