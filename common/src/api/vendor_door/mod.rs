//! The wire types of the vendor door. Requests refuse unknown fields; answers may gain new ones.

pub mod adjustments;
pub mod asks;
pub mod completion;
pub mod concerns;
pub mod contact;
pub mod handling;
pub mod notes;
pub mod people;
pub mod promises;
pub mod records;
pub mod sale_view;
pub mod sales;
pub mod settings;
pub mod touchpoints;
pub mod value;
pub mod worklist;
