//! The table of a door: which handler answers which method and path. A request finds its row by walking a tree
//! of path segments once, whatever the number of rows. Knows nothing of what the handlers do.

use std::collections::BTreeMap;

use actix_web::{
    Error as ActixError, FromRequest, Handler, HttpMessage as _, HttpRequest, HttpResponse, Responder, Route,
    dev::{
        AppService, HttpServiceFactory, ResourceDef, Service, ServiceFactory, ServiceRequest, ServiceResponse,
    },
    http::{Method, header},
    web,
};
use followthrough_common::error::{ErrorCode, Rejection};
use futures_util::future::{self, LocalBoxFuture};
use matchit::Router;

use crate::problem::Error;

/// The path template of the row that a request found, for labels and for the names of writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template(pub &'static str);

impl Template {
    /// That of a request, if a row took it.
    pub fn of(request: &HttpRequest) -> Option<&'static str> {
        request.extensions().get::<Self>().map(|template| template.0)
    }
}

/// Rows on their way into a server.
#[derive(Default)]
pub struct Table(Vec<Row>);

struct Row {
    method: Method,
    template: &'static str,
    route: Route,
}

impl Table {
    /// Adds a row. Parameters of the path stand in braces.
    pub fn add<F, Args>(&mut self, method: Method, template: &'static str, handler: F)
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.0.push(Row { method, template, route: web::route().to(handler) });
    }
}

impl HttpServiceFactory for Table {
    fn register(self, config: &mut AppService) {
        config.register_service(ResourceDef::prefix(""), None, self, None);
    }
}

impl ServiceFactory<ServiceRequest> for Table {
    type Response = ServiceResponse;
    type Error = ActixError;
    type Config = ();
    type Service = Routed;
    type InitError = ();
    type Future = LocalBoxFuture<'static, Result<Routed, ()>>;

    fn new_service(&self, (): ()) -> Self::Future {
        let rows = self.0.iter().map(|Row { method, template, route }| {
            let (method, template, made) = (method.clone(), *template, route.new_service(()));
            async move { Ok((method, template, made.await?)) }
        });
        let rows = future::try_join_all(rows.collect::<Vec<_>>());
        Box::pin(async move { Routed::new(rows.await?) })
    }
}

type Answering = <Route as ServiceFactory<ServiceRequest>>::Service;

/// All methods of one path.
struct Place {
    template: &'static str,
    parameters: ResourceDef,
    methods: Vec<(Method, Answering)>,
}

/// A table at work. Two rows that contradict each other are a fault of ours, and the server does not start.
pub struct Routed(Router<Place>);

impl Routed {
    fn new(rows: Vec<(Method, &'static str, Answering)>) -> Result<Self, ()> {
        let mut places: BTreeMap<&'static str, Place> = BTreeMap::new();
        for (method, template, answering) in rows {
            let place = places.entry(template).or_insert_with(|| Place {
                template,
                parameters: ResourceDef::new(template),
                methods: Vec::new(),
            });
            place.methods.push((method, answering));
        }
        let mut router = Router::new();
        for (template, place) in places {
            router.insert(template, place).map_err(|error| {
                tracing::error!(template, %error, "two routes contradict each other");
            })?;
        }
        Ok(Self(router))
    }
}

impl Service<ServiceRequest> for Routed {
    type Response = ServiceResponse;
    type Error = ActixError;
    type Future = LocalBoxFuture<'static, Result<ServiceResponse, ActixError>>;

    actix_web::dev::always_ready!();

    fn call(&self, mut request: ServiceRequest) -> Self::Future {
        let Ok(found) = self.0.at(request.match_info().as_str()) else {
            return refuse(request, Rejection::not_found().into());
        };
        let Place { template, parameters, methods } = found.value;
        let Some((_, answering)) = methods.iter().find(|(method, _)| method == request.method()) else {
            let allowed: Vec<&str> = methods.iter().map(|(method, _)| method.as_str()).collect();
            return not_allowed(request, &allowed.join(", "));
        };
        request.extensions_mut().insert(Template(template));
        // The tree compares; the values are cut out by the one template that matched.
        let path = request.match_info_mut();
        path.reset();
        parameters.capture_match_info(path);
        Box::pin(answering.call(request))
    }
}

fn refuse(
    request: ServiceRequest,
    error: Error,
) -> LocalBoxFuture<'static, Result<ServiceResponse, ActixError>> {
    let answer = request.into_response(HttpResponse::from_error(error));
    Box::pin(future::ready(Ok(answer)))
}

fn not_allowed(
    request: ServiceRequest,
    allowed: &str,
) -> LocalBoxFuture<'static, Result<ServiceResponse, ActixError>> {
    let error = Error::refused(ErrorCode::MethodNotAllowed, format!("Allowed here: {allowed}."));
    let mut answer = HttpResponse::from_error(error);
    if let Ok(value) = header::HeaderValue::from_str(allowed) {
        answer.headers_mut().insert(header::ALLOW, value);
    }
    Box::pin(future::ready(Ok(request.into_response(answer))))
}

/// The rows of one door, one per line: `GET "/v1/sales" => sales::list_sales;`. They become `routes`, which a
/// server adds to its table, and `operations`, which the document is made of.
macro_rules! rows {
    ($($method:ident $path:literal => $module:ident::$handler:ident;)+) => { paste::paste! {
        /// Adds the handlers.
        pub fn routes(table: &mut $crate::http::table::Table) {
            $(table.add(actix_web::http::Method::$method, $path, $module::$handler);)+
        }

        /// Adds what the document says of them.
        pub fn operations(document: &mut $crate::http::openapi::Collected) {
            $(document.add::<$module::[<__path_ $handler>]>(actix_web::http::Method::$method, $path);)+
        }
    }};
}
pub(super) use rows;
