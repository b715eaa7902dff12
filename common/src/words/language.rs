//! The languages that everything comes in, which of them is the nearest to what somebody reads, and which form of a
//! plural goes with a number.

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

// The order is that of `followthrough_catalogue::LANGUAGES`.
/// A language that everything comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Language {
    /// English, the source of the others.
    #[serde(rename = "en")]
    English,
    /// German, with "Sie".
    #[serde(rename = "de")]
    German,
    /// French, with "vous".
    #[serde(rename = "fr")]
    French,
    /// Spanish, with "usted".
    #[serde(rename = "es")]
    Spanish,
    /// Portuguese of Brazil, with "você".
    #[serde(rename = "pt-BR")]
    Portuguese,
    /// Modern Standard Arabic.
    #[serde(rename = "ar")]
    Arabic,
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not derived: this is a fifth of the code in the widget.
        Self::of_tag(&String::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("not a language"))
    }
}

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Direction {
    /// The value of HTML's `dir`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 6] =
        [Self::English, Self::German, Self::French, Self::Spanish, Self::Portuguese, Self::Arabic];

    /// The one of somebody whose locale is `de-AT` or `pt`: by the language alone, English where there is none.
    pub fn nearest(locale: Option<&str>) -> Self {
        let locale = locale.unwrap_or_default();
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        let is_it = |known: &Self| known.tag().get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case(language));
        Self::ALL.into_iter().find(is_it).unwrap_or(Self::English)
    }

    /// The one with exactly that tag.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.tag() == tag)
    }

    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Portuguese => "pt-BR",
            Self::Arabic => "ar",
        }
    }

    /// How it is written.
    pub fn direction(self) -> Direction {
        if self == Self::Arabic { Direction::RightToLeft } else { Direction::LeftToRight }
    }

    /// Its own of six things that stand in the order of [`Language::ALL`].
    pub fn choose<T>(self, things: [T; 6]) -> T {
        let [en, de, fr, es, pt_br, ar] = things;
        match self {
            Self::English => en,
            Self::German => de,
            Self::French => fr,
            Self::Spanish => es,
            Self::Portuguese => pt_br,
            Self::Arabic => ar,
        }
    }

    /// Which of its plural forms goes with a whole number: the cardinals of the Unicode CLDR, counted in the order of
    /// `followthrough_catalogue::LANGUAGES`. No text counts fractions.
    pub(super) fn form(self, count: usize) -> usize {
        let is_million = count != 0 && count.is_multiple_of(1_000_000);
        match self {
            Self::English | Self::German => usize::from(count != 1),
            Self::French | Self::Portuguese if count <= 1 => 0,
            Self::Spanish if count == 1 => 0,
            Self::French | Self::Spanish | Self::Portuguese => {
                if is_million {
                    1
                } else {
                    2
                }
            }
            Self::Arabic => match (count, count % 100) {
                (0, _) => 0,
                (1, _) => 1,
                (2, _) => 2,
                (_, 3..=10) => 3,
                (_, 11..=99) => 4,
                _ => 5,
            },
        }
    }
}
