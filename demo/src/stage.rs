//! The sale of one story and the two doors to it: finds out what a request is about, and sends it.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, anyhow};
use serde_json::{Value, json};

use crate::{
    cast::{Act, CUSTOMER, Cast, Story},
    door::{Call, Door, Reply},
    fill::{Gap, Scene},
    memory::{Keys, Memory, Round},
    timeline::Timeline,
    token::{self, Bearer},
};

/// What became of a request of the story.
#[derive(Debug, PartialEq, Eq)]
pub enum Ending {
    /// It happened.
    Done,
    /// It did not: a visitor was there first, or did something else than the story says.
    LeftOut(String),
}

/// Whoever plays, with everything that is known.
#[derive(Debug, Clone, Copy)]
pub struct Stage<'a> {
    /// The data.
    pub cast: &'a Cast,
    /// The server.
    pub door: &'a Door,
    /// What the dealer's system knows.
    pub memory: &'a Memory,
    /// The telling.
    pub round: &'a Round,
    /// Seconds of the real clock, for tokens.
    pub now: i64,
}

/// The dealer's own id of a customer. Every round has its own, so that nobody is asked too often and nobody sees the
/// sales of another telling.
pub fn subject(round: u32, story: &Story) -> String {
    format!("{}-{round}", story.key)
}

impl<'a> Stage<'a> {
    /// The order number of a story.
    pub fn reference(&self, story: &Story) -> String {
        let place = self.cast.stories.iter().position(|known| known.key == story.key).unwrap_or_default();
        let place = u32::try_from(place).unwrap_or_default();
        format!("NK-{}", self.round.number.saturating_mul(10).saturating_add(2041).saturating_add(place))
    }

    /// A fresh token of a story's customer.
    pub fn token(&self, story: &Story) -> Result<String> {
        let bearer = Bearer {
            subject: &subject(self.round.number, story),
            zone: &self.cast.shop.time_zone,
            audience: &self.door.origin,
        };
        token::sign(&self.memory.keys, bearer, self.now)
    }

    /// Makes the customer and the sale of a story. Answers the sale's id.
    pub fn open(&self, story: &Story) -> Result<String> {
        let mut customer = story.customer.clone();
        customer.insert("external_id".to_owned(), json!(subject(self.round.number, story)));
        let key = self.key(story, "customer");
        let customer = self.vendor("POST", "/v1/customers", Some(&key), &Value::Object(customer))?;
        let customer = customer.good("the customer")?.id()?;
        let mut names = self.names(story);
        names.insert("customer".to_owned(), json!(customer));
        let scene = self.scene(&names, &Value::Null);
        let sale = self.cast.whole(&Value::Object(story.sale.clone()))?;
        let body = scene.body(&sale, "").map_err(|gap| wrong(story, &gap))?;
        let key = self.key(story, "sale");
        self.vendor("POST", "/v1/sales", Some(&key), &body)?.good("the sale")?.id()
    }

    /// Sends a request of the story.
    pub fn perform(&self, story: &Story, number: usize, act: &Act) -> Result<Ending> {
        let sale = self.round.sales.get(story.key);
        let sale = sale.with_context(|| format!("the sale of {} has not begun", story.key))?;
        let known = self.read(&format!("/v1/sales/{sale}"))?.good("the sale")?.body;
        let names = self.names(story);
        let scene = Scene { at: act.at, ..self.scene(&names, &known) };
        let (path, body) = match self.filled(&scene, act, sale) {
            Ok(filled) => filled,
            Err(Gap::Absent(what)) => {
                return Ok(Ending::LeftOut(format!("{}: no {{{what}}}", name(story, act))));
            }
            Err(mistake) => return Err(wrong(story, &mistake)),
        };
        let key = self.key(story, &number.to_string());
        let reply = if act.who == CUSTOMER {
            let token = self.token(story)?;
            let call = Call { method: &act.send.method, path: &path, bearer: &token, ..nobody() };
            self.door.send(&Call { key: Some(&key), body: Some(&body), ..call })?
        } else {
            let member = self.memory.people.get(&act.who);
            let member = member.with_context(|| format!("nobody is called {}", act.who))?;
            let call =
                Call { method: &act.send.method, path: &path, bearer: &self.keys().api_key, ..nobody() };
            self.door.send(&Call { member: Some(member), key: Some(&key), body: Some(&body), ..call })?
        };
        Ok(match reply.status {
            200..300 => Ending::Done,
            status => Ending::LeftOut(format!("{}: {status} {}", name(story, act), reply.body)),
        })
    }

