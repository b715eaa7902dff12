//! Who plays and what happens, read from `demo/stories/`. Nothing here knows what the API makes of it.

use std::{collections::BTreeMap, str::FromStr};

use anyhow::{Context as _, Result, ensure};
use chrono_tz::Tz;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::timeline::{At, wall_clock};

const SHOP: &str = include_str!("../stories/shop.toml");
/// In the order of the page.
const STORIES: [(&str, &str); 3] = [
    ("mette", include_str!("../stories/mette.toml")),
    ("henrik", include_str!("../stories/henrik.toml")),
    ("sara", include_str!("../stories/sara.toml")),
];
/// Who acts when nobody of the shop does.
pub const CUSTOMER: &str = "customer";

/// The dealer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shop {
    /// What customers know it as.
    pub name: String,
    /// Whom they call.
    pub phone: String,
    /// Where everybody is.
    pub time_zone: String,
    /// When the orders are placed.
    pub begins: At,
    /// When the clock stops on each day.
    pub stops: String,
    /// The day on which a visitor finds the demo.
    pub first_stop: i64,
    /// The last day.
    pub last_day: i64,
    /// Who looks after the customers, and does what nobody else is named for.
    pub owner: String,
    /// The dealer's people, each as `POST /v1/members` takes them.
    pub people: BTreeMap<String, Value>,
    /// What follows a sale.
    pub agenda: OwnAgenda,
    /// Who takes over when a problem is not solved: the `steps` of the handling agreement.
    pub steps: Value,
    /// Whom to call when, as `PUT /v1/contact-sheet` takes it.
    pub contact_sheet: Value,
    /// Parts of bodies that several requests share; `like = "name"` takes one in.
    pub parts: BTreeMap<String, Map<String, Value>>,
}

/// The dealer's own agenda: the default one, with a few changes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnAgenda {
    /// Its key at the dealer.
    pub key: String,
    /// Items that the stories plan by name.
    pub leaves_out: Vec<String>,
    /// The policy under which such a gap may be saved; the agenda is stored, and the policy set back.
    pub policy: Value,
}

/// A customer with what they bought and what happens to them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// Stands in addresses and, with the number of the telling, in tokens.
    #[serde(skip)]
    pub key: &'static str,
    /// What a visitor of the demo sees here.
    pub about: String,
    /// As `POST /v1/customers` takes them, without their id.
    pub customer: Map<String, Value>,
    /// As `POST /v1/sales` takes it.
    pub sale: Map<String, Value>,
    /// What happens, in order.
    pub acts: Vec<Act>,
}

/// A request of the story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// When.
    pub at: At,
    /// `customer`, or one of the dealer's people.
    pub who: String,
    /// Which request.
    pub send: Send,
    /// With what.
    #[serde(default)]
    pub body: Map<String, Value>,
}

/// `POST touchpoints/{…}/report`: below the sale, at the door of whoever acts. With a slash before it, the whole path.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Send {
    /// The method.
    pub method: String,
    /// The path, with references to be filled in.
    pub path: String,
}

impl FromStr for Send {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let (method, path) = text.split_once(' ').with_context(|| format!("{text:?} is no `POST path`"))?;
        ensure!(matches!(method, "POST" | "PUT"), "{text:?} neither posts nor puts");
        Ok(Self { method: method.to_owned(), path: path.to_owned() })
    }
}

impl TryFrom<String> for Send {
    type Error = anyhow::Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

/// All of it.
#[derive(Debug)]
pub struct Cast {
    /// The dealer.
    pub shop: Shop,
    /// His customers, in the order of the page.
    pub stories: Vec<Story>,
    /// Where the clocks hang.
    pub zone: Tz,
}

impl Cast {
    /// The stories that are compiled in.
    pub fn load() -> Result<Self> {
        let shop: Shop = toml::from_str(SHOP).context("shop.toml")?;
        let read = |(key, text): (&'static str, &str)| -> Result<Story> {
            let story: Story = toml::from_str(text).with_context(|| format!("{key}.toml"))?;
            Ok(Story { key, ..story })
        };
        let stories = STORIES.into_iter().map(read).collect::<Result<_>>()?;
        let zone = shop.time_zone.parse().ok().context("shop.toml: the time zone is unknown")?;
        Ok(Self { shop, stories, zone })
    }

    /// The story with that key.
    pub fn story(&self, key: &str) -> Option<&Story> {
        self.stories.iter().find(|story| story.key == key)
    }

    /// When the clock stops on a day.
    pub fn stop(&self, day: i64) -> Result<At> {
        Ok(At { day, time: wall_clock(&self.shop.stops).context("shop.toml: stops")? })
    }

    /// The same with every `like = "name"` replaced by the part of that name.
    pub fn whole(&self, body: &Value) -> Result<Value> {
        Ok(match body {
            Value::Object(fields) => {
                let mut whole = Map::new();
                if let Some(name) = fields.get("like").and_then(Value::as_str) {
                    let part =
                        self.shop.parts.get(name).with_context(|| format!("there is no part {name}"))?;
                    whole.extend(part.clone());
                }
                for (name, value) in fields.iter().filter(|(name, _)| *name != "like") {
                    whole.insert(name.clone(), self.whole(value)?);
                }
                Value::Object(whole)
            }
            Value::Array(items) => {
                Value::Array(items.iter().map(|item| self.whole(item)).collect::<Result<_>>()?)
            }
            other => other.clone(),
        })
    }
}

impl Story {
    /// A text of the customer's or the sale's, empty where there is none.
    pub fn text<'a>(of: &'a Map<String, Value>, name: &str) -> &'a str {
        of.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}
