//! Parsing at the door: what a handler receives from here is well formed and need not be checked again.

mod body;
mod extent;
mod headers;
mod media_type;
mod path;
mod query;

pub use self::{
    body::{BodyLimits, Valid, check_head, check_size, json_body, read_body, too_large, unreadable},
    extent::Extent,
    headers::{ExpectedKey, IdempotencyKey, IfMatch, IfNoneMatch, Revision, expected_version},
    path::{Id, SaleKey},
    query::Filter,
};
