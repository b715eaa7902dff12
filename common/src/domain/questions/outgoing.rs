//! When something may go out to the customer.

use chrono::{DateTime, Utc};

use crate::domain::{check::Ask, context::Context, questions::asking::is_first_of_occasion, sale::Sale};

/// When something that is ready at `at` may go out to the customer: outside their quiet hours, and not more often
/// than they wish.
pub fn outgoing_at(sale: &Sale, at: DateTime<Utc>, ctx: &Context<'_>) -> DateTime<Utc> {
    let wishes = &ctx.customer.contact.preferences;
    let ready = at.max(ctx.now);
    let ready = wishes.pause_until(words(sale), ready).unwrap_or(ready);
    let held = wishes.not_before(ready, &ctx.customer.time_zone, ctx.calendar, ctx.zones);
    // Nothing stands in the way: it was ready when it was ready.
    if held <= ctx.now { at } else { held }
}

/// When the customer heard from us, as far as the week's limit counts it.
fn words(sale: &Sale) -> impl Iterator<Item = DateTime<Utc>> {
    let reported = sale.touchpoints.iter().filter(|it| it.plan.kind.is_outward());
    let reported = reported.filter_map(|it| it.reported_at);
    let first = |ask: &Ask| ask.offered_at.filter(|at| is_first_of_occasion(sale, ask, *at));
    let asked = sale.asks.iter().filter_map(first);
    reported.chain(asked).chain(sale.updates.iter().map(|update| update.at))
}
