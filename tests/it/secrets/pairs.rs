//! Keys that the command makes for customer tokens, and the words with which the documentation uses them.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::SigningKey;

use crate::{
    harness::TestApp,
    token::Signer,
    two_servers::server::{Server, USUAL},
};

both!(the_command_prints_a_private_key_and_stores_the_public_half);
fn the_command_prints_a_private_key_and_stores_the_public_half(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let id = vendor.id.to_string();
    let made = Server::output(&app.database, USUAL, &["key", "create", "signing", "--vendor", &id]);
    let said = String::from_utf8(made.stdout).unwrap();
    let part = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
    let private = STANDARD.decode(part("private_key=")).unwrap();
    // PKCS#8 as RFC 8410 has it: a head, then the 32 bytes.
    assert_eq!(private.len(), 48);
    let pair = SigningKey::from_bytes(private[16..].try_into().unwrap());
    let signer = Signer::ed_dsa(part("kid="), pair);
    let bearer = format!("Bearer {}", vendor.token(app, "anna").sign(&signer));
    app.http.send("GET", "/v1/portal/sales", &[("Authorization", &bearer)], None).must(200);
    let stored =
        format!("SELECT alg || ' ' || public_key AS value FROM signing_key WHERE id = '{}'", part("kid="));
    let stored = app.database.texts(&stored);
    assert!(stored[0].starts_with("EdDSA "), "{stored:?}");
}
