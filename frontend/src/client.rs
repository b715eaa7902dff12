//! Requests to the customer door. Knows tokens, headers and which failures pass; knows nothing of sales.

use std::cell::RefCell;

use gloo_net::http::{Method, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCache, RequestCredentials};

use crate::wire::{self, Json};

/// A request that takes longer is given up and counts as not got through.
const PATIENCE_MS: u32 = 25_000;
/// A token is replaced so long before its end.
const AHEAD_MS: f64 = 60_000.0;

/// What to ask.
pub struct Ask<'a> {
    /// Below the API's origin.
    pub path: String,
    /// The JSON and the idempotency key of a write.
    pub write: Option<(&'a str, &'a str)>,
    /// What the sender has already.
    pub etag: Option<&'a str>,
}

/// How it ended.
pub enum Reply {
    /// An answer, with its tag.
    Fresh(String, Option<String>),
    /// What the sender has is still right.
    Unchanged,
    /// It did not get through, or passes by itself; perhaps the server said after how many seconds.
    Later(Option<u32>),
    /// The page gave no token, or none that the server takes.
    NoToken,
    /// No, for good: the code of the problem, and how the thing looks now, if the server told.
    Refused(String, Option<Json>),
}

struct Token {
    text: String,
    fresh_until: f64,
}

/// The customer's side of the API for one page element.
pub struct Client {
    api: String,
    get_token: RefCell<Function>,
    token: RefCell<Option<Token>>,
    asking: RefCell<Option<Promise>>,
}

impl Client {
    /// For the API at this address, with the page's way to a token.
    pub fn new(api: String, get_token: Function) -> Self {
        Self {
            api,
            get_token: RefCell::new(get_token),
            token: RefCell::new(None),
            asking: RefCell::new(None),
        }
    }

    /// The page has another way to a token now.
    pub fn replace_token_source(&self, get_token: Function) {
        self.get_token.replace(get_token);
    }

    /// Sends, with one more try under a new token if the old one is refused.
    pub async fn send(&self, ask: &Ask<'_>) -> Reply {
        let Some(token) = self.fresh_token().await else { return Reply::NoToken };
        let reply = self.send_with(ask, &token).await;
        if !matches!(reply, Reply::NoToken) {
            return reply;
        }
        match self.ask_token("unauthorized").await {
            Some(token) => self.send_with(ask, &token).await,
            None => Reply::NoToken,
        }
    }

    async fn send_with(&self, ask: &Ask<'_>, token: &str) -> Reply {
        let mut url = self.api.clone();
        url.push_str(&ask.path);
        let mut bearer = String::from("Bearer ");
        bearer.push_str(token);
        let Ok(abort) = AbortController::new() else { return Reply::Later(None) };
        let signal = abort.signal();
        let method = if ask.write.is_some() { Method::POST } else { Method::GET };
        let mut builder = RequestBuilder::new(&url)
            .method(method)
            .credentials(RequestCredentials::Omit)
            .cache(RequestCache::NoStore)
            .abort_signal(Some(&signal))
            .header("Authorization", &bearer);
        if let Some(etag) = ask.etag {
            builder = builder.header("If-None-Match", etag);
        }
        let request = match ask.write {
            Some((body, key)) => builder
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .header("Prefer", "return=minimal")
                .body(body),
            None => builder.build(),
        };
        let Ok(request) = request else { return Reply::Later(None) };
        let patience = Timeout::new(PATIENCE_MS, move || abort.abort());
        let reply = match request.send().await {
            Ok(response) => read(response).await,
            Err(_) => Reply::Later(None),
        };
        drop(patience);
        reply
    }

    async fn fresh_token(&self) -> Option<String> {
        let known = self.token.borrow().as_ref().map(|token| (token.text.clone(), token.fresh_until));
        match known {
            Some((text, until)) if clock() < until => Some(text),
            Some(_) => self.ask_token("refresh").await,
            None => self.ask_token("initial").await,
        }
    }

    /// Asks the page; who asks while an answer is under way waits for the same one.
    async fn ask_token(&self, reason: &str) -> Option<String> {
        let under_way = self.asking.borrow().clone();
        let promise = if let Some(promise) = under_way {
            promise
        } else {
            let answer = self.get_token.borrow().call1(&JsValue::NULL, &JsValue::from_str(reason)).ok()?;
            let promise = Promise::resolve(&answer);
            self.asking.replace(Some(promise.clone()));
            promise
        };
        let answer = JsFuture::from(promise).await;
        self.asking.replace(None);
        let text = answer.ok()?.as_string()?;
        let fresh_until = clock() + lifetime(&text).unwrap_or(f64::INFINITY) - AHEAD_MS;
        self.token.replace(Some(Token { text: text.clone(), fresh_until }));
        Some(text)
    }
}

/// Milliseconds since the page began. Never goes back, whatever happens to the clock of the device.
pub fn clock() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// How long the token lives, counted from its making, in milliseconds: its own two times, so that a wrong
/// clock in the browser does no harm.
fn lifetime(token: &str) -> Option<f64> {
    let payload = token.split('.').nth(1)?.replace('-', "+").replace('_', "/");
    let mut claims = wire::parse(&web_sys::window()?.atob(&payload).ok()?)?;
    let mut seconds = |name| claims.take(name)?.read::<u32>().map(f64::from);
    Some((seconds("exp")? - seconds("iat")?) * 1000.0)
}

async fn read(response: Response) -> Reply {
    let status = response.status();
    let header = |name: &str| response.headers().get(name);
    let after = header("Retry-After").and_then(|seconds| seconds.parse().ok());
    let etag = header("ETag");
    match status {
        304 => Reply::Unchanged,
        401 => Reply::NoToken,
        408 | 425 | 429 | 500.. => Reply::Later(after),
        _ => match response.text().await {
            Err(_) => Reply::Later(None),
            Ok(body) if status < 300 => Reply::Fresh(body, etag),
            Ok(body) => refused(&body, after),
        },
    }
}

fn refused(body: &str, after: Option<u32>) -> Reply {
    // Without a code, something between us and the server answered.
    let Some(mut problem) = wire::parse(body) else { return Reply::Later(after) };
    let Some(code) = problem.take("code") else { return Reply::Later(after) };
    if problem.take("retryable") == Some(Json::Bool(true)) {
        return Reply::Later(after);
    }
    Reply::Refused(code.text().to_owned(), problem.take("view").filter(|view| *view != Json::Null))
}

/// A random UUID, for an idempotency key.
pub fn random_key() -> String {
    let mut bytes = [0_u8; 16];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    // Without randomness the time of the press still tells two presses apart.
    if crypto.is_none_or(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_err()) {
        let now = clock().to_bits() ^ js_sys::Date::now().to_bits();
        for (byte, known) in bytes.iter_mut().zip(now.to_le_bytes()) {
            *byte = known;
        }
    }
    let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
    *version = (*version & 0x0f) | 0x40;
    *variant = (*variant & 0x3f) | 0x80;
    let mut key = String::with_capacity(36);
    for (row, byte) in bytes.into_iter().enumerate() {
        if matches!(row, 4 | 6 | 8 | 10) {
            key.push('-');
        }
        for half in [byte >> 4, byte & 15] {
            key.push(char::from_digit(half.into(), 16).unwrap_or('0'));
        }
    }
    key
}

/// Hands a text to the customer as a file.
pub fn save_as_file(text: &str, name: &str, media_type: &str) -> Result<(), JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let anchor: web_sys::HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // The download has begun; the browser keeps what it needs.
    Timeout::new(10_000, move || _ = web_sys::Url::revoke_object_url(&url)).forget();
    Ok(())
}
