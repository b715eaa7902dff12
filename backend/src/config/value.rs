//! The kinds of values that an option can have, each parsed from the text or number that an operator writes.

use std::{fmt, net::SocketAddr, path::PathBuf, time::Duration};

use toml::Value;

/// Something that can stand behind an option's name.
pub trait Setting: Sized {
    /// Reads it, or says what it must be.
    fn parse(value: &Value) -> Result<Self, String>;
}

fn text<'v>(value: &'v Value, wanted: &str) -> Result<&'v str, String> {
    value.as_str().ok_or_else(|| format!("must be {wanted}"))
}

impl Setting for String {
    fn parse(value: &Value) -> Result<Self, String> {
        text(value, "a text").map(str::to_owned)
    }
}

impl Setting for PathBuf {
    fn parse(value: &Value) -> Result<Self, String> {
        text(value, "a path").map(Self::from)
    }
}

impl Setting for bool {
    fn parse(value: &Value) -> Result<Self, String> {
        value.as_bool().ok_or_else(|| "must be true or false".to_owned())
    }
}

impl Setting for SocketAddr {
    fn parse(value: &Value) -> Result<Self, String> {
        let wanted = "an address with a port, like 127.0.0.1:8080";
        text(value, wanted)?.parse().map_err(|_| format!("must be {wanted}"))
    }
}

macro_rules! number {
    ($kind:ty, $least:literal, $most:literal) => {
        impl Setting for $kind {
            fn parse(value: &Value) -> Result<Self, String> {
                let fits = |number: &$kind| ($least..=$most).contains(number);
                let number = value.as_integer().and_then(|number| <$kind>::try_from(number).ok());
                number.filter(fits).ok_or_else(|| format!("must be a number from {} to {}", $least, $most))
            }
        }
    };
}

number!(u32, 1, 1_000_000);
number!(usize, 0, 1_073_741_824);

/// A span of time, written `250ms`, `10s` or `5m`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span(Duration);

impl Span {
    /// So many seconds.
    pub const fn seconds(count: u64) -> Self {
        Self(Duration::from_secs(count))
    }

    /// So many thousandths of a second.
    pub const fn milliseconds(count: u64) -> Self {
        Self(Duration::from_millis(count))
    }

    /// As the standard library's type.
    pub const fn duration(self) -> Duration {
        self.0
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

impl Setting for Span {
    fn parse(value: &Value) -> Result<Self, String> {
        let wanted = || "must be a span of time like 250ms, 10s or 5m".to_owned();
        let written = value.as_str().ok_or_else(wanted)?;
        let unit = written.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let count: u64 = written.strip_suffix(unit).unwrap_or_default().parse().map_err(|_| wanted())?;
        let milliseconds = match unit {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            _ => return Err(wanted()),
        };
        count.checked_mul(milliseconds).map(|all| Self(Duration::from_millis(all))).ok_or_else(wanted)
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object per line.
    Json,
    /// Lines for people.
    Text,
}

impl Setting for LogFormat {
    fn parse(value: &Value) -> Result<Self, String> {
        match value.as_str() {
            Some("json") => Ok(Self::Json),
            Some("text") => Ok(Self::Text),
            _ => Err("must be json or text".to_owned()),
        }
    }
}

/// An origin: scheme, host and port, nothing behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// `https://follow.example`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for PublicUrl {
    fn default() -> Self {
        Self("http://127.0.0.1:8080".to_owned())
    }
}

impl Setting for PublicUrl {
    fn parse(value: &Value) -> Result<Self, String> {
        let wanted = "an origin like https://follow.example, without a path";
        let written = text(value, wanted)?;
        let host = written.strip_prefix("https://").or_else(|| written.strip_prefix("http://"));
        let allowed =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || ".-:[]".contains(letter);
        match host {
            Some(host) if !host.is_empty() && host.chars().all(allowed) => Ok(Self(written.to_owned())),
            _ => Err(format!("must be {wanted}")),
        }
    }
}

/// A text that no log may show.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for the one who needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("***")
    }
}

impl Setting for Secret {
    fn parse(value: &Value) -> Result<Self, String> {
        String::parse(value).map(Self)
    }
}
