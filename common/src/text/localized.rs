//! A text in several languages. Whoever reads gets theirs, or the nearest that there is; in JSON it is a
//! plain text, which is English, or an object from language tag to text.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{BadText, Line, Words};

/// The language that a text without a tag is in, and that everybody else falls back on.
const FALLBACK: &str = "en";
/// At most so many languages.
const MOST: usize = 40;

/// A text in one or more languages; `T` is [`Line`] or [`Words`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Localized<T> {
    texts: BTreeMap<String, T>,
}

/// A text that may be localized.
pub trait Text: Sized {
    /// Trims and checks.
    fn parse(text: &str) -> Result<Self, BadText>;
    /// As it stands.
    fn as_str(&self) -> &str;
}

macro_rules! localizable {
    ($($name:ident),+) => {$(
        impl Text for $name {
            fn parse(text: &str) -> Result<Self, BadText> { Self::parse(text) }
            fn as_str(&self) -> &str { self }
        }
    )+};
}

localizable!(Line, Words);

impl<T> From<T> for Localized<T> {
    fn from(text: T) -> Self {
        Self { texts: BTreeMap::from([(FALLBACK.to_owned(), text)]) }
    }
}

impl<T> FromIterator<(String, T)> for Localized<T> {
    /// From pairs of language tag and text.
    fn from_iter<I: IntoIterator<Item = (String, T)>>(texts: I) -> Self {
        Self { texts: texts.into_iter().collect() }
    }
}

impl<T: Text> Localized<T> {
    /// The text for a reader of `locale` (`pt-BR`): exactly that, else the same language (`pt`, then any
    /// other `pt-…`), else English, else the first there is.
    pub fn for_reader(&self, locale: Option<&str>) -> &str {
        let wanted = locale.unwrap_or(FALLBACK).to_lowercase();
        let language = wanted.split('-').next().unwrap_or(FALLBACK);
        let tagged = |tag: &str| self.texts.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag));
        let related = || {
            let is_related =
                |known: &str| known.split('-').next().is_some_and(|it| it.eq_ignore_ascii_case(language));
            self.texts.iter().find(|(known, _)| is_related(known))
        };
        let found = tagged(&wanted).or_else(|| tagged(language)).or_else(related);
        let found = found.or_else(|| tagged(FALLBACK)).or_else(|| self.texts.iter().next());
        found.map_or("", |(_, text)| text.as_str())
    }

    /// The languages that it is in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }
}

/// `en`, `pt-BR`, `zh-Hans-CN`: letters and digits in parts of two to eight.
fn is_tag(tag: &str) -> bool {
    let is_part =
        |part: &str| (2..=8).contains(&part.len()) && part.chars().all(|it| it.is_ascii_alphanumeric());
    tag.len() <= 35 && tag.split('-').all(is_part)
}

impl<T: Serialize> Serialize for Localized<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.texts.len(), self.texts.get(FALLBACK)) {
            (1, Some(text)) => text.serialize(serializer),
            _ => self.texts.serialize(serializer),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "must be a text, or an object from language tag to text")]
enum Written {
    Plain(String),
    Tagged(BTreeMap<String, String>),
}

impl<'de, T: Text> Deserialize<'de> for Localized<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Where there is none at all, the fault is that it is missing.
        let written = match Written::deserialize(deserializer)? {
            Written::Plain(text) => BTreeMap::from([(FALLBACK.to_owned(), text)]),
            Written::Tagged(texts) => texts,
        };
        if written.is_empty() || written.len() > MOST {
            return Err(D::Error::custom(format!("must have 1 to {MOST} languages")));
        }
        let read = |(tag, text): (String, String)| {
            if !is_tag(&tag) {
                return Err(D::Error::custom(format!("{tag:?} is not a language tag like pt-BR")));
            }
            let text = T::parse(&text).map_err(|bad| D::Error::custom(format!("{tag}: {bad}")))?;
            Ok((tag, text))
        };
        Ok(Self { texts: written.into_iter().map(read).collect::<Result<_, _>>()? })
    }
}

#[cfg(feature = "openapi")]
impl<T: utoipa::PartialSchema> utoipa::PartialSchema for Localized<T> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, OneOfBuilder, Type};
        let by_tag = ObjectBuilder::new()
            .schema_type(Type::Object)
            .additional_properties(Some(AdditionalProperties::RefOr(T::schema())));
        OneOfBuilder::new().item(T::schema()).item(by_tag).into()
    }
}

#[cfg(feature = "openapi")]
impl<T: utoipa::ToSchema> utoipa::ToSchema for Localized<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        format!("Localized{}", T::name()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Localized<Line> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_reader_gets_their_language_or_the_nearest() {
        let text = read(r#"{"en": "Thanks", "de": "Danke", "pt-BR": "Obrigado"}"#);
        for (locale, expected) in [
            (Some("de"), "Danke"),
            (Some("de-AT"), "Danke"),
            (Some("pt-br"), "Obrigado"),
            (Some("pt"), "Obrigado"),
            (Some("sv"), "Thanks"),
            (None, "Thanks"),
        ] {
            assert_eq!(text.for_reader(locale), expected, "{locale:?}");
        }
        assert_eq!(read(r#"{"da": "Tak"}"#).for_reader(Some("en")), "Tak");
    }

    #[test]
    fn a_plain_text_stays_plain() {
        let text = read(r#""Thanks""#);
        assert_eq!(text.for_reader(Some("de")), "Thanks");
        assert_eq!(serde_json::to_string(&text).unwrap(), r#""Thanks""#);
        let german = r#"{"de":"Danke"}"#;
        assert_eq!(serde_json::to_string(&read(german)).unwrap(), german);
    }

    #[test]
    fn what_is_no_text_or_no_language_is_refused() {
        for json in ["{}", r#"{"x": "a"}"#, r#"{"en": ""}"#, "1", r#"{"en": 1}"#, r#"{"e n": "a"}"#] {
            assert!(serde_json::from_str::<Localized<Line>>(json).is_err(), "{json}");
        }
    }
}
