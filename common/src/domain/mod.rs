//! The rules. One file per subject: its types, its transition table, its `decide` (may refuse), its `evolve`
//! (cannot fail) and the questions that server and widget both ask. [`sale`] joins them.

pub mod adjustment;
pub mod agenda;
pub mod agreement;
pub mod cadence;
pub mod check;
pub mod completion;
pub mod concern;
pub mod contact;
pub mod contact_sheet;
pub mod context;
pub mod customer;
pub mod delivery;
pub mod entry;
pub mod event;
pub mod follow_up;
pub mod handling;
pub mod history;
pub mod member;
pub mod milestone;
pub mod momentum;
pub mod needs;
pub mod note;
pub mod owner_change;
pub mod payment;
pub mod policy;
pub mod preference;
pub mod promise;
pub mod relationship;
pub mod sale;
pub mod template;
pub mod touchpoint;
pub mod transition;
pub mod update;
pub mod vital;
pub mod worklist;
