//! What a server asks for before it starts: a key where the data is in PostgreSQL, the right key everywhere, and
//! to be alone on an SQLite file.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use followthrough_backend::config::Secret;
use serde_json::json;

use crate::{
    harness::{Backend, Database, KEY, TestApp},
    two_servers::server::Server,
};

fn mode(path: &str) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// A server whose settings name no key.
const NO_KEY: &[(&str, &str)] = &[("SECRETS__KEY", "")];

mod without_a_key {
    use super::*;

    #[test]
    fn sqlite() {
        let database = Database::empty(Backend::Sqlite);
        let path = database.plain_url();
        assert!(Server::output(&database, NO_KEY, &["migrate"]).status.success());
        assert!(!Path::new(&format!("{path}.key")).exists(), "migrating seals nothing");
        let server = Server::try_start(&database, NO_KEY).unwrap();
        server.http.get("/readyz").must(200);
        for end in ["", "-wal", "-shm", ".key", ".lock"] {
            assert_eq!(mode(&format!("{path}{end}")), 0o600, "{end}");
        }
        let doctor = Server::output(&database, NO_KEY, &["doctor"]);
        let said = String::from_utf8_lossy(&doctor.stdout).into_owned();
        assert!(said.contains("ok    Secrets are sealed with the key"), "{said}");
        let key = fs::read(format!("{path}.key")).unwrap();
        drop(server);
        drop(Server::try_start(&database, NO_KEY).unwrap());
        assert_eq!(fs::read(format!("{path}.key")).unwrap(), key, "the key that was made stays");
    }

    #[test]
    fn postgres() {
        let database = Database::empty(Backend::Postgres);
        let said = Server::try_start(&database, NO_KEY).err().expect("it starts without a key");
        assert!(said.contains("followthrough secrets create --file"), "{said}");
        let doctor = Server::output(&database, NO_KEY, &["doctor"]);
        let said = String::from_utf8_lossy(&doctor.stdout).into_owned();
        assert!(!doctor.status.success() && said.contains("BAD   PostgreSQL needs a key"), "{said}");
    }
}

mod another_key_than_the_one_that_sealed_is_refused {
    use super::*;

    fn refuses(backend: Backend) {
        let app = TestApp::start(backend);
        app.vendor("Nordic Coffee");
        let other = Server::output(&app.database, NO_KEY, &["secrets", "create"]);
        let other = String::from_utf8(other.stdout).unwrap();
        let settings = [("SECRETS__KEY", other.trim())];
        let said = Server::try_start(&app.database, &settings).err().expect("it starts with another key");
        assert!(said.contains("sealed with the key"), "{said}");
        // In front of the right one, the next key is at hand and not in use yet; an old server goes on.
        let next = Server::output(&app.database, &[("SECRETS__KEY", KEY)], &["secrets", "create"]);
        let two = format!("{} {KEY}", String::from_utf8(next.stdout).unwrap().trim());
        let settings: &[(&str, &str)] = &[("SECRETS__KEY", &two)];
        let late =
            TestApp::on(app.database.borrowed(), |config| config.secrets.key = Secret::from(two.as_str()));
        let vendor = late.vendor("Best Boats");
        vendor.client(&late).post("/v1/signing-keys", &json!({"algorithm": "HS256"})).must(201);
        vendor.customer(&app, "anna").get("/v1/portal/sales").must(200);
        // The next is in use: the old one can be taken away.
        assert!(Server::output(&app.database, settings, &["secrets", "reseal"]).status.success());
        let newest: &[(&str, &str)] = &[("SECRETS__KEY", two.split(' ').next().unwrap())];
        let said = Server::output(&app.database, newest, &["doctor"]);
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        assert!(said.contains("ok    Secrets are sealed with the key"), "{said}");
        vendor.customer(&late, "anna").get("/v1/portal/sales").must(200);
        let rotate = Server::output(&app.database, newest, &["secrets", "rotate"]);
        assert!(String::from_utf8_lossy(&rotate.stderr).contains("secrets reseal"), "it says what to do");
    }

    #[test]
    fn sqlite() {
        refuses(Backend::Sqlite);
    }

    #[test]
    fn postgres() {
        refuses(Backend::Postgres);
    }
}

mod an_sqlite_file_has_one_server_at_a_time {
    use super::*;

    #[test]
    fn sqlite() {
        let database = Database::fresh(Backend::Sqlite);
        let mut first = Server::start(&database);
        // By another name of the same file, too.
        let link = format!("{}-link", database.plain_url());
        std::os::unix::fs::symlink(database.plain_url(), &link).unwrap();
        for url in [database.plain_url(), link] {
            let settings = [("SECRETS__KEY", KEY), ("DATABASE__URL", &url)];
            let said = Server::try_start(&database, &settings).err().expect("a second server starts");
            assert!(said.contains("another server (process ") && said.contains("PostgreSQL"), "{said}");
        }
        first.http.get("/readyz").must(200);
        assert!(Server::run(&database, &["migrate"]), "other commands run beside it");
        assert!(Server::run(&database, &["vendor", "list"]));
        first.kill();
        let second = Server::start(&database);
        second.http.get("/readyz").must(200);
    }
}

mod others_may_not_read_files_that_were_there {
    use super::*;

    #[test]
    fn sqlite() {
        let database = Database::fresh(Backend::Sqlite);
        let path = database.plain_url();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let server = Server::start(&database);
        server.http.get("/readyz").must(200);
        assert_eq!([mode(&path), mode(&format!("{path}-wal")), mode(&format!("{path}-shm"))], [0o600; 3]);
        drop(server);
    }
}
