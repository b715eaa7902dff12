//! Fresh databases, quickly: one is migrated, every test gets a copy.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use diesel::{
    Connection as _, QueryableByName, RunQueryDsl as _, connection::SimpleConnection as _, pg::PgConnection,
    sql_query, sql_types::Text, sqlite::SqliteConnection,
};
use followthrough_backend::{
    config::{self, Secret},
    db,
};
use tempfile::TempDir;

/// Which kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A file.
    Sqlite,
    /// The server that `FOLLOWTHROUGH_TEST_POSTGRES` names.
    Postgres,
}

/// One test's database. The owner removes it.
pub struct Database {
    url: String,
    files: PathBuf,
    owner: Owner,
}

/// A transaction that holds locks.
pub enum Held {
    /// The one of a file.
    Sqlite(SqliteConnection),
    /// Those of tables.
    Postgres(PgConnection),
}

impl Drop for Held {
    fn drop(&mut self) {
        let ended = match self {
            Self::Sqlite(held) => held.batch_execute("ROLLBACK"),
            Self::Postgres(held) => held.batch_execute("ROLLBACK"),
        };
        ended.unwrap();
    }
}

enum Owner {
    Folder { _folder: TempDir },
    Server { name: String, _folder: TempDir },
    Other,
}

/// What the secrets in these databases are sealed with, unless a test says otherwise.
pub const KEY: &str =
    "ftk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static NEXT: AtomicU32 = AtomicU32::new(0);
const PREFIX: &str = "followthrough_test_";

