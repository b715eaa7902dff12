//! The dealer's own portal: pages from another origin than the server's, and the address that gives tokens.

use std::{
    collections::HashMap,
    net::TcpStream,
    sync::{Arc, Mutex},
};

use crate::{
    token::Signer,
    wire::{Listener, answer, read_request},
};

/// A page of the portal.
#[derive(Debug, Clone, Default)]
pub struct Page {
    html: String,
    policy: Option<String>,
}

impl Page {
    /// With this source.
    pub fn new(html: String) -> Self {
        Self { html, policy: None }
    }

    /// Under a `Content-Security-Policy`.
    #[must_use]
    pub fn under(mut self, policy: &str) -> Self {
        self.policy = Some(policy.to_owned());
        self
    }
}

#[derive(Debug, Default)]
struct Rules {
    pages: HashMap<String, Page>,
    signer: Option<Signer>,
    subject: String,
    /// How long each next token is good; the last one counts for all after it.
    lifetimes: Vec<i64>,
    tokens: usize,
}

/// The portal.
#[derive(Debug)]
pub struct Portal {
    listener: Listener,
    rules: Arc<Mutex<Rules>>,
}

impl Portal {
    /// Without a page.
    pub fn start() -> Self {
        let rules = Arc::new(Mutex::new(Rules { lifetimes: vec![600], ..Rules::default() }));
        let own = rules.clone();
        let listener = Listener::start(move |stream| {
            let _ = serve(stream, &own);
        });
        Self { listener, rules }
    }

    /// Its origin: another port, and another name for this machine, so another site too.
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.listener.port)
    }

    /// Signs tokens with this from now on.
    pub fn sign_with(&self, signer: &Signer) {
        self.change(|rules| rules.signer = Some(signer.clone()));
    }

    /// This customer is the one who is signed in.
    pub fn sign_in(&self, subject: &str) {
        self.change(|rules| subject.clone_into(&mut rules.subject));
    }

    /// The next tokens are good for so many seconds; below zero they have expired.
    pub fn lifetimes(&self, seconds: &[i64]) {
        self.change(|rules| rules.lifetimes = seconds.to_vec());
    }

    /// Puts a page there and gives its address.
    pub fn put(&self, path: &str, page: Page) -> String {
        self.change(|rules| rules.pages.insert(path.to_owned(), page));
        self.origin() + path
    }

    /// How many tokens were given.
    pub fn tokens(&self) -> usize {
        self.rules.lock().unwrap().tokens
    }

    fn change<Out>(&self, change: impl FnOnce(&mut Rules) -> Out) {
        change(&mut self.rules.lock().unwrap());
    }
}

fn serve(mut stream: TcpStream, rules: &Mutex<Rules>) -> Option<()> {
    let request = read_request(&mut stream)?;
    let mut rules = rules.lock().ok()?;
    if request.path == "/token" {
        let seconds =
            if rules.lifetimes.len() > 1 { rules.lifetimes.remove(0) } else { *rules.lifetimes.first()? };
        rules.tokens += 1;
        let token = rules.signer.as_ref()?.sign(&rules.subject, seconds);
        let headers = [("Content-Type", "text/plain"), ("Cache-Control", "no-store")];
        answer(&mut stream, "200 OK", &headers, &token);
        return Some(());
    }
    let Some(page) = rules.pages.get(&request.path).cloned() else {
        answer(&mut stream, "404 Not Found", &[], "");
        return Some(());
    };
    drop(rules);
    let mut headers = vec![("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")];
    headers.extend(page.policy.as_deref().map(|policy| ("Content-Security-Policy", policy)));
    answer(&mut stream, "200 OK", &headers, &page.html);
    Some(())
}
