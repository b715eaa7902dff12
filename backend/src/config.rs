//! The settings of a server: defaults, then a TOML file, then the environment. Unknown names are refused,
//! and every fault is told at once. What each option means stands in `config.example.toml`.

mod read;
mod value;

use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
};

pub use read::Faults;
use read::Reader;
pub use value::{LogFormat, PublicUrl, Secret, Span};

macro_rules! options {
    ($($(#[$doc:meta])* $section:ident $name:ident {
        $($(#[$option_doc:meta])* $option:ident: $kind:ty = $default:expr),+ $(,)?
    })+) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $section { $($(#[$option_doc])* pub $option: $kind),+ }

        impl Default for $section {
            fn default() -> Self { Self { $($option: $default),+ } }
        }

        impl $section {
            fn read(reader: &mut Reader) -> Self {
                let mut section = reader.section(stringify!($name));
                let default = Self::default();
                Self { $($option: section.option(stringify!($option), default.$option)),+ }
            }
        })+

        /// Everything that an operator can set.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct Config { $($(#[$doc])* pub $name: $section),+ }

        impl Config {
            /// Every option as `section.option`.
            pub const OPTIONS: &'static [&'static str] =
                &[$($(concat!(stringify!($name), ".", stringify!($option))),+),+];

            fn read(reader: &mut Reader) -> Self {
                Self { $($name: $section::read(reader)),+ }
            }
        }
    };
}

options! {
    /// Where and how the server listens.
    Server server {
        /// The address of the API and the widget.
        listen: SocketAddr = SocketAddr::from(([127, 0, 0, 1], 8080)),
        /// The address of metrics and health, for the operator only.
        management_listen: SocketAddr = SocketAddr::from(([127, 0, 0, 1], 9090)),
        /// The origin under which browsers reach the server; the `aud` of every customer token.
        public_url: PublicUrl = PublicUrl::default(),
        /// A folder with a built widget instead of the one inside the binary; empty for that one.
        assets_dir: PathBuf = PathBuf::new(),
        /// Threads that serve requests; 0 for one per core.
        workers: usize = 0,
        /// The most connections at once.
        max_connections: usize = 2_000,
        /// The most connections of one address at once; 0 for any number.
        connections_per_address: usize = 100,
        /// How long the head of a request may take.
        head_timeout: Span = Span::seconds(5),
        /// How long the sender of a body may stand still; a reader of an answer twice as long.
        stall_timeout: Span = Span::seconds(5),
        /// Bytes per second that both must reach on average after twice that time.
        least_rate: u32 = 8_192,
        /// How long an idle connection stays open; 0 closes after every answer.
        keep_alive: Span = Span::seconds(30),
        /// How many proxies of one's own stand in front; 0 takes the peer's address as the client's.
        trusted_proxies: usize = 0,
        /// How long to answer "not ready" before the server stops accepting.
        drain_delay: Span = Span::seconds(0),
        /// How long running requests may take after that.
        shutdown_timeout: Span = Span::seconds(20),
    }
    /// Where the data is.
    Database database {
        /// A path for SQLite, or `postgres://…`.
        url: Secret = Secret::from("followthrough.db"),
        /// The most connections of this process.
        pool_size: u32 = 8,
        /// How long a request waits for a connection before it is answered 503.
        pool_wait: Span = Span::seconds(2),
        /// How long a request waits for the database at all, `pool_wait` included, before it is answered 503.
        deadline: Span = Span::milliseconds(2_500),
        /// Whether `serve` and `worker` bring the tables up to date when they start.
        migrate: bool = true,
    }
    /// What the secrets in the database are sealed with.
    Secrets secrets {
        // Before `key`: FOLLOWTHROUGH__SECRETS__KEY_FILE names this file, which is read again when it changes.
        /// The file with the keys; empty for one beside the SQLite database.
        key_file: PathBuf = PathBuf::new(),
        /// The keys themselves, the newest first; empty when they are in a file.
        key: Secret = Secret::from(""),
    }
    /// What happens by itself.
    Worker worker {
        /// Whether `serve` also runs the worker.
        enabled: bool = true,
        /// How often it looks for sales that are due.
        poll: Span = Span::seconds(1),
        /// The most sales of one vendor per look.
        batch: u32 = 50,
    }
    /// How much is allowed.
    Limits limits {
        /// The largest body.
        body_bytes: usize = 65_536,
        /// The largest body of an import.
        import_bytes: usize = 16_777_216,
        /// The largest file.
        file_bytes: usize = 10_485_760,
        /// Writes of one customer.
        writes_per_minute_customer: u32 = 60,
        /// Writes of all customers and keys of one vendor.
        writes_per_minute_vendor: u32 = 6_000,
        /// Reads of one customer.
        reads_per_minute_customer: u32 = 600,
        /// Reads of all customers and keys of one vendor.
        reads_per_minute_vendor: u32 = 60_000,
        /// Requests from one address that show no token or key.
        requests_per_minute_address: u32 = 3_000,
        /// Refused tokens and keys from one address.
        refused_per_minute_address: u32 = 60,
        /// Preflights from one address.
        preflights_per_minute_address: u32 = 600,
        /// Documents of the API to one address.
        documents_per_minute_address: u32 = 120,
        /// Health, asked on the public port from one address.
        health_per_minute_address: u32 = 600,
    }
    /// Where the files lie that customers and vendors send.
    Files files {
        /// The folder; empty for one beside the SQLite database, or in the working folder.
        folder: PathBuf = PathBuf::new(),
        /// The most MiB of the files of one vendor.
        quota_per_vendor: u32 = 5_120,
        /// A bucket of a store that speaks S3, instead of a folder; in a build with the feature `s3`.
        bucket: String = String::new(),
        /// Where that store is; empty for that of the region at Amazon.
        endpoint: String = String::new(),
        /// The region.
        region: String = "us-east-1".to_owned(),
        /// The name of the key to the store.
        access_key_id: Secret = Secret::from(""),
        /// The key to the store.
        secret_access_key: Secret = Secret::from(""),
    }
    /// What is told to the operator.
    Log log {
        /// A level, or directives like `info,followthrough_backend=debug`.
        level: String = "info".to_owned(),
        /// One JSON object per line, or text.
        format: LogFormat = LogFormat::Json,
    }
}

impl Config {
    /// Reads a configuration: the text of the file, if there is one, and the variables of the environment.
    /// Variables are named `FOLLOWTHROUGH__SECTION__OPTION`; with `_FILE` at the end the value is in that file.
    pub fn load(
        file: Option<&str>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Faults> {
        let mut reader = Reader::new(file, variables);
        let config = Self::read(&mut reader);
        if matches!(config.database.url.reveal(), "" | ":memory:") {
            reader.fault("database.url: must be a path; in memory, every connection would have its own data");
        }
        if !config.secrets.key.reveal().is_empty() && !config.secrets.key_file.as_os_str().is_empty() {
            reader.fault("secrets.key: given twice, as a value and as a file");
        }
        for (name, span) in
            [("head_timeout", config.server.head_timeout), ("stall_timeout", config.server.stall_timeout)]
        {
            if span.is_zero() {
                reader.fault(&format!("server.{name}: must be more than 0s, or nobody would be served"));
            }
        }
        if !config.files.bucket.is_empty() && !cfg!(feature = "s3") {
            reader.fault("files.bucket: this is a build without the feature s3, whose files lie in a folder");
        }
        reader.finish()?;
        Ok(config)
    }
}

impl Database {
    /// Whether the data is in PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        let url = self.url.reveal();
        url.starts_with("postgres://") || url.starts_with("postgresql://")
    }

    /// The SQLite file, by the one name that it has in spite of links.
    pub fn file(&self) -> Option<PathBuf> {
        if self.is_postgres() {
            return None;
        }
        let url = self.url.reveal();
        let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("file:"));
        let path = path.map_or(url, |path| path.split('?').next().unwrap_or(path));
        let path = PathBuf::from(path);
        let in_folder = || {
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            let parent = parent.unwrap_or(Path::new(".")).canonicalize().ok()?;
            Some(parent.join(path.file_name()?))
        };
        Some(path.canonicalize().ok().or_else(in_folder).unwrap_or_else(|| path.clone()))
    }

    /// A file beside the SQLite file: its name with something behind.
    pub fn beside(&self, extension: &str) -> Option<PathBuf> {
        let mut name = self.file()?.into_os_string();
        name.push(".");
        name.push(extension);
        Some(name.into())
    }
}

impl fmt::Display for Config {
    /// The settings in force, one per line, without secrets.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self:#?}")
    }
}

#[cfg(test)]
mod tests;
