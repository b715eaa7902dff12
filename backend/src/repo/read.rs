//! Turns columns back into what they were written from. A row that does not parse was not written by us and
//! is told as corrupt, never skipped.

use std::{fmt::Display, str::FromStr};

use chrono::{DateTime, NaiveDate, Utc};
use followthrough_common::text::{Line, Words};
use serde::{Serialize, de::DeserializeOwned};

use crate::db::{DbError, DbResult};

/// An id, a word or a date.
pub(super) fn text<T: FromStr<Err: Display>>(table: &str, column: &str) -> DbResult<T> {
    column.parse().map_err(|error| DbError::corrupt(table, format_args!("{column}: {error}")))
}

/// A line of text.
pub(super) fn line(table: &str, column: &str) -> DbResult<Line> {
    Line::parse(column).map_err(|error| DbError::corrupt(table, error))
}

/// A text of several lines.
pub(super) fn words(table: &str, column: &str) -> DbResult<Words> {
    Words::parse(column).map_err(|error| DbError::corrupt(table, error))
}

/// A date that may be missing.
pub(super) fn date(table: &str, column: Option<&str>) -> DbResult<Option<NaiveDate>> {
    column.map(|day| text(table, day)).transpose()
}

/// Microseconds since 1970.
pub(super) fn instant(table: &str, column: i64) -> DbResult<DateTime<Utc>> {
    DateTime::from_timestamp_micros(column)
        .ok_or_else(|| DbError::corrupt(table, "an instant is out of range"))
}

/// Microseconds that may be missing.
pub(super) fn instant_if(table: &str, column: Option<i64>) -> DbResult<Option<DateTime<Utc>>> {
    column.map(|micros| instant(table, micros)).transpose()
}

/// A count or a version.
pub(super) fn count<T: TryFrom<i64>>(table: &str, column: i64) -> DbResult<T> {
    T::try_from(column).map_err(|_| DbError::corrupt(table, "a number is out of range"))
}

/// A record.
pub(super) fn json<T: DeserializeOwned>(table: &str, column: &str) -> DbResult<T> {
    serde_json::from_str(column).map_err(|error| DbError::corrupt(table, error))
}

/// A word of an enum, as serde writes it.
pub(super) fn word<T: DeserializeOwned>(table: &str, column: &str) -> DbResult<T> {
    serde_json::from_value(column.into()).map_err(|error| DbError::corrupt(table, error))
}

/// A record as text.
pub(super) fn to_json(table: &str, value: &impl Serialize) -> DbResult<String> {
    serde_json::to_string(value).map_err(|error| DbError::corrupt(table, error))
}

/// The word of an enum that serde writes as a text.
pub(super) fn to_word(table: &str, value: &impl Serialize) -> DbResult<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(other) => Err(DbError::corrupt(table, format_args!("{other} is no word"))),
        Err(error) => Err(DbError::corrupt(table, error)),
    }
}

/// A version or a count as a column.
pub(super) fn number(table: &str, value: impl TryInto<i64>) -> DbResult<i64> {
    value.try_into().map_err(|_| DbError::corrupt(table, "a number is out of range"))
}
