//! The two kinds of callers: a customer's browser and a vendor's system.

mod customer;
mod vendor;

use std::sync::atomic::{AtomicU32, Ordering};

pub use self::{
    customer::{CustomerClient, open_ask, path},
    vendor::VendorClient,
};

/// A name for one write that no other write has.
pub fn fresh_key() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("it-key-{:016}", NEXT.fetch_add(1, Ordering::SeqCst))
}
