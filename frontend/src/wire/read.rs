//! Values into types. A struct is read from an object only: serde would else make a second reader for every
//! struct, from a list.

use std::{fmt, vec};

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::Json;

/// It does not fit.
#[derive(Debug)]
pub struct Unfit;

impl fmt::Display for Unfit {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Unfit {}

impl Error for Unfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Result<T> = std::result::Result<T, Unfit>;

struct List(vec::IntoIter<Json>);
struct Members(vec::IntoIter<(String, Json)>, Json);
struct Variant(String, Json);

fn list<'de, V: Visitor<'de>>(value: Json, visitor: V) -> Result<V::Value> {
    match value {
        Json::List(values) => visitor.visit_seq(List(values.into_iter())),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::Object(_) => Err(Unfit),
    }
}

fn object<'de, V: Visitor<'de>>(value: Json, visitor: V) -> Result<V::Value> {
    match value {
        Json::Object(members) => visitor.visit_map(Members(members.into_iter(), Json::Null)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::List(_) => Err(Unfit),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "as its siblings, which take their values apart")]
fn whole<'de, V: Visitor<'de>>(value: Json, visitor: V) -> Result<V::Value> {
    match value {
        Json::Number(number) => visitor.visit_i64(number),
        Json::Null | Json::Bool(_) | Json::Text(_) | Json::List(_) | Json::Object(_) => Err(Unfit),
    }
}

fn text<'de, V: Visitor<'de>>(value: Json, visitor: V) -> Result<V::Value> {
    if let Json::Text(text) = value { visitor.visit_string(text) } else { Err(Unfit) }
}

macro_rules! same {
    ($with:ident: $($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> { $with(self, visitor) })+
    };
}

impl<'de> Deserializer<'de> for Json {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(is_so) => visitor.visit_bool(is_so),
            Self::Number(number) => visitor.visit_i64(number),
            Self::Text(text) => visitor.visit_string(text),
            Self::List(values) => visitor.visit_seq(List(values.into_iter())),
            Self::Object(members) => visitor.visit_map(Members(members.into_iter(), Self::Null)),
        }
    }

    same!(whole: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64);
    same!(text: deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_identifier);
    same!(list: deserialize_seq);
    same!(object: deserialize_map);

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if let Self::Bool(is_so) = self { visitor.visit_bool(is_so) } else { Err(Unfit) }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self == Self::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self == Self::Null { visitor.visit_unit() } else { Err(Unfit) }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        list(self, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value> {
        list(self, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        object(self, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self {
            Self::Text(name) => visitor.visit_enum(Variant(name, Self::Null)),
            Self::Object(members) => {
                let (name, value) = members.into_iter().next().ok_or(Unfit)?;
                visitor.visit_enum(Variant(name, value))
            }
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::List(_) => Err(Unfit),
        }
    }
}

impl<'de> SeqAccess<'de> for List {
    type Error = Unfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        self.0.next().map(|value| seed.deserialize(value)).transpose()
    }
}

impl<'de> MapAccess<'de> for Members {
    type Error = Unfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let Some((name, value)) = self.0.next() else { return Ok(None) };
        self.1 = value;
        seed.deserialize(Json::Text(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(std::mem::replace(&mut self.1, Json::Null))
    }
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unfit;
    type Variant = Json;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Json)> {
        Ok((seed.deserialize(Json::Text(self.0))?, self.1))
    }
}

impl<'de> VariantAccess<'de> for Json {
    type Error = Unfit;

    fn unit_variant(self) -> Result<()> {
        if self == Self::Null { Ok(()) } else { Err(Unfit) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        list(self, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value> {
        object(self, visitor)
    }
}
