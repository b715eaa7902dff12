//! The words after `cargo xtask`: flags, values, and a complaint about whatever nobody asked for.

use std::collections::VecDeque;
use std::env;
use std::str::FromStr;

use anyhow::{Context, Result, bail};

/// The words not yet used. Each command takes what it knows and ends with [`Arguments::finish`].
pub struct Arguments {
    words: VecDeque<String>,
    after_dashes: Vec<String>,
}

impl Arguments {
    /// The arguments of this process without the program's name. What follows `--` is kept apart.
    pub fn of_process() -> Self {
        Self::new(env::args().skip(1))
    }

    fn new(all: impl Iterator<Item = String>) -> Self {
        let mut all = all.peekable();
        let mut words = VecDeque::new();
        while let Some(word) = all.next_if(|word| word != "--") {
            words.push_back(word);
        }
        Self { words, after_dashes: all.skip(1).collect() }
    }

    /// The next word if it is no option.
    pub fn next_word(&mut self) -> Option<String> {
        self.words.pop_front_if(|word| !word.starts_with('-'))
    }

    /// Whether `name` was given; takes it.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() < before
    }

    /// The value of `--name VALUE` or `--name=VALUE`, parsed.
    pub fn value<T>(&mut self, name: &str) -> Result<Option<T>>
    where
        T: FromStr,
        T::Err: std::error::Error + Send + Sync + 'static,
    {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let value = text.parse().with_context(|| format!("`{text}` is no value for {name}"))?;
        Ok(Some(value))
    }

    fn text(&mut self, name: &str) -> Result<Option<String>> {
        let with_equals = format!("{name}=");
        if let Some(at) = self.words.iter().position(|word| word.starts_with(&with_equals)) {
            let word = self.words.remove(at).unwrap_or_default();
            return Ok(word.strip_prefix(&with_equals).map(ToOwned::to_owned));
        }
        let Some(at) = self.words.iter().position(|word| word == name) else { return Ok(None) };
        self.words.remove(at);
        match self.words.remove(at) {
            Some(value) if !value.starts_with('-') => Ok(Some(value)),
            _ => bail!("{name} needs a value"),
        }
    }

    /// What stood after `--`.
    pub fn after_dashes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.after_dashes)
    }

    /// Refuses what is left over, so that a misspelt option never passes silently.
    pub fn finish(self) -> Result<()> {
        match self.words.front().or(self.after_dashes.first()) {
            None => Ok(()),
            Some(word) => bail!("`{word}` is not understood here; see `cargo xtask help`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;

    fn arguments(line: &str) -> Arguments {
        Arguments::new(line.split_whitespace().map(ToOwned::to_owned))
    }

    #[test]
    fn options_are_taken_in_any_order_and_form() {
        let mut given = arguments("demo --port 9000 --no-serve --data=here -- concern");
        assert_eq!(given.next_word().as_deref(), Some("demo"));
        assert!(given.flag("--no-serve"));
        assert!(!given.flag("--no-serve"));
        assert_eq!(given.value::<String>("--data").unwrap().as_deref(), Some("here"));
        assert_eq!(given.value::<u16>("--port").unwrap(), Some(9000));
        assert_eq!(given.after_dashes(), ["concern"]);
        given.finish().unwrap();
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        assert!(arguments("--prot 9000").finish().is_err());
        assert!(arguments("-- left").finish().is_err());
        assert!(arguments("--port").value::<u16>("--port").is_err());
        assert!(arguments("--port --no-serve").value::<u16>("--port").is_err());
        assert!(arguments("--port many").value::<u16>("--port").is_err());
    }
}
