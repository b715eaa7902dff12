//! A real browser with one page, looked at and used as a customer does.

use std::{
    env,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    children::{Program, free_port},
    webdriver::{Element, Session},
};

/// Finds what a customer would find; stands before every script.
const EYES: &str = include_str!("page.js");
/// Notes what happens in a document, from its beginning.
const WATCH: &str = include_str!("watch.js");
/// How long a page may take for anything: long enough for a busy machine, as nobody waits when all is well.
const PATIENCE: Duration = Duration::from_secs(20);

/// A browser that closes with its test. The fields are dropped in their order.
#[derive(Debug)]
pub struct Browser {
    /// The protocol behind.
    pub session: Session,
    _driver: Program,
    _profile: TempDir,
}

impl Browser {
    /// One that has never been anywhere.
    pub fn open() -> Self {
        let profile = tempfile::tempdir().unwrap();
        let port = free_port();
        let mut driver = Command::new(program("FOLLOWTHROUGH_TEST_CHROMEDRIVER", "chromedriver"));
        driver.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null());
        let driver = Program::start(&mut driver, port);
        let folder = format!("--user-data-dir={}", profile.path().display());
        let flags = [
            "--headless",
            // Without it Chromium does not start as root, which builds in containers are.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
            "--lang=en-GB",
            "--window-size=1280,1000",
            &folder,
        ];
        let chromium = program("FOLLOWTHROUGH_TEST_CHROMIUM", "chromium");
        let session = Session::open(
            port,
            &json!({
                "goog:chromeOptions": {"binary": chromium, "args": flags},
                "goog:loggingPrefs": {"browser": "ALL"},
                "timeouts": {"script": 30_000, "pageLoad": 60_000},
            }),
        );
        let session = session.unwrap_or_else(|error| panic!("no browser: {error}"));
        session.chromium("Page.addScriptToEvaluateOnNewDocument", &json!({"source": WATCH}));
        Self { session, _driver: driver, _profile: profile }
    }

    /// Goes to an address.
    #[track_caller]
    pub fn go(&self, url: &str) {
        self.session.go(url);
    }

    /// Runs a function's body in the page, with the eyes at hand.
    #[track_caller]
    pub fn run(&self, body: &str, arguments: &[Value]) -> Value {
        self.session.run(&format!("{EYES}\n{body}"), arguments)
    }

    /// Looks again and again until a script answers something.
    #[track_caller]
    pub fn wait(&self, for_what: &str, body: &str, arguments: &[Value]) -> Value {
        let script = format!("{EYES}\n{body}");
        let started = Instant::now();
        loop {
            let answer = self.session.try_run(&script, arguments);
            match answer {
                Err(error) if error.contains("SyntaxError") || error.contains("already been declared") => {
                    panic!("no {for_what}: {error}")
                }
                Ok(Value::Null | Value::Bool(false)) | Err(_) if started.elapsed() < PATIENCE => {}
                Ok(Value::Null | Value::Bool(false)) => panic!("no {for_what}\n{}", self.state()),
                Err(error) => panic!("no {for_what}: {error}"),
                Ok(answer) => return answer,
            }
            thread::sleep(Duration::from_millis(25));
        }
    }

    /// What is on the screen, for messages.
    pub fn state(&self) -> String {
        let seen = self.run(
            "return [...document.querySelectorAll('follow-through')].map((_, nth) => words(nth)).join('\\n---\\n')",
            &[],
        );
        let told = self.run("return JSON.stringify(window.told ?? null)", &[]);
        format!("on the screen: {seen}\ntold: {told}\nconsole: {:#?}", self.session.console())
    }

    /// Waits until the widget shows these words.
    #[track_caller]
    pub fn sees(&self, text: &str) {
        self.sees_in(0, text);
    }

    /// As [`Browser::sees`], in one of several widgets.
    #[track_caller]
    pub fn sees_in(&self, nth: usize, text: &str) {
        let what = format!("“{text}” in the widget");
        self.wait(&what, "return words(arguments[1]).includes(arguments[0])", &[json!(text), json!(nth)]);
    }

    /// Waits until the widget no longer shows these words.
    #[track_caller]
    pub fn sees_no_more(&self, text: &str) {
        let what = format!("end of “{text}” in the widget");
        self.wait(&what, "return box() && !words().includes(arguments[0])", &[json!(text)]);
    }

    /// Waits until the widget is alive.
    #[track_caller]
    pub fn ready(&self) {
        self.wait("ft-ready", "return told.events.some((event) => event.name === 'ft-ready')", &[]);
    }

    /// The thing of a kind (`button`, `radio`, `field`, `heading`) that has this name, or one that begins so.
    #[track_caller]
    pub fn find(&self, kind: &str, name: &str) -> Element {
        let what = format!("{kind} “{name}”");
        let found = self.wait(&what, "return one(...arguments)", &[json!(kind), json!(name)]);
        Element::from_answer(&found).unwrap()
    }

    /// Whether there is such a thing now.
    #[track_caller]
    pub fn has(&self, kind: &str, name: &str) -> bool {
        self.run("return Boolean(one(...arguments))", &[json!(kind), json!(name)]) == json!(true)
    }

    /// Presses what has this name. What was drawn anew in between is looked for again.
    #[track_caller]
    fn press_kind(&self, kind: &str, name: &str) {
        let started = Instant::now();
        loop {
            match self.session.try_click(&self.find(kind, name)) {
                Ok(()) => return,
                Err(error) if started.elapsed() > PATIENCE => panic!("{kind} “{name}”: {error}"),
                Err(_) => thread::sleep(Duration::from_millis(25)),
            }
        }
    }

    /// Presses a button.
    #[track_caller]
    pub fn press(&self, name: &str) {
        self.press_kind("button", name);
    }

    /// Taps an answer.
    #[track_caller]
    pub fn tap(&self, name: &str) {
        self.press_kind("radio", name);
    }

    /// Types into a field.
    #[track_caller]
    pub fn write(&self, field: &str, text: &str) {
        self.session.type_into(&self.find("field", field), text);
    }

    /// Fills a field for a day or a time, for which each language has another order of keys.
    #[track_caller]
    pub fn fill(&self, field: &str, value: &str) {
        let field = self.find("field", field);
        let script = "const [field, value] = arguments; field.value = value;
            for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }))";
        self.run(script, &[field.as_argument(), json!(value)]);
    }

    /// The events of the element so far.
    #[track_caller]
    pub fn events(&self, name: &str) -> Vec<Value> {
        let found =
            self.run("return told.events.filter((event) => event.name === arguments[0])", &[json!(name)]);
        found.as_array().cloned().unwrap_or_default()
    }

    /// Waits for an event of the element and gives the last one.
    #[track_caller]
    pub fn hears(&self, name: &str) -> Value {
        self.wait(name, "return told.events.findLast((event) => event.name === arguments[0])", &[json!(name)])
    }

    /// What the page's policy refused, in all documents of this test.
    #[track_caller]
    pub fn violations(&self) -> Value {
        self.run("return JSON.parse(sessionStorage.getItem('violations') ?? '[]')", &[])
    }

    /// The size of the screen.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.session.chromium("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Whether the system is dark.
    #[track_caller]
    pub fn prefers(&self, scheme: &str) {
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.session.chromium("Emulation.setEmulatedMedia", &features);
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.session.close();
    }
}

/// The program that the environment names, or the one on the path.
fn program(variable: &str, name: &str) -> PathBuf {
    let named = env::var_os(variable).map(PathBuf::from);
    let on_path = || {
        let folders = env::var_os("PATH").unwrap_or_default();
        env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
    };
    named.or_else(on_path).unwrap_or_else(|| panic!("{name} is needed; `cargo xtask test` installs it"))
}
