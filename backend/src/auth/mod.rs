//! Who is at the door: customers by signed tokens, vendors' systems by keys, browser pages by origin.

mod address;
pub mod api_key;
mod cached;
pub mod cors;
mod counts;
mod credential;
pub mod customer;
mod directory;
pub mod key_text;
pub mod limits;
pub mod link_text;
pub mod origin;
mod parts;
mod refusal;
mod secret;
pub mod tally;
pub mod token;

use self::parts::parts;
pub use self::{address::network, directory::Directory, refusal::Refusal};
