//! The OpenAPI 3.1 document: collected from the rows of the doors, completed with what holds for all of them,
//! so that no handler has to repeat it and none can forget it. Servers have it as a file.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::Method;
use followthrough_common::{
    api::problem::{self, Problem},
    error::ErrorCode,
};
use utoipa::{
    __dev::SchemaReferences,
    PartialSchema as _, ToSchema as _,
    openapi::{
        Components, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref, RefOr,
        Required, ResponseBuilder,
        path::{Operation, ParameterBuilder, ParameterIn, PathItem},
        schema::{ObjectBuilder, Schema, Type},
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
        tag::TagBuilder,
    },
};

use super::{customer_door, open, vendor_door};

const ABOUT: &str = "What happens after the sale: agenda, promises, checks and concerns. The customer door \
(/v1/portal) takes signed customer tokens, the vendor door takes API keys. Errors are problem+json (RFC 9457) \
with a stable `code`; requests refuse unknown fields, answers may gain new ones.";

const TAGS: [(&str, &str); 2] = [
    ("portal", "The customer door: what a signed-in customer sees and does."),
    ("vendor", "The vendor door: what the vendor's people and systems do."),
];

/// The document as it is committed and served.
pub const DOCUMENT: &str = include_str!("../../../openapi.json");

/// What the rows of the doors say of themselves.
#[derive(Default)]
pub struct Collected {
    operations: Vec<(Method, &'static str, Operation)>,
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl Collected {
    /// Adds one row. `O` is what the macro above the handler made.
    pub fn add<O: utoipa::Path + SchemaReferences>(&mut self, method: Method, template: &'static str) {
        self.operations.push((method, template, O::operation()));
        O::schemas(&mut self.schemas);
    }
}

/// The document as the handlers make it now. This takes long and hundreds of megabytes, so no server does it:
/// `cargo xtask gen` writes what comes out, and a gate compares it.
pub fn collect() -> String {
    let collected = collect_rows();
    let mut document = base();
    let components = document.components.get_or_insert_default();
    components.schemas.extend(collected.schemas);
    add_shared(components);
    for (method, template, mut operation) in collected.operations {
        complete_operation(template, &method, &mut operation);
        let item = document.paths.paths.entry(template.to_owned()).or_default();
        if let Some(place) = place_of(item, &method) {
            *place = Some(operation);
        }
    }
    document.to_pretty_json().unwrap_or_default()
}

fn collect_rows() -> Collected {
    let mut collected = Collected::default();
    customer_door::operations(&mut collected);
    open::operations(&mut collected);
    vendor_door::operations(&mut collected);
    collected
}

fn place_of<'i>(item: &'i mut PathItem, method: &Method) -> Option<&'i mut Option<Operation>> {
    match method.as_str() {
        "GET" => Some(&mut item.get),
        "PUT" => Some(&mut item.put),
        "POST" => Some(&mut item.post),
        "DELETE" => Some(&mut item.delete),
        "PATCH" => Some(&mut item.patch),
        _ => None,
    }
}

fn base() -> OpenApi {
    let license =
        LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0")).build();
    let info = InfoBuilder::new()
        .title("Followthrough")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(license))
        .build();
    let tags = TAGS.map(|(name, about)| TagBuilder::new().name(name).description(Some(about)).build());
    OpenApiBuilder::new().info(info).tags(Some(tags)).build()
}

fn add_shared(components: &mut Components) {
    let bearer = |about: &str, format: Option<&str>| {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(about));
        SecurityScheme::Http(match format {
            Some(format) => scheme.bearer_format(format).build(),
            None => scheme.build(),
        })
    };
    let customer = "A token that the vendor's server signed for this customer, at most 15 minutes old.";
    let vendor = "An API key of the vendor, ft_live_… or ft_test_…";
    components.security_schemes.insert("customer_token".to_owned(), bearer(customer, Some("JWT")).into());
    components.security_schemes.insert("vendor_key".to_owned(), bearer(vendor, None).into());
    components.schemas.insert(Problem::name().into_owned(), Problem::schema());
    let mut parts = Vec::new();
    Problem::schemas(&mut parts);
    components.schemas.extend(parts);
    for (status, codes) in codes_by_status() {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
        let answer =
            ResponseBuilder::new().description(codes.join(" · ")).content(problem::MEDIA_TYPE, content);
        components.responses.insert(response_name(status), answer.build().into());
    }
}

