//! The parts of a server that its threads share, as application data.

use actix_web::{
    HttpRequest,
    web::{self, Data},
};

use super::{customer_door::Bodies, extract::BodyLimits, health::Draining};
use crate::{
    assets::Assets,
    auth::{Directory, limits::Counts},
    problem::Error,
    state::App,
    telemetry::Metrics,
};

/// Everything that handlers and layers look up. A clone shares it.
#[derive(Debug, Clone)]
pub struct Shared {
    /// Database, settings, clock.
    pub app: Data<App>,
    /// Keys, origins, members.
    pub directory: Data<Directory>,
    /// The widget's files.
    pub assets: Data<Assets>,
    /// The counts of `/metrics`.
    pub metrics: Data<Metrics>,
    /// The counts of requests.
    pub counts: Data<Counts>,
    /// Bodies of views.
    pub bodies: Data<Bodies>,
    /// Whether the server is about to stop.
    pub draining: Data<Draining>,
}

impl Shared {
    /// The parts of one server.
    pub fn new(app: App, assets: Assets) -> Self {
        Self {
            app: Data::new(app),
            directory: Data::default(),
            assets: Data::new(assets),
            metrics: Data::default(),
            counts: Data::default(),
            bodies: Data::default(),
            draining: Data::default(),
        }
    }

    /// Puts them where requests find them.
    pub fn install(&self, config: &mut web::ServiceConfig) {
        let limits = BodyLimits { bytes: self.app.config.limits.body_bytes };
        config
            .app_data(limits)
            .app_data(self.app.clone())
            .app_data(self.directory.clone())
            .app_data(self.assets.clone())
            .app_data(self.metrics.clone())
            .app_data(self.counts.clone())
            .app_data(self.bodies.clone())
            .app_data(self.draining.clone());
    }
}

/// The parts that every use case may need, from a request.
pub fn app(request: &HttpRequest) -> Result<Data<App>, Error> {
    let app = request.app_data::<Data<App>>().cloned();
    app.ok_or_else(|| Error::Internal("the server was built without its parts".to_owned()))
}
