//! What stands in the columns, as types: how an id, a state, an instant or a record becomes a text or a number and comes
//! back. The schema declares its columns with the types of this file; the databases know TEXT and BIGINT. What cannot be
//! read was not written by us, and Diesel names its column. Knows no table, and no type but those of time.

use std::{
    error::Error,
    fmt::{self, Debug},
};

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use diesel::{
    backend::Backend,
    declare_sql_function,
    deserialize::{self, FromSql, FromSqlRow},
    expression::{AsExpression, TypedExpressionType},
    internal::derives::as_expression::Bound,
    pg::Pg,
    query_builder::QueryId,
    result::Error as DieselError,
    serialize::{self, IsNull, Output, ToSql},
    sql_types::{
        BigInt, HasSqlType, Nullable, SingleValue, SqlOrd, SqlType, Text, is_nullable::NotNull, ops::Add,
    },
    sqlite::{Sqlite, SqliteBindValue},
};
use serde::{
    Serialize,
    de::{DeserializeOwned, IntoDeserializer as _, value::StringDeserializer},
};

use super::{conn::MultiBackend, fault::DbResult};

/// What columns are declared with: ours, and Diesel's for plain texts and numbers.
pub(crate) mod prelude {
    pub(crate) use diesel::sql_types::{BigInt, Nullable, Text};

    pub(crate) use super::{Count, Flag, Instant, Json, Span, Word};
}

/// An id, a state, a day, a line: what serde writes as one text.
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 25, array_oid = 1009), sqlite_type(name = "Text"))]
pub struct Word;

/// A record, as serde writes it in JSON.
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 25, array_oid = 1009), sqlite_type(name = "Text"))]
pub struct Json;

/// Microseconds since 1970.
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 20, array_oid = 1016), sqlite_type(name = "Long"))]
pub struct Instant;

/// Microseconds from one instant to another.
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 20, array_oid = 1016), sqlite_type(name = "Long"))]
pub struct Span;

/// How many, or the how-manieth.
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 20, array_oid = 1016), sqlite_type(name = "Long"))]
pub struct Count;

/// Whether: 1 or 0.
#[derive(Debug, Clone, Copy, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 20, array_oid = 1016), sqlite_type(name = "Long"))]
pub struct Flag;

impl SqlOrd for Instant {}
impl SqlOrd for Count {}

impl Add for Span {
    type Rhs = Instant;
    type Output = Instant;
}

/// A value for a column that is declared with one of these types: `sale::id.eq(Typed(id))`. Columns are read into the
/// value itself where `readable!` names its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, FromSqlRow)]
pub struct Typed<T>(pub T);

impl Typed<DateTime<Utc>> {
    /// An instant as it will be read again, in whole microseconds: for rows that are compared with what is stored.
    pub(crate) fn at(instant: DateTime<Utc>) -> Self {
        Self(instant.trunc_subsecs(6))
    }
}

impl<T: fmt::Display> fmt::Display for Typed<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// A record in JSON, for whoever has only a reference to it or does not want to read it yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written(String);

impl Written {
    /// Writes a record.
    pub fn of(record: &impl Serialize) -> DbResult<Self> {
        let text = serde_json::to_string(record);
        Ok(Self(text.map_err(|fault| DieselError::SerializationError(fault.into()))?))
    }

    /// Reads it.
    pub fn read<T: DeserializeOwned>(&self) -> DbResult<T> {
        Ok(serde_json::from_str(&self.0).map_err(|fault| DieselError::DeserializationError(fault.into()))?)
    }
}

/// Why a value cannot be written or read.
pub type Fault = Box<dyn Error + Send + Sync>;

/// What a column really is.
pub trait Column: SqlType<IsNull = NotNull> + SingleValue + Default + Send + 'static {
    /// TEXT or BIGINT.
    type Base;
    /// What Diesel reads and writes there.
    type Raw;
}

/// A column that takes a `T`.
pub trait Holds<T>: Column {
    /// As it is written.
    fn write(value: &T) -> Result<Self::Raw, Fault>;
    /// As it is read.
    fn read(raw: Self::Raw) -> Result<T, Fault>;
}

