//! Takes option after option out of the file and the environment, collects what is wrong with them, and at
//! the end finds what nobody asked for.

use std::{collections::BTreeMap, fmt};

use toml::{Table, Value};

use super::value::Setting;

/// What every variable of ours begins with.
const PREFIX: &str = "FOLLOWTHROUGH__";

/// Everything that is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(Vec<String>);

impl fmt::Display for Faults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the configuration is not right:")?;
        self.0.iter().try_for_each(|fault| write!(out, "\n  {fault}"))
    }
}

impl std::error::Error for Faults {}

/// What is left of the file and the environment, and the faults so far.
pub struct Reader {
    file: Table,
    variables: BTreeMap<String, String>,
    faults: Vec<String>,
}

/// The part of a [`Reader`] under one name.
pub struct Section<'r> {
    reader: &'r mut Reader,
    name: &'static str,
    table: Table,
}

impl Reader {
    /// Begins with a file's text and the variables that have our prefix.
    pub fn new(file: Option<&str>, variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut faults = Vec::new();
        let file = file.map_or_else(Table::new, |text| {
            text.parse().unwrap_or_else(|error: toml::de::Error| {
                faults.push(error.to_string().trim_end().to_owned());
                Table::new()
            })
        });
        let variables = variables.into_iter().filter(|(name, _)| name.starts_with(PREFIX)).collect();
        Self { file, variables, faults }
    }

    /// The options under one name.
    pub fn section(&mut self, name: &'static str) -> Section<'_> {
        let table = match self.file.remove(name) {
            None => Table::new(),
            Some(Value::Table(table)) => table,
            Some(_) => {
                self.faults.push(format!("{name}: must be a section"));
                Table::new()
            }
        };
        Section { reader: self, name, table }
    }

    /// Something is wrong that concerns more than the form of one option.
    pub fn fault(&mut self, fault: &str) {
        self.faults.push(fault.to_owned());
    }

    /// The faults, if there are any.
    pub fn finish(mut self) -> Result<(), Faults> {
        let unknown = self.file.keys().chain(self.variables.keys());
        self.faults.extend(unknown.map(|name| format!("{name}: there is no such option")));
        if self.faults.is_empty() { Ok(()) } else { Err(Faults(self.faults)) }
    }

    /// A variable's value, or what the file that it names holds.
    fn variable(&mut self, name: &str) -> Option<String> {
        let direct = self.variables.remove(name);
        let Some(path) = self.variables.remove(&format!("{name}_FILE")) else { return direct };
        if direct.is_some() {
            self.faults.push(format!("{name}: given twice, as a value and as a file"));
            return direct;
        }
        match std::fs::read_to_string(&path) {
            Ok(text) => Some(text.trim_end_matches(['\r', '\n']).to_owned()),
            Err(error) => {
                self.faults.push(format!("{name}_FILE: {path}: {error}"));
                None
            }
        }
    }
}

impl Section<'_> {
    /// One option: the environment wins over the file, the file over the default.
    pub fn option<T: Setting>(&mut self, option: &str, default: T) -> T {
        let variable = format!("{PREFIX}{}__{}", self.name, option).to_uppercase();
        let from_file = self.table.remove(option);
        let (found, source) = match self.reader.variable(&variable) {
            Some(written) => (from_text(&written), variable),
            None => match from_file {
                Some(value) => (T::parse(&value), format!("{}.{option}", self.name)),
                None => return default,
            },
        };
        found.unwrap_or_else(|fault| {
            self.reader.faults.push(format!("{source}: {fault}"));
            default
        })
    }
}

impl Drop for Section<'_> {
    fn drop(&mut self) {
        let unknown = self.table.keys().map(|name| format!("{}.{name}: there is no such option", self.name));
        self.reader.faults.extend(unknown);
    }
}

/// A variable has no type: `8080` may be a number or a text, whichever the option takes.
fn from_text<T: Setting>(written: &str) -> Result<T, String> {
    let as_number = written.parse().ok().map(Value::Integer);
    let as_truth = written.parse().ok().map(Value::Boolean);
    let typed = as_number.or(as_truth).and_then(|value| T::parse(&value).ok());
    typed.map_or_else(|| T::parse(&Value::String(written.to_owned())), Ok)
}
