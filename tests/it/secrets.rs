//! Secrets in the database: sealed with a key that is elsewhere, and whose row they cannot leave. What a copy of
//! the database tells, and what happens when the key is changed or gone.

use std::{
    fs,
    path::{Path, PathBuf},
};

use followthrough_backend::{
    config::{Config, Secret},
    repo::{
        sealed::Kept,
        signing_key::{self, Material},
    },
    vault,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    builders::a_sale,
    clients::path,
    harness::{Backend, TestApp},
    token::Signer,
};

mod at_start;
mod pairs;
mod rotation;

/// A server whose key is in a file, which changes of it can be made in.
struct WithFile {
    app: TestApp,
    file: PathBuf,
    _folder: TempDir,
}

fn key_in(file: &Path) -> impl FnOnce(&mut Config) {
    |config| {
        config.secrets.key = Secret::from("");
        config.secrets.key_file = file.to_owned();
    }
}

impl WithFile {
    fn start(backend: Backend) -> Self {
        let folder = TempDir::with_prefix("followthrough-key-").unwrap();
        let file = folder.path().join("secrets.key");
        vault::create(&Config::default(), Some(&file)).unwrap();
        Self { app: TestApp::start_with(backend, key_in(&file)), file, _folder: folder }
    }

    /// The texts of the keys in the file.
    fn keys(&self) -> Vec<String> {
        let text = fs::read_to_string(&self.file).unwrap();
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
    }

    /// Everything that is stored sealed.
    fn sealed(&self) -> Vec<String> {
        let of = |kept: &Kept| {
            let query = "SELECT sealed_secret AS value FROM ? WHERE sealed_secret IS NOT NULL";
            self.app.database.texts(&query.replace('?', kept.table()))
        };
        Kept::ALL.iter().flat_map(of).collect()
    }
}

/// Every text in the database, as whoever has a copy of it can read it.
fn all_texts(app: &TestApp) -> String {
    match app.database.backend() {
        Backend::Sqlite => {
            let path = app.database.plain_url();
            let files = ["", "-wal"].map(|end| fs::read(format!("{path}{end}")).unwrap_or_default());
            files.iter().map(|bytes| String::from_utf8_lossy(bytes)).collect()
        }
        Backend::Postgres => {
            let tables = "SELECT CAST(table_name AS TEXT) AS value FROM information_schema.tables \
                          WHERE table_schema = 'public'";
            let rows = |table: String| {
                app.database.texts(&format!("SELECT CAST(t AS TEXT) AS value FROM {table} t"))
            };
            app.database.texts(tables).into_iter().flat_map(rows).collect()
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

both!(a_copy_of_the_database_signs_nothing_and_opens_nothing);
fn a_copy_of_the_database_signs_nothing_and_opens_nothing(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let made = sale.system.post("/v1/signing-keys", &json!({"algorithm": "HS256"})).must(201).json();
    let feed = sale.browser.post("/v1/portal/calendar-feeds", &json!({"name": "Phone"})).must(201).json();
    let link = sale.browser.post(&path(sale.id, "/share-links"), &json!({"name": "Boss"})).must(201).json();
    let texts = all_texts(app);
    assert!(
        texts.contains(text(&made["id"])) && texts.contains(text(&feed["id"])),
        "nothing is found at all"
    );
    // `<kind>_<vendor>_<id>_<secret>`, and the secret may have an underscore too.
    let secret_of = |url: &Value| {
        let name = text(url).rsplit('/').next().unwrap().trim_end_matches(".ics");
        name.splitn(4, '_').nth(3).unwrap().to_owned()
    };
    for secret in [text(&made["secret"]).to_owned(), secret_of(&feed["url"]), secret_of(&link["url"])] {
        assert_eq!(secret.len(), 43);
        assert!(!texts.contains(&secret), "a secret stands in the database");
    }
    // And yet it is as good as ever.
    let signer = Signer::hs256(text(&made["id"]).to_owned(), text(&made["secret"]));
    let bearer = format!("Bearer {}", vendor.token(app, "anna").sign(&signer));
    app.http.send("GET", "/v1/portal/sales", &[("Authorization", &bearer)], None).must(200);
}

both!(a_sealed_secret_is_good_in_its_own_row_only);
fn a_sealed_secret_is_good_in_its_own_row_only(app: &TestApp) {
    let (vendor, other) = (app.vendor("Nordic Coffee"), app.vendor("Best Boats"));
    let own = |vendor: &crate::harness::TestVendor| {
        vendor.client(app).post("/v1/signing-keys", &json!({"algorithm": "HS256"})).must(201).json()
    };
    let (first, second, foreign) = (own(&vendor), own(&vendor), own(&other));
    // With a client of its own: ours lets no fault of the server pass, and this one is meant.
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let url = format!("http://{}/v1/portal/sales", app.http.address);
    let asks = |key: &Value, secret: &Value| {
        let signer = Signer::hs256(text(&key["id"]).to_owned(), text(secret));
        let bearer = format!("Bearer {}", vendor.token(app, "anna").sign(&signer));
        agent.get(&url).header("Authorization", bearer).call().unwrap().status().as_u16()
    };
    // Whoever can write rows puts a secret that they know into the place of another one.
    let put = |from: &Value, into: &Value| {
        app.database.execute(&format!(
            "UPDATE signing_key SET sealed_secret = (SELECT sealed_secret FROM signing_key WHERE id = '{}') \
             WHERE id = '{}'",
            text(&from["id"]),
            text(&into["id"])
        ));
    };
    put(&foreign, &first);
    assert_eq!(asks(&first, &foreign["secret"]), 500);
    put(&second, &first);
    assert_eq!(asks(&first, &second["secret"]), 500);
    assert_eq!(asks(&second, &second["secret"]), 200);
}

/// What a rotation would leave out would be lost.
mod everything_sealed_is_on_the_list {
    use super::*;

    #[test]
    fn sqlite() {
        let app = TestApp::start(Backend::Sqlite);
        let columns = "SELECT m.name || '.' || c.name AS value FROM sqlite_master m, pragma_table_info(m.name) c \
                       WHERE m.type = 'table' AND c.name LIKE '%sealed%' ORDER BY 1";
        let mut listed: Vec<String> =
            Kept::ALL.iter().map(|kept| format!("{}.sealed_secret", kept.table())).collect();
        listed.sort();
        assert_eq!(app.database.texts(columns), listed);
    }
}

/// The place of a vendor's shared secret and its sealed form.
fn shared(
    app: &TestApp,
    signer: &Signer,
    vendor: followthrough_common::id::VendorId,
) -> (vault::Place, String) {
    let id = signer.key_id.parse().unwrap();
    let found = app.write(move |conn| Ok(signing_key::find(conn, vendor, id)?));
    match found.unwrap().material {
        Material::Hs256 { sealed_secret } => (signing_key::place(vendor, id), sealed_secret),
        Material::EdDsa { .. } => panic!("it is a shared one"),
    }
}