fn response_name(status: u16) -> String {
    format!("Problem{status}")
}

fn codes_by_status() -> BTreeMap<u16, Vec<String>> {
    let mut table: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    for code in ErrorCode::ALL {
        table.entry(code.status()).or_default().push(format!("`{}`: {}", code.as_str(), code.title()));
    }
    table
}

fn complete_operation(path: &str, method: &Method, operation: &mut Operation) {
    let is_portal = path.starts_with("/v1/portal");
    let is_write = *method != Method::GET && !path.ends_with("/portal/view");
    let scheme = if is_portal { "customer_token" } else { "vendor_key" };
    // The second way to the first view carries the token as its body.
    let is_in_body = path.ends_with("/portal/view") && *method == Method::POST;
    // Such an address shows its secret, and nothing else.
    let is_open = is_in_body || opens_by_address(path);
    let security = if is_open {
        SecurityRequirement::default()
    } else {
        SecurityRequirement::new(scheme, Vec::<String>::new())
    };
    operation.security = Some(vec![security]);
    let is_customers = is_portal || opens_by_address(path);
    operation.tags = Some(vec![if is_customers { "portal" } else { "vendor" }.to_owned()]);
    for (status, answer) in &mut operation.responses.responses {
        if let RefOr::T(answer) = answer
            && answer.description.is_empty()
        {
            (if status == "201" { "Made" } else { "Done" }).clone_into(&mut answer.description);
        }
    }
    for status in statuses(method, is_write, is_portal) {
        let reference = RefOr::Ref(Ref::from_response_name(response_name(status)));
        operation.responses.responses.entry(status.to_string()).or_insert(reference);
    }
    let parameters = operation.parameters.get_or_insert_default();
    // What the macros guess about our own extractors is less than the names tell.
    parameters.retain(|known| !matches!(known, RefOr::T(known) if known.parameter_in == ParameterIn::Path));
    parameters.extend(path_parameters(path));
    let keeps_no_answer = ["/api-keys", "/signing-keys", "/origins", "/test-clock"];
    let is_repeatable = is_write && !keeps_no_answer.iter().any(|part| path.contains(part));
    if is_repeatable {
        let required = if is_portal { Required::True } else { Required::False };
        let about = "A fresh name for this write; the same name when repeating it. Kept for 72 hours.";
        parameters.push(header("Idempotency-Key", about, required, "^[\\x21-\\x7e]{16,128}$"));
    }
    if let Some(condition) = condition(path, method, is_portal) {
        parameters.push(condition);
    }
    if is_write && path.starts_with("/v1/sales") {
        let about = "The member for whom this is done; required where the record names who acted.";
        parameters.push(header("Followthrough-Member", about, Required::False, "^mem_[0-9a-z]{26}$"));
    }
}

/// The secret in the address is the proof.
fn opens_by_address(path: &str) -> bool {
    path.starts_with("/v1/calendar/") || path.starts_with("/v1/shared/")
}

