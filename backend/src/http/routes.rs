//! The route table.

use actix_web::{
    HttpRequest, HttpResponse,
    dev::ResourceDef,
    http::{Method, header},
    middleware::from_fn,
    web::{self, Data},
};
use followthrough_common::error::{ErrorCode, Rejection};
use utoipa_actix_web::{scope, service_config::ServiceConfig as DocumentedConfig};

use super::{
    calendar_feed, health, openapi, portal, reference, shared::Shared, shared_page, vendor, widget_files,
};
use crate::{auth::cors::cors, problem::Error};

/// Both doors, with the document that their handlers make.
pub fn doors(config: &mut DocumentedConfig<'_>) {
    // The narrower path comes first: a scope that matches keeps the request.
    let portal = scope::scope("/v1/portal").configure(portal::routes).wrap(from_fn(cors));
    config.service(portal);
    config.service(calendar_feed::get_calendar_feed);
    config.service(shared_page::get_shared_summary);
    config.service(scope::scope("/v1").configure(vendor::routes));
}

/// The service that browsers and vendors' systems reach.
pub fn public(config: &mut web::ServiceConfig, shared: &Shared) {
    shared.install(config);
    config.app_data(Data::new(KnownPaths::new()));
    health::routes(config);
    widget_files::routes(config);
    reference::routes(config);
    doors(&mut DocumentedConfig::new(config));
    if shared.app.config.demo.enabled {
        crate::demo::routes(config);
    }
    config.default_service(web::to(unknown));
}

/// The service that only the operator reaches.
pub fn management(config: &mut web::ServiceConfig, shared: &Shared) {
    shared.install(config);
    config.app_data(Data::new(KnownPaths::default()));
    health::routes(config);
    health::metrics_route(config);
    config.default_service(web::to(unknown));
}

/// The paths of the document, to tell a wrong method from a wrong path.
#[derive(Default)]
struct KnownPaths(Vec<(ResourceDef, Vec<Method>)>);

impl KnownPaths {
    fn new() -> Self {
        let paths = openapi::known_methods();
        Self(paths.into_iter().map(|(path, methods)| (ResourceDef::new(path), methods)).collect())
    }

    fn methods(&self, path: &str) -> Option<String> {
        let (_, methods) = self.0.iter().find(|(known, _)| known.is_match(path))?;
        Some(methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", "))
    }
}

/// Whatever no route takes: 405 where the path is known, 404 elsewhere.
async fn unknown(request: HttpRequest, known: Data<KnownPaths>) -> HttpResponse {
    let Some(methods) = known.methods(request.path()) else {
        return HttpResponse::from_error(Error::from(Rejection::not_found()));
    };
    let error = Error::refused(ErrorCode::MethodNotAllowed, format!("Allowed here: {methods}."));
    let mut answer = HttpResponse::from_error(error);
    if let Ok(value) = header::HeaderValue::from_str(&methods) {
        answer.headers_mut().insert(header::ALLOW, value);
    }
    answer
}
