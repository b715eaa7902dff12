//! A client that may meet a server that is gone: every request ends in an answer or in a failure.

use std::time::{Duration, Instant};

use serde_json::Value;
use ureq::{
    Agent,
    http::{HeaderMap, Request},
};

/// A header's name and value.
pub type Header<'a> = (&'a str, &'a str);

/// A client for one server.
#[derive(Debug, Clone)]
pub struct Http {
    /// `http://127.0.0.1:…`.
    pub origin: String,
    agent: Agent,
}

impl Http {
    /// For the server at that port of this machine.
    pub fn new(port: u16) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_idle_connections(0)
            .timeout_global(Some(Duration::from_mins(1)));
        Self { origin: format!("http://127.0.0.1:{port}"), agent: config.build().new_agent() }
    }

    /// Sends a request; what fails is told in words.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[Header<'_>],
        body: Option<&Value>,
    ) -> Result<Reply, String> {
        let started = Instant::now();
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = match body {
            Some(body) => {
                let request = request.header("Content-Type", "application/json");
                self.agent.run(request.body(body.to_string()).unwrap())
            }
            None => self.agent.run(request.body(()).unwrap()),
        };
        let failed = |error: ureq::Error| format!("{method} {path}: {error} after {:?}", started.elapsed());
        let mut answer = answer.map_err(failed)?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let reading = answer.body_mut().with_config().limit(1 << 30);
        let body = reading.read_to_string().map_err(failed)?;
        Ok(Reply { status, headers, body, after: started.elapsed() })
    }

    /// Fetches what needs nobody's permission.
    pub fn get(&self, path: &str) -> Result<Reply, String> {
        self.send("GET", path, &[], None)
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
    /// How long all of it took.
    pub after: Duration,
}

impl Reply {
    /// Whether the server says that it is done.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A header's value, empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Whether the server did nothing new and says so.
    pub fn is_replayed(&self) -> bool {
        self.header("idempotency-replayed") == "true"
    }

    /// "Not now, try again": what may be answered while the storage is away, and nothing else.
    pub fn asks_to_try_again(&self) -> bool {
        self.status == 503 && !self.header("retry-after").is_empty()
    }

    /// The body as JSON, null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}
