//! When somebody may be named: once the customer is satisfied.

use super::over::is_over;
use crate::{
    actor::Role,
    domain::{
        completion::{Completion, CompletionFacts, Obstacle, completion, completion_facts},
        concern,
        context::Context,
        promise,
        referral::Command,
        sale::Sale,
        transition::word,
    },
    error::{Possible, Rejection},
};

/// Refuses a name that comes too early.
pub(super) fn check(sale: &Sale, command: &Command, ctx: &Context<'_>) -> Result<(), Rejection> {
    match command {
        Command::Name(_) => not_satisfied(sale, ctx).map_or(Ok(()), Err),
        Command::Act(..) => Ok(()),
    }
}

/// Why nobody may be named yet, with where the thing stands that is in the way.
fn not_satisfied(sale: &Sale, ctx: &Context<'_>) -> Option<Rejection> {
    let facts = completion_facts(sale, ctx.policy, ctx.zones);
    let obstacle = obstacle(&facts, &completion(&facts, ctx.policy, ctx.now))?;
    let wait = |why: &str| format!("Referrals wait until the customer is satisfied: {why}.");
    let blocks = |it: &&concern::Concern| it.state.is_open() && it.opening.kind.blocks_completion();
    let blocks_too = |it: &&promise::Promise| it.facts(&sale.time_zone, ctx.zones).blocks_completion(ctx.now);
    let (why, thing) = match obstacle {
        Obstacle::Ended => {
            return Some(is_over(sale, &wait("the follow-up ended without the customer being satisfied")));
        }
        Obstacle::Concern => {
            let why = "a concern is open, or ended after the customer said that they are satisfied";
            (why, sale.concerns.iter().find(blocks).map(|it| concern::refuse(it, wait(why), ctx)))
        }
        Obstacle::Promise => {
            let why = "a promise is late, broken or disputed";
            let promise = sale.promises.iter().find(blocks_too);
            (why, promise.map(|it| promise::refuse(it, wait(why), &sale.time_zone, ctx)))
        }
        _ => ("the customer has not said yet that they are satisfied", None),
    };
    let asked = [Role::Customer, Role::Member].map(|by| Possible::new("ask_now", by));
    let delivered = [Possible::new("report_delivery", Role::Member)];
    let next = if sale.anchors.delivered_on.is_some() { asked.to_vec() } else { delivered.to_vec() };
    Some(thing.unwrap_or_else(|| Rejection::standing("referrals", word(obstacle), next, wait(why))))
}

/// What nobody may be asked or named for now; none when the customer is satisfied.
fn obstacle(facts: &CompletionFacts, completion: &Completion) -> Option<Obstacle> {
    if completion.satisfied.is_done() {
        None
    } else if facts.is_ended {
        Some(Obstacle::Ended)
    } else if facts.satisfied_at.is_none() {
        Some(Obstacle::CustomersWord)
    } else if facts.is_concern_in_the_way {
        Some(Obstacle::Concern)
    } else {
        Some(Obstacle::Promise)
    }
}
