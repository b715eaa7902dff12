//! The OpenAPI 3.1 document: collected from the rows of the doors, completed with what holds for all of them,
//! so that no handler has to repeat it and none can forget it. Servers have it as a file.

mod closed;
mod parameters;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use actix_web::http;
use followthrough_common::{
    api::{
        acts::{self, Act, EXPECTED_STATE, Ids as _, Method, Rows},
        problem::{self, Problem},
        vendor_door::sale_view::VendorSale,
        whole::WholeView,
    },
    error::ErrorCode,
    text::Line,
};
use utoipa::{
    __dev::SchemaReferences,
    PartialSchema as _, ToSchema,
    openapi::{
        Components, Content, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref,
        RefOr, Required, ResponseBuilder,
        path::{Operation, OperationBuilder, ParameterIn, PathItem},
        request_body::RequestBodyBuilder,
        schema::{ObjectBuilder, OneOfBuilder, Schema, Type},
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
        tag::TagBuilder,
    },
};

use self::parameters::{condition, file_body, file_parameters, header, path_parameters, prefer};
use super::{acts::verb, customer_door, open, vendor_door};

const ABOUT: &str = "What happens after the sale: agenda, promises, checks and concerns. The customer door \
(/v1/portal) takes signed customer tokens, the vendor door takes API keys. Errors are problem+json (RFC 9457) \
with a stable `code`; requests refuse unknown fields, answers may gain new ones.";

const TAGS: [(&str, &str); 2] = [
    ("portal", "The customer door: what a signed-in customer sees and does."),
    ("vendor", "The vendor door: what the vendor's people and systems do."),
];

const CUSTOMER_DOOR: &str = "/v1/portal";

/// The schema of [`EXPECTED_STATE`].
const SEEN: &str = "ExpectedState";
const ABOUT_SEEN: &str = "The state of the one thing that this is about, as the sender saw it. If it is another one \
by now, nothing happens, and the answer is 409.";

/// The document as it is committed and served.
pub const DOCUMENT: &str = include_str!("../../../openapi.json");

/// What the rows of the doors say of themselves.
#[derive(Default)]
pub struct Collected {
    operations: Vec<Described>,
    schemas: Vec<(String, RefOr<Schema>)>,
    /// The bodies of acts on something that has a state.
    seen: BTreeSet<String>,
    /// What an act is answered with.
    answer: Option<Content>,
}

struct Described {
    method: http::Method,
    path: &'static str,
    /// Of the ids in the path, as far as the row says it.
    prefixes: Vec<&'static str>,
    operation: Operation,
}

impl Collected {
    /// Adds one row. `O` is what the macro above the handler made.
    pub fn add<O: utoipa::Path + SchemaReferences>(&mut self, method: http::Method, path: &'static str) {
        self.operations.push(Described { method, path, prefixes: Vec::new(), operation: O::operation() });
        O::schemas(&mut self.schemas);
    }

    /// From here on, acts are answered with a `T`.
    fn answer_acts_with<T: ToSchema>(&mut self) {
        self.answer = Some(self.content::<T>());
    }

    fn content<T: ToSchema>(&mut self) -> Content {
        self.schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(&mut self.schemas);
        ContentBuilder::new().schema(Some(Ref::from_schema_name(T::name()))).build()
    }
}

impl Rows for Collected {
    fn row<A: Act>(&mut self) {
        let (body, mut parameters) = match A::METHOD {
            Method::Post | Method::Put => {
                let body = self.content::<A::Body>();
                (RequestBodyBuilder::new().content("application/json", body), Vec::new())
            }
            Method::File => (file_body(), file_parameters(A::Body::schema())),
        };
        let body = body.required(Some(Required::True));
        let answer = self.answer.clone().unwrap_or_default();
        let answer = ResponseBuilder::new().content("application/json", answer);
        let operation = OperationBuilder::new()
            .operation_id(Some(snake_case(A::NAME)))
            .summary(Some(A::WORDS.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n")))
            .request_body(Some(body.build()))
            .response("200", answer.build());
        let mut operation = operation.build();
        parameters.extend(A::PATH.starts_with(CUSTOMER_DOOR).then(prefer));
        operation.parameters = Some(parameters);
        if A::Ids::HAS_STATE {
            self.seen.insert(A::Body::name().into_owned());
        }
        let method = verb(A::METHOD);
        let (path, prefixes) = (A::PATH, A::Ids::prefixes());
        self.operations.push(Described { method, path, prefixes, operation });
    }
}

/// `answer_ask` of `AnswerAsk`.
fn snake_case(name: &str) -> String {
    name.chars().enumerate().fold(String::new(), |mut snake, (at, letter)| {
        if at > 0 && letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
        snake
    })
}

/// The document as the handlers make it now. This takes long and hundreds of megabytes, so no server does it:
/// `cargo xtask gen` writes what comes out, and a gate compares it.
pub fn collect() -> Result<String, serde_json::Error> {
    let collected = collect_rows();
    let mut document = base();
    let components = document.components.get_or_insert_default();
    components.schemas.extend(collected.schemas);
    add_shared(components);
    let names = collected.seen.iter();
    let read = components.schemas.iter_mut().filter(|(name, _)| names.clone().any(|seen| seen == *name));
    read.for_each(|(_, schema)| add_expected_state(schema));
    for Described { method, path, prefixes, mut operation } in collected.operations {
        complete_operation(path, &method, &prefixes, &mut operation);
        let item = document.paths.paths.entry(path.to_owned()).or_default();
        if let Some(place) = place_of(item, &method) {
            *place = Some(operation);
        }
    }
    let mut document = serde_json::to_value(document)?;
    closed::close(&mut document);
    written::text(document)
}

fn collect_rows() -> Collected {
    let mut collected = Collected::default();
    collected.answer_acts_with::<WholeView>();
    acts::customer_door::all(&mut collected);
    customer_door::operations(&mut collected);
    open::operations(&mut collected);
    collected.answer_acts_with::<VendorSale>();
    acts::vendor_door::all(&mut collected);
    vendor_door::operations(&mut collected);
    collected
}

/// The field that all bodies of acts on one thing have, and no type declares.
fn add_expected_state(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => {
            let seen = RefOr::Ref(Ref::from_schema_name(SEEN));
            object.properties.insert(EXPECTED_STATE.to_owned(), seen);
        }
        RefOr::T(Schema::OneOf(one_of)) => one_of.items.iter_mut().for_each(add_expected_state),
        RefOr::T(_) | RefOr::Ref(_) => {}
    }
}

fn place_of<'i>(item: &'i mut PathItem, method: &http::Method) -> Option<&'i mut Option<Operation>> {
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
    let security = Some([requirement("vendor_key")]);
    OpenApiBuilder::new().info(info).tags(Some(tags)).security(security).build()
}

