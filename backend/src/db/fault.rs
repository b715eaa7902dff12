//! What the two databases say when something goes wrong, in our words.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as DieselError};
use followthrough_common::error::{ErrorCode, Rejection};

use crate::problem::Error;

/// Why a query gave no result.
#[derive(Debug)]
pub enum DbError {
    /// No connection, no room, or no time.
    Unavailable(String),
    /// The database refused a statement.
    Query(DieselError),
    /// A row holds what we would never have written.
    Corrupt(String),
}

/// The result of a query.
pub type DbResult<T> = Result<T, DbError>;

/// Unique keys that a caller can hit by what it sends, and the field that it should look at.
const TAKEN: &[(&str, &str, &str)] = &[
    ("sale_reference_key", "/reference", "is the reference of another sale"),
    ("customer_external_id_key", "/external_id", "is the id of another customer"),
];

/// Texts by which errors without a code of their own show that time or a repair will help.
const PASSING: &[&str] = &[
    "database is locked",
    "database or disk is full",
    "disk I/O error",
    "unable to open database file",
    "No space left on device",
    "could not extend file",
    "canceling statement due to",
    "terminating connection",
    "server closed the connection",
    "too many clients",
    "the database system is",
    "connection to server",
];

impl From<DieselError> for DbError {
    fn from(error: DieselError) -> Self {
        Self::Query(error)
    }
}

impl DbError {
    /// A row that cannot be read back: which table, and what is wrong.
    pub fn corrupt(table: &str, cause: impl std::fmt::Display) -> Self {
        Self::Corrupt(format!("a row of {table} cannot be read: {cause}"))
    }

    /// Whether an SQLite file is locked by somebody else.
    pub(super) fn is_locked(&self) -> bool {
        matches!(self, Self::Query(DieselError::DatabaseError(_, info)) if info.message() == "database is locked")
    }

    /// Whether the statement gave up waiting for a lock that another transaction holds.
    pub fn is_lock_timeout(&self) -> bool {
        matches!(self, Self::Query(DieselError::DatabaseError(_, info)) if info.message().contains("lock timeout"))
    }
}

impl From<DbError> for Error {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Unavailable(cause) => Self::Storage(cause),
            DbError::Corrupt(cause) => Self::Internal(cause),
            DbError::Query(DieselError::DatabaseError(kind, info)) => refused(kind, info.as_ref()),
            DbError::Query(DieselError::BrokenTransactionManager) => {
                Self::Storage("the connection broke within a transaction".to_owned())
            }
            DbError::Query(other) => Self::Internal(other.to_string()),
        }
    }
}

fn refused(kind: DatabaseErrorKind, info: &(dyn DatabaseErrorInformation + Send + Sync)) -> Error {
    let message = info.message();
    match kind {
        DatabaseErrorKind::SerializationFailure => Error::Race,
        DatabaseErrorKind::UniqueViolation => taken(&constraint(info)),
        DatabaseErrorKind::ClosedConnection
        | DatabaseErrorKind::UnableToSendCommand
        | DatabaseErrorKind::ReadOnlyTransaction => Error::Storage(message.to_owned()),
        _ if message.contains("deadlock detected") => Error::Race,
        _ if PASSING.iter().any(|text| message.contains(text)) => Error::Storage(message.to_owned()),
        _ => Error::Internal(format!("{kind:?}: {message}")),
    }
}

/// A primary key that is taken means that somebody else was quicker; the repeat will see their row.
fn taken(constraint: &str) -> Error {
    match TAKEN.iter().find(|(name, ..)| *name == constraint) {
        Some((_, pointer, detail)) => {
            let field = Rejection::field(*pointer, *detail);
            Error::Rejected(Rejection { code: ErrorCode::AlreadyExists, ..field })
        }
        None if constraint.ends_with("_pkey") => Error::Race,
        None => Error::Internal(format!("{constraint} was violated")),
    }
}

/// PostgreSQL names the constraint. SQLite lists the columns (`sale.vendor_id, sale.reference`), whose last
/// one makes the name that PostgreSQL would have given.
fn constraint(info: &(dyn DatabaseErrorInformation + Send + Sync)) -> String {
    if let Some(name) = info.constraint_name() {
        return name.to_owned();
    }
    let columns = info.message().rsplit(": ").next().unwrap_or_default();
    match columns.rsplit(", ").next().and_then(|last| last.split_once('.')) {
        Some((table, column)) if is_unique_key(table, column) => format!("{table}_{column}_key"),
        Some((table, _)) => format!("{table}_pkey"),
        None => columns.to_owned(),
    }
}

fn is_unique_key(table: &str, column: &str) -> bool {
    TAKEN.iter().any(|(name, ..)| *name == format!("{table}_{column}_key"))
}
