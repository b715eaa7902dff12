//! The widget in the browser, as `embed.js` sees it.

use std::{cell::RefCell, rc::Rc, sync::Once};

use followthrough_common::{api::view::FirstView, words::Language};
use gloo_timers::callback::Interval;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::{
    mount::{UnmountHandle, hydrate_from, mount_to},
    prelude::*,
    tachys::view::Render,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::{HtmlElement, VisibilityState};

mod focus;
mod taps;

use crate::{
    client::Client,
    options::Options,
    store::{
        Form, Store,
        sync::{BEAT_MS, Page, Sync},
    },
    texts,
    views::root,
    wire,
};

type Handle = UnmountHandle<<AnyView as Render>::State>;

/// A widget in a page element.
#[wasm_bindgen]
pub struct Widget {
    root: HtmlElement,
    store: Store,
    sync: Rc<Sync>,
    client: Rc<Client>,
    /// Dropped together: the view with everything that it created, and the timer.
    alive: RefCell<Option<(Handle, Interval)>>,
    fatal: u32,
}

/// What the page decided.
struct Config {
    locale: String,
    heading_level: u8,
    api: String,
    get_token: Function,
    emit: Function,
    announce: Function,
}

impl Config {
    fn read(config: &JsValue) -> Result<Self, JsValue> {
        let get = |name: &str| Reflect::get(config, &JsValue::from_str(name));
        let text = |name: &str| get(name).map(|value| value.as_string());
        let function = |name: &str| get(name)?.dyn_into::<Function>();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::as_conversions,
            reason = "clamped"
        )]
        let level = get("headingLevel")?.as_f64().unwrap_or(2.0).clamp(2.0, 5.0) as u8;
        Ok(Self {
            locale: text("locale")?.unwrap_or_default(),
            heading_level: level,
            api: text("api")?.unwrap_or_default(),
            get_token: function("getToken")?,
            emit: function("emit")?,
            announce: function("announce")?,
        })
    }

    fn page(&self, root: &HtmlElement) -> Page {
        let (emit, announce) = (self.emit.clone(), self.announce.clone());
        let root = root.clone();
        let mut query = ["heading_level=", &self.heading_level.to_string()].concat();
        query.push_str("&locale=");
        query.push_str(&String::from(js_sys::encode_uri_component(&self.locale)));
        Page {
            emit: Box::new(move |event, id| {
                let detail = Object::new();
                // A plain object takes every property.
                _ = Reflect::set(&detail, &"id".into(), &id.into());
                _ = emit.call2(&JsValue::NULL, &event.into(), &detail);
            }),
            announce: Box::new(move |words| _ = announce.call1(&JsValue::NULL, &words.into())),
            speak: Box::new(move |language| speak(&root, language)),
            query,
        }
    }
}

#[wasm_bindgen]
impl Widget {
    /// Brings the server's markup in `root` to life; markup of another shape is replaced. `first` is the JSON
    /// of the first view that the markup was rendered from, `texts` the file of its language.
    pub fn hydrate(root: HtmlElement, first: &str, texts: &str, config: &JsValue) -> Result<Widget, JsValue> {
        let shape = root.first_element_child().and_then(|view| view.get_attribute("data-shape"));
        if shape.as_deref() != Some(root::SHAPE) {
            return Self::mount(root, first, texts, config);
        }
        let taps = taps::read(&root);
        let widget = Self::start(root, (first, texts), config, hydrate_from)?;
        taps::take_over(widget.store, &taps);
        Ok(widget)
    }

    /// Draws the view into `root`, in place of whatever is in it.
    pub fn mount(root: HtmlElement, first: &str, texts: &str, config: &JsValue) -> Result<Widget, JsValue> {
        root.replace_children_with_node_0();
        Self::start(root, (first, texts), config, mount_to)
    }

    fn start(
        root: HtmlElement,
        (first, texts): (&str, &str),
        config: &JsValue,
        draw: impl FnOnce(HtmlElement, Box<dyn FnOnce() -> AnyView>) -> Handle,
    ) -> Result<Widget, JsValue> {
        report_panics();
        let config = Config::read(config)?;
        let first: FirstView = wire::read(first).ok_or("the first view cannot be read")?;
        let texts = texts::read(first.language, texts).ok_or("the texts cannot be read")?;
        let options = Options::new(texts, config.heading_level);
        let client = Rc::new(Client::new(config.api.clone(), config.get_token.clone()));
        let made = Rc::new(RefCell::new(None::<(Store, Rc<Sync>)>));
        let drawn: Box<dyn FnOnce() -> AnyView> = {
            let (made, client, page, root) = (made.clone(), client.clone(), config.page(&root), root.clone());
            Box::new(move || {
                let store = Store::new(first, &options);
                made.replace(Some((store, Sync::start(store, client, page))));
                focus::follow(store, root);
                root::view(store)
            })
        };
        let handle = draw(root.clone(), drawn);
        let Some((store, sync)) = made.take() else { return Err(JsValue::NULL) };
        speak(&root, options.texts.language);
        let beating = sync.clone();
        let timer = Interval::new(BEAT_MS, move || {
            if is_visible() {
                beating.beat();
            }
        });
        let fatal = fatal::remember(config.emit);
        Ok(Widget { root, store, sync, client, alive: RefCell::new(Some((handle, timer))), fatal })
    }

