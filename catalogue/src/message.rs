//! A part of ICU's `MessageFormat`: `{name}`, `{count, plural, one {…} other {…}}`, `{kind, select, visit {…} other {…}}`.
//! There is no quoting and no `#`; what would need it (`'`, `|`, `#`) is refused, so that nothing is read in two ways.
//!
//! The compact form, which `common::words` fills, is `{0}` for a place, `{#one|other}` for a plural whose forms
//! stand in the order of the language, `{0visit=…|other=…}` for a choice.

use std::collections::BTreeSet;

use crate::Language;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Message(Vec<Part>);

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Argument(String),
    Plural(String, Forms),
    Select(String, Forms),
}

type Forms = Vec<(String, Message)>;

/// As many places as `common::words` can fill, and beside a number one.
const MOST: usize = 4;
const MOST_COUNTED: usize = 2;

/// What is filled in at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Choice(BTreeSet<String>),
}

/// What is filled in, in the order in which the text names it; a number comes first.
pub(crate) type Arguments = Vec<(String, Kind)>;

impl Message {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() || text.trim() != text {
            return Err("is empty, or begins or ends with a blank".to_owned());
        }
        if let Some(letter) = text.chars().find(|letter| letter.is_control() || "'|#<>".contains(*letter)) {
            return Err(format!("must not contain {letter:?} (an apostrophe is ’)"));
        }
        let mut reader = Reader { rest: text };
        let message = reader.message()?;
        if reader.rest.is_empty() { Ok(message) } else { Err("a brace closes that none opened".to_owned()) }
    }

    /// Every place of the text. A number's and a choice's kind wins over the bare mention of the same name.
    pub(crate) fn arguments(&self) -> Arguments {
        let mut found = Vec::new();
        self.collect(&mut found);
        // Stable, so the others stay as they are.
        found.sort_by_key(|(_, kind)| *kind != Kind::Number);
        found
    }

    fn collect(&self, found: &mut Arguments) {
        for part in &self.0 {
            let (name, kind) = match part {
                Part::Text(_) => continue,
                Part::Argument(name) => (name, Kind::Text),
                Part::Plural(name, _) => (name, Kind::Number),
                Part::Select(name, forms) => {
                    (name, Kind::Choice(forms.iter().map(|(key, _)| key.clone()).collect()))
                }
            };
            match found.iter_mut().find(|(known, _)| known == name) {
                Some(known) if kind != Kind::Text => known.1 = kind,
                Some(_) => {}
                None => found.push((name.clone(), kind)),
            }
            if let Part::Plural(_, forms) | Part::Select(_, forms) = part {
                for (_, form) in forms {
                    form.collect(found);
                }
            }
        }
    }

    /// What a language would not forgive: plurals with other forms than its own, a choice without `other`.
    pub(crate) fn faults(&self, language: &Language) -> Vec<String> {
        let mut faults = Vec::new();
        let plurals = self.arguments().iter().filter(|(_, kind)| *kind == Kind::Number).count();
        if plurals > 1 {
            faults.push("counts two things; only one plural has its forms".to_owned());
        }
        let most = if plurals == 0 { MOST } else { MOST_COUNTED };
        if self.arguments().len() > most {
            faults.push(format!("has more than {most} places"));
        }
        for part in &self.0 {
            let (forms, wanted) = match part {
                Part::Text(_) | Part::Argument(_) => continue,
                Part::Plural(_, forms) => (forms, language.forms),
                Part::Select(_, forms) => (forms, ["other"].as_slice()),
            };
            let has = |key: &&&str| forms.iter().any(|(known, _)| known == **key);
            let lacks = wanted.iter().filter(|key| !has(key));
            faults.extend(lacks.map(|key| format!("lacks the form {key}")));
            for (row, (key, form)) in forms.iter().enumerate() {
                if matches!(part, Part::Plural(..)) && !wanted.contains(&key.as_str()) {
                    faults.push(format!("has the form {key}, which the language does not have"));
                }
                if forms.iter().take(row).any(|(known, _)| known == key) {
                    faults.push(format!("has the form {key} twice"));
                }
                faults.extend(form.faults(language));
            }
        }
        faults
    }

    pub(crate) fn compact(&self, arguments: &Arguments, language: &Language) -> String {
        let place = |name: &str| {
            arguments
                .iter()
                .position(|(known, _)| known == name)
                .map(|row| row.to_string())
                .unwrap_or_default()
        };
        let mut text = String::new();
        for part in &self.0 {
            match part {
                Part::Text(words) => text.push_str(words),
                Part::Argument(name) => text.extend(["{", &place(name), "}"]),
                Part::Plural(_, forms) => {
                    let form = |key: &&str| forms.iter().find(|(known, _)| known == *key);
                    let own = language.forms.iter().filter_map(form);
                    let own: Vec<String> = own.map(|(_, form)| form.compact(arguments, language)).collect();
                    text.extend(["{#", &own.join("|"), "}"]);
                }
                Part::Select(name, forms) => {
                    // `other` comes last, because the first that fits is taken.
                    let (other, named): (Vec<_>, Vec<_>) = forms.iter().partition(|(key, _)| key == "other");
                    let all = named.into_iter().chain(other);
                    let all: Vec<String> = all
                        .map(|(key, form)| format!("{key}={}", form.compact(arguments, language)))
                        .collect();
                    text.extend(["{", &place(name), &all.join("|"), "}"]);
                }
            }
        }
        text
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// Up to the end or to a brace that closes, which is left.
    fn message(&mut self) -> Result<Message, String> {
        let mut parts = Vec::new();
        loop {
            let end = self.rest.find(['{', '}']).unwrap_or(self.rest.len());
            let (words, rest) = self.rest.split_at(end);
            self.rest = rest;
            if !words.is_empty() {
                parts.push(Part::Text(words.to_owned()));
            }
            match self.rest.strip_prefix('{') {
                Some(rest) => self.rest = rest,
                None => return Ok(Message(parts)),
            }
            parts.push(self.place()?);
        }
    }

    /// Behind a brace that opened, to behind the one that closes.
    fn place(&mut self) -> Result<Part, String> {
        let name = self.name()?;
        if self.takes("}") {
            return Ok(Part::Argument(name));
        }
        self.expect(",")?;
        let kind = self.name()?;
        self.expect(",")?;
        let mut forms = Vec::new();
        while !self.takes("}") {
            let key = self.name()?;
            self.expect("{")?;
            let form = self.message()?;
            self.expect("}")?;
            forms.push((key, form));
        }
        match kind.as_str() {
            "plural" => Ok(Part::Plural(name, forms)),
            "select" => Ok(Part::Select(name, forms)),
            other => Err(format!("{other} is neither plural nor select")),
        }
    }

    fn name(&mut self) -> Result<String, String> {
        self.rest = self.rest.trim_start();
        let is_name = |letter: char| letter.is_ascii_lowercase() || letter == '_';
        let end = self.rest.find(|letter| !is_name(letter)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        if name.is_empty() { Err(format!("a name is missing before {rest:?}")) } else { Ok(name.to_owned()) }
    }

    fn takes(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.takes(sign) { Ok(()) } else { Err(format!("{sign:?} is missing before {:?}", self.rest)) }
    }
}
