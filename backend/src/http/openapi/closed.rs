//! Requests refuse unknown fields, whatever type they are read as; the document says so of everything that a body
//! is made of. Knows nothing of the types.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Closes what a body leads to.
pub fn close(document: &mut Value) {
    let mut open = BTreeSet::new();
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::values);
    for operation in paths.filter_map(Value::as_object).flat_map(Map::values) {
        operation.get("requestBody").into_iter().for_each(|body| named_in(body, &mut open));
    }
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else {
        return;
    };
    let mut closed = BTreeSet::new();
    while let Some(name) = open.pop_first() {
        let Some(schema) = schemas.get_mut(&name).filter(|_| closed.insert(name)) else { continue };
        named_in(schema, &mut open);
        // One of several forms is told by its word, and is not closed.
        if let Some(schema) = schema.as_object_mut().filter(|it| it.get("type") == Some(&"object".into())) {
            schema.entry("additionalProperties").or_insert(Value::Bool(false));
        }
    }
}

/// The schemas that a part refers to.
fn named_in(part: &Value, names: &mut BTreeSet<String>) {
    match part {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            let name = reference.and_then(|text| text.strip_prefix("#/components/schemas/"));
            names.extend(name.map(str::to_owned));
            members.values().for_each(|part| named_in(part, names));
        }
        Value::Array(items) => items.iter().for_each(|part| named_in(part, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
