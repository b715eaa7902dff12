//! The acts of the doors as this server takes them: the rows of `common::api::acts` without their types, so that
//! one handler does for all of a door. What may be done is decided by the rules, not here.

use actix_web::{FromRequest as _, HttpRequest, HttpResponse, http, web::Payload};
use followthrough_common::{
    api::acts::{Act, EXPECTED_STATE, FILE, Ids as _, Method, Right, Rows},
    domain::{file::File, sale::Command},
    error::Rejection,
    text::Line,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    answer,
    extract::{Id, SaleKey, json_body},
    table::Table,
};
use crate::{json, problem::Error};

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    method: Method,
    path: &'static str,
    right: Right,
    read: fn(&[String], &[u8]) -> Result<Wish, Error>,
}

/// What somebody wants with a sale.
#[derive(Debug)]
pub struct Wish {
    /// What it is told to do.
    pub command: Command,
    /// The state, as the sender has seen it, of the one thing that this is about.
    pub expected_state: Option<Line>,
    /// What was sent, as it was understood: a repeat of it reads the same.
    pub understood: String,
}

impl Row {
    /// Lets `handler` answer what is sent to this row.
    pub fn install<F>(self, table: &mut Table, handler: fn(Row, HttpRequest, Payload) -> F)
    where
        F: Future<Output = Result<HttpResponse, Error>> + 'static,
    {
        let take = move |request, payload| handler(self, request, payload);
        table.add(verb(self.method), self.path, take);
    }

    /// What whoever acts must be allowed to do.
    pub fn right(&self) -> Right {
        self.right
    }

    /// Whether its body is a file.
    pub fn brings_file(&self) -> bool {
        self.method == Method::File
    }

    /// Which sale a request of this row names, and what below it.
    pub async fn named(&self, request: &HttpRequest) -> Result<(SaleKey, Vec<String>), Error> {
        let Id(mut ids) = Id::<Vec<String>>::extract(request).await?;
        if ids.is_empty() {
            return Err(Rejection::not_found().into());
        }
        let sale = ids.remove(0).parse().map_err(|_| Rejection::not_found())?;
        Ok((sale, ids))
    }

    /// What a request of this row wants, and with which sale.
    pub async fn read(&self, request: &HttpRequest, payload: Payload) -> Result<(SaleKey, Wish), Error> {
        let (sale, ids) = self.named(request).await?;
        let bytes = json_body(request, payload.into_inner()).await?;
        Ok((sale, (self.read)(&ids, &bytes)?))
    }

    /// What a request of this row wants that brought a file, and said this beside it.
    pub fn with_file(
        &self,
        ids: &[String],
        file: &File,
        mut said: Map<String, Value>,
    ) -> Result<Wish, Error> {
        if said.contains_key(FILE) {
            return Err(Rejection::field(FILE, "is the body").into());
        }
        let file = serde_json::to_value(file).map_err(|error| Error::Internal(error.to_string()))?;
        said.insert(FILE.to_owned(), file);
        (self.read)(ids, answer::write(&said)?.as_bytes())
    }
}

#[derive(Deserialize)]
struct Seen {
    expected_state: Option<Line>,
}

fn read<A: Act>(ids: &[String], bytes: &[u8]) -> Result<Wish, Error> {
    let ids = A::Ids::read(ids).ok_or_else(Rejection::not_found)?;
    let mut object = json::object(bytes)?;
    let mut seen = Map::new();
    if A::Ids::HAS_STATE {
        seen.extend(object.remove_entry(EXPECTED_STATE));
    }
    let Seen { expected_state } = json::typed(seen)?;
    let body: A::Body = json::typed(object)?;
    let understood = answer::write(&(&expected_state, &body))?;
    Ok(Wish { command: A::command(ids, body)?, expected_state, understood })
}

/// The rows of a door, in the order in which they are told.
#[derive(Default)]
pub struct Collected(pub Vec<Row>);

impl Rows for Collected {
    fn row<A: Act>(&mut self) {
        self.0.push(Row { method: A::METHOD, path: A::PATH, right: A::RIGHT, read: read::<A> });
    }
}

/// How HTTP calls a method.
pub fn verb(method: Method) -> http::Method {
    match method {
        Method::Post | Method::File => http::Method::POST,
        Method::Put => http::Method::PUT,
    }
}
