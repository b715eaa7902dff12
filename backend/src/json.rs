//! JSON from outside as a type: bodies of requests, and the two halves of a token. It is read in two steps.
//! `shape` refuses what no type should see and makes a tree of the rest; `typed` makes a type of the tree, and
//! takes an object for what has fields, never a list. Knows no HTTP.

mod shape;
mod typed;

use followthrough_common::error::Rejection;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use self::typed::Unknown;

/// An object as it stands, each name once. What is no JSON is malformed; everything else that is wrong is
/// told with its JSON pointer.
pub fn object(text: &[u8]) -> Result<Map<String, Value>, Rejection> {
    match shape::tree(text)? {
        Value::Object(object) => Ok(object),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(Rejection::field("", typed::NO_OBJECT))
        }
    }
}

/// An object as a type, which has all of its fields. The refusal names the field.
pub fn typed<T: DeserializeOwned>(object: Map<String, Value>) -> Result<T, Rejection> {
    as_type(object, Unknown::Refused)
}

/// An object as a type that knows some of its fields.
pub fn known<T: DeserializeOwned>(object: Map<String, Value>) -> Result<T, Rejection> {
    as_type(object, Unknown::Ignored)
}

fn as_type<T: DeserializeOwned>(object: Map<String, Value>, unknown: Unknown) -> Result<T, Rejection> {
    let read = typed::read(Value::Object(object), unknown);
    read.map_err(|misfit| Rejection::field(misfit.pointer(), misfit.detail()))
}

/// Both: a text as a type that is written as an object.
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, Rejection> {
    typed(object(text)?)
}

/// The JSON pointer (RFC 6901) of a path.
fn pointer<'a>(path: impl IntoIterator<Item = &'a String>) -> String {
    path.into_iter().fold(String::new(), |mut pointer, step| {
        pointer.push('/');
        pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        pointer
    })
}