    /// Takes everything down: elements, listeners, timers, requests under way.
    pub fn unmount(&self) {
        self.sync.stop();
        fatal::forget(self.fatal);
        self.alive.take();
    }

    /// Fetches everything anew.
    pub fn refresh(&self) -> Promise {
        let sync = self.sync.clone();
        future_to_promise(async move {
            sync.refresh(None).await;
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Leads to a thing: scrolls there and gives it the focus.
    pub fn show(&self, id: String) {
        if let Ok(ask) = id.parse() {
            self.store.keep_question(Some(ask));
        }
        if self.store.peek(|_, screen| !screen.shows_all) == Some(true)
            && focus::find(&self.root, &id).is_none()
        {
            self.store.show_all();
        }
        focus::lead_to(self.root.clone(), id);
    }

    /// Opens "Tell us something".
    pub fn raise_concern(&self, prefill: Option<String>) {
        if let Some(words) = prefill {
            self.store.type_in(Form::Raise, "text", words);
        }
        if self.store.peek(|_, screen| screen.form != Some(Form::Raise)) == Some(true) {
            self.store.toggle(Form::Raise);
        }
    }

    /// The page changed its mind. Another language, zone or sale comes with the view that is fetched now; `texts` is
    /// the file of the language.
    pub fn set_options(&self, texts: &str, given: &JsValue) -> Result<(), JsValue> {
        let sale = Reflect::get(given, &"sale".into())?.as_string();
        let config = Config::read(given)?;
        let language = Reflect::get(given, &"language".into())?.as_string();
        _ = language.and_then(|tag| texts::read(Language::of_tag(&tag)?, texts));
        self.client.replace_token_source(config.get_token.clone());
        self.sync.replace_page(config.page(&self.root));
        let listed = self.store.peek(|data, _| {
            let named = |known: &&followthrough_common::api::view::SaleItem| {
                Some(known.id.to_string()) == sale || Some(&*known.reference) == sale.as_deref()
            };
            data.first.sales.iter().find(named).map(|known| known.id)
        });
        let listed = listed.flatten();
        let sync = self.sync.clone();
        wasm_bindgen_futures::spawn_local(async move { sync.refresh(listed).await });
        Ok(())
    }
}

/// Says which language is in the element, and in which direction it runs.
fn speak(root: &HtmlElement, language: Language) {
    if let Some(view) = root.first_element_child() {
        // Both are names that every element takes.
        _ = view.set_attribute("lang", language.tag());
        _ = view.set_attribute("dir", language.direction().as_str());
    }
}

fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_none_or(|document| document.visibility_state() != VisibilityState::Hidden)
}

/// A panic spoils the memory of every widget of the page: the pages' elements are told, each once.
fn report_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
            fatal::tell();
        }));
    });
}

mod fatal {
    //! Who is told of a panic. A panic has no owner, so this is the one list of the module.

    use std::cell::RefCell;

    use js_sys::{Function, Object, Reflect};
    use wasm_bindgen::JsValue;

    thread_local! {
        static LISTENERS: RefCell<(u32, Vec<(u32, Function)>)> = const { RefCell::new((0, Vec::new())) };
    }

    pub fn remember(emit: Function) -> u32 {
        LISTENERS.with_borrow_mut(|(last, all)| {
            *last = last.wrapping_add(1);
            all.push((*last, emit));
            *last
        })
    }

    pub fn forget(number: u32) {
        LISTENERS.with_borrow_mut(|(_, all)| all.retain(|(known, _)| *known != number));
    }

    pub fn tell() {
        let all = LISTENERS.with(|all| all.try_borrow().map(|all| all.1.clone()).unwrap_or_default());
        for (_, emit) in all {
            let detail = Object::new();
            _ = Reflect::set(&detail, &"fatal".into(), &JsValue::TRUE);
            _ = Reflect::set(&detail, &"code".into(), &"internal".into());
            _ = emit.call2(&JsValue::NULL, &"ft-error".into(), &detail);
        }
    }
}
