//! The rules of time in the browser's WASM, on the cases that run natively too and whose results Python wrote.

use std::{env, fs, path::PathBuf};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::browser::Browser;

const VECTORS: &str = include_str!("../golden/vectors.json");

/// The script and the module that `cargo xtask test` builds from `tests/golden`.
fn built() -> PathBuf {
    let named = env::var_os("FOLLOWTHROUGH_TEST_GOLDEN").map(PathBuf::from);
    let found = named.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../dist/golden"));
    assert!(
        found.join("golden_bg.wasm").is_file(),
        "{} is empty; `cargo xtask test` fills it",
        found.display()
    );
    found
}

#[test]
fn the_rules_of_time_give_in_wasm_what_they_give_natively() {
    let built = built();
    let glue = fs::read_to_string(built.join("golden.js")).unwrap();
    let module = STANDARD.encode(fs::read(built.join("golden_bg.wasm")).unwrap());
    let browser = Browser::open();
    browser.go("about:blank");
    // The module is compiled in its own time; the page keeps what came out until it is asked for.
    let start = "
        const [glue, module, vectors] = arguments;
        const bytes = Uint8Array.from(atob(module), (letter) => letter.charCodeAt(0));
        const bindings = new Function(`${glue}; return wasm_bindgen;`)();
        bindings({ module_or_path: bytes.buffer })
            .then(() => { window.compared = JSON.parse(bindings.compare_text(vectors)); })
            .catch((error) => { window.compared = { error: String(error) }; });
        return null;";
    browser.session.run(start, &[json!(glue), json!(module), json!(VECTORS)]);
    let compared = browser.wait("comparison", "return window.compared", &[]);
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    assert_eq!(compared["differences"], json!([]), "{compared:#}");
    assert_eq!(compared["cases"], json!(vectors["cases"].as_array().unwrap().len()));
}
