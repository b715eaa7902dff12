//! Whoever reads the database can sign for nobody.

use std::{fs, os::unix::fs::PermissionsExt as _, sync::atomic::AtomicBool, thread};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::json;

use crate::{
    database, form,
    journal::{Desk, Journal, StopsAtEnd, WRITERS},
    postgres::Postgres,
    promise::Promise,
    server::Server,
    vendor::{Caller, Vendor},
};

const PROMISE: &str = "Whoever reads the database can sign for nobody";

/// What opens or signs something, in every form in which it might be there.
struct Secrets(Vec<Vec<u8>>);

impl Secrets {
    /// A vendor whose keys and addresses are in use.
    #[track_caller]
    fn make(server: &mut Server) -> Self {
        server.start();
        let vendor = Vendor::create(server);
        let sale = vendor.sell(&server.http, "mette");
        let caller = Caller::Customer(sale.subject.clone());
        let view = vendor.get(&server.http, &caller, &sale.path(""));
        assert_eq!(view.unwrap().status, 200);
        let address = |path: &str| {
            let body = json!({"name": "My telephone"});
            let made = vendor.post(&server.http, &caller, path, "0123456789abcdef", &body).unwrap();
            let url = made.json()["url"].as_str().map(str::to_owned);
            url.unwrap_or_else(|| panic!("{path}: {}", made.body)).trim_end_matches(".ics").to_owned()
        };
        let feed = address("/v1/portal/calendar-feeds");
        let link = address(&sale.path("/share-links"));
        let raw = URL_SAFE_NO_PAD.decode(&vendor.signer.secret).unwrap();
        let hex = raw.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        let padded = STANDARD.encode(&raw);
        // Of keys and addresses only the end is secret.
        let end = |text: &str| text[text.len() - 24..].to_owned();
        let ends = [&vendor.key, &feed, &link].map(|text| end(text));
        let texts = [vendor.signer.secret.clone(), hex.to_uppercase(), hex, padded].into_iter().chain(ends);
        Self(texts.map(String::into_bytes).chain([raw]).collect())
    }

    #[track_caller]
    fn are_not_in(&self, bytes: &[u8], place: &str) {
        for secret in &self.0 {
            assert!(!contains(bytes, secret), "a secret is in {place}");
        }
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn no_secret_is_in_the_file_and_nobody_else_may_read_it() {
    let mut promise = Promise::new(
        PROMISE,
        "SQLite: a signing secret (as it is, base64, hex), an API key, the addresses of a calendar and of a shared \
         page searched in every byte of the files",
    );
    let mut server = Server::on_sqlite();
    let secrets = Secrets::make(&mut server);
    let file = server.database().display().to_string();
    let mut read = 0;
    let mut search = |path: &str| {
        let bytes = fs::read(path).unwrap();
        read += bytes.len();
        secrets.are_not_in(&bytes, path);
    };
    for ending in ["-wal", "-shm", ""] {
        search(&format!("{file}{ending}"));
    }
    for ending in ["", "-wal", "-shm", ".key"] {
        let path = format!("{file}{ending}");
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{path} has mode {mode:o}");
    }
    server.stop();
    database::settled_size(&server.database());
    search(&file);
    promise
        .measured(format!("{} kB read: 0 found; file, WAL, index and key file have mode 0600", read / 1000));
}

#[test]
fn no_secret_is_in_a_dump_of_postgres() {
    let mut promise = Promise::new(PROMISE, "PostgreSQL: the same in what pg_dump writes");
    let postgres = Postgres::start();
    let mut server = Server::on_postgres(&postgres);
    let secrets = Secrets::make(&mut server);
    let dump = postgres.dump();
    secrets.are_not_in(dump.as_bytes(), "the dump");
    promise.measured(format!("{} kB read: 0 found", dump.len() / 1000));
}

/// Changes the key of the installation again and again while clients work, on every server of it.
fn rotate(promise: &mut Promise, servers: &[&Server], rotations: usize) {
    let vendor = Vendor::create(servers[0]);
    let desk = Desk::open(&vendor, &servers[0].http, "rotate");
    let journal = Journal::default();
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let (desk, journal, stop) = (&desk, &journal, &stop);
        let _stops = StopsAtEnd(stop);
        for server in servers {
            scope.spawn(move || journal.write_until(desk, &server.http, stop));
        }
        for _ in 0..rotations {
            journal.wait_for(WRITERS);
            servers[0].run(&["secrets", "rotate"]);
            // What is sealed from now on is sealed with the new key, and opens at once.
            let signer = Vendor::signing_key(servers[0], &vendor.id);
            for server in servers {
                let bearer = format!("Bearer {}", signer.sign("rotate-0"));
                let sales = server.http.send("GET", "/v1/portal/sales", &[("Authorization", &bearer)], None);
                assert_eq!(sales.unwrap().status, 200);
            }
        }
        journal.wait_for(WRITERS);
    });
    let (sent, failed) = journal.look(|sent| {
        let failed = sent.iter().filter(|sent| !sent.is_acknowledged());
        (sent.len(), failed.map(|sent| format!("{:?}", sent.outcome)).collect::<Vec<_>>())
    });
    promise.measured(format!("{rotations} changes under {sent} writes: {} failed", failed.len()));
    assert_eq!(failed, Vec::<String>::new());
}

const ROTATION: &str = "The key of the secrets can be changed while the servers run, and no request fails";

#[test]
fn the_key_is_changed_under_load_on_sqlite() {
    let mut promise =
        Promise::new(ROTATION, "SQLite: `secrets rotate` beside a server under clients at both doors");
    let mut server = Server::on_sqlite().without_limits();
    server.start();
    rotate(&mut promise, &[&server], form::pick(3, 20));
    server.stop();
    server.start();
    assert!(server.lives());
}

#[test]
fn the_key_is_changed_under_load_on_postgres() {
    let mut promise = Promise::new(ROTATION, "PostgreSQL: the same beside two servers with one key file");
    let postgres = Postgres::start();
    let mut first = Server::on_postgres(&postgres).without_limits();
    first.start();
    let mut second = first.twin();
    second.start();
    rotate(&mut promise, &[&first, &second], form::pick(3, 20));
}
