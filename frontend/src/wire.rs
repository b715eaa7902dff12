//! JSON into the wire types, in a third of the WASM that a general reader takes. It reads what our server
//! writes: structs are objects, numbers are whole, and a fault has no words, because nobody would read them.

mod parse;
mod read;

pub use parse::parse;
use serde::de::DeserializeOwned;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// Members in their order.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Takes a member out of an object.
    pub fn take(&mut self, name: &str) -> Option<Json> {
        let Self::Object(members) = self else { return None };
        let (_, value) = members.iter_mut().find(|(known, _)| known == name)?;
        Some(std::mem::replace(value, Self::Null))
    }

    /// The text, if it is one.
    pub fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }

    /// As a wire type, if it fits.
    pub fn read<T: DeserializeOwned>(self) -> Option<T> {
        T::deserialize(self).ok()
    }
}

/// A text as a wire type, if it fits.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    parse(text)?.read()
}

#[cfg(test)]
mod tests;
