//! Requests and answers. Every answer is compared with the API's document and with what holds for all.

use std::{net::SocketAddr, time::Duration};

use followthrough_common::error::ErrorCode;
use serde_json::Value;
use ureq::{
    Agent,
    http::{HeaderMap, Request},
};

use crate::contract;

/// A server's address and a client for it.
#[derive(Debug, Clone)]
pub struct Http {
    /// Host and port.
    pub address: SocketAddr,
    agent: Agent,
}

/// A header's name and value.
pub type Header<'a> = (&'a str, &'a str);

impl Http {
    /// A client that follows nothing, keeps nothing and takes any status for an answer.
    pub fn new(address: SocketAddr) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_idle_connections(0)
            .allow_non_standard_methods(true)
            .timeout_global(Some(Duration::from_secs(30)))
            .build();
        Self { address, agent: config.new_agent() }
    }

    /// Sends a request and waits for the answer.
    pub fn send(&self, method: &str, path: &str, headers: &[Header<'_>], body: Option<&[u8]>) -> Reply {
        self.try_send(method, path, headers, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// The same where the server may be killed before it answers.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[Header<'_>],
        body: Option<&[u8]>,
    ) -> Result<Reply, ureq::Error> {
        let mut request = Request::builder().method(method).uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = match body {
            Some(body) => self.agent.run(request.body(body.to_vec()).unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        };
        let mut answer = answer?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = answer.body_mut().read_to_string()?;
        let reply = Reply { request: format!("{method} {path}"), status, headers, body };
        contract::check(method, path, &reply);
        Ok(reply)
    }

    /// Fetches what needs nobody's permission.
    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], None)
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// What was asked, for messages.
    pub request: String,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Reply {
    /// A header's value, empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body as a type of the API.
    #[track_caller]
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The same answer, which must have this status.
    #[track_caller]
    pub fn must(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.request, self.body);
        self
    }

    /// The code of a refusal, empty if it is none.
    pub fn code(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap_or_default();
        body["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The same answer, which must be this refusal.
    #[track_caller]
    pub fn refused(self, code: ErrorCode) -> Self {
        assert_eq!(
            (self.status, &*self.code()),
            (code.status(), code.as_str()),
            "{}: {}",
            self.request,
            self.body
        );
        self
    }

    /// The same answer, which must refuse the change of something in this state, and say what is possible now.
    #[track_caller]
    pub fn stands(self, thing: &str, possible: &[&str]) -> Self {
        let reply = self.refused(ErrorCode::Conflict);
        let standing = &reply.json()["standing"];
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        let allowed = standing["allowed"].as_array().unwrap().iter();
        let allowed: Vec<_> =
            allowed.map(|it| format!("{} {}", word(&it["by"]), word(&it["action"]))).collect();
        let found = format!("{} {}", word(&standing["subject"]), word(&standing["state"]));
        assert_eq!((&*found, allowed), (thing, possible.iter().map(|it| (*it).to_owned()).collect()));
        reply
    }

    /// The same answer, which must refuse this field.
    #[track_caller]
    pub fn refuses_field(self, pointer: &str) -> Self {
        let reply = self.refused(ErrorCode::Validation);
        let first = &reply.json()["errors"][0]["pointer"];
        assert_eq!(first, pointer, "{}: {}", reply.request, reply.body);
        reply
    }
}

/// The body of a refusal without what differs between two requests.
pub fn without_request_id(reply: &Reply) -> (u16, Value) {
    let mut body = reply.json();
    for name in ["request_id", "instance"] {
        body.as_object_mut().unwrap().remove(name);
    }
    (reply.status, body)
}
