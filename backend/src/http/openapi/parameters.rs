//! What the document says of the parameters of a request: the ids in its path, and the headers that hold for many.

use actix_web::http::Method;
use utoipa::openapi::{
    RefOr, Required,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::{ObjectBuilder, Type},
};

/// What stands between slashes in a path, by its name. What the ids of an act begin with, its row says.
pub fn path_parameters(path: &str, prefixes: &[&str]) -> Vec<RefOr<Parameter>> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut prefixes = prefixes.iter();
    let parameter = |name: &str| {
        let prefix = match name {
            "sale" | "token" => None,
            "customer" => Some("cus"),
            "member" => Some("mem"),
            "touchpoint" => Some("tch"),
            "template" => Some("tpl"),
            "calendar" => Some("cal"),
            "key" if path.contains("/signing-keys/") => Some("sig"),
            "key" => Some("key"),
            "feed" => Some("feed"),
            "link" => Some("shr"),
            _ => prefixes.next().copied(),
        };
        let (about, pattern) = match name {
            "sale" => ("Our id (sale_…) or the vendor's reference.".to_owned(), None),
            "token" if path.starts_with("/v1/shared/") => {
                ("What the address ends with.".to_owned(), Some("^shr_[0-9A-Za-z_-]+$".to_owned()))
            }
            "token" => {
                ("What the address of a calendar ends with.".to_owned(), Some("^feed_.+[.]ics$".to_owned()))
            }
            _ => (format!("The {name}."), prefix.map(|prefix| format!("^{prefix}_[0-9a-z]{{26}}$"))),
        };
        let schema = ObjectBuilder::new().schema_type(Type::String).pattern(pattern);
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path);
        parameter.required(Required::True).description(Some(about)).schema(Some(schema)).build().into()
    };
    names.map(parameter).collect()
}

pub fn header(name: &str, about: &str, required: Required, pattern: &str) -> RefOr<Parameter> {
    let schema = ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern));
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(required)
        .description(Some(about))
        .schema(Some(schema));
    parameter.build().into()
}

/// The header by which a client says how much of the answer it reads.
pub fn prefer() -> RefOr<Parameter> {
    let about = "`return=minimal` is answered with `CustomerView` alone, what is drawn at once.";
    header("Prefer", about, Required::False, "^.{1,200}$")
}

/// The header by which a client says what it has seen.
pub fn condition(path: &str, method: &Method, is_portal: bool) -> Option<RefOr<Parameter>> {
    let any = "^.{1,200}$";
    if *method == Method::GET && path.ends_with("/sales/{sale}") {
        return Some(header("If-None-Match", "The `ETag` that you have already.", Required::False, any));
    }
    let is_act = !is_portal && path.starts_with("/v1/sales/") && *method != Method::GET;
    if *method == Method::PUT && !is_portal && !is_act {
        return Some(header("If-Match", "The `ETag` of the version that is replaced.", Required::True, any));
    }
    is_act.then(|| header("If-Match", "The `ETag` of the sale as you saw it.", Required::False, any))
}
