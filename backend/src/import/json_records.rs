//! A JSON object as cells: texts and numbers as they stand, nothing for null.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::map::Map;

/// What happens to a name that the map does not want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// Exports have more than we need.
    Ignored,
    /// In a contract of ours it is a slip of the pen.
    Refused,
}

/// The cells that the map wants of one line; otherwise what is wrong, as field and reason, with the cells that
/// were read until then.
pub fn cells(line: &[u8], map: &Map, unknown: Unknown) -> Result<Vec<String>, (Vec<String>, String, String)> {
    let mut reading = Reading { map, unknown, cells: vec![None; map.wanted.len()], field: String::new() };
    let mut text = serde_json::Deserializer::from_slice(line);
    let outcome = reading.read(&mut text).and_then(|()| text.end());
    let Reading { cells, field, .. } = reading;
    let cells = cells.into_iter().map(Option::unwrap_or_default).collect();
    match outcome {
        Ok(()) => Ok(cells),
        Err(error) => {
            let message = error.to_string();
            let reason = message.rsplit_once(" at line ").map_or(message.as_str(), |(text, _)| text);
            let reason =
                if field.is_empty() { format!("is no JSON object: {reason}") } else { reason.to_owned() };
            Err((cells, field, reason))
        }
    }
}

struct Reading<'m> {
    map: &'m Map,
    unknown: Unknown,
    cells: Vec<Option<String>>,
    /// The name that is being read.
    field: String,
}

impl Reading<'_> {
    fn read<'de, D: Deserializer<'de>>(&mut self, text: D) -> Result<(), D::Error> {
        text.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Reading<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(name) = entries.next_key::<String>()? {
            self.field = name.chars().filter(|letter| !letter.is_control()).take(100).collect();
            let place = self.map.wanted.iter().position(|wanted| wanted.column == name);
            let cell = place.and_then(|place| self.cells.get_mut(place));
            match (cell, self.unknown) {
                (Some(Some(_)), _) => return Err(A::Error::custom("is given twice")),
                (Some(cell), _) => *cell = Some(entries.next_value_seed(Cell)?),
                (None, Unknown::Ignored) => {
                    entries.next_value::<IgnoredAny>()?;
                }
                (None, Unknown::Refused) => return Err(A::Error::custom("is no known field")),
            }
            self.field.clear();
        }
        Ok(())
    }
}

/// One value.
struct Cell;

impl<'de> DeserializeSeed<'de> for Cell {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<String, D::Error> {
        value.deserialize_any(self)
    }
}

impl Visitor<'_> for Cell {
    type Value = String;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a text or a number")
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_u64<E>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_i64<E>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_f64<E>(self, number: f64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_unit<E>(self) -> Result<String, E> {
        Ok(String::new())
    }
}

#[cfg(test)]
mod tests {
    use followthrough_common::time::ZoneName;

    use super::*;

    fn fault(line: &str, unknown: Unknown) -> (String, String) {
        let (_, field, reason) = cells(line.as_bytes(), &Map::own(ZoneName::utc()), unknown).unwrap_err();
        (field, reason)
    }

    #[test]
    fn texts_and_numbers_become_cells_and_null_none() {
        let map = Map::own(ZoneName::utc());
        let line = br#"{"amount":11477,"reference":"A\n1","customer":null,"review_score":5}"#;
        let found = cells(line, &map, Unknown::Refused).unwrap();
        let cell = |name: &str| found[map.wanted.iter().position(|it| it.column == name).unwrap()].as_str();
        assert_eq!((cell("amount"), cell("reference"), cell("customer")), ("11477", "A\n1", ""));
        assert_eq!((cell("review_score"), cell("paid")), ("5", ""));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (line, field, reason) in [
            (r#"{"reference":"1","colour":"red"}"#, "colour", "is no known field"),
            (r#"{"reference":"1","reference":"2"}"#, "reference", "is given twice"),
            (r#"{"reference":["1"]}"#, "reference", "invalid type: sequence, expected a text or a number"),
            (r#"{"paid":true}"#, "paid", "invalid type: boolean `true`, expected a text or a number"),
            ("[1]", "", "is no JSON object: invalid type: sequence, expected an object"),
            ("{} {}", "", "is no JSON object: trailing characters"),
            ("{", "", "is no JSON object: EOF while parsing an object"),
        ] {
            assert_eq!(fault(line, Unknown::Refused), (field.to_owned(), reason.to_owned()), "{line}");
        }
        assert!(cells(br#"{"colour":{"x":[1]}}"#, &Map::own(ZoneName::utc()), Unknown::Ignored).is_ok());
    }
}