/// What stands between slashes in a path, by its name.
fn path_parameters(path: &str) -> Vec<RefOr<utoipa::openapi::path::Parameter>> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameter = |name: &str| {
        let (about, pattern) = match name {
            "sale" => ("Our id (sale_…) or the vendor's reference.", None),
            "touchpoint" => ("The touchpoint.", Some("^tch_[0-9a-z]{26}$")),
            "ask" => ("The ask.", Some("^ask_[0-9a-z]{26}$")),
            "concern" => ("The concern.", Some("^con_[0-9a-z]{26}$")),
            "promise" => ("The promise.", Some("^prm_[0-9a-z]{26}$")),
            "delivery" => ("The delivery.", Some("^dlv_[0-9a-z]{26}$")),
            "customer" => ("The customer.", Some("^cus_[0-9a-z]{26}$")),
            "member" => ("The member.", Some("^mem_[0-9a-z]{26}$")),
            "template" => ("The template.", Some("^tpl_[0-9a-z]{26}$")),
            "calendar" => ("The calendar.", Some("^cal_[0-9a-z]{26}$")),
            "adjustment" => ("The adjustment.", Some("^adj_[0-9a-z]{26}$")),
            "expectation" => ("The expectation.", Some("^exp_[0-9a-z]{26}$")),
            "introduction" => ("The introduction.", Some("^itr_[0-9a-z]{26}$")),
            "milestone" => ("The milestone.", Some("^mil_[0-9a-z]{26}$")),
            "snag" => ("The snag.", Some("^sng_[0-9a-z]{26}$")),
            "change" => ("The change of owner.", Some("^own_[0-9a-z]{26}$")),
            "reason" => ("The reason.", Some("^rsn_[0-9a-z]{26}$")),
            "referral" => ("The referral.", Some("^rfr_[0-9a-z]{26}$")),
            "resource" => ("The resource.", Some("^res_[0-9a-z]{26}$")),
            "success" => ("The success.", Some("^suc_[0-9a-z]{26}$")),
            "testimonial" => ("The testimonial.", Some("^tst_[0-9a-z]{26}$")),
            "key" if path.contains("/signing-keys/") => ("The key.", Some("^sig_[0-9a-z]{26}$")),
            "key" => ("The key.", Some("^key_[0-9a-z]{26}$")),
            "feed" => ("The address of a calendar.", Some("^feed_[0-9a-z]{26}$")),
            "link" => ("The address.", Some("^shr_[0-9a-z]{26}$")),
            "token" if path.starts_with("/v1/shared/") => {
                ("What the address ends with.", Some("^shr_[0-9A-Za-z_-]+$"))
            }
            "token" => ("What the address of a calendar ends with.", Some("^feed_.+[.]ics$")),
            _ => ("Its id.", None),
        };
        let schema = ObjectBuilder::new().schema_type(Type::String).pattern(pattern);
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path);
        parameter.required(Required::True).description(Some(about)).schema(Some(schema)).build().into()
    };
    names.map(parameter).collect()
}

fn header(
    name: &str,
    about: &str,
    required: Required,
    pattern: &str,
) -> RefOr<utoipa::openapi::path::Parameter> {
    let schema = ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern));
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(required)
        .description(Some(about))
        .schema(Some(schema));
    parameter.build().into()
}

/// The header by which a client says what it has seen.
fn condition(
    path: &str,
    method: &Method,
    is_portal: bool,
) -> Option<RefOr<utoipa::openapi::path::Parameter>> {
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

fn statuses(method: &Method, is_write: bool, is_portal: bool) -> BTreeSet<u16> {
    let mut statuses = BTreeSet::from([400, 401, 403, 404, 422, 429, 500, 503]);
    if *method != Method::GET {
        statuses.extend([408, 413, 415]);
    }
    if is_write {
        statuses.insert(409);
    }
    if is_write && !is_portal {
        statuses.insert(412);
    }
    if *method == Method::PUT && !is_portal {
        statuses.insert(428);
    }
    statuses
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn every_operation_says_how_it_can_fail_and_who_may_call_it() {
        let document: Value = serde_json::from_str(DOCUMENT).unwrap();
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
        let mut names = BTreeSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let name = operation["operationId"].as_str().unwrap();
                assert!(names.insert(name.to_owned()), "{name} names two operations");
                assert!(operation["security"][0].is_object(), "{method} {path}");
                assert!(operation["responses"]["401"].is_object(), "{method} {path}");
                assert!(operation["summary"].is_string() || operation["description"].is_string(), "{path}");
            }
        }
        assert!(names.len() > 40, "{}", names.len());
    }

    #[test]
    fn no_two_types_share_a_name() {
        let mut known = BTreeMap::new();
        let mut shared = BTreeSet::new();
        for (name, schema) in collect_rows().schemas {
            let schema = serde_json::to_value(schema).unwrap();
            if *known.entry(name.clone()).or_insert_with(|| schema.clone()) != schema {
                shared.insert(name);
            }
        }
        assert_eq!(shared, BTreeSet::new());
    }

    #[test]
    fn every_reference_of_the_document_leads_somewhere() {
        let text = DOCUMENT;
        let document: Value = serde_json::from_str(text).unwrap();
        let mut rest = text;
        while let Some(at) = rest.find("\"#/") {
            rest = &rest[at + 2..];
            let pointer = &rest[..rest.find('"').unwrap()];
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
    }
}