macro_rules! columns {
    ($($name:ident $base:ident $raw:ty),+) => {$(
        impl Column for $name {
            type Base = $base;
            type Raw = $raw;
        }
        impl HasSqlType<$name> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$name>(lookup)
            }
        }
    )+};
}

columns!(Word Text String, Json Text String, Instant BigInt i64, Span BigInt i64, Count BigInt i64, Flag BigInt i64);

impl<T: Serialize + DeserializeOwned> Holds<T> for Word {
    fn write(value: &T) -> Result<String, Fault> {
        match serde_json::to_value(value)? {
            serde_json::Value::String(word) => Ok(word),
            other => Err(format!("{other} is no word").into()),
        }
    }

    fn read(raw: String) -> Result<T, Fault> {
        let word: StringDeserializer<serde::de::value::Error> = raw.into_deserializer();
        Ok(T::deserialize(word)?)
    }
}

impl<T: Serialize + DeserializeOwned> Holds<T> for Json {
    fn write(value: &T) -> Result<String, Fault> {
        Ok(serde_json::to_string(value)?)
    }

    fn read(raw: String) -> Result<T, Fault> {
        Ok(serde_json::from_str(&raw)?)
    }
}

impl Holds<Written> for Json {
    fn write(value: &Written) -> Result<String, Fault> {
        Ok(value.0.clone())
    }

    fn read(raw: String) -> Result<Written, Fault> {
        Ok(Written(raw))
    }
}

impl Holds<DateTime<Utc>> for Instant {
    fn write(value: &DateTime<Utc>) -> Result<i64, Fault> {
        Ok(value.timestamp_micros())
    }

    fn read(raw: i64) -> Result<DateTime<Utc>, Fault> {
        DateTime::from_timestamp_micros(raw).ok_or_else(|| "an instant is out of range".into())
    }
}

impl Holds<TimeDelta> for Span {
    fn write(value: &TimeDelta) -> Result<i64, Fault> {
        value.num_microseconds().ok_or_else(|| "a span is out of range".into())
    }

    fn read(raw: i64) -> Result<TimeDelta, Fault> {
        Ok(TimeDelta::microseconds(raw))
    }
}

impl<T: Copy + TryFrom<i64> + TryInto<i64>> Holds<T> for Count {
    fn write(value: &T) -> Result<i64, Fault> {
        (*value).try_into().map_err(|_| "a number is out of range".into())
    }

    fn read(raw: i64) -> Result<T, Fault> {
        raw.try_into().map_err(|_| "a number is out of range".into())
    }
}

impl Holds<bool> for Flag {
    fn write(value: &bool) -> Result<i64, Fault> {
        Ok((*value).into())
    }

    fn read(raw: i64) -> Result<bool, Fault> {
        Ok(raw != 0)
    }
}

impl<T, ST: Holds<T> + TypedExpressionType> AsExpression<ST> for Typed<T> {
    type Expression = Bound<ST, Self>;

    fn as_expression(self) -> Self::Expression {
        Bound::new(self)
    }
}

impl<T, ST: Holds<T>> AsExpression<Nullable<ST>> for Typed<T> {
    type Expression = Bound<Nullable<ST>, Self>;

    fn as_expression(self) -> Self::Expression {
        Bound::new(self)
    }
}

impl<T, ST: Holds<T>> AsExpression<Nullable<ST>> for &Typed<T> {
    type Expression = Bound<Nullable<ST>, Self>;

    fn as_expression(self) -> Self::Expression {
        Bound::new(self)
    }
}

impl<T: Debug, ST: Holds<T>, DB: Backend> ToSql<Nullable<ST>, DB> for Typed<T>
where
    Self: ToSql<ST, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        ToSql::<ST, DB>::to_sql(self, out)
    }
}

impl<T, ST: Holds<T> + TypedExpressionType> AsExpression<ST> for &Typed<T> {
    type Expression = Bound<ST, Self>;

    fn as_expression(self) -> Self::Expression {
        Bound::new(self)
    }
}

