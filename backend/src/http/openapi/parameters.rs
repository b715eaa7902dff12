//! What the document says of the parameters of a request: the ids in its path, and the headers that hold for many.

use actix_web::http::Method;
use followthrough_common::api::acts::FILE;
use utoipa::openapi::{
    ContentBuilder, RefOr, Required,
    path::{Parameter, ParameterBuilder, ParameterIn},
    request_body::RequestBodyBuilder,
    schema::{ObjectBuilder, Schema, Type},
};

/// What files may be. What one is, its bytes tell.
const FILE_TYPES: [&str; 5] =
    ["application/octet-stream", "application/pdf", "image/jpeg", "image/png", "image/webp"];

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
            "concern" => Some("con"),
            "file" => Some("file"),
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

/// The body of an act that brings a file.
pub fn file_body() -> RequestBodyBuilder {
    let about = "The bytes of a JPEG, PNG or WebP, which is made anew without what its camera noted, or of a PDF. What \
        the file is, its bytes tell, whatever type is said here.";
    FILE_TYPES.into_iter().fold(RequestBodyBuilder::new().description(Some(about)), |body, media_type| {
        body.content(media_type, ContentBuilder::new().build())
    })
}

/// What such an act says beside it: the fields of its body but for the file itself.
pub fn file_parameters(body: RefOr<Schema>) -> Vec<RefOr<Parameter>> {
    let parameter = |name: &str, schema: RefOr<Schema>, about: Option<String>| -> RefOr<Parameter> {
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query);
        parameter.required(Required::False).description(about).schema(Some(schema)).build().into()
    };
    let about = "What the sender calls the file. Folders and its ending are left out.".to_owned();
    let name = ObjectBuilder::new().schema_type(Type::String).max_length(Some(200));
    let name = parameter("name", Schema::from(name).into(), Some(about));
    let RefOr::T(Schema::Object(object)) = body else { return vec![name] };
    let others = object.properties.into_iter().filter(|(field, _)| field != FILE).map(|(field, schema)| {
        let about = match &schema {
            RefOr::T(Schema::Object(schema)) => schema.description.clone(),
            RefOr::T(_) | RefOr::Ref(_) => None,
        };
        parameter(&field, schema, about)
    });
    std::iter::once(name).chain(others).collect()
}
