//! What a request may look like, made from the API's document: the smallest body that an operation takes, and
//! ids that nobody has. A new operation needs no line here.

use serde_json::{Map, Value, json};

use crate::contract::DOCUMENT;

/// The part of an id behind its prefix, of a thing that is not there.
const NOBODYS: &str = "01h2xcejqtf2nbrexx3vqjhp41";

/// The smallest body that the operation takes; an empty object where it takes none.
pub fn body(operation: &Value) -> Value {
    // What the document cannot say: which of several fields is required, and for which answers.
    match operation["operationId"].as_str() {
        Some("report_touchpoint") => return json!({"nothing_next": true}),
        Some("add_promise_session") => return json!({"touchpoint": format!("tch_{NOBODYS}")}),
        Some("reply_to_adjustment") => return json!({"reply": "decline"}),
        Some("reply_to_promise") => return json!({"reply": "agree"}),
        _ => {}
    }
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    if schema.is_null() { json!({}) } else { value(schema) }
}

/// Bodies in which every field that the operation's JSON may have stands at least once: the smallest, and one
/// for each field that may be left out and each choice that there is.
pub fn bodies(operation: &Value) -> Vec<Value> {
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    if schema.is_null() { Vec::new() } else { all(schema) }
}

/// Values of the schema, the smallest first, that have everything in it between them.
fn all(schema: &Value) -> Vec<Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        return all(DOCUMENT.pointer(&reference[1..]).unwrap());
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let others = |row: usize| {
            parts.iter().enumerate().filter(move |(other, _)| *other != row).map(|(_, it)| value(it))
        };
        let joined = |row: usize, own: Value| {
            let objects = others(row).chain([own]).flat_map(|it| it.as_object().unwrap().clone());
            Value::Object(objects.collect())
        };
        return parts
            .iter()
            .enumerate()
            .flat_map(|(row, part)| all(part).into_iter().map(move |own| (row, own)))
            .map(|(row, own)| joined(row, own))
            .collect();
    }
    if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        return choices.iter().filter(|choice| choice["type"] != "null").flat_map(all).collect();
    }
    if let Some(properties) = schema["properties"].as_object() {
        let smallest = value(schema);
        let with = |name: &String, field: Value| {
            let mut one = smallest.clone();
            one[name] = field;
            one
        };
        let more =
            properties.iter().flat_map(|(name, of)| all(of).into_iter().map(|field| with(name, field)));
        return [smallest.clone()].into_iter().chain(more).collect();
    }
    if schema["items"].is_object() && schema["minItems"].as_u64().unwrap_or(1) <= 1 {
        return all(&schema["items"]).into_iter().map(|item| json!([item])).collect();
    }
    if schema["additionalProperties"].is_object() {
        return all(&schema["additionalProperties"]).into_iter().map(|it| json!({"en": it})).collect();
    }
    vec![value(schema)]
}

/// The names in a path template.
pub fn names(template: &str) -> Vec<&str> {
    template
        .split('/')
        .filter_map(|part| part.split_once('{')?.1.split_once('}').map(|(name, _)| name))
        .collect()
}

/// The path with `id` for each name.
pub fn fill(template: &str, id: impl Fn(&str) -> String) -> String {
    names(template)
        .into_iter()
        .fold(template.to_owned(), |path, name| path.replace(&format!("{{{name}}}"), &id(name)))
}

/// An id that nobody has, of the kind that the operation's path wants under that name.
pub fn nobodys(operation: &Value, name: &str) -> String {
    let parameters = operation["parameters"].as_array().unwrap().iter();
    let is_it = |it: &&Value| it["in"] == "path" && it["name"] == name;
    let schema = &parameters.rev().find(is_it).unwrap_or_else(|| panic!("no parameter {name}"))["schema"];
    let pattern = schema["pattern"].as_str().or((name == "sale").then_some("^sale_"));
    let pattern = pattern.unwrap_or_else(|| panic!("the document does not say what {{{name}}} looks like"));
    let prefix = pattern.trim_start_matches('^').split_once('_').unwrap().0;
    format!("{prefix}_{NOBODYS}")
}

/// A value that the schema takes.
fn value(schema: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return value(DOCUMENT.pointer(&reference[1..]).unwrap());
    }
    for given in
        [&schema["const"], &schema["default"], &schema["example"], &schema["examples"][0], &schema["enum"][0]]
    {
        if !given.is_null() {
            return given.clone();
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let mut whole = Map::new();
        for part in parts.iter().map(value) {
            whole.extend(part.as_object().unwrap().clone());
        }
        return Value::Object(whole);
    }
    if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        return value(choices.iter().find(|choice| choice["type"] != "null").unwrap());
    }
    let kinds = schema["type"].as_array().into_iter().flatten().chain([&schema["type"]]);
    match kinds.filter_map(Value::as_str).find(|kind| *kind != "null") {
        Some("string") => text(schema),
        Some("integer" | "number") => json!(schema["minimum"].as_i64().unwrap_or(0).max(1)),
        Some("boolean") => json!(true),
        Some("array") => array(schema),
        Some("object") => object(schema),
        other => panic!("what is a {other:?}? {schema}"),
    }
}

fn text(schema: &Value) -> Value {
    json!(match schema["format"].as_str() {
        Some("date") => "2026-11-30",
        Some("date-time") => "2026-11-30T09:00:00Z",
        Some("uri") => "https://nobody.example",
        _ => "Europe/Copenhagen",
    })
}

fn array(schema: &Value) -> Value {
    if let Some(items) = schema["prefixItems"].as_array() {
        return items.iter().map(value).collect();
    }
    let count = schema["minItems"].as_u64().unwrap_or(1);
    (0..count).map(|_| value(&schema["items"])).collect()
}

fn object(schema: &Value) -> Value {
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let field = |name: &str| (name.to_owned(), value(&schema["properties"][name]));
    Value::Object(required.map(field).collect())
}
