//! What the vendor door takes and answers beside what the domain says itself: a body that is no more than a fact to
//! record is that fact. Requests refuse unknown fields; answers may gain new ones.

pub mod asks;
pub mod completion;
pub mod concerns;
pub mod contact;
pub mod deliveries;
pub mod handling;
pub mod people;
pub mod promises;
pub mod sale_view;
pub mod sales;
pub mod settings;
pub mod touchpoints;
pub mod value;
pub mod worklist;
