//! The pieces that every screen part is made of. No word of the domain in here.
//!
//! Pieces return [`leptos::prelude::AnyView`]: a `view!` tree is a type of its own, and each such type costs
//! kilobytes of WASM. Erased at the level of one element, all screens together are made of about thirty types.

mod badge;
mod button;
mod choice;
mod element;
mod face;
mod field;
mod icon;
mod notice;

use std::rc::Rc;

pub use badge::{Tone, badge, dot};
pub use button::{Button, Rank};
pub use choice::{Choice, ChoiceGroup};
pub use element::{Marks, Tag, el, heading, label, link, marked, maybe, nothing, text};
pub use face::face;
pub use field::{DayOrTime, Words, form};
pub use icon::{Icon, icon};
pub use notice::notice;

/// What happens when something is pressed.
pub type Do = Rc<dyn Fn()>;
/// What happens with a text that was typed or chosen.
pub type DoWith = Rc<dyn Fn(String)>;
