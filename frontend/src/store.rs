//! Everything that the widget knows: what the server said, and what the customer is doing. Views read it
//! through a [`Scene`] and tell it what the customer wants; nobody else writes.

use chrono::{DateTime, Utc};
use followthrough_common::{
    api::view::{CustomerView, FirstView},
    id::{AskId, SaleId, TouchpointId},
    text::{Line, Words},
    words::Texts,
};
use leptos::prelude::*;

use crate::options::Options;

mod act;
mod form;
mod outbox;
mod pairs;
mod scene;
#[cfg(feature = "hydrate")]
pub(crate) mod sync;

pub use act::{Act, Kind};
pub use form::{Fault, Form, OPTIONS, concern_kind};
pub use outbox::{Progress, Why, Write, WriteState};
pub use pairs::Pairs;
pub use scene::Scene;

/// What the server said, and what time it is.
#[derive(Debug)]
pub struct Data {
    /// The last view; `html` is empty.
    pub first: FirstView,
    /// Domain time: what the server said, going on with the browser's clock.
    pub now: DateTime<Utc>,
    /// The words, in the language that the server chose.
    pub texts: Texts,
}

/// What the customer is doing. Lives only as long as the page.
#[derive(Debug, Default)]
pub struct Screen {
    /// The form that is open; one at a time.
    pub form: Option<Form>,
    /// What is wrong with it.
    pub fault: Option<Fault>,
    /// What was typed, by form and field. Cleared only when the server has it.
    pub drafts: Pairs<String>,
    /// The answer that is chosen, saved or not.
    pub chosen: Option<(AskId, String)>,
    /// The question that stays on the screen after its answer.
    pub kept: Option<AskId>,
    /// The line of the agenda that shows more.
    pub expanded: Option<String>,
    /// Whether all that happened is shown.
    pub shows_all: bool,
    /// What was sent and is not saved yet, oldest first.
    pub outbox: Vec<Write>,
    /// How the last write about a thing ended.
    pub endings: Pairs<Progress>,
    /// Whether the server was out of reach when it was asked last.
    pub is_offline: bool,
    /// Whether no fresh token could be had.
    pub is_signed_out: bool,
    /// The sale that the customer chose and that is being fetched.
    pub awaited: Option<SaleId>,
    /// The calendar file that is to be fetched.
    pub calendar: Option<TouchpointId>,
}

/// The signals. Copied freely; dropped with the owner under which it was made.
#[derive(Debug, Clone, Copy)]
pub struct Store {
    /// The level of the first heading.
    pub heading_level: u8,
    data: RwSignal<Data>,
    screen: RwSignal<Screen>,
}

impl Store {
    /// With what the server said first.
    pub fn new(mut first: FirstView, options: &Options) -> Self {
        first.html = String::new();
        let now = first.now;
        Self {
            heading_level: options.heading_level,
            data: RwSignal::new(Data { first, now, texts: options.texts }),
            screen: RwSignal::new(Screen::default()),
        }
    }

    /// Reads everything and is told when it changes.
    pub fn read<Out>(&self, with: impl FnOnce(&Data, &Screen) -> Out) -> Option<Out> {
        self.data.track();
        self.screen.track();
        self.peek(with)
    }

    /// Reads without being told of changes. Nothing to read is left after the end of the widget.
    pub fn peek<Out>(&self, with: impl FnOnce(&Data, &Screen) -> Out) -> Option<Out> {
        let (mut with, mut out) = (Some(with), None);
        self.look(&mut |data, screen| out = with.take().map(|with| with(data, screen)));
        out
    }

    /// Without type parameters, so that the way through the signals is there once and not in every caller.
    fn look(&self, with: &mut dyn FnMut(&Data, &Screen)) {
        self.data.try_with_untracked(|data| self.screen.try_with_untracked(|screen| with(data, screen)));
    }

    fn change(&self, with: impl FnOnce(&mut Screen)) {
        let mut with = Some(with);
        self.write(true, &mut |screen| {
            if let Some(with) = with.take() {
                with(screen);
            }
        });
    }

    #[cfg(feature = "hydrate")]
    fn change_data(&self, with: impl FnOnce(&mut Data)) {
        let mut with = Some(with);
        self.write_data(&mut |data| {
            if let Some(with) = with.take() {
                with(data);
            }
        });
    }

