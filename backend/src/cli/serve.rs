//! The two commands that stay until they are told to stop.

use actix_web::rt::System;
use tokio::sync::watch;

use super::{Failure, open};
use crate::{
    assets::Embedded,
    config::Config,
    db::Serving,
    open_files,
    server::{self, Listeners},
    state::App,
    telemetry::{self, Logging},
    worker,
};

fn start(config: Config) -> Result<(App, Logging), Failure> {
    let logging = telemetry::start(&config.log).map_err(Failure)?;
    let app = open::server(config)?;
    app.files.open()?;
    tracing::info!(place = app.files.place(), "keeping files");
    Ok((app, logging))
}

/// Serves, with the worker beside unless it is switched off.
pub(super) fn serve(config: Config, widget: Embedded) -> Result<(), Failure> {
    let _serving = Serving::begin(&config.database)?;
    let (app, _logging) = start(config)?;
    let connections = app.config.server.max_connections;
    if let Err(room) = open_files::make_room(connections) {
        tracing::warn!(
            room,
            connections,
            "fewer open files than connections: raise the process's limit, or lower server.max_connections"
        );
    }
    let listeners = Listeners::bind(&app.config.server)?;
    System::new().block_on(async move {
        let (stop, stopped) = watch::channel(());
        let beside = app.config.worker.enabled.then(|| {
            let app = app.clone();
            actix_web::rt::spawn(async move { worker::run(&app, closed(stopped)).await })
        });
        tracing::info!(
            url = app.config.server.public_url.as_str(),
            listen = %app.config.server.listen,
            "serving"
        );
        server::build(listeners, app, widget)?.until(server::stop_signal()).await?;
        drop(stop);
        if let Some(worker) = beside {
            worker.await.map_err(|error| Failure(format!("the worker: {error}")))?;
        }
        Ok(())
    })
}

/// Runs only the worker.
pub(super) fn worker(config: Config) -> Result<(), Failure> {
    let (app, _logging) = start(config)?;
    tracing::info!("working");
    open::block_on(worker::run(&app, server::stop_signal()))?;
    Ok(())
}

/// Done when the other end is gone.
async fn closed(mut stopped: watch::Receiver<()>) {
    while stopped.changed().await.is_ok() {}
}
