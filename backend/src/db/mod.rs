//! The only folder that knows which database runs underneath: SQLite, or PostgreSQL for many servers.

mod aboard;
mod changes;
pub(crate) mod column;
mod conn;
mod fault;
mod files;
mod group;
mod kept;
mod lane;
mod migrate;
mod migrations;
pub(crate) mod schema;
mod transaction;
mod turn;
mod wait;

pub use aboard::{Aboard, End, with as aboard};
pub(crate) use changes::Changes;
pub(crate) use column::{Typed, Written, how_many, readable};
pub use conn::Conn;
pub(crate) use conn::native;
pub use fault::{DbError, DbResult};
pub use files::{Serving, is_wide_open, protect, wide_open};
pub(crate) use kept::{few_lengths, kept};
pub use lane::Db;
pub use migrate::{Migrated, is_current, migrate, revert_all};
pub(crate) use wait::together;

#[cfg(test)]
mod tests;
