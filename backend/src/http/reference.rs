//! A reference page made of the OpenAPI document: no script, nothing from elsewhere.

use std::sync::LazyLock;

use actix_web::{
    HttpResponse,
    http::{Method, header},
    web::Bytes,
};
use futures_util::future::{Ready, ready};
use maud::{DOCTYPE, Markup, html};
use serde_json::{Map, Value};

use super::{openapi, packed::Packed, table::Table};

const POLICY: &str =
    "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

static PAGE: LazyLock<Packed> = LazyLock::new(|| {
    let document = serde_json::from_str(openapi::DOCUMENT).unwrap_or_default();
    Packed::new(Bytes::from(page(&document).into_string()))
});
static DOCUMENT: LazyLock<Packed> =
    LazyLock::new(|| Packed::new(Bytes::from_static(openapi::DOCUMENT.as_bytes())));
static STYLE: LazyLock<Packed> =
    LazyLock::new(|| Packed::new(Bytes::from_static(include_bytes!("reference.css"))));

/// The document, the page and its style. The first reader waits until they are written.
pub fn routes(table: &mut Table) {
    table.add(Method::GET, "/openapi.json", || send("application/json", &DOCUMENT));
    table.add(Method::GET, "/docs", || send("text/html; charset=utf-8", &PAGE));
    table.add(Method::GET, "/docs/reference.css", || send("text/css; charset=utf-8", &STYLE));
}

fn send(media_type: &'static str, body: &LazyLock<Packed>) -> Ready<HttpResponse> {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .content_type(media_type);
    ready(body.respond(&mut answer))
}

fn page(document: &Value) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width";
            title { "Followthrough API" }
            link rel="stylesheet" href="/docs/reference.css";
            main {
                h1 { "Followthrough API" }
                p { (text(at(document, "/info/description"))) }
                p { "The same as a document for programs: " a href="/openapi.json" { "/openapi.json" } }
                @for tag in list(at(document, "/tags")) {
                    h2 { (text(at(tag, "/description"))) }
                    @for (path, item) in members(at(document, "/paths")) {
                        @for (method, operation) in members(item) {
                            @if at(operation, "/tags/0") == at(tag, "/name") {
                                (operation_of(path, method, operation))
                            }
                        }
                    }
                }
                h2 { "Types" }
                @for (name, schema) in members(at(document, "/components/schemas")) {
                    (schema_of(name, schema))
                }
            }
        }
    }
}

fn operation_of(path: &str, method: &str, operation: &Value) -> Markup {
    let taken = members(at(operation, "/requestBody/content")).next();
    html! {
        section id=(text(at(operation, "/operationId"))) {
            h3 { b { (method.to_uppercase()) } " " code { (path) } }
            p { (text(at(operation, "/summary"))) " " (text(at(operation, "/description"))) }
            @if let Some((_, body)) = taken {
                p { "Takes " (kind(at(body, "/schema"))) }
            }
            ul {
                @for parameter in list(at(operation, "/parameters")) {
                    li {
                        (text(at(parameter, "/in"))) " " code { (text(at(parameter, "/name"))) } " "
                        (text(at(parameter, "/description")))
                    }
                }
            }
            ul {
                @for (status, answer) in members(at(operation, "/responses")) {
                    li {
                        b { (status) } " " (text(at(answer, "/description"))) " "
                        @if let Some((_, body)) = members(at(answer, "/content")).next() {
                            (kind(at(body, "/schema")))
                        } @else if at(answer, "/$ref").is_string() {
                            a href="#Problem" { "Problem" }
                        }
                    }
                }
            }
        }
    }
}

fn schema_of(name: &str, schema: &Value) -> Markup {
    html! {
        section id=(name) {
            h3 { code { (name) } }
            p { (text(at(schema, "/description"))) }
            @if let Some(words) = at(schema, "/enum").as_array() {
                p { (joined(words.iter().map(|word| html! { code { (text(word)) } }), " · ")) }
            }
            @for variant in variants(schema) {
                p { (kind(variant)) " " (text(at(variant, "/description"))) }
                (members_of(variant))
            }
            (members_of(schema))
        }
    }
}

fn members_of(schema: &Value) -> Markup {
    let is_required = |name: &str| list(at(schema, "/required")).any(|word| word == name);
    html! {
        ul {
            @for (name, property) in members(at(schema, "/properties")) {
                li {
                    code { (name) @if !is_required(name) { "?" } } " "
                    (kind(property)) " " (text(at(property, "/description")))
                }
            }
        }
    }
}

/// The type of a schema in a few words, with links to named ones.
fn kind(schema: &Value) -> Markup {
    if let Some(name) = at(schema, "/$ref").as_str().and_then(|reference| reference.rsplit('/').next()) {
        return html! { a href={ "#" (name) } { (name) } };
    }
    if variants(schema).next().is_some() {
        return joined(variants(schema).map(kind), " or ");
    }
    match at(schema, "/type") {
        Value::String(word) if word == "array" => html! { "list of " (kind(at(schema, "/items"))) },
        Value::String(word) => html! { (word) },
        Value::Array(words) => joined(words.iter().map(|word| html! { (text(word)) }), " or "),
        _ => html! { (text(at(schema, "/const"))) },
    }
}

fn variants(schema: &Value) -> impl Iterator<Item = &Value> {
    ["/oneOf", "/anyOf", "/allOf"].into_iter().flat_map(|word| list(at(schema, word)))
}

fn joined(parts: impl Iterator<Item = Markup>, between: &str) -> Markup {
    html! {
        @for (number, part) in parts.enumerate() {
            @if number > 0 { (between) }
            (part)
        }
    }
}

static NOTHING: Value = Value::Null;

/// What stands at the JSON pointer; null if nothing does.
fn at<'v>(value: &'v Value, pointer: &str) -> &'v Value {
    value.pointer(pointer).unwrap_or(&NOTHING)
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
