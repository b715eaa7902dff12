//! Queries: free functions that take a connection and a vendor and give domain types. A row's shape never
//! leaves its file.

pub mod agreement;
mod answer;
pub mod api_key;
mod ask;
pub mod asking;
mod columns;
pub mod concern;
pub mod contact_sheet;
pub mod cursor;
pub mod customer;
pub mod event;
pub mod file;
pub mod idempotency;
pub mod import_run;
mod insert;
pub mod lately;
pub mod member;
pub mod origin;
pub mod own_sale;
pub mod page;
mod ping;
pub mod pledge;
pub mod policy;
pub mod position;
mod promise;
pub mod rate_bucket;
pub mod read_model;
pub mod report;
pub mod sale;
mod sale_customer;
pub mod sealed;
pub mod sealing_key;
pub mod secret_link;
pub mod signing_key;
pub mod snapshot;
pub mod testimonial;
pub mod touchpoint;
pub mod vendor;
mod versioned;
pub mod work_item;
pub mod work_list;

pub use page::Page;
pub use ping::ping;
pub use versioned::{Versioned, calendar, template};

#[cfg(test)]
mod tests;
