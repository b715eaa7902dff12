//! The use cases on real databases: SQLite always, PostgreSQL where a server is named.

mod clock;
mod execute;
mod rebuild;
mod world;
