//! Who asks is known before anything that they send is read: whatever is wrong with a request, a refused token
//! or key is 401.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use followthrough_common::error::ErrorCode;

use crate::{
    contract::operations,
    harness::{Backend, TestApp},
    sample,
    token::Signer,
};

/// Spoilt in each of its parts, every operation answers a refused credential first.
#[test]
fn a_refused_token_or_key_is_told_before_all_else() {
    let app = TestApp::start(Backend::Sqlite);
    let vendor = app.vendor("Nordic Coffee");
    let token = vendor.token(&app, "anna");
    let forged = token.sign(&Signer::with_secret(&vendor.signer.key_id, b"another secret"));
    // Of the vendor, with a good secret, and yet no key of theirs.
    let parts: Vec<&str> = vendor.key.splitn(5, '_').collect();
    let unknown = format!("ft_test_{}_01h2xcejqtf2nbrexx3vqjhp41_{}", parts[2], parts[4]);
    let mut checked = 0;
    for (method, template, _) in operations() {
        let is_open = template.starts_with("/v1/calendar/") || template.starts_with("/v1/shared/");
        if is_open || (method == "POST" && template == "/v1/portal/view") {
            continue;
        }
        let credential = if template.starts_with("/v1/portal") { &forged } else { &unknown };
        let bearer = format!("Bearer {credential}");
        let path = sample::fill(template, |_| "%00".to_owned()) + "?no=such";
        for (kind, body) in
            [("application/json", &b"{\"nam\":1}"[..]), ("application/json", b"\xff"), ("text/html", b"<")]
        {
            let headers = [("Authorization", &*bearer), ("Content-Type", kind)];
            let body = (method != "GET").then_some(body);
            let reply = app.http.send(&method, &path, &headers, body);
            assert_eq!(
                (reply.status, &*reply.code()),
                (401, "invalid-token"),
                "{method} {path}: {}",
                reply.body
            );
        }
        checked += 1;
    }
    assert!(checked > 200, "{checked}");
    // The one place where the token is the body.
    let headers = [("Content-Type", "text/plain")];
    let reply = app.http.send("POST", "/v1/portal/view?no=such", &headers, Some(forged.as_bytes()));
    reply.refused(ErrorCode::InvalidToken);
}

/// The answer comes although the body never does.
#[test]
fn a_body_is_not_waited_for_when_its_sender_is_refused() {
    let app = TestApp::start(Backend::Sqlite);
    for (path, credential) in [
        ("/v1/portal/sales/SO-1/concerns", "Authorization: Bearer forged\r\n"),
        ("/v1/customers", "Authorization: Bearer forged\r\n"),
        ("/v1/imports", ""),
    ] {
        let mut connection = TcpStream::connect(app.http.address).unwrap();
        connection.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\n{credential}Content-Type: application/json\r\n\
             Content-Length: 100\r\n\r\n{{"
        );
        connection.write_all(head.as_bytes()).unwrap();
        let mut answer = [0; 12];
        connection.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 401", "{path}");
    }
}

/// However a path is written, it leads through the same door.
#[test]
fn no_spelling_of_a_path_leads_around_a_door() {
    let app = TestApp::start(Backend::Sqlite);
    let vendor = app.vendor("Nordic Coffee");
    let system = vendor.client(&app);
    for path in ["/v1/%73ales", "/%76%31/sales", "/v1/%70ortal/sales", "/v1/portal%2fsales", "/v1/./sales"] {
        let reply = app.http.get(path);
        assert!(matches!(reply.status, 401 | 404), "{path}: {}", reply.body);
    }
    system.get("/%76%31/%73ales").must(200);
    system.get("/v1/%70ortal/sales").refused(ErrorCode::InvalidToken);
}
