//! A vendor to test with, made behind the doors.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::SigningKey;
use followthrough_backend::{
    auth::api_key::Scope,
    repo::vendor::Mode,
    service::{
        keys::{self, NewApiKey, NewSigningKey},
        members, origins,
        vendors::{self, NewVendor},
    },
};
use followthrough_common::{
    domain::member::Member,
    id::{MemberId, VendorId},
    text::Line,
    time::ZoneName,
};

use super::TestApp;
use crate::{
    clients::{CustomerClient, VendorClient},
    token::{Signer, Token},
};

/// The page that shows the widget.
pub const SHOP: &str = "https://shop.example";
/// The half of an Ed25519 pair that a real vendor would never give away.
const PRIVATE: [u8; 32] = [7; 32];
/// The same as a vendor's server keeps it.
pub const PKCS8: [u8; 48] = {
    let mut key = [7; 48];
    let head = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    let mut at = 0;
    while at < head.len() {
        key[at] = head[at];
        at += 1;
    }
    key
};

/// A vendor whose clock can be put forward, and everything to act as it.
#[derive(Debug, Clone)]
pub struct TestVendor {
    /// Its id.
    pub id: VendorId,
    /// The member who acts when nobody else is named.
    pub member: MemberId,
    /// An API key with every scope.
    pub key: String,
    /// How its server signs by default: HS256.
    pub signer: Signer,
    /// Its second key: `EdDSA`.
    pub other_signer: Signer,
}

/// One line of text.
pub fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

impl TestVendor {
    pub(super) fn create(app: &TestApp, name: &str) -> Self {
        Self::create_as(app, name, Mode::Test)
    }

    /// One whose customers are real, as far as the server knows.
    pub fn live(app: &TestApp, name: &str) -> Self {
        Self::create_as(app, name, Mode::Live)
    }

    fn create_as(test: &TestApp, name: &str, mode: Mode) -> Self {
        let name = line(name);
        let app = test.app.clone();
        test.write(move |conn| {
            let new = NewVendor {
                name: name.clone(),
                phone: Some(line("+45 70 10 20 30")),
                mode,
                time_zone: ZoneName::parse("Europe/Copenhagen").unwrap(),
            };
            let vendor = vendors::create(conn, &app, new)?.id;
            let member = members::create(conn, &app, vendor, |id| Member {
                id,
                name: line("Jonas Holm"),
                role: Some(line("looks after you")),
                phone: Some(line("+45 70 10 20 31")),
                email: Some(line("jonas@dealer.example")),
                languages: vec![line("da"), line("en")],
            })?;
            let member = member.record.id;
            let scopes = Scope::ALL.iter().map(|scope| scope.as_str().to_owned()).collect();
            let new = NewApiKey { name: line("tests"), scopes, member: Some(member) };
            let (_, key) = keys::create_api_key(conn, &app, vendor, new)?;
            let (shared, secret) = keys::create_signing_key(conn, &app, vendor, NewSigningKey::Hs256, None)?;
            let signer = Signer::hs256(shared.id.to_string(), &secret.unwrap());
            let pair = SigningKey::from_bytes(&PRIVATE);
            let public = URL_SAFE_NO_PAD.encode(pair.verifying_key().as_bytes());
            let (public, _) =
                keys::create_signing_key(conn, &app, vendor, NewSigningKey::EdDsa(public), None)?;
            let other_signer = Signer::ed_dsa(public.id.to_string(), pair);
            origins::add(conn, &app, vendor, SHOP)?;
            Ok(Self { id: vendor, member, key, signer, other_signer })
        })
    }

    /// Its system, with the key that may do everything.
    pub fn client(&self, app: &TestApp) -> VendorClient {
        VendorClient::new(app, &self.key)
    }

    /// Its system with a key that has these scopes only.
    pub fn client_with(&self, test: &TestApp, scopes: &[&str]) -> VendorClient {
        let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let (app, vendor, member) = (test.app.clone(), self.id, Some(self.member));
        let (_, key) = test.write(move |conn| {
            let new = NewApiKey { name: line("few scopes"), scopes: scopes.clone(), member };
            keys::create_api_key(conn, &app, vendor, new)
        });
        VendorClient::new(test, &key)
    }

    /// The browser of the customer whom the vendor calls `subject`.
    pub fn customer(&self, app: &TestApp, subject: &str) -> CustomerClient {
        CustomerClient::new(app, self.token(app, subject), self.signer.clone())
    }

    /// A good token, to be used or spoilt.
    pub fn token(&self, app: &TestApp, subject: &str) -> Token {
        Token::new(self.id, subject, app)
    }
}
