//! What is promised, changed and offered in its place.

use super::*;
use crate::{
    domain::{
        promise::{self, Making, PromiseKind, PromiseSource, Terms},
        touchpoint::{Plan, TouchpointKind},
    },
    time::Slot,
};

pub(super) fn make(world: &World, dice: &mut Dice) -> Wish {
    use PromiseKind as K;
    let making = Making {
        statement: words("Four sessions"),
        kind: *dice.choose(&[K::Training, K::Date, K::Other])?,
        source: PromiseSource::Conversation,
        original_due: dice.is_lucky(2).then(|| some_day(world, dice)),
        concern: None,
        quantity: dice.is_lucky(2).then_some(2),
        makes_good: None,
        made_by: None,
        made_on: dice.is_lucky(4).then(|| some_day(world, dice)),
        series: None,
    };
    Some((Role::Member, Command::MakePromise(Box::new(making))))
}

pub(super) fn promise(world: &World, dice: &mut Dice) -> Wish {
    use promise::{Command as C, PromiseAction as A};
    let known = dice.choose(&world.sale.promises)?;
    let id = known.id;
    let proposed_at = |action| known.proposed_at(action).unwrap_or(world.now);
    let touchpoint = dice.choose(&world.sale.touchpoints)?.id;
    let (side, command) = match dice.below(20) {
        0 => {
            let due = dice.is_lucky(2).then(|| some_day(world, dice));
            let (reason, doing) = (words("The ship is late"), words("We look for another one"));
            (Role::Member, C::AnnounceRisk { reason, doing, suggestion: None, due })
        }
        1 => (Role::Member, C::ProposeDate { due: some_day(world, dice), reason: words("Late") }),
        2 | 3 => (Role::Customer, C::AcceptDate { proposed_at: proposed_at(A::AcceptDate) }),
        4 => (Role::Customer, C::DeclineDate),
        5 => {
            let to = Terms { statement: words("In other words"), quantity: None };
            (Role::Member, C::ProposeChange { to, reason: words("The lift is broken") })
        }
        6 => (Role::Customer, C::AcceptChange { proposed_at: proposed_at(A::AcceptChange) }),
        7 => (Role::Customer, C::DeclineChange),
        8 => (Role::Member, C::LinkSession { touchpoint }),
        9 => (Role::Member, C::UnlinkSession { touchpoint }),
        10 | 11 => (Role::Member, C::ClaimKept { kept_on: None, evidence: None }),
        12 => (Role::Customer, C::Agree),
        13 => (Role::Customer, C::Dispute { note: None }),
        14 => (Role::Customer, C::SayKept),
        15 => (Role::Customer, C::SayNotKept { note: None }),
        16 => (Role::Member, C::GiveUp { reason: words("It is sold out") }),
        17 => (Role::Member, C::OfferRemedy { text: words("A month for free"), due: None }),
        18 => (Role::Customer, C::AcceptRemedy { proposed_at: proposed_at(A::AcceptRemedy) }),
        _ => (Role::Customer, C::Release),
    };
    Some((side, Command::Promise(id, command)))
}

pub(super) fn session(world: &World, dice: &mut Dice) -> Wish {
    // A session of what counts sessions, soon enough for the rhythm of a series.
    let counts = |it: &&promise::Promise| it.making.quantity.is_some() && it.making.series.is_none();
    let counting: Vec<_> = world.sale.promises.iter().filter(counts).collect();
    let id = dice
        .choose(&counting)
        .map_or_else(|| Some(dice.choose(&world.sale.promises)?.id), |it| Some(it.id))?;
    let days = i64::try_from(dice.below(6)).unwrap() + 1;
    let slot = Slot::day(world.now.date_naive() + TimeDelta::days(days), ZoneName::utc());
    let plan = Plan { slot, kind: TouchpointKind::Training, ..some_plan(world, dice) };
    let remedy = super::remedy(Box::new(plan.clone()), dice);
    Some((Role::Member, Command::PlanSession(id, Box::new(plan), remedy)))
}