impl Database {
    /// A database with all tables and no row.
    pub fn fresh(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => {
                let new = Self::empty(backend);
                fs::copy(sqlite_template(), &new.url).unwrap();
                new
            }
            Backend::Postgres => Self::in_postgres(Some(postgres_template())),
        }
    }

    /// A database without tables.
    pub fn empty(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => {
                let folder = TempDir::with_prefix("followthrough-it-").unwrap();
                let url = folder.path().join("test.db").to_str().unwrap().to_owned();
                let files = folder.path().join("test.db.files");
                Self { url, files, owner: Owner::Folder { _folder: folder } }
            }
            Backend::Postgres => Self::in_postgres(None),
        }
    }

    fn in_postgres(template: Option<&str>) -> Self {
        let name = format!("{PREFIX}{}_{}", process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        let template = template.unwrap_or("template0");
        administer(&format!("CREATE DATABASE {name} TEMPLATE {template}"));
        let folder = TempDir::with_prefix("followthrough-it-").unwrap();
        let files = folder.path().join("files");
        Self { url: url_of(&name), files, owner: Owner::Server { name, _folder: folder } }
    }

    /// The same database, whose owner is another.
    pub fn borrowed(&self) -> Self {
        Self { url: self.url.clone(), files: self.files.clone(), owner: Owner::Other }
    }

    /// The folder of the files that are kept with it.
    pub fn files(&self) -> &Path {
        &self.files
    }

    /// As the configuration wants it.
    pub fn url(&self) -> Secret {
        Secret::from(self.url.as_str())
    }

    /// As the environment of another process wants it.
    pub fn plain_url(&self) -> String {
        self.url.clone()
    }

    /// The settings for it alone.
    pub fn config(&self) -> config::Database {
        config::Database { url: self.url(), ..config::Database::default() }
    }

    /// Which kind it is.
    pub fn backend(&self) -> Backend {
        if self.config().is_postgres() { Backend::Postgres } else { Backend::Sqlite }
    }

    /// Runs statements that no code of the server would.
    pub fn execute(&self, statements: &str) {
        match self.backend() {
            Backend::Sqlite => self.sqlite().batch_execute(statements).unwrap(),
            Backend::Postgres => self.postgres().batch_execute(statements).unwrap(),
        }
    }

    /// The first column, as text, of every row that a query gives. The query must call it `value`.
    pub fn texts(&self, query: &str) -> Vec<String> {
        let rows: Vec<Row> = match self.backend() {
            Backend::Sqlite => sql_query(query).load(&mut self.sqlite()).unwrap(),
            Backend::Postgres => sql_query(query).load(&mut self.postgres()).unwrap(),
        };
        rows.into_iter().map(|row| row.value).collect()
    }

    /// How many rows a table has.
    pub fn count(&self, table: &str) -> usize {
        let counted = self.texts(&format!("SELECT CAST(count(*) AS TEXT) AS value FROM {table}"));
        counted[0].parse().unwrap()
    }

    /// Keeps everybody else from writing, and on PostgreSQL from the tables named, until it is dropped.
    pub fn hold(&self, tables: &str) -> Held {
        match self.backend() {
            Backend::Sqlite => {
                let mut held = self.sqlite();
                held.batch_execute("BEGIN IMMEDIATE").unwrap();
                Held::Sqlite(held)
            }
            Backend::Postgres => {
                let mut held = self.postgres();
                held.batch_execute(&format!("BEGIN; LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")).unwrap();
                Held::Postgres(held)
            }
        }
    }

    fn sqlite(&self) -> SqliteConnection {
        let mut connection = SqliteConnection::establish(&self.url).unwrap();
        connection.batch_execute("PRAGMA busy_timeout=5000").unwrap();
        connection
    }

    fn postgres(&self) -> PgConnection {
        PgConnection::establish(&self.url).unwrap()
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    value: String,
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Owner::Server { name, .. } = &self.owner {
            administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn server_url() -> String {
    env::var("FOLLOWTHROUGH_TEST_POSTGRES").expect(
        "these tests need FOLLOWTHROUGH_TEST_POSTGRES=postgres://…; \
         `cargo xtask test` sets it, and `--skip ::postgres` leaves them out",
    )
}

/// The server's URL with another database's name.
fn url_of(name: &str) -> String {
    let url = server_url();
    let (base, parameters) =
        url.split_once('?').map_or((url.as_str(), None), |(base, rest)| (base, Some(rest)));
    let (server, _) = base.rsplit_once('/').unwrap();
    match parameters {
        Some(parameters) => format!("{server}/{name}?{parameters}"),
        None => format!("{server}/{name}"),
    }
}

/// Runs a statement about databases, one at a time: PostgreSQL copies a template only while nobody else does.
fn administer(statement: &str) {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    PgConnection::establish(&server_url()).unwrap().batch_execute(statement).unwrap();
}

fn migrate(url: &str) {
    let config = config::Database { url: Secret::from(url), ..config::Database::default() };
    db::migrate(&config).unwrap();
}

/// A migrated file to copy. It outlives every test of this process, so the next run removes it.
fn sqlite_template() -> &'static Path {
    const PREFIX: &str = "followthrough-it-template-";
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        for entry in fs::read_dir(env::temp_dir()).unwrap().flatten() {
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(".db"));
            if number.is_some_and(|number| !is_running(number)) {
                let _ = fs::remove_file(entry.path());
            }
        }
        let path = env::temp_dir().join(format!("{PREFIX}{}.db", process::id()));
        let url = path.to_str().unwrap();
        migrate(url);
        let mut connection = SqliteConnection::establish(url).unwrap();
        connection.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        path
    })
}

fn is_running(process: &str) -> bool {
    Path::new("/proc").join(process).exists()
}

/// The name of a migrated database to copy.
fn postgres_template() -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        remove_leftovers();
        let name = format!("{PREFIX}{}_template", process::id());
        administer(&format!("CREATE DATABASE {name} TEMPLATE template0"));
        migrate(&url_of(&name));
        name
    })
}

/// A run that was killed, and every run's template, stay behind; the number in the name tells that it is gone.
fn remove_leftovers() {
    let query = format!("SELECT datname AS value FROM pg_database WHERE datname LIKE '{PREFIX}%'");
    let mut connection = PgConnection::establish(&server_url()).unwrap();
    let names: Vec<Row> = sql_query(query).load(&mut connection).unwrap();
    for Row { value: name } in names {
        let number = name.trim_start_matches(PREFIX).split('_').next().unwrap_or_default();
        if !is_running(number) {
            connection.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).unwrap();
        }
    }
}
