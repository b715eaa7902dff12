//! The rules. [`subject`] has one file for each subject of a sale: its types, its transition table, its `decide`
//! (may refuse), its `evolve` (cannot fail), its words in the history and the questions that server and widget both
//! ask of it. [`sale`] joins them, and [`questions`] are asked over the whole sale.

pub mod agenda;
pub mod context;
pub mod customer;
pub mod entry;
pub mod event;
pub mod file;
pub mod history;
pub mod legs;
pub mod many;
pub mod member;
pub mod momentum;
pub mod pledge;
pub mod policy;
pub mod questions;
pub mod sale;
pub mod shape;
pub mod silence;
pub mod subject;
pub mod template;
pub mod transition;
pub mod wish;
pub mod world;

pub use questions::*;
pub use subject::*;
