//! What is asked over a whole sale, of facts alone: server and widget ask alike.

pub mod cadence;
pub mod completion;
pub mod contact;
pub mod follow_up;
pub mod phase;
pub mod worklist;
