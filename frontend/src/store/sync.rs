//! Keeps the store and the server together: sends what is in the outbox, asks for news, goes on with the
//! clock. Lives as long as the element and stops with it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use chrono::TimeDelta;
use followthrough_common::{
    api::view::{CustomerView, FirstView},
    domain::check::{AskState, Mood},
    id::{AskId, ConcernId, SaleId, TouchpointId},
    words::{Language, Texts},
};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Act, Data, Form, Kind, Progress, Screen, Store, Why, Write, WriteState};
use crate::{
    client::{Ask, Client, Reply, clock, random_key, save_as_file},
    texts,
    wire::{self, Json},
};

/// Every so often the clock goes on; at every third beat the server is asked for news.
pub const BEAT_MS: u32 = 15_000;
const BEATS_OF_CLOCK: u32 = 2;
const BEATS_OF_POLL: u32 = 3;
/// Seconds between two tries of a write; the last one repeats.
const PAUSES: [u32; 6] = [1, 2, 5, 10, 20, 30];

/// Tells the page an event: its type and the id of the thing.
pub type Emit = Box<dyn Fn(&str, &str)>;

/// What the page wants to be told.
pub struct Page {
    /// Events.
    pub emit: Emit,
    /// For the live region.
    pub announce: Box<dyn Fn(&str)>,
    /// Says which language is on the screen.
    pub speak: Box<dyn Fn(Language)>,
    /// The language and heading level of the next view, as query parameters.
    pub query: String,
}

/// The one for an element.
pub struct Sync {
    store: Store,
    client: Rc<Client>,
    page: RefCell<Page>,
    is_alive: Cell<bool>,
    is_sending: Cell<bool>,
    began: Cell<f64>,
    began_at: Cell<chrono::DateTime<chrono::Utc>>,
    beats: Cell<u32>,
    misses: Cell<u32>,
    shown: Cell<Option<AskId>>,
}

impl Sync {
    /// Starts; to be called under the owner of the view, whose end ends the effect in here.
    pub fn start(store: Store, client: Rc<Client>, page: Page) -> Rc<Self> {
        let sync = Rc::new(Self {
            store,
            client,
            page: RefCell::new(page),
            is_alive: Cell::new(true),
            is_sending: Cell::new(false),
            began: Cell::new(clock()),
            began_at: Cell::new(store.peek(|data, _| data.now).unwrap_or_default()),
            beats: Cell::new(0),
            misses: Cell::new(0),
            shown: Cell::new(None),
        });
        let watcher = sync.clone();
        Effect::new(move |_| watcher.look());
        sync
    }

    /// No timer and no answer of a request changes anything from now on.
    pub fn stop(&self) {
        self.is_alive.set(false);
    }

    /// The page has other wishes now.
    pub fn replace_page(&self, page: Page) {
        self.page.replace(page);
    }

    /// Looks what is to be done; called whenever the screen changes.
    fn look(self: &Rc<Self>) {
        let wanted =
            self.store.read(|_, screen| (!screen.outbox.is_empty(), screen.awaited, screen.calendar));
        let Some((has_writes, awaited, calendar)) = wanted else { return };
        if has_writes && !self.is_sending.replace(true) {
            let sync = self.clone();
            spawn_local(async move { sync.send_all().await });
        }
        if let Some(sale) = awaited {
            let sync = self.clone();
            spawn_local(async move { sync.refresh(Some(sale)).await });
        }
        if let Some(touchpoint) = calendar {
            self.store.change(|screen| screen.calendar = None);
            let sync = self.clone();
            spawn_local(async move { sync.fetch_calendar(touchpoint).await });
        }
        self.tell_question();
    }

    fn tell_question(&self) {
        let open = self.store.peek(|data, _| {
            let mut asks = data.view().into_iter().flat_map(|view| &view.asks);
            asks.find(|ask| ask.facts.state == AskState::Offered).map(|ask| ask.id)
        });
        let open = open.flatten();
        if open.is_some() && self.shown.replace(open) != open {
            self.emit("ft-check-shown", &open.map(|id| id.to_string()).unwrap_or_default());
        }
    }

    fn emit(&self, event: &str, id: &str) {
        (self.page.borrow().emit)(event, id);
    }

    fn announce(&self, words: fn(Texts) -> &'static str) {
        if let Some(texts) = self.store.peek(|data, _| data.texts) {
            (self.page.borrow().announce)(words(texts));
        }
    }

    /// A beat of the timer, while the page can be seen.
    pub fn beat(self: &Rc<Self>) {
        // Drawing anew would empty a day that is half typed.
        if self.store.peek(|_, screen| matches!(screen.form, Some(Form::Move(_)))) != Some(false) {
            return;
        }
        let beats = self.beats.get().wrapping_add(1);
        self.beats.set(beats);
        if beats.is_multiple_of(BEATS_OF_CLOCK) {
            self.go_on();
        }
        let patience = BEATS_OF_POLL << self.misses.get().min(4);
        if beats.is_multiple_of(patience) && !self.is_sending.get() {
            let sync = self.clone();
            spawn_local(async move { sync.poll().await });
        }
    }

