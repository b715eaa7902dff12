//! What a JSON text may look like before any type sees it: at most 32 levels, at most 200 items in a
//! list, no key twice, no control characters. The first fault is told with its JSON pointer.

use std::{collections::HashSet, fmt};

use followthrough_common::error::{ErrorCode, Rejection};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

/// Levels of objects and lists.
const DEPTH: usize = 32;
/// Items of one list.
const ITEMS: usize = 200;

/// Refuses a text that is no JSON (400) or JSON of a shape that we do not take (422).
pub fn check(text: &[u8]) -> Result<(), Rejection> {
    let mut trail = Trail::default();
    let mut reader = serde_json::Deserializer::from_slice(text);
    let outcome = Look(&mut trail).deserialize(&mut reader).and_then(|()| reader.end());
    let Err(error) = outcome else { return Ok(()) };
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

/// The JSON pointer (RFC 6901) of a path.
pub fn pointer<S: AsRef<str>>(path: &[S]) -> String {
    path.iter().fold(String::new(), |mut pointer, step| {
        pointer.push('/');
        pointer.push_str(&step.as_ref().replace('~', "~0").replace('/', "~1"));
        pointer
    })
}

/// The message of a JSON error without the position, which the pointer tells better.
pub fn without_position(message: &str) -> String {
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

    fn text<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        if has_forbidden_character(text) {
            return self.refuse("must not contain control characters");
        }
        Ok(())
    }
}

fn has_forbidden_character(text: &str) -> bool {
    text.chars().any(|letter| letter.is_ascii_control() && !matches!(letter, '\n' | '\t' | '\r'))
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.text(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        if self.0.path.len() >= DEPTH {
            return self.refuse("must not be nested deeper than 32 levels");
        }
        for index in 0.. {
            self.0.path.push(format!("{index}"));
            if items.next_element_seed(Look(self.0))?.is_none() {
                self.0.path.pop();
                break;
            }
            self.0.path.pop();
            if index >= ITEMS {
                return self.refuse("must have at most 200 items");
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        if self.0.path.len() >= DEPTH {
            return self.refuse("must not be nested deeper than 32 levels");
        }
        let mut seen = HashSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            self.0.path.push(key.clone());
            if has_forbidden_character(&key) {
                self.0.fault = Some("must not contain control characters");
            } else if !seen.insert(key) {
                self.0.fault = Some("must not be given twice");
            }
            if let Some(detail) = self.0.fault {
                return Err(A::Error::custom(detail));
            }
            entries.next_value_seed(Look(self.0))?;
            self.0.path.pop();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> (ErrorCode, String) {
        let rejection = check(text.as_bytes()).unwrap_err();
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
        assert_eq!(check(nested(32).as_bytes()), Ok(()));
        assert_eq!(fault(&nested(33)).0, ErrorCode::Validation);
        assert_eq!(fault(&nested(40)).0, ErrorCode::Validation);
        // Deeper than the reader itself goes, and far from closed: refused without a deep stack.
        assert_eq!(fault(&"[".repeat(60_000)).0, ErrorCode::Validation);
    }

    #[test]
    fn two_hundred_items_are_taken_and_one_more_is_not() {
        let list = |items: usize| format!("{{\"list\":[{}]}}", vec!["1"; items].join(","));
        assert_eq!(check(list(200).as_bytes()), Ok(()));
        assert_eq!(fault(&list(201)), (ErrorCode::Validation, "/list".to_owned()));
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for text in ["", "{", "{} {}", "{'a':1}", "NaN", "[1,]", "\u{feff}{}"] {
            assert_eq!(fault(text).0, ErrorCode::Malformed, "{text}");
        }
    }

    #[test]
    fn ordinary_bodies_pass() {
        for text in
            [r#"{"text":"a\nb\t\u00e4 😀","n":-0,"list":[],"o":{},"null":null,"yes":true}"#, "3", "null"]
        {
            assert_eq!(check(text.as_bytes()), Ok(()), "{text}");
        }
    }
}
