//! A checked tree as a type. The readers that serde derives take a list for a structure too, field by field in
//! the order in which the code happens to declare them; no client should come to depend on that. So what has
//! fields is read from an object alone.
//!
//! Where a type lets itself be given anything (internally tagged, untagged and flattened ones, which look
//! before they decide) no list is taken at all: what they keep for later would be read by position after all.
//! A type that takes a text or a list must ask for a list, and is given either.
//!
//! Whether a field that a type does not have is refused is said here, by whoever reads, and not by the type: the same
//! type may be kept for years, and what is kept is read by older servers too.

use std::fmt;

use serde::{
    Deserializer as _,
    de::{
        self, DeserializeOwned, DeserializeSeed, EnumAccess, Error as _, IntoDeserializer as _, MapAccess,
        SeqAccess, VariantAccess, Visitor,
    },
    forward_to_deserialize_any,
};
use serde_json::{Map, Value, map};

/// What is said of a list where an object belongs.
pub const NO_OBJECT: &str = "must be an object in braces";
/// The most characters that are told of what is wrong.
const TOLD: usize = 200;

/// What becomes of a field that a type does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// In what is sent to us it is a slip of the pen.
    Refused,
    /// Others write for others too.
    Ignored,
}

/// The tree as a type.
pub fn read<T: DeserializeOwned>(tree: Value, unknown: Unknown) -> Result<T, Misfit> {
    T::deserialize(Node { tree, unknown })
}

/// What does not fit, and where.
#[derive(Debug)]
pub struct Misfit {
    /// The innermost step first.
    path: Vec<String>,
    detail: String,
}

impl Misfit {
    /// The JSON pointer of what is wrong.
    pub fn pointer(&self) -> String {
        super::pointer(self.path.iter().rev())
    }

    /// What is wrong with it.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The same, seen from one level further out.
    fn below(mut self, step: impl Into<String>) -> Self {
        self.path.push(step.into());
        self
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.detail)
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(detail: T) -> Self {
        Self { path: Vec::new(), detail: detail.to_string().chars().take(TOLD).collect() }
    }

    fn missing_field(field: &'static str) -> Self {
        Self::custom("is missing").below(field)
    }

    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        Self::custom(format_args!("is no known field; there are: {}", known.join(", "))).below(field)
    }
}

/// A part of the tree.
struct Node {
    tree: Value,
    unknown: Unknown,
}

impl Node {
    /// Of an object; the names of the fields, if there are no others.
    fn fields<'de, V: Visitor<'de>>(self, names: Option<Names>, visitor: V) -> Result<V::Value, Misfit> {
        let names = names.filter(|_| self.unknown == Unknown::Refused);
        match self.tree {
            Value::Object(object) => Fields::of(object, names, self.unknown).visit(visitor),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(Misfit::custom(NO_OBJECT))
            }
        }
    }

    fn items<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.tree {
            Value::Array(list) => Items::of(list, self.unknown).visit(visitor),
            tree => Self { tree, ..self }.deserialize_any(visitor),
        }
    }
}

impl<'de> de::Deserializer<'de> for Node {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.tree {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => number.deserialize_any(visitor).map_err(Misfit::custom),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(_) => Err(Misfit::custom("must not be a list")),
            Value::Object(object) => Fields::of(object, None, self.unknown).visit(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.tree.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.items(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.items(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.items(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.fields(None, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: Names,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.fields(Some(names), visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: Names,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let unknown = self.unknown;
        match self.tree {
            Value::String(name) => visitor.visit_enum(Choice { name, content: None, unknown }),
            Value::Object(object) if object.len() == 1 => {
                let mut entries = object.into_iter();
                let (name, content) = entries.next().ok_or_else(|| Misfit::custom(NO_OBJECT))?;
                visitor.visit_enum(Choice { name, content: Some(content), unknown })
            }
            Value::Object(_) => Err(Misfit::custom("must have exactly one name")),
            tree => Self { tree, unknown }.deserialize_any(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        identifier
    }
}

/// What the fields of a type are called.
type Names = &'static [&'static str];

/// The entries of an object.
struct Fields {
    entries: map::IntoIter,
    open: Option<(String, Value)>,
    /// There are no others.
    names: Option<Names>,
    unknown: Unknown,
}

impl Fields {
    fn of(object: Map<String, Value>, names: Option<Names>, unknown: Unknown) -> Self {
        Self { entries: object.into_iter(), open: None, names, unknown }
    }

    fn visit<'de, V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Misfit> {
        let read = visitor.visit_map(&mut self)?;
        match self.entries.next() {
            None => Ok(read),
            Some((name, _)) => Err(Misfit::custom("is no known field").below(name)),
        }
    }
}

impl<'de> MapAccess<'de> for &mut Fields {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        let Some((name, value)) = self.entries.next() else { return Ok(None) };
        if let Some(names) = self.names.filter(|names| !names.contains(&name.as_str())) {
            return Err(Misfit::unknown_field(&name, names));
        }
        let key = seed.deserialize(name.as_str().into_deserializer());
        // An unknown field brings its name along.
        let key = key.map_err(
            |misfit: Misfit| {
                if misfit.path.is_empty() { misfit.below(name.as_str()) } else { misfit }
            },
        )?;
        self.open = Some((name, value));
        Ok(Some(key))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Misfit> {
        let (name, value) = self.open.take().ok_or_else(|| Misfit::custom("is missing"))?;
        let node = Node { tree: value, unknown: self.unknown };
        seed.deserialize(node).map_err(|misfit| misfit.below(name))
    }
}

/// The items of a list.
struct Items {
    items: std::iter::Enumerate<std::vec::IntoIter<Value>>,
    unknown: Unknown,
}

impl Items {
    fn of(list: Vec<Value>, unknown: Unknown) -> Self {
        Self { items: list.into_iter().enumerate(), unknown }
    }

    fn visit<'de, V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Misfit> {
        let read = visitor.visit_seq(&mut self)?;
        match self.items.next() {
            None => Ok(read),
            Some((most, _)) => Err(Misfit::custom(format!("must have at most {most} items"))),
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Items {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        let Some((index, tree)) = self.items.next() else { return Ok(None) };
        let node = Node { tree, unknown: self.unknown };
        seed.deserialize(node).map(Some).map_err(|misfit| misfit.below(index.to_string()))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// One of several forms: a name alone, or a name with what belongs to it.
struct Choice {
    name: String,
    content: Option<Value>,
    unknown: Unknown,
}

impl<'de> EnumAccess<'de> for Choice {
    type Error = Misfit;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Misfit> {
        let variant: Result<_, Misfit> = seed.deserialize(self.name.as_str().into_deserializer());
        variant.map(|variant| (variant, self))
    }
}

impl Choice {
    fn content(self) -> (String, Node) {
        (self.name, Node { tree: self.content.unwrap_or_default(), unknown: self.unknown })
    }
}

impl<'de> VariantAccess<'de> for Choice {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        match self.content {
            None | Some(Value::Null) => Ok(()),
            Some(_) => Err(Misfit::custom("takes nothing").below(self.name)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misfit> {
        let (name, content) = self.content();
        seed.deserialize(content).map_err(|misfit| misfit.below(name))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        let (name, content) = self.content();
        content.items(visitor).map_err(|misfit| misfit.below(name))
    }

    fn struct_variant<V: Visitor<'de>>(self, names: Names, visitor: V) -> Result<V::Value, Misfit> {
        let (name, content) = self.content();
        content.fields(Some(names), visitor).map_err(|misfit| misfit.below(name))
    }
}

#[cfg(test)]
mod tests;