    /// The path at the door of whoever acts, and the body.
    fn filled(&self, scene: &Scene<'_>, act: &Act, sale: &str) -> Result<(String, Value), Gap> {
        let path = scene.text(&act.send.path, "")?;
        let path = match (path.starts_with('/'), act.who == CUSTOMER) {
            (true, _) => path,
            (false, true) => format!("/v1/portal/sales/{sale}/{path}"),
            (false, false) => format!("/v1/sales/{sale}/{path}"),
        };
        let body = self.cast.whole(&Value::Object(act.body.clone()));
        let body = body.map_err(|error| Gap::Mistake(error.to_string()))?;
        let body = scene.body(&body, &path)?;
        Ok((path, body))
    }

    /// Ends what went on in the telling before.
    pub fn cancel(&self, sale: &str) -> Result<()> {
        let key = format!("followthrough-demo-{}-cancel-{sale}", self.round.number);
        let path = format!("/v1/sales/{sale}/cancel");
        self.vendor("POST", &path, Some(&key), &json!({})).map(|_| ())
    }

    /// Reads at the vendor's door.
    fn read(&self, path: &str) -> Result<Reply> {
        self.door.send(&Call { method: "GET", path, bearer: &self.keys().api_key, ..nobody() })
    }

    /// Writes there, for whoever looks after the customers.
    fn vendor(&self, method: &str, path: &str, key: Option<&str>, body: &Value) -> Result<Reply> {
        let member = self.memory.people.get(&self.cast.shop.owner).map(String::as_str);
        let bearer = &self.keys().api_key;
        self.door.send(&Call { method, path, bearer, member, key, body: Some(body), replaces: None })
    }

    fn keys(&self) -> &'a Keys {
        &self.memory.keys
    }

    fn scene<'s>(&'s self, names: &'s BTreeMap<String, Value>, sale: &'s Value) -> Scene<'s> {
        let timeline = Timeline::new(self.round.monday, self.cast.zone);
        Scene { timeline, zone: &self.cast.shop.time_zone, at: self.cast.shop.begins, names, sale }
    }

    /// People by their keys, and the sales of the others by theirs: `{henrik.sale}`.
    fn names(&self, story: &Story) -> BTreeMap<String, Value> {
        let people = self.memory.people.iter().map(|(key, id)| (key.clone(), json!(id)));
        let sales = self.round.sales.iter().map(|(key, id)| (format!("{key}.sale"), json!(id)));
        let mut names: BTreeMap<String, Value> = people.chain(sales).collect();
        names.insert("order".to_owned(), json!(self.reference(story)));
        names.insert("agenda".to_owned(), json!(self.memory.template));
        names
    }

    /// The same request again has the same one.
    fn key(&self, story: &Story, what: &str) -> String {
        format!("followthrough-demo-{}-{}-{what}", self.round.number, story.key)
    }
}

fn name(story: &Story, act: &Act) -> String {
    format!("{} on {}, {}: {} {}", story.key, act.at, act.who, act.send.method, act.send.path)
}

/// A request without anything.
pub fn nobody() -> Call<'static> {
    Call { method: "GET", path: "/", bearer: "", member: None, key: None, replaces: None, body: None }
}

fn wrong(story: &Story, gap: &Gap) -> anyhow::Error {
    let (Gap::Absent(why) | Gap::Mistake(why)) = gap;
    anyhow!("{}.toml: {why}", story.key)
}
