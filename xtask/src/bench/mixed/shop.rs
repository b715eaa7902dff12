//! The vendor whose customers make the load: made by the server's own commands and through its vendor door, and it
//! signs tokens as any shop's server does.

use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, anyhow, ensure};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::bench::load;
use crate::http;

const PATIENCE: Duration = Duration::from_secs(30);
/// So many write at the same time.
const WRITERS: usize = 4;
/// How long a token may be used, in seconds; the longest that the server takes.
const VALID: u64 = 15 * 60;

/// A test vendor with its keys.
pub struct Shop {
    port: u16,
    vendor: String,
    member: String,
    api_key: String,
    key_id: String,
    secret: Vec<u8>,
}

/// Somebody who bought something.
pub struct Customer {
    /// What the vendor calls them.
    pub subject: String,
    /// What they bought.
    pub sale: String,
}

impl Shop {
    /// Makes it in the database of the server on that port.
    pub fn open(server: &Path, url: &str, port: u16) -> Result<Self> {
        let said = |words: &[&str]| load::said(server, url, words);
        let vendor =
            said(&["vendor", "create", "--name", "Bench", "--time-zone", "Europe/Berlin", "--test"])?;
        let member = said(&["member", "create", "--vendor", &vendor, "--name", "Ann Berg"])?;
        let words = ["key", "create", "api", "--vendor", &vendor, "--name", "Bench", "--member", &member];
        let api_key = said(&words)?;
        let signing = said(&["key", "create", "signing", "--vendor", &vendor, "--algorithm", "hs256"])?;
        let told = |name: &str| {
            let line = signing.lines().find_map(|line| line.trim().strip_prefix(name));
            line.map(str::to_owned).with_context(|| format!("no {name} among what the key's command says"))
        };
        let secret = URL_SAFE_NO_PAD.decode(told("secret=")?).context("the secret is not base64url")?;
        Ok(Self { key_id: told("kid=")?, port, vendor, member, api_key, secret })
    }

    /// So many customers with a sale each.
    pub fn customers(&self, count: usize) -> Result<Vec<Customer>> {
        let one = |number: usize| -> Result<Customer> {
            let subject = format!("c-{number}");
            let person = json!({"external_id": subject, "name": "Mia Dahl", "time_zone": "Europe/Berlin"});
            let customer = self.post("/v1/customers", &person)?;
            let sale = json!({
                "reference": format!("B-{number}"), "title": "Coffee machine X2", "owner": self.member,
                "customers": [customer.get("id")], "invoiced": 129_900, "currency": "EUR",
            });
            let sale = self.post("/v1/sales", &sale)?;
            let sale = sale.get("id").and_then(Value::as_str).context("the sale has no id")?.to_owned();
            Ok(Customer { subject, sale })
        };
        thread::scope(|scope| {
            let one = &one;
            let writers: Vec<_> = (0..WRITERS)
                .map(|first| {
                    scope.spawn(move || (first..count).step_by(WRITERS).map(one).collect::<Result<Vec<_>>>())
                })
                .collect();
            let mut made = Vec::with_capacity(count);
            for writer in writers {
                made.extend(writer.join().map_err(|_| anyhow!("a writer panicked"))??);
            }
            Ok(made)
        })
    }

    /// Through the vendor door.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let headers = format!("Authorization: Bearer {}\r\n", self.api_key);
        let answer = http::post(self.port, path, &headers, &body.to_string(), PATIENCE)?;
        ensure!(matches!(answer.status, 200 | 201), "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).with_context(|| format!("{path} gave no JSON"))
    }

    /// A question that the customer opens themselves: whether they are satisfied.
    pub fn opens_a_question(&self, of: &Customer) -> Result<String> {
        let Customer { subject, sale } = of;
        let headers =
            format!("Authorization: Bearer {}\r\nIdempotency-Key: opens-{sale}\r\n", self.token(subject));
        let path = format!("/v1/portal/sales/{sale}/asks");
        let answer = http::post(self.port, &path, &headers, r#"{"check":"complete@1"}"#, PATIENCE)?;
        ensure!(answer.status == 200, "{path}: {}", answer.body);
        let view: Value = serde_json::from_str(&answer.body).context("the view is no JSON")?;
        let asks = view.get("asks").and_then(Value::as_array).context("the view has no questions")?;
        let is_it = |ask: &&Value| ask.get("check").and_then(Value::as_str) == Some("complete@1");
        let ask = asks.iter().find(is_it).and_then(|ask| ask.get("id")?.as_str());
        Ok(ask.context("the question is not there")?.to_owned())
    }

    /// A token of this moment for one customer.
    #[expect(clippy::disallowed_methods, reason = "a shop signs by its own clock, which is this computer's")]
    pub fn token(&self, subject: &str) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let head = json!({"alg": "HS256", "typ": "followthrough+jwt", "kid": self.key_id});
        let claims = json!({
            "iss": self.vendor, "sub": subject, "aud": format!("http://127.0.0.1:{}", self.port),
            "iat": now, "exp": now + VALID,
        });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&head), part(&claims));
        let signature = URL_SAFE_NO_PAD.encode(hmac(&self.secret, signed.as_bytes()));
        format!("{signed}.{signature}")
    }
}

/// HMAC with SHA-256 (RFC 2104) for keys of up to a block, as the server's are: too little for a dependency.
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let padded = |with: u8| -> Vec<u8> {
        key.iter().copied().chain(std::iter::repeat(0)).take(64).map(|byte| byte ^ with).collect()
    };
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::hmac;

    /// RFC 4231, test case 2.
    #[test]
    fn what_is_signed_is_signed_as_the_standard_says() {
        let made = URL_SAFE_NO_PAD.encode(hmac(b"Jefe", b"what do ya want for nothing?"));
        assert_eq!(made, "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM");
    }
}
