//! A photo that was on its way when the server was killed is on record with all of its bytes, or nothing is left of it.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    form,
    promise::Promise,
    server::Server,
    vendor::{Caller, Sale, Vendor},
};

/// Large enough that the server is killed while it is being received, or kept.
const BYTES: usize = 4_000_000;
/// What no sale holds is swept when it is older than an hour.
const AGE: Duration = Duration::from_hours(2);

/// A document with an end of its own.
fn document(number: u32) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.resize(BYTES, b'a');
    bytes.extend(format!("\n% {number}\n").as_bytes());
    bytes
}

/// Sends it; the answer's status, if there was one.
fn send(port: u16, bearer: &str, path: &str, number: u32) -> Option<u16> {
    let bytes = document(number);
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: {bearer}\r\n\
         Idempotency-Key: document-number-{number:04}\r\nContent-Type: application/octet-stream\r\n\
         Content-Length: {}\r\n\r\n",
        bytes.len()
    );
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(&bytes).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    String::from_utf8_lossy(&answer).split(' ').nth(1)?.parse().ok()
}

/// What lies in the folder.
fn lying(folder: &Path) -> BTreeSet<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeSet::new() };
    let mut found = BTreeSet::new();
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(lying(&path)) } else { _ = found.insert(path) }
    }
    found
}

/// The files that the concern names.
fn on_record(vendor: &Vendor, server: &Server, sale: &Sale) -> Vec<Value> {
    let caller = Caller::Customer(sale.subject.clone());
    let view = vendor.get(&server.http, &caller, &sale.path("")).unwrap();
    assert_eq!(view.status, 200, "{}", view.body);
    view.json()["handling"]["concerns"][0]["files"].as_array().cloned().unwrap_or_default()
}

#[test]
fn of_a_file_that_was_on_its_way_when_the_server_was_killed_all_is_kept_or_nothing() {
    let mut promise = Promise::new(
        "A file is on record with all of its bytes, or nothing is left of it",
        "SQLite: kill -9 of the server while files of 4 MB come in, ever at another moment; each sent again with its key",
    );
    let mut server = Server::on_sqlite().without_limits();
    server.start();
    let vendor = Vendor::create(&server);
    let folder = server.database().with_extension("db.files");
    let rounds: u32 = form::pick(6, 40);
    let (mut kept, mut acknowledged) = (0, 0);
    // The first one is left alone, and tells how long it takes.
    let mut whole = Duration::ZERO;
    for number in 0..=rounds {
        let sale = vendor.sell(&server.http, &format!("customer-{number}"));
        let concern = vendor.concern(&server.http, &sale, "The steam wand drips");
        let path = sale.path(&format!("/concerns/{concern}/files"));
        let bearer = vendor.bearer(&Caller::Customer(sale.subject.clone()));
        let port = server.port;
        if number == 0 {
            let begun = Instant::now();
            assert_eq!(send(port, &bearer, &path, number), Some(200));
            whole = begun.elapsed();
            continue;
        }
        let before = Instant::now();
        let status = thread::scope(|scope| {
            let sending = scope.spawn(|| send(port, &bearer, &path, number));
            // The last one of them is killed when all is done.
            thread::sleep(whole * number / rounds);
            server.kill();
            sending.join().unwrap()
        });
        assert!(before.elapsed() < Duration::from_secs(30), "a killed server holds nobody");
        server.start();
        let found = on_record(&vendor, &server, &sale);
        assert!(found.len() <= 1, "{found:?}");
        assert!(status != Some(200) || found.len() == 1, "acknowledged and lost");
        acknowledged += usize::from(status == Some(200));
        kept += found.len();
        let again = send(server.port, &bearer, &path, number);
        assert_eq!(again, Some(200));
        let found = on_record(&vendor, &server, &sale);
        assert_eq!(found.len(), 1, "once: {found:?}");
        let url = found[0]["url"].as_str().unwrap();
        let bytes = vendor.get(&server.http, &Caller::Customer(sale.subject.clone()), url).unwrap();
        assert_eq!(bytes.body.as_bytes(), document(number), "all of its bytes");
    }
    server.stop();
    let before = lying(&folder);
    for path in &before {
        let file = File::options().write(true).open(path).unwrap();
        let since = file.metadata().unwrap().modified().unwrap();
        file.set_modified(since - AGE).unwrap();
    }
    // It sweeps when it begins.
    server.start();
    let sent = usize::try_from(rounds + 1).unwrap();
    let until = Instant::now() + Duration::from_secs(30);
    while lying(&folder).len() > sent && Instant::now() < until {
        thread::sleep(Duration::from_millis(100));
    }
    let after = lying(&folder);
    assert_eq!(after.len(), sent, "{after:?}");
    promise.measured(format!(
        "{rounds} kills: {acknowledged} acknowledged, {kept} on record after the start, {sent} after each was sent \
         again; {} lay there without a sale and were swept",
        before.len() - sent
    ));
    server.stop();
    server.run(&["rebuild", "--check"]);
    promise.measured("`rebuild --check`: no difference");
}