impl<T: Debug, ST: Holds<T, Raw: ToSql<ST::Base, Pg>>> ToSql<ST, Pg> for Typed<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<ST::Base, Pg>::to_sql(&ST::write(&self.0)?, &mut out.reborrow())
    }
}

impl<T: Debug, ST: Holds<T, Raw: Into<SqliteBindValue<'static>>>> ToSql<ST, Sqlite> for Typed<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        let raw: SqliteBindValue<'static> = ST::write(&self.0)?.into();
        out.set_value(raw);
        Ok(IsNull::No)
    }
}

impl<T, ST> ToSql<ST, MultiBackend> for Typed<T>
where
    T: Debug + Send + Sync + 'static,
    ST: Column,
    Self: ToSql<ST, Pg> + ToSql<ST, Sqlite>,
    Pg: HasSqlType<ST>,
    Sqlite: HasSqlType<ST>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((ST::default(), self));
        Ok(IsNull::No)
    }
}

impl<T, ST: Holds<T, Raw: FromSql<ST::Base, DB>>, DB: Backend> FromSql<ST, DB> for Typed<T> {
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(ST::read(ST::Raw::from_sql(bytes)?)?))
    }
}

/// `readable! { Word: SaleId, …; }` says which values columns are read into as they are. For a type of which Diesel
/// knows that it stands in a row by itself, as it does of numbers and lists: `readable! { in rows Count: u64; }`.
macro_rules! readable {
    (in rows $($column:ident: $($value:ty),+;)+) => {$($(
        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<$crate::db::column::$column, DB> for $value
        where
            $crate::db::Typed<$value>: diesel::deserialize::FromSql<$crate::db::column::$column, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let $crate::db::Typed(value) = diesel::deserialize::FromSql::from_sql(bytes)?;
                Ok(value)
            }
        }
    )+)+};
    ($($column:ident: $($value:ty),+;)+) => {
        $crate::db::readable! { in rows $($column: $($value),+;)+ }
        $($(
            impl<DB: diesel::backend::Backend> diesel::deserialize::Queryable<$crate::db::column::$column, DB> for $value
            where
                Self: diesel::deserialize::FromSql<$crate::db::column::$column, DB>,
            {
                type Row = Self;

                fn build(row: Self) -> diesel::deserialize::Result<Self> {
                    Ok(row)
                }
            }
        )+)+
    };
}
pub(crate) use readable;

#[declare_sql_function]
extern "SQL" {
    /// How many rows have something in this column.
    #[aggregate]
    #[sql_name = "count"]
    fn how_many<T: SqlType + SingleValue>(column: T) -> Count;
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use followthrough_common::id::SaleId;

    use super::*;

    #[test]
    fn what_a_column_holds_is_read_as_it_was_written() {
        let id: SaleId = "sale_01h2xcejqtf2nbrexx3vqjhp41".parse().unwrap();
        let day: NaiveDate = "2026-12-01".parse().unwrap();
        assert_eq!(Word::write(&id).unwrap(), "sale_01h2xcejqtf2nbrexx3vqjhp41");
        assert_eq!(<Word as Holds<SaleId>>::read(Word::write(&id).unwrap()).unwrap(), id);
        assert_eq!(Word::write(&day).unwrap(), "2026-12-01");
        assert_eq!(<Word as Holds<NaiveDate>>::read("2026-12-01".to_owned()).unwrap(), day);
        assert_eq!(Flag::write(&true).unwrap(), 1);
        assert_eq!(Count::write(&7_u32).unwrap(), 7);
    }

    #[test]
    fn what_we_never_wrote_is_not_read() {
        assert!(<Word as Holds<SaleId>>::read("ven_01h2xcejqtf2nbrexx3vqjhp41".to_owned()).is_err());
        assert!(<Count as Holds<u32>>::read(-1).is_err());
        assert!(<Json as Holds<Vec<u8>>>::read("[".to_owned()).is_err());
        assert!(<Instant as Holds<DateTime<Utc>>>::read(i64::MAX).is_err());
        assert!(Word::write(&7).is_err(), "a number is no word");
        assert!(Count::write(&u64::MAX).is_err());
    }
}
