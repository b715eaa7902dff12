//! Everything that a dealer prepares before his first sale: people, terms, whom to call, and an agenda of his own.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::{
    cast::Cast,
    door::{Call, Door, Reply},
    memory::{Memory, Notebook},
    stage::nobody,
};

/// The agenda that a sale gets when nobody names one; ours is made from it.
const DEFAULT_AGENDA: &str = "first-30-days";

/// A dealer at his settings.
pub struct Furnisher<'a> {
    /// The data.
    pub cast: &'a Cast,
    /// The server.
    pub door: &'a Door,
    /// Where ids are kept.
    pub notebook: &'a Notebook,
}

impl Furnisher<'_> {
    /// Makes what is missing. Doing it again changes nothing.
    pub fn furnish(&self, memory: &mut Memory) -> Result<()> {
        let shop = &self.cast.shop;
        for (key, person) in &shop.people {
            if !memory.people.contains_key(key) {
                let id = self.post(memory, "/v1/members", &self.cast.whole(person)?)?.id()?;
                memory.people.insert(key.clone(), id);
                self.notebook.write(memory)?;
            }
        }
        if memory.template.is_none() {
            self.replace(memory, "/v1/contact-sheet", &self.cast.whole(&shop.contact_sheet)?)?;
            let mut standard = self.get(memory, "/v1/agreement")?;
            let terms = standard.body.get_mut("terms").context("the agreement has no terms")?;
            let fields = terms.as_object_mut().context("the terms are no object")?;
            fields.insert("steps".to_owned(), self.cast.whole(&shop.steps)?);
            let terms = terms.take();
            self.replace(memory, "/v1/agreement", &terms)?;
            memory.template = Some(self.agenda(memory)?);
            self.notebook.write(memory)?;
        }
        Ok(())
    }

    /// Lets a page show the widget. Allowing it twice changes nothing.
    pub fn allow(&self, memory: &Memory, origin: &str) -> Result<()> {
        self.post(memory, "/v1/origins", &json!({ "origin": origin })).map(|_| ())
    }

    /// The default agenda without the items that the stories plan by name. What it lacks would be too long a gap for the
    /// policy, so it is saved under another one.
    fn agenda(&self, memory: &Memory) -> Result<String> {
        let own = &self.cast.shop.agenda;
        let is_left_out = |item: &Value| {
            let key = item.get("key").and_then(Value::as_str);
            key.is_some_and(|key| own.leaves_out.iter().any(|left_out| left_out == key))
        };
        let mut template = self.template(memory, DEFAULT_AGENDA)?.context("there is no default agenda")?;
        if let Some(items) = template.pointer_mut("/template/items").and_then(Value::as_array_mut) {
            items.retain(|item| !is_left_out(item));
        }
        let template = template.get_mut("template").context("the agenda has no template")?;
        let fields = template.as_object_mut().context("the template is no object")?;
        fields.insert("key".to_owned(), json!(own.key));
        let policy = self.get(memory, "/v1/policy")?.body;
        self.replace(memory, "/v1/policy", &own.policy)?;
        let made = self.post(memory, "/v1/templates", template);
        self.replace(memory, "/v1/policy", &policy)?;
        made?.id()
    }

    fn template(&self, memory: &Memory, key: &str) -> Result<Option<Value>> {
        let all = self.get(memory, "/v1/templates")?.body;
        let is_it = |one: &&Value| one.pointer("/template/key").and_then(Value::as_str) == Some(key);
        Ok(all.get("items").and_then(Value::as_array).and_then(|all| all.iter().find(is_it)).cloned())
    }

    fn get(&self, memory: &Memory, path: &str) -> Result<Reply> {
        self.door.send(&Call { path, bearer: &memory.keys.api_key, ..nobody() })?.good(path)
    }

    fn post(&self, memory: &Memory, path: &str, body: &Value) -> Result<Reply> {
        let call = Call { method: "POST", path, bearer: &memory.keys.api_key, ..nobody() };
        self.door.send(&Call { body: Some(body), ..call })?.good(path)
    }

    /// Replaces the version that is there.
    fn replace(&self, memory: &Memory, path: &str, body: &Value) -> Result<()> {
        let present = self.get(memory, path)?;
        let call = Call { method: "PUT", path, bearer: &memory.keys.api_key, ..nobody() };
        let call = Call { replaces: Some(&present.etag), body: Some(body), ..call };
        self.door.send(&call)?.good(path).map(|_| ())
    }
}
