//! Everything that one test needs: a server with a dealer, the dealer's portal, a browser.

use serde_json::Value;

use crate::{
    browser::Browser,
    gate::Gate,
    portal::{Page, Portal},
    server::Server,
    vendor::{Sale, Vendor},
};

/// The children of the element: what customers see when the widget cannot show.
pub const FALLBACK: &str = "Call us on +45 70 10 20 30.";

/// A world of its own for each test.
#[derive(Debug)]
pub struct World {
    /// Where the customer sits.
    pub browser: Browser,
    /// The dealer's pages.
    pub portal: Portal,
    /// The dealer.
    pub vendor: Vendor,
    /// Followthrough.
    pub server: Server,
}

impl World {
    /// One in which the browser reaches the server directly.
    pub fn new() -> Self {
        Self::before(Server::prepare(None))
    }

    /// One in which it reaches the server through a door.
    pub fn behind(gate: &Gate) -> Self {
        let server = Server::prepare(Some(gate.port()));
        gate.lead_to(server.port);
        Self::before(server)
    }

    fn before(mut server: Server) -> Self {
        let portal = Portal::start();
        let vendor = Vendor::create(&server, "Nordhavn Kaffe", &portal.origin());
        portal.sign_with(&vendor.signer);
        server.start();
        Self { browser: Browser::open(), portal, vendor, server }
    }

    /// The policy that docs/embedding.md promises to be enough, and nothing more.
    pub fn policy(&self) -> String {
        let follow = self.server.origin();
        format!("default-src 'none'; script-src {follow} 'wasm-unsafe-eval'; connect-src 'self' {follow}")
    }

    /// The element as a portal writes it.
    pub fn element(&self, attributes: &str) -> String {
        let vendor = &self.vendor.id;
        format!(
            "<follow-through vendor=\"{vendor}\" token-url=\"/token\" {attributes}><p>{FALLBACK}</p></follow-through>"
        )
    }

    /// A portal page with this in its body, and more in its head.
    pub fn page(&self, head: &str, body: &str) -> Page {
        let loader =
            format!("<script type=\"module\" src=\"{}/v1/embed.js\"></script>", self.server.origin());
        Page::new(format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\">\
             <title>My orders at Nordhavn Kaffe</title>{loader}{head}</head>\
             <body><h1>My orders</h1>{body}</body></html>"
        ))
    }

    /// Puts the usual page there, under the promised policy, and signs the customer of the sale in.
    pub fn usual_page(&self, sale: &Sale) -> String {
        self.portal.sign_in(&sale.subject);
        let page = self.page("", &self.element("loading=\"eager\"")).under(&self.policy());
        self.portal.put("/orders", page)
    }

    /// Sells, and opens the usual page until the widget is alive.
    #[track_caller]
    pub fn open_sale(&self) -> Sale {
        let sale = self.vendor.sell("mette");
        self.browser.go(&self.usual_page(&sale));
        self.browser.ready();
        sale
    }

    /// Sells, waits until the first question is open, and opens the usual page until the widget is alive.
    #[track_caller]
    pub fn open_question(&self) -> Sale {
        let sale = self.vendor.sell("mette");
        self.vendor.until_asked(&sale);
        self.browser.go(&self.usual_page(&sale));
        self.browser.ready();
        sale
    }

    /// Waits until the customer's door says what a test waits for, and gives the view.
    #[track_caller]
    pub fn until(&self, sale: &Sale, what: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let mut view = self.vendor.view(sale);
        for _ in 0..200 {
            if is_so(&view) {
                return view;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
            view = self.vendor.view(sale);
        }
        panic!("never: {what}\n{}\n{view:#}", self.browser.state());
    }
}
