//! The only folder that knows which database runs underneath: SQLite, or PostgreSQL for many servers.

mod conn;
mod fault;
mod lane;
mod migrate;
pub(crate) mod schema;

pub use conn::Conn;
pub(crate) use conn::native;
pub use fault::{DbError, DbResult};
pub use lane::Db;
pub use migrate::{Migrated, is_current, migrate, revert_all};

#[cfg(test)]
mod tests;
