//! A reference page made of the OpenAPI document: no script, nothing from elsewhere.

use std::{fmt::Write as _, sync::LazyLock};

use actix_web::{
    HttpResponse,
    http::{Method, header},
    web::Bytes,
};
use futures_util::future::{Ready, ready};
use serde_json::{Map, Value};

use super::{openapi, packed::Packed, table::Table};

const POLICY: &str =
    "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

static PAGE: LazyLock<Packed> = LazyLock::new(|| {
    let document = serde_json::from_str(openapi::DOCUMENT).unwrap_or_default();
    Packed::new(Bytes::from(page(&document)))
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

fn page(document: &Value) -> String {
    let mut page = String::from(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Followthrough API</title><link rel=\"stylesheet\" href=\"/docs/reference.css\"><main><h1>Followthrough API</h1>",
    );
    let _ = write!(page, "<p>{}</p>", text(at(document, "/info/description")));
    page.push_str("<p>The same as a document for programs: <a href=\"/openapi.json\">/openapi.json</a></p>");
    for tag in at(document, "/tags").as_array().into_iter().flatten() {
        let _ = write!(page, "<h2>{}</h2>", text(at(tag, "/description")));
        for (path, item) in members(at(document, "/paths")) {
            for (method, operation) in members(item) {
                if at(operation, "/tags/0") == at(tag, "/name") {
                    write_operation(&mut page, path, method, operation);
                }
            }
        }
    }
    page.push_str("<h2>Types</h2>");
    for (name, schema) in members(at(document, "/components/schemas")) {
        write_schema(&mut page, name, schema);
    }
    page.push_str("</main></html>");
    page
}

fn write_operation(page: &mut String, path: &str, method: &str, operation: &Value) {
    let _ = write!(
        page,
        "<section id=\"{}\"><h3><b>{}</b> <code>{}</code></h3><p>{} {}</p>",
        text(at(operation, "/operationId")),
        escaped(&method.to_uppercase()),
        escaped(path),
        text(at(operation, "/summary")),
        text(at(operation, "/description")),
    );
    let content = at(operation, "/requestBody/content");
    if let Some((_, body)) = members(content).next() {
        let _ = write!(page, "<p>Takes {}</p>", kind(at(body, "/schema")));
    }
    page.push_str("<ul>");
    for parameter in at(operation, "/parameters").as_array().into_iter().flatten() {
        let place = text(at(parameter, "/in"));
        let about = text(at(parameter, "/description"));
        let _ = write!(page, "<li>{place} <code>{}</code> {about}</li>", text(at(parameter, "/name")));
    }
    page.push_str("</ul><ul>");
    for (status, answer) in members(at(operation, "/responses")) {
        let body = members(at(answer, "/content")).next().map(|(_, body)| kind(at(body, "/schema")));
        let problem = at(answer, "/$ref").as_str().map(|_| "<a href=\"#Problem\">Problem</a>".to_owned());
        let what = body.or(problem).unwrap_or_default();
        let _ =
            write!(page, "<li><b>{}</b> {} {what}</li>", escaped(status), text(at(answer, "/description")));
    }
    page.push_str("</ul></section>");
}

fn write_schema(page: &mut String, name: &str, schema: &Value) {
    let name = escaped(name);
    let _ = write!(
        page,
        "<section id=\"{name}\"><h3><code>{name}</code></h3><p>{}</p>",
        text(at(schema, "/description"))
    );
    if let Some(words) = at(schema, "/enum").as_array() {
        let words: Vec<String> = words.iter().map(text).collect();
        let _ = write!(page, "<p><code>{}</code></p>", words.join("</code> · <code>"));
    }
    let variants = ["oneOf", "anyOf", "allOf"].map(|word| schema.get(word).and_then(Value::as_array));
    for variant in variants.into_iter().flatten().flatten() {
        let _ = write!(page, "<p>{} {}</p>", kind(variant), text(at(variant, "/description")));
        write_members(page, variant);
    }
    write_members(page, schema);
    page.push_str("</section>");
}

fn write_members(page: &mut String, schema: &Value) {
    let required = at(schema, "/required").as_array();
    page.push_str("<ul>");
    for (name, property) in members(at(schema, "/properties")) {
        let is_required = required.is_some_and(|names| names.iter().any(|word| word == name.as_str()));
        let star = if is_required { "" } else { "?" };
        let about = text(at(property, "/description"));
        let _ = write!(page, "<li><code>{}{star}</code> {} {about}</li>", escaped(name), kind(property));
    }
    page.push_str("</ul>");
}

/// The type of a schema in a few words, with links to named ones.
fn kind(schema: &Value) -> String {
    if let Some(name) = at(schema, "/$ref").as_str().and_then(|reference| reference.rsplit('/').next()) {
        let name = escaped(name);
        return format!("<a href=\"#{name}\">{name}</a>");
    }
    let parts = ["oneOf", "anyOf", "allOf"].map(|word| schema.get(word).and_then(Value::as_array));
    let parts: Vec<String> = parts.into_iter().flatten().flatten().map(kind).collect();
    if !parts.is_empty() {
        return parts.join(" or ");
    }
    match at(schema, "/type") {
        Value::String(word) if word == "array" => format!("list of {}", kind(at(schema, "/items"))),
        Value::String(word) => escaped(word),
        Value::Array(words) => words.iter().map(text).collect::<Vec<_>>().join(" or "),
        _ => at(schema, "/const").as_str().map(escaped).unwrap_or_default(),
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

fn text(value: &Value) -> String {
    value.as_str().map(escaped).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
