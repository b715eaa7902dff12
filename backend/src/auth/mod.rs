//! Who is at the door: customers by signed tokens, vendors' systems by keys, browser pages by origin.

mod refusal;
pub mod token;

pub use self::refusal::Refusal;
