//! What a JSON text may look like before any type sees it: at most 32 levels, at most 200 items in a
//! list, no key twice, no control characters. The first fault is told with its JSON pointer.

use std::fmt;

use followthrough_common::error::{ErrorCode, Rejection};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::pointer;

/// Levels of objects and lists.
const DEPTH: usize = 32;
/// Items of one list.
const ITEMS: usize = 200;

/// The text as a tree. Refuses a text that is no JSON (400) or JSON of a shape that we do not take (422).
pub fn tree(text: &[u8]) -> Result<Value, Rejection> {
    let mut trail = Trail::default();
    let mut reader = serde_json::Deserializer::from_slice(text);
    let outcome = Look(&mut trail).deserialize(&mut reader).and_then(|tree| reader.end().map(|()| tree));
    let error = match outcome {
        Ok(tree) => return Ok(tree),
        Err(error) => error,
    };
    let message = error.to_string();
    if let Some(detail) = trail.fault {
        return Err(Rejection::field(pointer(&trail.path), detail));
    }
    // Well-formed to the eye, but nothing that we can hold: about a field, not about the request.
    if message.contains("out of range") || message.contains("hex escape") {
        return Err(Rejection::field(pointer(&trail.path), without_position(&message)));
    }
    Err(Rejection::new(ErrorCode::Malformed, format!("The body is not JSON: {message}.")))
}

/// The message of a JSON error without the position, which the pointer tells better.
fn without_position(message: &str) -> String {
    message.rsplit_once(" at line ").map_or(message, |(text, _)| text).chars().take(200).collect()
}

/// Where we are and what was found first.
#[derive(Default)]
struct Trail {
    path: Vec<String>,
    fault: Option<&'static str>,
}

struct Look<'a>(&'a mut Trail);

impl Look<'_> {
    fn refuse<T, E: serde::de::Error>(self, detail: &'static str) -> Result<T, E> {
        self.0.fault = Some(detail);
        Err(E::custom(detail))
    }
}

fn has_forbidden_character(text: &str) -> bool {
    text.chars().any(|letter| letter.is_ascii_control() && !matches!(letter, '\n' | '\t' | '\r'))
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value, E> {
        if has_forbidden_character(text) {
            return self.refuse("must not contain control characters");
        }
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        if self.0.path.len() >= DEPTH {
            return self.refuse("must not be nested deeper than 32 levels");
        }
        let mut list = Vec::new();
        loop {
            self.0.path.push(list.len().to_string());
            let Some(item) = items.next_element_seed(Look(self.0))? else { break };
            self.0.path.pop();
            if list.len() >= ITEMS {
                return self.refuse("must have at most 200 items");
            }
            list.push(item);
        }
        self.0.path.pop();
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        if self.0.path.len() >= DEPTH {
            return self.refuse("must not be nested deeper than 32 levels");
        }
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            self.0.path.push(key.clone());
            if has_forbidden_character(&key) {
                return self.refuse("must not contain control characters");
            }
            if object.contains_key(&key) {
                return self.refuse("must not be given twice");
            }
            let value = entries.next_value_seed(Look(self.0))?;
            self.0.path.pop();
            object.insert(key, value);
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> (ErrorCode, String) {
        let rejection = tree(text.as_bytes()).unwrap_err();
        let pointer = rejection.errors.first().map(|error| error.pointer.clone());
        (rejection.code, pointer.unwrap_or_default())
    }

    #[test]
    fn the_first_fault_is_told_with_its_pointer() {
        for (text, pointer) in [
            (r#"{"a":1,"a":2}"#, "/a"),
            (r#"{"a":[{"b":1},{"b":"x\u0000y"}]}"#, "/a/1/b"),
            (r#"{"a\u0000":1}"#, "/a\0"),
            (r#"{"a/b":{"c~d":"\u0007"}}"#, "/a~1b/c~0d"),
            (r#"{"n":1e999}"#, "/n"),
            (r#"{"n":"\ud800"}"#, "/n"),
            ("\"\\u001b[31m\"", ""),
        ] {
            assert_eq!(fault(text), (ErrorCode::Validation, pointer.to_owned()), "{text}");
        }
    }

    #[test]
    fn thirty_two_levels_are_taken_and_one_more_is_not() {
        let nested = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
        assert!(tree(nested(32).as_bytes()).is_ok());
        assert_eq!(fault(&nested(33)).0, ErrorCode::Validation);
        assert_eq!(fault(&nested(40)).0, ErrorCode::Validation);
        // Deeper than the reader itself goes, and far from closed: refused without a deep stack.
        assert_eq!(fault(&"[".repeat(60_000)).0, ErrorCode::Validation);
    }

    #[test]
    fn two_hundred_items_are_taken_and_one_more_is_not() {
        let list = |items: usize| format!("{{\"list\":[{}]}}", vec!["1"; items].join(","));
        assert!(tree(list(200).as_bytes()).is_ok());
        assert_eq!(fault(&list(201)), (ErrorCode::Validation, "/list".to_owned()));
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for text in ["", "{", "{} {}", "{'a':1}", "NaN", "[1,]", "\u{feff}{}"] {
            assert_eq!(fault(text).0, ErrorCode::Malformed, "{text}");
        }
    }

    #[test]
    fn ordinary_texts_become_the_tree_that_any_reader_makes() {
        for text in [
            r#"{"text":"a\nb\t\u00e4 😀","n":-0,"f":1.5,"list":[[],1,"x"],"o":{"a":{}},"null":null,"yes":true}"#,
            "3",
            "18446744073709551615",
            "null",
            "[]",
        ] {
            let expected: Value = serde_json::from_str(text).unwrap();
            assert_eq!(tree(text.as_bytes()), Ok(expected), "{text}");
        }
    }
}