fn requirement(scheme: &str) -> SecurityRequirement {
    SecurityRequirement::new(scheme, Vec::<String>::new())
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
    let line = RefOr::Ref(Ref::from_schema_name(Line::name()));
    let nothing = ObjectBuilder::new().schema_type(Type::Null);
    let seen = OneOfBuilder::new().description(Some(ABOUT_SEEN)).item::<RefOr<Schema>>(line).item(nothing);
    components.schemas.insert(SEEN.to_owned(), seen.into());
    for (group, codes) in codes_by_group() {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
        let answer =
            ResponseBuilder::new().description(codes.join(" · ")).content(problem::MEDIA_TYPE, content);
        components.responses.insert(group, answer.build().into());
    }
}

/// How an operation names what it can be answered with: what holds for all of them in common, what only some can
/// say by its number.
fn group(status: u16) -> String {
    match status {
        409 | 412 | 428 => status.to_string(),
        500.. => "5XX".to_owned(),
        _ => "4XX".to_owned(),
    }
}

fn codes_by_group() -> BTreeMap<String, Vec<String>> {
    let mut table: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for code in ErrorCode::ALL {
        let told = format!("{} `{}`: {}", code.status(), code.as_str(), code.title());
        table.entry(group(code.status())).or_default().push(told);
    }
    table
}

fn complete_operation(path: &str, method: &http::Method, prefixes: &[&str], operation: &mut Operation) {
    let is_portal = path.starts_with(CUSTOMER_DOOR);
    let is_write = *method != http::Method::GET && !path.ends_with("/portal/view");
    // The second way to the first view carries the token as its body.
    let is_in_body = path.ends_with("/portal/view") && *method == http::Method::POST;
    // Such an address shows its secret, and nothing else.
    let is_open = is_in_body || opens_by_address(path);
    operation.security = match (is_open, is_portal) {
        (true, _) => Some(vec![SecurityRequirement::default()]),
        (false, true) => Some(vec![requirement("customer_token")]),
        // What the document says of all.
        (false, false) => None,
    };
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
        let group = group(status);
        let reference = RefOr::Ref(Ref::from_response_name(&group));
        operation.responses.responses.entry(group).or_insert(reference);
    }
    let parameters = operation.parameters.get_or_insert_default();
    // What the macros guess about our own extractors is less than the names tell.
    parameters.retain(|known| !matches!(known, RefOr::T(known) if known.parameter_in == ParameterIn::Path));
    parameters.extend(path_parameters(path, prefixes));
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

fn statuses(method: &http::Method, is_write: bool, is_portal: bool) -> BTreeSet<u16> {
    let mut statuses = BTreeSet::from([400, 401, 403, 404, 422, 429, 500, 503]);
    if *method != http::Method::GET {
        statuses.extend([408, 413, 415]);
    }
    if is_write {
        statuses.insert(409);
    }
    if is_write && !is_portal {
        statuses.insert(412);
    }
    if *method == http::Method::PUT && !is_portal {
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
        assert!(document["security"][0].is_object(), "what holds where an operation says nothing else");
        let mut names = BTreeSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let name = operation["operationId"].as_str().unwrap();
                assert!(names.insert(name.to_owned()), "{name} names two operations");
                let says_who = operation["security"][0].is_object();
                let is_vendors = !path.starts_with(CUSTOMER_DOOR) && !opens_by_address(path);
                assert!(says_who != is_vendors, "{method} {path}");
                assert!(operation["responses"]["4XX"].is_object(), "{method} {path}");
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
