//! A button.

use leptos::prelude::*;

use super::{Do, Icon, icon, maybe};

/// How much it wants to be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// The one thing to do here.
    Primary,
    /// Another thing to do.
    Plain,
    /// Possible, not suggested.
    Quiet,
    /// A whole line that opens.
    Line,
}

/// A button.
pub struct Button {
    label: String,
    rank: Rank,
    on_press: Do,
    spoken: Option<String>,
    id: Option<String>,
    is_open: Option<bool>,
    mark: Option<Icon>,
    submits: bool,
}

impl Button {
    /// With its label and what it does.
    pub fn new(rank: Rank, label: impl Into<String>, on_press: Do) -> Self {
        Self {
            label: label.into(),
            rank,
            on_press,
            spoken: None,
            id: None,
            is_open: None,
            mark: None,
            submits: false,
        }
    }

    /// Sends the form that it stands in.
    pub fn submit(label: impl Into<String>) -> Self {
        Self { submits: true, ..Self::new(Rank::Primary, label, std::rc::Rc::new(|| {})) }
    }

    /// Says which thing it is about, to those who hear the button without seeing what stands around it.
    pub fn about(mut self, what: &str) -> Self {
        let mut spoken = self.label.clone();
        spoken.push_str(": ");
        spoken.push_str(what);
        self.spoken = Some(spoken);
        self
    }

    /// Gives it an id, so that focus can return to it.
    pub fn id(mut self, id: String) -> Self {
        self.id = Some(id);
        self
    }

    /// Says that it opens and closes something.
    pub fn opens(mut self, is_open: bool) -> Self {
        self.is_open = Some(is_open);
        self
    }

    /// Puts an icon behind the label.
    pub fn mark(mut self, mark: Icon) -> Self {
        self.mark = Some(mark);
        self
    }

    /// The button.
    pub fn view(self) -> AnyView {
        let class = match self.rank {
            Rank::Primary => "button primary",
            Rank::Plain => "button",
            Rank::Quiet => "button quiet",
            Rank::Line => "button line",
        };
        let part = if self.rank == Rank::Primary { "button button-primary" } else { "button" };
        let on_press = self.on_press;
        view! {
            <button
                type=if self.submits { "submit" } else { "button" }
                class=class
                part=part
                id=self.id
                aria-label=self.spoken
                aria-expanded=self.is_open.map(|is_open| if is_open { "true" } else { "false" })
                on:click=move |_| on_press()
            >
                {self.label}
                {maybe(self.mark.map(icon))}
            </button>
        }
        .into_any()
    }
}
