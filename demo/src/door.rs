//! Requests to the server, at whichever of its doors. What comes back is told as it is; what it means is for others.

use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;
use ureq::{Agent, http::Request};

/// Weeks may go by in one request.
const PATIENCE: Duration = Duration::from_mins(2);

/// A request.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The method.
    pub method: &'a str,
    /// The path.
    pub path: &'a str,
    /// The API key or the customer's token.
    pub bearer: &'a str,
    /// For whom it is done, at the vendor's door.
    pub member: Option<&'a str>,
    /// The same key again has no second effect.
    pub key: Option<&'a str>,
    /// The tag of what is replaced.
    pub replaces: Option<&'a str>,
    /// What is sent.
    pub body: Option<&'a Value>,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The tag, empty if there is none.
    pub etag: String,
    /// The body; null if it is no JSON.
    pub body: Value,
}

impl Reply {
    /// The body of an answer that must be a good one.
    pub fn good(self, what: &str) -> Result<Self> {
        ensure!((200..300).contains(&self.status), "{what}: {} {}", self.status, self.body);
        Ok(self)
    }

    /// The id of what is answered.
    pub fn id(&self) -> Result<String> {
        let id = self.body.get("id").and_then(Value::as_str).context("an answer without an id")?;
        Ok(id.to_owned())
    }
}

/// The way to a server.
#[derive(Debug, Clone)]
pub struct Door {
    /// The origin that browsers know the server by: what tokens are for.
    pub origin: String,
    address: String,
    agent: Agent,
}

impl Door {
    /// To the server at this origin.
    pub fn new(origin: &str) -> Self {
        Self::behind(origin, origin)
    }

    /// To the server whom browsers know by another origin than the address at which it is asked.
    pub fn behind(origin: &str, address: &str) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).max_redirects(0);
        // A server may have stopped and started since the last request.
        let config = config.max_idle_connections(0).timeout_global(Some(PATIENCE)).build();
        let bare = |url: &str| url.trim_end_matches('/').to_owned();
        Self { origin: bare(origin), address: bare(address), agent: config.new_agent() }
    }

    /// Asks. A server that is away or in trouble, and one that lets us not in, is an error; a refusal is an answer.
    pub fn send(&self, call: &Call<'_>) -> Result<Reply> {
        let reply = self.ask(call)?;
        if reply.status >= 500 || matches!(reply.status, 401 | 403 | 429) {
            bail!("{} {}{}: {} {}", call.method, self.address, call.path, reply.status, reply.body);
        }
        Ok(reply)
    }

    /// Asks, and takes any answer for one.
    pub fn ask(&self, call: &Call<'_>) -> Result<Reply> {
        let what = || format!("{} {}{}", call.method, self.address, call.path);
        let bearer = format!("Bearer {}", call.bearer);
        let mut request = Request::builder()
            .method(call.method)
            .uri(format!("{}{}", self.address, call.path))
            .header("Authorization", bearer);
        let more = [
            ("Followthrough-Member", call.member),
            ("Idempotency-Key", call.key),
            ("If-Match", call.replaces),
        ];
        for (name, value) in more.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            request = request.header(name, value);
        }
        let answer = match call.body {
            Some(body) => {
                let request = request.header("Content-Type", "application/json").body(body.to_string());
                self.agent.run(request.with_context(what)?)
            }
            None => self.agent.run(request.body(()).with_context(what)?),
        };
        let mut answer = answer.with_context(what)?;
        let status = answer.status().as_u16();
        let etag = answer.headers().get("etag").and_then(|tag| tag.to_str().ok()).unwrap_or_default();
        let etag = etag.to_owned();
        let text = answer.body_mut().read_to_string().with_context(what)?;
        Ok(Reply { status, etag, body: serde_json::from_str(&text).unwrap_or_default() })
    }
}
