//! What is asked over a whole sale, of facts alone: server and widget ask alike.

pub mod asking;
pub mod cadence;
pub mod completion;
pub mod contact;
pub mod follow_up;
pub mod momentum;
pub mod news;
pub mod outgoing;
pub mod phase;
pub mod reply_times;
pub mod series;
pub mod silence;
pub mod worklist;
