//! A server of one test's own: started in this process, on free ports, on a fresh database, with a clock that
//! the test moves. Dropping it stops it and removes the database.

mod database;
pub mod statements;
mod vendor;

use std::{
    net::{Ipv4Addr, TcpListener},
    sync::Arc,
    thread::{self, JoinHandle},
};

use chrono::{DateTime, TimeDelta, Utc};
use followthrough_backend::{
    clock::{Clock as _, ManualClock},
    config::{Config, Secret, Span},
    db::Conn,
    ids::SystemIds,
    problem::Error,
    server::{self, Listeners},
    service::{
        positions,
        rebuild::{Mode, Told, Totals, rebuild},
    },
    state::App,
    vault::Vault,
    worker::{self, Backoff, Round},
};
use tokio::{runtime::Runtime, sync::oneshot};

pub use self::{
    database::{Backend, Database, KEY},
    vendor::{PKCS8, SHOP, TestVendor},
};
use crate::http::Http;

/// A Monday morning in Copenhagen; the clock of every test begins here.
pub const MONDAY: &str = "2026-11-02T09:00:00Z";

/// An instant as RFC 3339 writes it.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A running server with everything that tests reach behind its back.
pub struct TestApp {
    /// Where browsers and vendors' systems reach it.
    pub http: Http,
    /// Where the operator reaches it.
    pub management: Http,
    /// Its parts.
    pub app: App,
    /// Its clock, which stands still unless it is moved.
    pub clock: Arc<ManualClock>,
    /// Its database.
    pub database: Database,
    runtime: Runtime,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl TestApp {
    /// A server on a fresh database.
    pub fn start(backend: Backend) -> Self {
        Self::start_with(backend, |_| {})
    }

    /// The same with other settings.
    pub fn start_with(backend: Backend, change: impl FnOnce(&mut Config)) -> Self {
        Self::on(Database::fresh(backend), change)
    }

    /// A server on a database that there is already.
    pub fn on(database: Database, change: impl FnOnce(&mut Config)) -> Self {
        let listeners = Listeners { public: listener(), management: listener() };
        let public = listeners.public.local_addr().unwrap();
        let management = listeners.management.local_addr().unwrap();
        let clock = Arc::new(ManualClock::new(at(MONDAY)));
        let mut config = config(&database);
        change(&mut config);
        let vault = Vault::find_or_make(&config).unwrap();
        let app = App::with(config, vault, clock.clone(), Arc::new(SystemIds));
        let (stop, stopped) = oneshot::channel();
        let served = app.clone();
        let thread = thread::spawn(move || serve(listeners, served, stopped));
        Self {
            http: Http::new(public),
            management: Http::new(management),
            app,
            clock,
            database,
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// A second server on the same database, with the same clock.
    pub fn twin(&self) -> Self {
        let twin = Self::on(self.database.borrowed(), |_| {});
        twin.clock.set(self.clock.now());
        twin
    }

    /// A test vendor with a member, keys and a page.
    pub fn vendor(&self, name: &str) -> TestVendor {
        TestVendor::create(self, name)
    }

    /// Waits for something that the server's own parts do.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Runs a transaction behind the doors.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> T {
        self.wait(self.app.db.write(work)).unwrap()
    }

    /// One look of the worker.
    pub fn run_worker(&self) -> Round {
        self.wait(worker::run_once(&self.app, &mut Backoff::default())).unwrap()
    }

    /// What does not agree with the event log.
    pub fn differences(&self, mode: Mode) -> (Totals, Vec<String>) {
        let mut found = Vec::new();
        let work = rebuild(&self.app, mode, |told| {
            if let Told::Difference { sale, what, .. } = told {
                found.push(format!("{what} ({sale})"));
            }
        });
        let totals = self.wait(work).unwrap();
        (totals, found)
    }

    /// Whatever a test did: folded anew from the log, every table says the same, and every event has its position.
    pub fn agrees_with_its_log(&self) {
        self.wait(positions::all(&self.app)).unwrap();
        let (events, positions) = (self.database.count("sale_event"), self.database.count("event_position"));
        assert_eq!(events, positions, "events without a position");
        let (_, found) = self.differences(Mode::Check);
        assert_eq!(found, Vec::<String>::new(), "`rebuild --check` finds differences");
    }

    /// Lets time pass and the worker look once an hour, as it would.
    pub fn pass(&self, hours: i64) {
        for _ in 0..hours {
            self.clock.advance(TimeDelta::hours(1));
            while self.run_worker().has_more {}
        }
    }

    /// Lets time pass until that instant.
    pub fn pass_until(&self, instant: &str) {
        while self.clock.now() < at(instant) {
            self.pass(1);
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let outcome = thread.join();
            assert!(outcome.is_ok() || thread::panicking(), "the server panicked");
        }
    }
}

fn listener() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap()
}

/// The defaults, except that nobody is slowed down: the clock stands still, so all requests of a test fall
/// into one minute.
fn config(database: &Database) -> Config {
    let mut config = Config::default();
    config.database.url = database.url();
    config.database.pool_size = 4;
    config.files.folder = database.files().to_owned();
    config.secrets.key = Secret::from(database::KEY);
    config.server.workers = 1;
    config.server.shutdown_timeout = Span::seconds(1);
    if let Some(assets) = std::env::var_os("FOLLOWTHROUGH_TEST_ASSETS") {
        config.server.assets_dir = assets.into();
    }
    let limits = &mut config.limits;
    for limit in [
        &mut limits.writes_per_minute_customer,
        &mut limits.writes_per_minute_vendor,
        &mut limits.reads_per_minute_customer,
        &mut limits.reads_per_minute_vendor,
        &mut limits.requests_per_minute_address,
        &mut limits.refused_per_minute_address,
        &mut limits.preflights_per_minute_address,
        &mut limits.documents_per_minute_address,
        &mut limits.health_per_minute_address,
    ] {
        *limit = 1_000_000;
    }
    config
}

fn serve(listeners: Listeners, app: App, stopped: oneshot::Receiver<()>) {
    actix_web::rt::System::new().block_on(async move {
        let running = server::build(listeners, app, |_| None).unwrap();
        running.until(async move { drop(stopped.await) }).await.unwrap();
    });
}

/// Runs a function over a [`TestApp`] as one test on each database, and compares the tables with the log after it.
macro_rules! both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use crate::harness::{Backend, TestApp};

            #[test]
            fn sqlite() {
                let app = TestApp::start(Backend::Sqlite);
                super::$name(&app);
                app.agrees_with_its_log();
            }

            #[test]
            fn postgres() {
                let app = TestApp::start(Backend::Postgres);
                super::$name(&app);
                app.agrees_with_its_log();
            }
        }
    )+};
}
