//! Who has to be contacted today, and why. What is wrong with a sale follows from the sale and from time;
//! [`items`] says for each thing from when until when it counts, so that a list which was written down stays
//! right while time passes, and [`reasons`] says what counts now. Never shown to customers.

use crate::domain::{sale::Sale, world::World};

mod item;
mod reason;
mod sources;

pub use item::Item;
pub use reason::{ReasonCode, WorkKind};

/// Everything that has to be done about the sale, now or later.
pub fn items(sale: &Sale, world: World<'_>) -> Vec<Item> {
    let mut all = sources::all(sale, world);
    // What would never count is not worth remembering.
    all.retain(|item| item.until.is_none_or(|until| until > item.since));
    all.sort_by_key(Item::place);
    all
}

/// Why somebody should look at the sale now, the most urgent reason first.
pub fn reasons(sale: &Sale, world: World<'_>) -> Vec<Item> {
    items(sale, world).into_iter().filter(|item| item.counts(world.now)).collect()
}
