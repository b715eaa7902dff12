//! How the document is written: short, and so that a change shows in review as what it is. Knows nothing of what is
//! in it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// The document as a text.
pub fn text(mut document: Value) -> Result<String, serde_json::Error> {
    share(&mut document);
    let mut text = String::new();
    write_lines(&document, 0, &mut text)?;
    Ok(text)
}

/// What is said in more than one place is said once, under its name, and named elsewhere.
fn share(document: &mut Value) {
    let Some(Value::Object(mut components)) = document.get_mut("components").map(Value::take) else { return };
    let schemas = components.get("schemas").and_then(Value::as_object).into_iter().flatten();
    let known = schemas.map(|(name, schema)| (schema.to_string(), reference("schemas", name))).collect();
    let schemas = components.get_mut("schemas").and_then(Value::as_object_mut).into_iter();
    for schema in schemas.flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        schema.values_mut().for_each(|part| name_schemas(part, &known));
    }
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).into_iter();
    let operations =
        paths.flat_map(Map::values_mut).filter_map(Value::as_object_mut).flat_map(Map::values_mut);
    for operation in operations {
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter();
        for parameter in parameters.flatten() {
            let name = parameter.get("name").and_then(Value::as_str);
            // A header that one door asks for and the other only takes is two parameters.
            let is_asked_for = parameter.get("in") == Some(&json!("header"))
                && parameter.get("required") == Some(&json!(true));
            let name =
                name.map(|name| if is_asked_for { format!("{name}-required") } else { name.to_owned() });
            share_one(&mut components, "parameters", name, parameter);
        }
        for (kind, place) in [("requestBodies", "/requestBody"), ("responses", "/responses/200")] {
            let Some(place) = operation.pointer_mut(place) else { continue };
            let schema = place.pointer("/content/application~1json/schema/$ref").and_then(Value::as_str);
            let name = schema.and_then(|schema| schema.rsplit('/').next()).map(str::to_owned);
            share_one(&mut components, kind, name, place);
        }
    }
    if let Some(place) = document.get_mut("components") {
        *place = Value::Object(components);
    }
}

fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

/// What generic types are made of is written out where they are used; here it is named.
fn name_schemas(part: &mut Value, known: &BTreeMap<String, Value>) {
    if let Some(reference) = part.get("properties").and_then(|_| known.get(&part.to_string())) {
        *part = reference.clone();
        return;
    }
    match part {
        Value::Object(members) => members.values_mut().for_each(|part| name_schemas(part, known)),
        Value::Array(items) => items.iter_mut().for_each(|part| name_schemas(part, known)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The first of a name is kept under it, and all that are like it are replaced by it.
fn share_one(components: &mut Map<String, Value>, kind: &str, name: Option<String>, place: &mut Value) {
    let named = components.entry(kind).or_insert_with(|| json!({})).as_object_mut();
    let (Some(named), Some(name)) = (named, name) else { return };
    let reference = reference(kind, &name);
    if named.entry(name).or_insert_with(|| place.clone()) == place {
        *place = reference;
    }
}

/// One line for each operation and for each component, so that a change shows in review as what it is.
fn write_lines(value: &Value, depth: usize, text: &mut String) -> Result<(), serde_json::Error> {
    let (Value::Object(members), true) = (value, depth < 3) else {
        text.push_str(&serde_json::to_string(value)?);
        return Ok(());
    };
    for (index, (name, member)) in members.iter().enumerate() {
        text.push_str(if index == 0 { "{\n" } else { ",\n" });
        text.push_str(&" ".repeat(depth + 1));
        text.push_str(&serde_json::to_string(name)?);
        text.push_str(": ");
        write_lines(member, depth + 1, text)?;
    }
    text.push_str(if members.is_empty() { "{}" } else { "}" });
    Ok(())
}
