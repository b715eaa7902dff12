//! Takes the pictures of the demo for the README: `cargo run -p followthrough-tests --example pictures`.
//! Needs the built programs (`cargo build`), a built widget (`cargo xtask size`), Chromium and its driver.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failure ends it, as it ends a test")]

#[expect(dead_code, reason = "the tests use more of it")]
mod browser;
mod children;
#[expect(dead_code, reason = "the tests use more of it")]
mod dealer;
#[expect(dead_code, reason = "the tests use more of it")]
mod server;
#[expect(dead_code, reason = "the tests use more of it")]
mod webdriver;

use std::{fs, path::PathBuf};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

use self::{browser::Browser, dealer::Dealer};

/// The customers of the demo with what each stands for.
const CUSTOMERS: [(&str, &str); 3] =
    [("mette", "mid-agenda"), ("henrik", "moved-twice"), ("sara", "complaint")];
/// Width, and the most height that a picture shows.
const SIZES: [(u32, u32); 2] = [(360, 1900), (1280, 1500)];
/// The repository holds them all, in every version.
const LARGEST: usize = 250_000;

fn main() {
    let dealer = Dealer::open();
    let browser = Browser::open();
    for (customer, name) in CUSTOMERS {
        for scheme in ["light", "dark"] {
            for (width, most) in SIZES {
                browser.prefers(scheme);
                browser.resize(width, 900);
                browser.go(&format!("{}/?customer={customer}", dealer.origin()));
                browser.ready();
                let file = folder().join(format!("{name}-{scheme}-{width}.png"));
                fs::write(file, picture(&browser, width, most)).unwrap();
            }
        }
    }
}

/// The page from its top, as much of it as fits into a picture of [`LARGEST`] bytes.
fn picture(browser: &Browser, width: u32, most: u32) -> Vec<u8> {
    let height = browser.run("return document.documentElement.scrollHeight", &[]);
    let mut height = u32::try_from(height.as_u64().unwrap()).unwrap().min(most);
    loop {
        let wanted = json!({
            "format": "png",
            "captureBeyondViewport": true,
            "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
        });
        let picture = browser.session.chromium("Page.captureScreenshot", &wanted);
        let bytes = STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
        if bytes.len() <= LARGEST {
            return bytes;
        }
        height -= 20;
    }
}

fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures");
    fs::create_dir_all(&folder).unwrap();
    folder
}
