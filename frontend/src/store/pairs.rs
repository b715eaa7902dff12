//! A handful of values by name. A tree would be ten times the code for no gain.

/// The values.
#[derive(Debug)]
pub struct Pairs<T>(Vec<(String, T)>);

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Pairs<T> {
    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Puts a value in, as the newest.
    pub fn insert(&mut self, name: String, value: T) {
        self.remove(&name);
        self.0.push((name, value));
    }

    /// Takes a value out.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Takes all values out whose name begins so.
    pub fn remove_all(&mut self, beginning: &str) {
        self.0.retain(|(known, _)| !known.starts_with(beginning));
    }

    /// The name of the newest value.
    pub fn newest(&self) -> Option<&str> {
        self.0.last().map(|(name, _)| name.as_str())
    }
}