    #[cfg(feature = "hydrate")]
    fn write_data(&self, with: &mut dyn FnMut(&mut Data)) {
        self.data.try_update(with);
    }

    fn write(&self, tells: bool, with: &mut dyn FnMut(&mut Screen)) {
        self.screen.try_update_untracked(with);
        if tells {
            self.screen.notify();
        }
    }

    /// Opens a form, or closes it if it is the open one.
    pub fn toggle(&self, form: Form) {
        self.change(|screen| {
            screen.form = if screen.form == Some(form) { None } else { Some(form) };
            screen.fault = None;
            screen.endings.remove(&form.subject());
        });
    }

    /// Remembers what is being typed. Nothing on the screen changes by it.
    pub fn type_in(&self, form: Form, field: &str, text: String) {
        let mut text = Some(text);
        self.write(false, &mut |screen| {
            if let Some(text) = text.take() {
                screen.drafts.insert(form.draft_key(field), text);
            }
        });
    }

    /// As [`Store::type_in`], for a choice that other fields depend on.
    pub fn pick(&self, form: Form, field: &str, text: String) {
        self.change(|screen| {
            screen.drafts.insert(form.draft_key(field), text);
        });
    }

    /// Sends what the form says, or shows what is wrong with it.
    pub fn submit(&self, form: Form) {
        match self.peek(|data, screen| form.act(data, screen)) {
            Some(Ok(act)) => {
                self.change(|screen| screen.fault = None);
                self.send(act);
            }
            Some(Err(fault)) => self.change(|screen| screen.fault = Some(fault)),
            None => {}
        }
    }

    /// An answer was chosen; a tap saves it, arrow keys only choose.
    pub fn choose(&self, ask: AskId, value: &str, is_final: bool) {
        self.change(|screen| {
            screen.chosen = Some((ask, value.to_owned()));
            screen.endings.remove(&ask.to_string());
        });
        if is_final {
            self.answer(ask);
        }
    }

    /// Saves the chosen answer, with the words that there are.
    pub fn answer(&self, ask: AskId) {
        let act = self.peek(|data, screen| {
            let view = data.first.view.as_ref()?;
            let known = view.asks.iter().find(|known| known.id == ask)?.answer.as_ref();
            let chosen = screen.chosen.as_ref().filter(|(id, _)| *id == ask);
            let value = match chosen {
                Some((_, value)) => Line::parse(value).ok()?,
                None => known?.value.clone(),
            };
            let draft = screen.drafts.get(&Form::Word(ask).draft_key("text"));
            let text = match draft {
                Some(draft) => Words::parse(draft).ok(),
                None => known.and_then(|answer| answer.text.clone()),
            };
            Some(Act::answer(ask, value, text))
        });
        if let Some(act) = act.flatten() {
            self.change(|screen| screen.kept = Some(ask));
            self.send(act);
        }
    }

    /// Puts a question on the screen, or takes an answered one away.
    pub fn keep_question(&self, ask: Option<AskId>) {
        self.change(|screen| {
            screen.kept = ask;
            screen.form = None;
        });
    }

    /// Shows more about a line of the agenda, or less.
    pub fn expand(&self, id: &str) {
        self.change(|screen| {
            screen.expanded = if screen.expanded.as_deref() == Some(id) { None } else { Some(id.to_owned()) };
        });
    }

    /// Shows all that happened, or the newest part.
    pub fn show_all(&self) {
        self.change(|screen| screen.shows_all = !screen.shows_all);
    }

    /// Asks for another of the customer's sales.
    pub fn switch_to(&self, sale: SaleId) {
        self.change(|screen| screen.awaited = Some(sale));
    }

    /// Asks for a calendar file.
    pub fn fetch_calendar(&self, touchpoint: TouchpointId) {
        self.change(|screen| screen.calendar = Some(touchpoint));
    }

    /// Puts a write into the outbox.
    pub fn send(&self, act: Act) {
        let write = self.peek(|data, _| (!data.first.read_only).then(|| Write::new(act, data.view())));
        if let Some(write) = write.flatten() {
            self.change(|screen| outbox::push(screen, write));
        }
    }

    /// Asks for everything that waits to be tried at once.
    pub fn try_now(&self) {
        self.change(outbox::hurry);
    }
}

impl Data {
    /// The view, if the customer has a sale.
    pub fn view(&self) -> Option<&CustomerView> {
        self.first.view.as_ref()
    }
}
