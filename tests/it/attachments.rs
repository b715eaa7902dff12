//! What is broken is shown, not described: photos and documents of a concern, from the bytes that somebody sends to
//! those that somebody saves, and what is left when neither comes to an end.

use std::{
    collections::BTreeSet,
    fs,
    io::Write as _,
    net::TcpStream,
    path::PathBuf,
    thread,
    time::{Duration, Instant, SystemTime},
};

use followthrough_backend::{
    clock::Clock as _,
    files::Key,
    service::files::{delete_of_customer, of_customer, sweep},
};
use followthrough_common::{
    error::ErrorCode,
    id::{ConcernId, FileId, TypedId as _},
};
use serde_json::{Value, json};

use crate::{
    builders::{TestSale, a_sale},
    clients::{fresh_key, path},
    harness::{Backend, TestApp},
    http::Reply,
};

const PDF: &[u8] = b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF";
/// Where the photo was taken, as a camera would note it.
const PLACE: &[u8] = b"55 40 N 12 34 E";

fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
    let named = [name, data].concat();
    let sum = named.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)))
    });
    [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], &named, &(!sum).to_be_bytes()].concat()
}

/// A photo whose camera was held upright, and noted where it was. Its pixels are not compressed.
fn photo(width: u16, height: u16) -> Vec<u8> {
    let row = [vec![0], vec![0x40; 3 * usize::from(width)]].concat();
    let pixels = row.repeat(height.into());
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in &pixels {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    let mut packed = vec![0x78, 1];
    let last = pixels.len().div_ceil(65_535) - 1;
    for (index, block) in pixels.chunks(65_535).enumerate() {
        let length = u16::try_from(block.len()).unwrap();
        packed.push(u8::from(index == last));
        packed.extend([length.to_le_bytes(), (!length).to_le_bytes()].concat());
        packed.extend(block);
    }
    packed.extend((high << 16 | low).to_be_bytes());
    let head =
        [&u32::from(width).to_be_bytes()[..], &u32::from(height).to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let noted = [&b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"[..], PLACE].concat();
    let chunks =
        [chunk(b"IHDR", &head), chunk(b"eXIf", &noted), chunk(b"IDAT", &packed), chunk(b"IEND", b"")];
    [&b"\x89PNG\r\n\x1a\n"[..], &chunks.concat()].concat()
}

fn raise(sale: &TestSale) -> ConcernId {
    let problem = json!({"kind": "problem", "severity": "big", "words": "It is broken"});
    sale.customer_does("/concerns", &problem).concerns[0].id
}

fn of(concern: ConcernId, rest: &str) -> String {
    format!("/concerns/{concern}/files{rest}")
}

fn send_as(sale: &TestSale, what: &str, bytes: &[u8], key: &str) -> Reply {
    let headers = [("Content-Type", "application/octet-stream"), ("Idempotency-Key", key)];
    sale.browser.send("POST", &path(sale.id, what), &headers, Some(bytes))
}

/// The customer sends a file.
fn send(sale: &TestSale, what: &str, bytes: &[u8]) -> Reply {
    send_as(sale, what, bytes, &fresh_key())
}

fn send_as_vendor(sale: &TestSale, what: &str, bytes: &[u8]) -> Reply {
    let headers = [("Content-Type", "image/jpeg")];
    sale.system.send("POST", &format!("/v1/sales/{}{what}", sale.id), &headers, Some(bytes))
}

/// The files of the first concern.
fn files(shown: &Reply) -> Vec<Value> {
    shown.json()["handling"]["concerns"][0]["files"].as_array().unwrap().clone()
}

fn files_of(shown: &Reply, concern: ConcernId) -> Vec<Value> {
    let shown = shown.json();
    let mut concerns = shown["handling"]["concerns"].as_array().unwrap().iter();
    let it = concerns.find(|it| it["id"] == json!(concern)).unwrap();
    it["files"].as_array().unwrap().clone()
}

fn own(sale: &TestSale) -> Vec<Value> {
    files(&sale.browser.get(&path(sale.id, "")).must(200))
}

fn url(file: &Value) -> String {
    file["url"].as_str().unwrap().to_owned()
}

/// The bytes at an address, which are no text.
fn fetch(app: &TestApp, sale: &TestSale, url: &str) -> (String, Vec<u8>) {
    let request = ureq::get(format!("http://{}{url}", app.http.address));
    let mut answer =
        request.header("Authorization", format!("Bearer {}", sale.browser.token())).call().unwrap();
    let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
    (kind, answer.body_mut().read_to_vec().unwrap())
}

fn kept(app: &TestApp) -> Vec<PathBuf> {
    fn walk(folder: PathBuf) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { walk(path) } else { vec![path] }).collect()
    }
    walk(app.database.files().to_owned())
}

/// One is sent, saved and taken back.
pub fn everything(sale: &TestSale, concern: ConcernId) {
    let sent = files_of(&send(sale, &of(concern, ""), PDF).must(200), concern);
    assert_eq!(sale.browser.get(&url(&sent[0])).must(200).body.as_bytes(), PDF);
    let id = sent[0]["id"].as_str().unwrap();
    sale.customer_does(&of(concern, &format!("/{id}/remove")), &json!({"expected_state": "attached"}));
}

/// One is there: its concern's id and its own.
pub fn shown(sale: &TestSale) -> (String, String) {
    let concern = sale.view().concerns[0].id;
    let sent = files_of(&send_as_vendor(sale, &of(concern, ""), PDF).must(200), concern);
    (concern.to_string(), sent[0]["id"].as_str().unwrap().to_owned())
}

/// The same at the vendor's door.
pub fn everything_of_vendor(sale: &TestSale, concern: ConcernId) {
    let sent = files_of(&send_as_vendor(sale, &of(concern, ""), PDF).must(200), concern);
    assert_eq!(sale.system.get(&url(&sent[0])).must(200).body.as_bytes(), PDF);
    let id = sent[0]["id"].as_str().unwrap();
    sale.vendor_does(&of(concern, &format!("/{id}/remove")), &json!({}));
}

/// Waits until so many files lie in the folder: who removed one does not wait for its bytes.
#[track_caller]
fn settles_at(app: &TestApp, count: usize) {
    let begun = Instant::now();
    while kept(app).len() != count {
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", kept(app));
        thread::sleep(Duration::from_millis(20));
    }
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

both!(a_photo_is_kept_small_upright_and_without_its_place_and_both_sides_save_it);
fn a_photo_is_kept_small_upright_and_without_its_place_and_both_sides_save_it(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let concern = raise(&sale);
    let sent = photo(2_400, 600);
    assert!(has(&sent, PLACE));
    send(&sale, &of(concern, "?name=..%2FM%C3%BChle%202.HEIC"), &sent).must(200);
    let file = own(&sale).remove(0);
    assert_eq!((&file["name"], &file["kind"]), (&json!("Mühle 2.png"), &json!("png")));
    assert_eq!((&file["width"], &file["height"]), (&json!(500), &json!(2_000)), "upright");
    assert_eq!((&file["by"]["from"], &file["message"]), (&json!("customer"), &Value::Null));
    let (kind, bytes) = fetch(app, &sale, &url(&file));
    assert_eq!((&*kind, json!(bytes.len())), ("image/png", file["bytes"].clone()));
    assert!(!has(&bytes, PLACE) && !has(&bytes, b"eXIf"));

    // The vendor answers in a message and shows something with it; the customer reads who did.
    sale.vendor_does(&format!("/concerns/{concern}/messages"), &json!({"text": "Like this?"}));
    let answered = send_as_vendor(&sale, &of(concern, "?message=1&name=drawing"), PDF).must(200);
    let theirs = files(&answered).remove(1);
    assert_eq!(
        (&theirs["kind"], &theirs["message"], &theirs["by"]["role"]),
        (&json!("pdf"), &json!(1), &json!("member"))
    );
    let shown = own(&sale).remove(1);
    assert_eq!((&shown["by"]["from"], &shown["name"]), (&json!("member"), &json!("drawing.pdf")));
    let people = sale.browser.get(&path(sale.id, "")).must(200).json()["people"].clone();
    assert!(people.as_array().unwrap().iter().any(|it| it["id"] == shown["by"]["member"]));

    // Whatever else the document is, nobody runs it here.
    for reply in [sale.browser.get(&url(&shown)), sale.system.get(&url(&theirs))] {
        let reply = reply.must(200);
        assert_eq!(reply.body.as_bytes(), PDF);
        assert_eq!(reply.header("content-type"), "application/pdf");
        assert_eq!(reply.header("content-security-policy"), "sandbox; default-src 'none'");
        assert_eq!(reply.header("cache-control"), "private, no-cache");
        let named = "attachment; filename=\"drawing.pdf\"; filename*=UTF-8''drawing.pdf";
        assert_eq!(reply.header("content-disposition"), named);
        let tag = reply.header("etag").to_owned();
        sale.browser.send("GET", &url(&shown), &[("If-None-Match", &tag)], None).must(304);
    }
    let history = sale.browser.get(&path(sale.id, "/history")).must(200).body;
    assert!(history.contains("attachment.attached") && history.contains("Mühle 2.png"), "{history}");
}

both!(nobody_else_sees_a_file_and_who_sent_it_takes_it_back);
fn nobody_else_sees_a_file_and_who_sent_it_takes_it_back(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().to("anna").open(app, &vendor);
    let others = a_sale().to("bo").with("reference", json!("SO-2")).open(app, &vendor);
    let second = a_sale().input(&vendor, sale.customer);
    let second = sale.system.post("/v1/sales", &second).must(201).json()["id"].as_str().unwrap().to_owned();
    let (concern, beside) = (raise(&sale), raise(&sale));
    send(&sale, &of(beside, ""), PDF).must(200);
    send_as_vendor(&sale, &of(beside, ""), PDF).must(200);
    let of_beside = files_of(&sale.browser.get(&path(sale.id, "")).must(200), beside);
    let (mine, theirs) = (url(&of_beside[0]), url(&of_beside[1]));
    let strange = |reply: Reply| reply.refused(ErrorCode::NotFound);
    strange(others.browser.get(&mine));
    strange(sale.browser.get(&mine.replace(&beside.to_string(), &concern.to_string())));
    strange(sale.browser.get(&mine.replace(&sale.id.to_string(), &second)));
    strange(app.vendor("Another").customer(app, "anna").get(&mine));
    strange(send(&others, &of(concern, ""), PDF));
    let headers = [("Idempotency-Key", &*fresh_key())];
    let there = format!("/v1/portal/sales/{second}{}", of(concern, ""));
    strange(sale.browser.send("POST", &there, &headers, Some(PDF)));
    let below = |url: &str| url.split(&sale.id.to_string()).nth(1).unwrap().to_owned();
    let remove = |url: &str| sale.browser.post(&path(sale.id, &format!("{}/remove", below(url))), &json!({}));
    strange(remove(&mine.replace(&beside.to_string(), &concern.to_string())));
    remove(&theirs).stands("attachment attached", &["member remove"]);
    let as_vendor = format!("/v1/sales/{}{}/remove", sale.id, below(&mine));
    sale.system.post(&as_vendor, &json!({})).stands("attachment attached", &["customer remove"]);
    assert_eq!(kept(app).len(), 2, "nothing came of what was refused");

    remove(&mine).must(200);
    strange(sale.browser.get(&mine));
    strange(remove(&mine));
    settles_at(app, 1);
    let history = sale.browser.get(&path(sale.id, "/history")).must(200).body;
    assert!(history.contains("attachment.removed"), "{history}");
    sale.browser.get(&theirs).must(200);
    sale.customer_does(&format!("/concerns/{beside}/withdraw"), &json!({}));
    sale.browser.get(&theirs).must(200);
    send(&sale, &of(beside, ""), PDF).stands("concern withdrawn", &[]);
    let as_vendor = format!("/v1/sales/{}{}/remove", sale.id, below(&theirs));
    sale.system.post(&as_vendor, &json!({})).stands("concern withdrawn", &[]);
    assert_eq!(kept(app).len(), 1);
}

both!(a_sixth_file_is_refused_and_the_same_key_again_sends_nothing_more);
fn a_sixth_file_is_refused_and_the_same_key_again_sends_nothing_more(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let concern = raise(&sale);
    let key = fresh_key();
    send_as(&sale, &of(concern, ""), PDF, &key).must(200);
    let again = send_as(&sale, &of(concern, ""), PDF, &key).must(200);
    assert_eq!((again.header("idempotency-replayed"), files(&again).len()), ("true", 1));
    send_as(&sale, &of(concern, ""), b"%PDF-2.0", &key).refused(ErrorCode::IdempotencyKeyReused);
    assert_eq!(kept(app).len(), 1);
    for _ in 0..4 {
        send(&sale, &of(concern, ""), PDF).must(200);
    }
    let sixth = send(&sale, &of(concern, ""), PDF).refused(ErrorCode::LimitReached);
    assert_eq!(sixth.json()["breaches"][0]["rule"], "most_files");
    send(&sale, &of(concern, "?message=1"), PDF).refuses_field("message");
    sale.customer_does(&format!("/concerns/{concern}/messages"), &json!({"text": "And here"}));
    send(&sale, &of(concern, "?message=1"), PDF).must(200);
    assert_eq!((own(&sale).len(), kept(app).len()), (6, 6));
}

both!(what_a_file_is_its_bytes_tell_and_a_refusal_says_what_to_do);
fn what_a_file_is_its_bytes_tell_and_a_refusal_says_what_to_do(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    let concern = raise(&sale);
    let detail = |reply: Reply| reply.json()["detail"].as_str().unwrap().to_owned();
    let heic = send(&sale, &of(concern, "?name=photo.jpg"), b"\0\0\0\x18ftypheic\0\0\0\0");
    assert!(detail(heic.refused(ErrorCode::UnsupportedMediaType)).contains("Most Compatible"));
    for renamed in [&b"MZ\x90\0"[..], b"<svg onload='alert(1)'/>", b"GIF89a", b" %PDF-1.7", b""] {
        let why =
            send(&sale, &of(concern, "?name=photo.jpg"), renamed).refused(ErrorCode::UnsupportedMediaType);
        assert!(detail(why).contains("JPEG, PNG or WebP"));
    }
    let head = [&30_000_u32.to_be_bytes()[..], &30_000_u32.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let bomb = [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &head), &chunk(b"IDAT", b"\x78\x01")].concat();
    assert!(detail(send(&sale, &of(concern, ""), &bomb).refuses_field("")).contains("900 megapixels"));
    send(&sale, &of(concern, "?colour=red"), PDF).refuses_field("colour");
    send(&sale, &of(concern, "?file=x"), PDF).refuses_field("file");
    send(&sale, &of(concern, "?name=a&name=b"), PDF).refuses_field("name");
    let large = [PDF, &vec![b' '; 10 * 1024 * 1024]].concat();
    send(&sale, &of(concern, ""), &large).refused(ErrorCode::PayloadTooLarge);
    sale.browser
        .send("POST", &path(sale.id, &of(concern, "")), &[], Some(PDF))
        .refused(ErrorCode::IdempotencyKeyMissing);
    assert_eq!((own(&sale), kept(app)), (Vec::new(), Vec::new()));
}

fn a_vendor_has_so_much_room_on(backend: Backend) {
    let app = TestApp::start_with(backend, |config| config.files.quota_per_vendor = 1);
    let sale = a_sale().open(&app, &app.vendor("Nordic Coffee"));
    let concern = raise(&sale);
    let half = [PDF, &vec![b' '; 600 * 1024]].concat();
    send(&sale, &of(concern, ""), &half).must(200);
    let full = send(&sale, &of(concern, ""), &half).refused(ErrorCode::LimitReached).json();
    assert_eq!(
        (&full["breaches"][0]["rule"], &full["breaches"][0]["limit"]),
        (&json!("quota_per_vendor"), &json!(1))
    );
    assert!(full["detail"].as_str().unwrap().contains("1 MiB"), "{full}");
    assert_eq!(kept(&app).len(), 1);
    // Of another vendor there is room, and here again when something is gone.
    let elsewhere = a_sale().open(&app, &app.vendor("Another"));
    send(&elsewhere, &of(raise(&elsewhere), ""), &half).must(200);
    let id = own(&sale)[0]["id"].as_str().unwrap().to_owned();
    sale.customer_does(&of(concern, &format!("/{id}/remove")), &json!({}));
    send(&sale, &of(concern, ""), &half).must(200);
    app.agrees_with_its_log();
}

mod a_vendor_has_so_much_room {
    #[test]
    fn sqlite() {
        super::a_vendor_has_so_much_room_on(super::Backend::Sqlite);
    }

    #[test]
    fn postgres() {
        super::a_vendor_has_so_much_room_on(super::Backend::Postgres);
    }
}

both!(an_upload_that_breaks_off_leaves_nothing_and_what_no_sale_holds_is_swept);
fn an_upload_that_breaks_off_leaves_nothing_and_what_no_sale_holds_is_swept(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().open(app, &vendor);
    let concern = raise(&sale);
    send(&sale, &of(concern, ""), PDF).must(200);
    let mut connection = TcpStream::connect(app.http.address).unwrap();
    let (token, key, target) = (sale.browser.token(), fresh_key(), path(sale.id, &of(concern, "")));
    let head = format!(
        "POST {target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n\
         Content-Length: 5000000\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).unwrap();
    connection.write_all(&[PDF, &vec![b' '; 900_000]].concat()).unwrap();
    thread::sleep(Duration::from_millis(200));
    assert_eq!(kept(app).len(), 1, "what comes has no name");
    drop(connection);
    // The same key is free: nothing of the first attempt counts.
    send_as(&sale, &of(concern, ""), PDF, &key).must(200);
    assert_eq!(kept(app).len(), 2);

    // A process that was killed before its act was on record leaves the bytes.
    let file = FileId::from_bits(1);
    let orphan = Key { vendor: vendor.id, customer: sale.customer, sale: sale.id, file };
    app.wait(app.app.files.put(orphan, PDF.to_vec())).unwrap();
    let begun = SystemTime::from(app.clock.now());
    let age = |hours: u64| {
        for path in kept(app) {
            let file = fs::File::options().write(true).open(path).unwrap();
            file.set_modified(begun - Duration::from_secs(3600 * hours)).unwrap();
        }
    };
    age(0);
    assert_eq!(app.wait(sweep(&app.app)).unwrap(), 0, "it may be on its way");
    age(2);
    assert_eq!(app.wait(sweep(&app.app)).unwrap(), 1);
    assert_eq!(kept(app).len(), 2);
    for file in own(&sale) {
        sale.browser.get(&url(&file)).must(200);
    }
}

both!(everything_of_a_customer_is_listed_and_deleted_and_the_record_says_so);
fn everything_of_a_customer_is_listed_and_deleted_and_the_record_says_so(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let sale = a_sale().to("anna").open(app, &vendor);
    let other = a_sale().to("bo").with("reference", json!("SO-2")).open(app, &vendor);
    let concern = raise(&sale);
    send(&sale, &of(concern, ""), PDF).must(200);
    send_as_vendor(&sale, &of(concern, ""), PDF).must(200);
    send(&other, &of(raise(&other), ""), PDF).must(200);
    sale.customer_does(&format!("/concerns/{concern}/withdraw"), &json!({}));
    let of_anna = app.wait(of_customer(&app.app, vendor.id, sale.customer)).unwrap();
    let listed: BTreeSet<String> = of_anna.iter().map(|stored| stored.key.file.to_string()).collect();
    let shown = own(&sale).into_iter().map(|file| file["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!((of_anna.len(), listed), (2, shown));
    app.wait(delete_of_customer(&app.app, vendor.id, sale.customer)).unwrap();
    assert_eq!(app.wait(of_customer(&app.app, vendor.id, sale.customer)).unwrap(), []);
    assert_eq!((own(&sale).len(), own(&other).len(), kept(app).len()), (0, 1, 1));
    assert_eq!(app.wait(delete_of_customer(&app.app, vendor.id, sale.customer)).unwrap(), 0);
    let history = sale.system.get(&format!("/v1/sales/{}/history", sale.id)).must(200).body;
    assert_eq!(history.matches("attachment.removed").count(), 2, "{history}");
}
