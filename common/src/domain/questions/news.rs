//! Whether the record of a customer says something that their sale has not noticed.

use crate::{
    domain::{context::Context, needs::Needs, sale::Sale},
    id::CustomerId,
};

/// Whether the customer's wishes or somebody's needs are others than the sale knows.
pub fn has_changed(sale: &Sale, ctx: &Context<'_>) -> bool {
    let mut needs = needs_of_each(sale, ctx);
    ctx.customer.contact.preferences_version > sale.preferences_seen
        || needs.any(|(_, seen, needs)| needs.version > seen)
}

/// The needs of each customer, the first one without an id, and the version that the sale has noticed.
pub fn needs_of_each<'c>(
    sale: &Sale,
    ctx: &'c Context<'_>,
) -> impl Iterator<Item = (Option<CustomerId>, u32, &'c Needs)> {
    let first = (None, sale.needs.seen, &ctx.customer.contact.needs);
    let seen = |id| sale.needs.seen_of_others.get(&id).copied().unwrap_or_default();
    let others = ctx.others.iter().map(move |it| (Some(it.id), seen(it.id), &it.contact.needs));
    std::iter::once(first).chain(others)
}
