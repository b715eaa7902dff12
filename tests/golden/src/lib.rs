//! Rules of time on given cases. The same function runs natively and, compiled for the browser, in WASM;
//! both must give what `vectors.json` expects, which Python wrote (`write_vectors.py`). Knows no zone table
//! and no result: both come with the cases. Never part of the widget.

mod agenda;
mod case;

use std::collections::BTreeMap;

use followthrough_common::{calendar::Calendar, domain::template::TemplateItem, time::OffsetTable};
use serde::Deserialize;
use serde_json::{Value, json};

pub use self::case::Case;

/// A file of cases with everything that they refer to.
#[derive(Debug, Deserialize)]
pub struct Vectors {
    /// The release of the IANA tables behind the expected results.
    pub tzdata: String,
    /// The zones' offsets, as the server sends them to a browser.
    pub zones: OffsetTable,
    /// Calendars by name.
    pub calendars: BTreeMap<String, Calendar>,
    /// The agenda that is resolved.
    pub agenda: Vec<agenda::Item>,
    /// The cases, each with what is expected.
    pub cases: Vec<Expected>,
}

/// A case and its result by Python.
#[derive(Debug, Deserialize)]
pub struct Expected {
    /// What is asked.
    #[serde(flatten)]
    pub case: Case,
    /// What the answer must be.
    pub expected: Value,
}

/// What the cases refer to.
#[derive(Debug)]
pub struct World {
    zones: OffsetTable,
    calendars: BTreeMap<String, Calendar>,
    agenda: Vec<TemplateItem>,
}

impl Vectors {
    /// The cases and what they refer to; another table of zones may stand in for the file's.
    pub fn into_parts(self, zones: Option<OffsetTable>) -> Result<(World, Vec<Expected>), String> {
        let agenda = self.agenda.into_iter().map(TemplateItem::try_from).collect::<Result<_, _>>()?;
        let world = World { zones: zones.unwrap_or(self.zones), calendars: self.calendars, agenda };
        Ok((world, self.cases))
    }
}

/// How many cases there are, and every one whose result is not the expected one.
pub fn compare(world: &World, cases: &[Expected]) -> Value {
    let differences = cases.iter().filter_map(|row| {
        let found = case::evaluate(world, &row.case).unwrap_or_else(|error| json!({ "error": error }));
        (found != row.expected)
            .then(|| json!({ "case": format!("{:?}", row.case), "expected": row.expected, "found": found }))
    });
    json!({ "cases": cases.len(), "differences": differences.collect::<Vec<_>>() })
}

/// The same from and to text, for the browser.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen::prelude::wasm_bindgen)]
pub fn compare_text(vectors: &str) -> String {
    let vectors: Result<Vectors, _> = serde_json::from_str(vectors).map_err(|error| error.to_string());
    let compared = vectors.and_then(|vectors| {
        let (world, cases) = vectors.into_parts(None)?;
        Ok(compare(&world, &cases))
    });
    compared.unwrap_or_else(|error| json!({ "error": error })).to_string()
}

#[cfg(test)]
mod tests;