    /// Domain time goes on as fast as the browser's.
    fn go_on(&self) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::as_conversions,
            reason = "a page does not live for ages"
        )]
        let passed = TimeDelta::milliseconds((clock() - self.began.get()) as i64);
        let now = self.began_at.get() + passed;
        self.store.change_data(|data| data.now = now);
    }

    fn sale_path(&self) -> Option<String> {
        let sale = self.store.peek(|data, _| data.view().map(|view| view.sale.id))??;
        Some(["/v1/portal/sales/", &sale.to_string()].concat())
    }

    async fn poll(&self) {
        let Some(path) = self.sale_path() else { return self.refresh(None).await };
        let etag = self.store.peek(|data, _| data.first.etag.clone()).unwrap_or_default();
        let reply = self.client.send(&Ask { path, write: None, etag: Some(&etag) }).await;
        if !self.is_alive.get() {
            return;
        }
        let is_missed = matches!(reply, Reply::Later(_));
        self.misses.set(if is_missed { self.misses.get().saturating_add(1) } else { 0 });
        let has_no_token = matches!(reply, Reply::NoToken);
        self.note_connection(is_missed, has_no_token);
        if let Reply::Fresh(body, etag) = reply
            && let Some(view) = wire::parse(&body)
        {
            self.take_over(view, etag);
        }
    }

    fn note_connection(&self, is_offline: bool, is_signed_out: bool) {
        let known = self.store.peek(|_, screen| (screen.is_offline, screen.is_signed_out));
        if known != Some((is_offline, is_signed_out)) {
            self.store.change(|screen| {
                screen.is_offline = is_offline;
                screen.is_signed_out = is_signed_out;
            });
        }
    }

    /// Fetches everything anew, also the time; another sale if one is named.
    pub async fn refresh(&self, sale: Option<SaleId>) {
        let sale = sale.or_else(|| self.store.peek(|data, _| data.view().map(|view| view.sale.id)).flatten());
        let mut path = String::from("/v1/portal/view?");
        path.push_str(&self.page.borrow().query);
        if let Some(sale) = sale {
            path.push_str("&sale=");
            path.push_str(&sale.to_string());
        }
        let reply = self.client.send(&Ask { path, write: None, etag: None }).await;
        if !self.is_alive.get() {
            return;
        }
        self.note_connection(matches!(reply, Reply::Later(_)), matches!(reply, Reply::NoToken));
        self.store.change(|screen| screen.awaited = None);
        let Reply::Fresh(body, _) = reply else { return };
        let Some(mut first) = wire::read::<FirstView>(&body) else { return };
        first.html = String::new();
        // The page fetched the words of another language before it asked for that.
        let present = self.store.peek(|data, _| data.texts);
        let Some(texts) = texts::read(first.language, "").or(present) else { return };
        let now = first.now;
        self.began.set(clock());
        self.began_at.set(now);
        self.store.change_data(|data| *data = Data { first, now, texts });
        (self.page.borrow().speak)(texts.language);
    }

    /// A view takes the place of the old one. Another shape means a newer server: the page must load anew.
    fn take_over(&self, view: Json, etag: Option<String>) {
        let Some(view) = view.read::<CustomerView>() else { return };
        let is_same =
            self.store.peek(|data, _| data.view().is_some_and(|known| known.sale.id == view.sale.id));
        if is_same == Some(true) {
            self.store.change_data(|data| {
                data.first.etag = etag.unwrap_or_default();
                data.first.view = Some(view);
            });
        }
    }

    async fn fetch_calendar(&self, touchpoint: TouchpointId) {
        let Some(path) = self.sale_path() else { return };
        let id = touchpoint.to_string();
        let path = [&*path, "/touchpoints/", &id, "/calendar.ics"].concat();
        match self.client.send(&Ask { path, write: None, etag: None }).await {
            Reply::Fresh(text, _) => _ = save_as_file(&text, "appointment.ics", "text/calendar"),
            Reply::Unchanged | Reply::Later(_) | Reply::NoToken | Reply::Refused(..) => {
                self.store.change(|screen| {
                    screen.endings.insert(id, Progress::Refused(Why::Other));
                });
            }
        }
    }

    /// Sends one write after the other until none is left.
    async fn send_all(self: &Rc<Self>) {
        let mut tries = 0_usize;
        while let Some(write) = self.next_write() {
            let Some(sale) = self.sale_path() else { break };
            let path = [&*sale, &*write.act.path].concat();
            let key = write.key.as_deref().unwrap_or_default();
            let reply = self.client.send(&Ask { path, write: Some((&write.body, key)), etag: None }).await;
            if !self.is_alive.get() {
                return;
            }
            self.note_connection(matches!(reply, Reply::Later(_)), matches!(reply, Reply::NoToken));
            let pause = PAUSES.get(tries.min(PAUSES.len() - 1)).copied().unwrap_or(30);
            tries = tries.saturating_add(1);
            match reply {
                Reply::Fresh(body, etag) => {
                    let known = self.raised_by(&write.act);
                    if let Some(view) = wire::parse(&body) {
                        self.take_over(view, etag);
                    }
                    self.saved(&write);
                    if let Some(raised) = self.raised_by(&write.act).filter(|id| Some(id) != known.as_ref()) {
                        self.emit("ft-concern-raised", &raised.to_string());
                    }
                    tries = 0;
                }
                Reply::Refused(code, view) => {
                    self.refused(&write, &code, view);
                    tries = 0;
                }
                Reply::Later(after) => self.wait(&write, after.unwrap_or(0).max(pause)).await,
                Reply::NoToken | Reply::Unchanged => self.wait(&write, pause.max(10)).await,
            }
        }
        self.is_sending.set(false);
    }

    /// The oldest write, with its key made on the first try.
    fn next_write(&self) -> Option<Write> {
        if !self.is_alive.get() {
            return None;
        }
        let mut next = None;
        self.store.write(false, &mut |screen| {
            if let Some(write) = screen.outbox.first_mut() {
                write.is_urgent = false;
                write.key.get_or_insert_with(random_key);
                next = Some(write.clone());
            }
        });
        next
    }

    /// Says that it is not sent yet and waits, unless the customer is in a hurry.
    async fn wait(&self, write: &Write, seconds: u32) {
        let is_news = write.state == WriteState::Sending;
        self.store.change(|screen| {
            for known in screen.outbox.iter_mut().filter(|known| known.key == write.key) {
                known.state = WriteState::NotSent;
            }
        });
        if is_news {
            self.announce(Texts::not_sent);
        }
        for _ in 0..seconds.saturating_mul(4) {
            TimeoutFuture::new(250).await;
            let is_urgent = self.is_alive.get()
                && self.store.peek(|_, screen| screen.outbox.first().is_some_and(|write| write.is_urgent))
                    == Some(true);
            if is_urgent || !self.is_alive.get() {
                return;
            }
        }
    }

    fn saved(&self, write: &Write) {
        let is_bad = self.store.peek(|data, _| is_bad_without_words(write, data)) == Some(true);
        self.store.change(|screen| {
            remove(screen, write, Progress::Saved);
            // What the form sent is with the server now; what was typed into others stays.
            if screen.form.is_some_and(|form| form.subject() == write.subject) {
                screen.form = None;
            }
            if let Some(key) = write.act.form.map(Form::key) {
                screen.drafts.remove_all(&key);
            }
            match &write.act.kind {
                Kind::Answer { ask, value, .. } => {
                    if screen.chosen.as_ref().is_some_and(|(id, chosen)| id == ask && **chosen == **value) {
                        screen.chosen = None;
                    }
                    screen.form = is_bad.then_some(Form::Word(*ask)).or(screen.form);
                }
                Kind::Snooze => screen.kept = None,
                Kind::Raise | Kind::Other => {}
            }
        });
        self.announce(Texts::saved);
        let raised = write.act.kind == Kind::Raise;
        let newest = |data: &Data| data.view()?.concerns.first().map(|concern| concern.id.to_string());
        let id = if raised {
            self.store.peek(|data, _| newest(data)).flatten()
        } else {
            Some(write.subject.clone())
        };
        self.emit(write.act.event(), &id.unwrap_or_default());
    }

    /// The concern that an answer raised.
    fn raised_by(&self, act: &Act) -> Option<ConcernId> {
        let Kind::Answer { ask, .. } = &act.kind else { return None };
        let concern = |data: &Data| data.view()?.asks.iter().find(|known| known.id == *ask)?.concern;
        self.store.peek(|data, _| concern(data))?
    }

    fn refused(&self, write: &Write, code: &str, view: Option<Json>) {
        let why = Why::of(code);
        if let Some(view) = view {
            self.take_over(view, None);
        }
        self.store.change(|screen| remove(screen, write, Progress::Refused(why)));
        self.announce(match why {
            Why::Changed => Texts::refused_changed,
            Why::Closed => Texts::refused_closed,
            Why::Field => Texts::refused_field,
            Why::SignedOut | Why::Other => Texts::refused,
        });
    }
}

fn remove(screen: &mut Screen, write: &Write, ending: Progress) {
    screen.outbox.retain(|known| known.key != write.key);
    screen.endings.insert(write.subject.clone(), ending);
}

/// A bad answer asks for words at once.
fn is_bad_without_words(write: &Write, data: &Data) -> bool {
    let Kind::Answer { ask, value, has_words: false } = &write.act.kind else { return false };
    let asks = data.view().into_iter().flat_map(|view| &view.asks);
    let mut choices = asks.filter(|known| known.id == *ask).flat_map(|known| &known.choices);
    choices.any(|choice| *choice.value == **value && choice.mood == Mood::Bad)
}
