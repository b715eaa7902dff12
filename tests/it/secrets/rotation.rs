//! The key is changed while servers run, and while a rotation may die at any moment.

use std::{
    fs,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use followthrough_backend::{
    service::reseal::{self, Lost, Resealed},
    state::App,
    vault::{KeyId, Vault},
};
use serde_json::json;

use super::{WithFile, all_texts, key_in, shared, text};
use crate::{
    builders::a_sale,
    clients::path,
    harness::{Backend, TestApp},
    token::Signer,
    two_servers::server::Server,
};

macro_rules! with_file {
    ($($name:ident),+) => {$(
        mod $name {
            use super::*;

            #[test]
            fn sqlite() {
                super::$name(&WithFile::start(Backend::Sqlite));
            }

            #[test]
            fn postgres() {
                super::$name(&WithFile::start(Backend::Postgres));
            }
        }
    )+};
}

with_file!(
    no_request_fails_while_the_key_is_changed,
    a_rotation_that_died_is_finished_by_the_next,
    what_a_lost_key_sealed_can_be_given_up
);

fn opened(keys: &str, (place, sealed): &(followthrough_backend::vault::Place, String)) -> Option<String> {
    Vault::of(keys).unwrap().open(place, sealed).ok()
}

/// Whoever ends ends the others too: a failure that left them at work would never be heard of.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// One server, and on PostgreSQL a second one, each asked by readers with tokens of a shared secret and by writers that make and use secrets.
fn no_request_fails_while_the_key_is_changed(with: &WithFile) {
    let (app, file) = (&with.app, with.file.display().to_string());
    let is_shared = app.database.backend() == Backend::Postgres;
    let second = is_shared.then(|| TestApp::on(app.database.borrowed(), key_in(&with.file)));
    let twin = second.as_ref().unwrap_or(app);
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let first = (with.keys().remove(0), shared(app, &vendor.signer, vendor.id));
    assert!(opened(&first.0, &first.1).is_some());

    let (done, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    let until_done = |work: &dyn Fn()| {
        let _end = End(&done);
        while !done.load(Ordering::SeqCst) {
            work();
            asked.fetch_add(1, Ordering::SeqCst);
        }
    };
    let reads = |server: &TestApp| {
        let browser = sale.browser.clone().at(&server.http);
        until_done(&|| drop(browser.get(&path(sale.id, "")).must(200)));
    };
    // Each of its secrets is used at once, and its retirement makes the server forget what it remembers of keys.
    let signs = |server: &TestApp| {
        let system = sale.system.clone().at(&server.http);
        until_done(&|| {
            let made = system.post("/v1/signing-keys", &json!({"algorithm": "HS256"})).must(201).json();
            let signer = Signer::hs256(text(&made["id"]).to_owned(), text(&made["secret"]));
            let bearer = format!("Bearer {}", vendor.token(app, "anna").sign(&signer));
            server.http.send("GET", "/v1/portal/sales", &[("Authorization", &bearer)], None).must(200);
            let retire = format!("/v1/signing-keys/{}/retire", signer.key_id);
            system.post(&retire, &json!({})).must(204);
        });
    };
    let feeds = |server: &TestApp| {
        let browser = sale.browser.clone().at(&server.http);
        until_done(&|| {
            let (body, key) = (json!({"name": "Phone"}), format!("{:032}", asked.load(Ordering::SeqCst)));
            let made = browser.post_as("/v1/portal/calendar-feeds", &body, &key).must(201).json();
            let again = browser.post_as("/v1/portal/calendar-feeds", &body, &key).must(201).json();
            assert_eq!(made["url"], again["url"]);
            let revoke = format!("/v1/portal/calendar-feeds/{}/revoke", text(&made["id"]));
            browser.post(&revoke, &json!({})).must(200);
        });
    };
    thread::scope(|scope| {
        for server in [app, twin] {
            scope.spawn(|| reads(server));
            scope.spawn(|| signs(server));
        }
        scope.spawn(|| feeds(twin));
        let _end = End(&done);
        for _ in 0..3 {
            let before = asked.load(Ordering::SeqCst);
            let rotated =
                Server::output(&app.database, &[("SECRETS__KEY_FILE", &file)], &["secrets", "rotate"]);
            assert!(rotated.status.success(), "{}", String::from_utf8_lossy(&rotated.stderr));
            // Everybody has met the new key before the next one comes.
            while asked.load(Ordering::SeqCst) < before + 50 && !done.load(Ordering::SeqCst) {
                thread::sleep(Duration::from_millis(10));
            }
        }
    });
    println!("{} rounds of requests during three rotations", asked.load(Ordering::SeqCst));

    let newest = with.keys();
    assert_eq!(newest.len(), 1, "the old keys are gone");
    assert_ne!(newest[0], first.0);
    let now = shared(app, &vendor.signer, vendor.id);
    assert_eq!(opened(&newest[0], &now), opened(&first.0, &first.1), "the same secret, sealed anew");
    assert_eq!(opened(&first.0, &now), None);
    let sealed = with.sealed();
    let prefix = format!("v1.{}.", Vault::of(&newest[0]).unwrap().newest());
    assert!(sealed.len() > 3 && sealed.iter().all(|text| text.starts_with(&prefix)), "{prefix} {sealed:?}");
    let secret = opened(&newest[0], &now).unwrap();
    assert!(!all_texts(app).contains(&secret), "a secret stands in the database");
    app.agrees_with_its_log();
}

/// What a command holds that is started now.
fn another_process(with: &WithFile) -> App {
    let config = (*with.app.app.config).clone();
    let vault = Vault::find(&config).unwrap().unwrap();
    App::new(config, vault)
}

/// What a rotation does before it dies.
type Step<'a> = &'a dyn Fn(&App, &KeyId);

fn a_rotation_that_died_is_finished_by_the_next(with: &WithFile) {
    let app = &with.app;
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    sale.browser.post("/v1/portal/calendar-feeds", &json!({"name": "Phone"})).must(201);
    let steps: [Step<'_>; 3] =
        [&|_, _| {}, &|process, key| app.wait(reseal::adopt(process, key)).unwrap(), &|process, _| {
            let done = app.wait(reseal::reseal(process, Lost::Keep)).unwrap();
            assert!(done.sealed >= 2 && done.lost == 0, "{done:?}");
        }];
    for die_after in steps {
        let old = with.keys();
        let process = another_process(with);
        let rotation = process.vault.begin_rotation().unwrap();
        assert!(another_process(with).vault.begin_rotation().is_err(), "two at once");
        die_after(&process, &process.vault.newest());
        drop((rotation, process));
        let both = with.keys();
        assert_eq!((both.len(), &both[1]), (2, &old[0]));
        // Servers go on, whether they were there before or are started now, and seal what they are given.
        let late = TestApp::on(app.database.borrowed(), key_in(&with.file));
        for server in [app, &late] {
            sale.browser.clone().at(&server.http).get(&path(sale.id, "")).must(200);
            let made = sale.system.clone().at(&server.http);
            made.post("/v1/signing-keys", &json!({"algorithm": "HS256"})).must(201);
        }
        app.wait(reseal::rotate(&another_process(with))).unwrap();
        assert_eq!(with.keys(), [both[0].clone()], "the key of the one that died is the key now");
        let prefix = format!("v1.{}.", Vault::of(&both[0]).unwrap().newest());
        assert!(with.sealed().iter().all(|text| text.starts_with(&prefix)));
    }
}

fn what_a_lost_key_sealed_can_be_given_up(with: &WithFile) {
    let app = &with.app;
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let feed = (json!({"name": "Phone"}), "0123456789abcdef");
    let url =
        sale.browser.post_as("/v1/portal/calendar-feeds", &feed.0, feed.1).must(201).json()["url"].clone();
    fs::remove_file(&with.file).unwrap();
    let file = with.file.display().to_string();
    let run = |arguments: &[&str]| Server::output(&app.database, &[("SECRETS__KEY_FILE", &file)], arguments);

    let refused = run(&["vendor", "list"]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && said.contains("secrets reseal --give-up-lost"), "{said}");
    assert!(!with.file.exists(), "no other key is made in the place of the lost one");
    assert!(run(&["secrets", "create", "--file", &file]).status.success());
    assert!(!run(&["vendor", "list"]).status.success(), "another key does not help");
    let done = run(&["secrets", "reseal", "--give-up-lost"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(run(&["vendor", "list"]).status.success());

    // Whatever does not need the key goes on; the tokens of shared secrets do not, until there is a new one.
    let late = TestApp::on(app.database.borrowed(), key_in(&with.file));
    let asks = |signer: &Signer| {
        let bearer = format!("Bearer {}", vendor.token(&late, "anna").sign(signer));
        late.http.send("GET", "/v1/portal/sales", &[("Authorization", &bearer)], None).status
    };
    assert_eq!((asks(&vendor.signer), asks(&vendor.other_signer)), (401, 200));
    let system = sale.system.clone().at(&late.http);
    let made = system.post("/v1/signing-keys", &json!({"algorithm": "HS256"})).must(201).json();
    assert_eq!(asks(&Signer::hs256(text(&made["id"]).to_owned(), text(&made["secret"]))), 200);
    let url = text(&url);
    late.http.get(&url[url.find("/v1/").unwrap()..]).must(200);
    let done = late.wait(reseal::reseal(&late.app, Lost::Keep)).unwrap();
    assert_eq!(done, Resealed::default(), "nothing is left to do");
}
