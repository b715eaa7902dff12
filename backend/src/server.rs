//! The two listeners, how they are bounded and how they stop.

use std::{io, net::TcpListener, pin::pin, sync::Arc, thread, time::Duration};

use actix_server::ServerBuilder;
use actix_web::{
    App as Service,
    dev::{Server, ServerHandle},
    middleware::from_fn,
};
use futures_util::future;

use crate::{
    assets::{Assets, Embedded},
    connection::{Door, Patience, listen},
    http::{self, Shared, boundary::boundary, gate::gate, health},
    state::App,
};

/// Where the server listens.
#[derive(Debug)]
pub struct Listeners {
    /// For browsers and vendors' systems.
    pub public: TcpListener,
    /// For the operator.
    pub management: TcpListener,
}

impl Listeners {
    /// Binds the addresses of the configuration.
    pub fn bind(config: &crate::config::Server) -> io::Result<Self> {
        Ok(Self {
            public: TcpListener::bind(config.listen)?,
            management: TcpListener::bind(config.management_listen)?,
        })
    }
}

/// A server that is ready to be driven by [`Running::until`].
#[must_use = "a server answers only while it is driven"]
pub struct Running {
    public: Server,
    management: Server,
    draining: health::Draining,
    drain_delay: Duration,
}

/// Builds both services. Nothing is answered before the result is driven.
pub fn build(listeners: Listeners, app: App, widget: Embedded) -> io::Result<Running> {
    let config = app.config.server.clone();
    let shared = Shared::new(app, load_assets(&config, widget));
    let draining = shared.draining.as_ref().clone();
    let workers = match config.workers {
        0 => thread::available_parallelism().map_or(1, Into::into),
        workers => workers,
    };
    let patience = Patience::of(&config);
    let strangers = Arc::new(http::Strangers(shared.clone()));
    // Behind proxies of our own, all connections come from their addresses.
    let places = if config.trusted_proxies > 0 { 0 } else { config.connections_per_address };
    let door = Door::new(patience, strangers);
    let for_public = shared.clone();
    let public = ServerBuilder::new()
        .workers(workers)
        .max_concurrent_connections(config.max_connections.div_ceil(workers))
        .shutdown_timeout(config.shutdown_timeout.duration().as_secs())
        .disable_signals();
    let management = ServerBuilder::new().workers(1).shutdown_timeout(1).disable_signals();
    Ok(Running {
        public: listen(public, listeners.public, door.clone().with_places(places), move || {
            let shared = for_public.clone();
            let outside_in = Service::new().wrap(from_fn(gate)).wrap(from_fn(boundary));
            outside_in.configure(|config| http::public(config, &shared))
        })?
        .run(),
        management: listen(management, listeners.management, door, move || {
            let shared = shared.clone();
            Service::new().wrap(from_fn(boundary)).configure(|config| http::management(config, &shared))
        })?
        .run(),
        draining,
        drain_delay: config.drain_delay.duration(),
    })
}

/// Without a built widget the API works all the same, and says so.
fn load_assets(config: &crate::config::Server, widget: Embedded) -> Assets {
    Assets::load(&config.assets_dir, widget).unwrap_or_else(|missing| {
        tracing::warn!("{missing}");
        Assets::default()
    })
}

impl Running {
    /// Serves until `stop` is done, then says "not ready", waits for the load balancer to notice, and lets
    /// running requests finish.
    pub async fn until(self, stop: impl Future<Output = ()>) -> io::Result<()> {
        let Self { public, management, draining, drain_delay } = self;
        let handles = [public.handle(), management.handle()];
        let mut serving = pin!(future::try_join(public, management));
        tokio::select! {
            // A listener that ended by itself is a failure, whatever the other does.
            outcome = &mut serving => return outcome.map(drop),
            () = stop => {}
        }
        tracing::info!("stopping");
        draining.begin();
        let stopping = async move {
            tokio::time::sleep(drain_delay).await;
            stop_all(handles).await;
        };
        future::join(serving, stopping).await.0.map(drop)
    }
}

async fn stop_all([public, management]: [ServerHandle; 2]) {
    public.stop(true).await;
    management.stop(true).await;
}

/// Done when the operator or the supervisor asks the process to stop.
pub async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let wait = |kind| async move {
        match signal(kind) {
            Ok(mut signal) => drop(signal.recv().await),
            // Without a handler the signal ends the process at once, which is an answer too.
            Err(_) => std::future::pending::<()>().await,
        }
    };
    tokio::select! {
        () = wait(SignalKind::terminate()) => {}
        () = wait(SignalKind::interrupt()) => {}
    }
}
