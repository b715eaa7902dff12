//! A small store that speaks enough S3 over HTTP: one bucket, in memory, every request signed or refused.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use super::place::keeps_and_forgets;
use crate::{
    config::{Config, Secret},
    files::Files,
};

type Objects = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

/// What was asked.
struct Asked {
    method: String,
    path: String,
    query: String,
    is_signed: bool,
    body: Vec<u8>,
}

fn serve() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let objects = Objects::default();
    thread::spawn(move || {
        for connection in listener.incoming().take(100) {
            let objects = objects.clone();
            thread::spawn(move || talk(&connection.unwrap(), &objects));
        }
    });
    format!("http://{address}")
}

fn talk(connection: &TcpStream, objects: &Objects) {
    let mut reader = BufReader::new(connection);
    while let Some(asked) = read(&mut reader) {
        let (status, body) = answer(&asked, &mut objects.lock().unwrap());
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Length: {}\r\nETag: \"1\"\r\nLast-Modified: Mon, 02 Nov 2026 09:00:00 GMT\r\n\r\n",
            body.len()
        );
        let mut writer = connection;
        writer.write_all(head.as_bytes()).unwrap();
        if asked.method != "HEAD" {
            writer.write_all(&body).unwrap();
        }
    }
}

fn read(reader: &mut BufReader<&TcpStream>) -> Option<Asked> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|count| *count > 0)?;
    let mut words = line.split(' ').map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let (mut length, mut is_signed) = (0, false);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let header = header.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length: ") {
            length = value.parse().unwrap();
        }
        is_signed |= header.starts_with("authorization: aws4-hmac-sha256 credential=key-id/");
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { method, path: path.to_owned(), query: query.to_owned(), is_signed, body })
}

fn answer(asked: &Asked, objects: &mut BTreeMap<String, Vec<u8>>) -> (&'static str, Vec<u8>) {
    let Some(key) = asked.path.strip_prefix("/bucket").filter(|_| asked.is_signed) else {
        return ("403 Forbidden", Vec::new());
    };
    let key = key.trim_start_matches('/').to_owned();
    match &*asked.method {
        "PUT" => {
            objects.insert(key, asked.body.clone());
            ("200 OK", Vec::new())
        }
        "GET" if asked.query.contains("list-type=2") => {
            ("200 OK", listed(&asked.query, objects).into_bytes())
        }
        "GET" | "HEAD" => match objects.get(&key) {
            Some(bytes) => ("200 OK", bytes.clone()),
            None => ("404 Not Found", Vec::new()),
        },
        "POST" if asked.query.starts_with("delete") => {
            let body = String::from_utf8_lossy(&asked.body).into_owned();
            let keys = body.split("<Key>").skip(1).filter_map(|rest| rest.split_once("</Key>"));
            let mut told = String::from("<DeleteResult>");
            for (key, _) in keys {
                objects.remove(key);
                write!(told, "<Deleted><Key>{key}</Key></Deleted>").unwrap();
            }
            ("200 OK", format!("{told}</DeleteResult>").into_bytes())
        }
        "DELETE" => {
            objects.remove(&key);
            ("204 No Content", Vec::new())
        }
        _ => ("405 Method Not Allowed", Vec::new()),
    }
}

fn listed(query: &str, objects: &BTreeMap<String, Vec<u8>>) -> String {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let prefix = pairs.into_iter().find(|(name, _)| name == "prefix");
    let prefix = prefix.map(|(_, value)| value.into_owned()).unwrap_or_default();
    let mut told = String::from("<ListBucketResult><IsTruncated>false</IsTruncated>");
    for (key, bytes) in objects.iter().filter(|(key, _)| key.starts_with(&prefix)) {
        write!(
            told,
            "<Contents><Key>{key}</Key><LastModified>2026-11-02T09:00:00.000Z</LastModified><ETag>\"1\"</ETag>\
             <Size>{}</Size></Contents>",
            bytes.len()
        )
        .unwrap();
    }
    format!("{told}</ListBucketResult>")
}

#[tokio::test]
async fn a_bucket_keeps_the_same_as_a_folder_and_wants_the_right_key() {
    let mut config = Config::default();
    config.files.bucket = "bucket".to_owned();
    config.files.endpoint = serve();
    config.files.access_key_id = Secret::from("key-id");
    config.files.secret_access_key = Secret::from("secret");
    keeps_and_forgets(&Files::of(&config)).await;
    config.files.access_key_id = Secret::from("another");
    assert!(Files::of(&config).list(None).is_ok(), "nothing is asked before it is needed");
    let key = crate::files::Key {
        vendor: "ven_01h2xcejqtf2nbrexx3vqjhp41".parse().unwrap(),
        customer: "cus_01h2xcejqtf2nbrexx3vqjhp41".parse().unwrap(),
        sale: "sale_01h2xcejqtf2nbrexx3vqjhp41".parse().unwrap(),
        file: "file_01h2xcejqtf2nbrexx3vqjhp41".parse().unwrap(),
    };
    let refused = Files::of(&config).put(key, b"x".to_vec()).await;
    assert!(matches!(refused, Err(crate::problem::Error::Storage(_))), "{refused:?}");
}
