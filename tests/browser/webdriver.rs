//! The W3C protocol `WebDriver`, as much of it as the tests need: one session, its page, its keys. Knows
//! nothing of the widget.

use std::time::Duration;

use serde_json::{Value, json};
use ureq::{Agent, http::Request};

/// Under this name the protocol wraps an element's reference.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser under control.
#[derive(Debug)]
pub struct Session {
    agent: Agent,
    address: String,
}

/// Something on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element(String);

impl Element {
    /// From the answer of a script; none when it answered nothing.
    pub fn from_answer(answer: &Value) -> Option<Self> {
        Some(Self(answer.get(ELEMENT)?.as_str()?.to_owned()))
    }

    /// As an argument of a script.
    pub fn as_argument(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

impl Session {
    /// Asks the driver at `port` for a browser.
    pub fn open(port: u16, capabilities: &Value) -> Result<Self, String> {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_idle_connections(0)
            .timeout_global(Some(Duration::from_mins(1)))
            .build();
        let driver = Self { agent: config.new_agent(), address: format!("http://127.0.0.1:{port}") };
        let wanted = json!({"capabilities": {"alwaysMatch": capabilities}});
        let made = driver.send("POST", "/session", Some(&wanted))?;
        let id = made["sessionId"].as_str().ok_or("the driver named no session")?;
        let address = format!("{}/session/{id}", driver.address);
        Ok(Self { address, ..driver })
    }

    /// Sends a command and gives the answer's value.
    fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let request = Request::builder().method(method).uri(format!("{}{path}", self.address));
        let request = request.header("Content-Type", "application/json");
        let answer = match body {
            Some(body) => self.agent.run(request.body(body.to_string()).map_err(|error| error.to_string())?),
            None => self.agent.run(request.body(()).map_err(|error| error.to_string())?),
        };
        let mut answer = answer.map_err(|error| format!("{method} {path}: {error}"))?;
        let text = answer.body_mut().with_config().limit(64 << 20).read_to_string();
        let text = text.map_err(|error| format!("{method} {path}: {error}"))?;
        let mut answer: Value = serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
        let value = answer["value"].take();
        match value.get("error").and_then(Value::as_str) {
            Some(error) => Err(format!("{error}: {}", value["message"].as_str().unwrap_or_default())),
            None => Ok(value),
        }
    }

    #[track_caller]
    fn must(&self, method: &str, path: &str, body: &Value) -> Value {
        self.send(method, path, Some(body)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Goes to an address and waits until it has loaded.
    #[track_caller]
    pub fn go(&self, url: &str) {
        self.must("POST", "/url", &json!({"url": url}));
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) {
        self.must("POST", "/refresh", &json!({}));
    }

    /// Runs a function's body in the page.
    #[track_caller]
    pub fn run(&self, script: &str, arguments: &[Value]) -> Value {
        self.must("POST", "/execute/sync", &json!({"script": script, "args": arguments}))
    }

    /// As [`Session::run`]; while a page is being replaced by another, scripts fail.
    pub fn try_run(&self, script: &str, arguments: &[Value]) -> Result<Value, String> {
        self.send("POST", "/execute/sync", Some(&json!({"script": script, "args": arguments})))
    }

    /// Presses an element with the pointer, as a person would: it must be in sight and on top.
    pub fn try_click(&self, element: &Element) -> Result<(), String> {
        self.send("POST", &format!("/element/{}/click", element.0), Some(&json!({}))).map(drop)
    }

    /// Types into a field.
    #[track_caller]
    pub fn type_into(&self, element: &Element, text: &str) {
        self.must("POST", &format!("/element/{}/value", element.0), &json!({"text": text}));
    }

    /// Presses and releases keys, one after the other, wherever the focus is.
    #[track_caller]
    pub fn press(&self, keys: &[&str]) {
        let actions: Vec<Value> = keys
            .iter()
            .flat_map(|key| {
                [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})]
            })
            .collect();
        let source = json!({"type": "key", "id": "keyboard", "actions": actions});
        self.must("POST", "/actions", &json!({"actions": [source]}));
    }

    /// A command of Chromium's own protocol.
    #[track_caller]
    pub fn chromium(&self, command: &str, parameters: &Value) -> Value {
        self.must("POST", "/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// What the page and the browser wrote to the console since the last call.
    #[track_caller]
    pub fn console(&self) -> Vec<String> {
        let lines = self.must("POST", "/se/log", &json!({"type": "browser"}));
        let lines = lines.as_array().cloned().unwrap_or_default();
        lines.iter().map(|line| format!("{}: {}", line["level"], line["message"])).collect()
    }

    /// Closes the browser. Its driver may be gone already, then it is closed too.
    pub fn close(&self) {
        drop(self.send("DELETE", "", None));
    }
}

/// The keys that have no letter.
pub mod key {
    /// Tab.
    pub const TAB: &str = "\u{E004}";
    /// Enter.
    pub const ENTER: &str = "\u{E007}";
    /// Arrow down.
    pub const DOWN: &str = "\u{E015}";
    /// The space bar.
    pub const SPACE: &str = " ";
}
