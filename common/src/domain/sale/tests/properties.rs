//! What holds for every sale, over random ones.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    check::AskState,
    completion::{completion, completion_facts},
};

/// A step of a random story: days to wait, who acts, and a number that picks the command.
type Step = (i64, u8, u16);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((0_i64..6, 0_u8..3, any::<u16>()), 1..25)
}

/// Some command about some part of the sale; most are refused, which is fine.
fn command(world: &World, pick: u16) -> Option<Command> {
    let number = usize::from(pick) / 24;
    let touchpoint = world.sale.touchpoints.get(number % world.sale.touchpoints.len().max(1)).map(|it| it.id);
    let concern = world.sale.concerns.last().map(|it| it.id);
    let promise = world.sale.promises.get(number % world.sale.promises.len().max(1)).map(|it| it.id);
    let open = world.sale.asks.iter().find(|ask| ask.state == AskState::Offered);
    let to = |days| Slot::day(world.now.date_naive() + TimeDelta::days(days), ZoneName::utc());
    let answers = ["better", "not_as_expected", "yes", "no", "1", "5", "missing", "important"];
    Some(match pick % 24 {
        0..=6 => {
            let value = line(answers.get(number % answers.len())?);
            Command::Ask(open?.id, check::Command::Answer { value, text: None })
        }
        7 => Command::Ask(open?.id, check::Command::Snooze),
        8 => Command::Touchpoint(touchpoint?, touchpoint::Command::Confirm),
        9 => Command::Touchpoint(touchpoint?, touchpoint::Command::Move { to: to(9), reason: words("Ill") }),
        10 => Command::Touchpoint(touchpoint?, touchpoint::Command::ReportDone { note: None }),
        11 => Command::Touchpoint(touchpoint?, touchpoint::Command::Dispute { note: None }),
        12 => Command::Touchpoint(touchpoint?, touchpoint::Command::AcceptMove { option: 0 }),
        13 => Command::Concern(concern?, concern::Command::Propose { text: words("Done"), due: None }),
        14 => Command::Concern(concern?, concern::Command::Confirm),
        15 => Command::Concern(concern?, concern::Command::NotYet { reason: None }),
        16 => Command::Promise(promise?, promise::Command::ClaimKept { kept_on: None, evidence: None }),
        17 => {
            let due = world.now.date_naive() + TimeDelta::days(3);
            Command::Promise(promise?, promise::Command::ProposeDate { due, reason: words("Late") })
        }
        18 => Command::Promise(promise?, promise::Command::AcceptDate),
        19 => Command::ExpectDelivery { on: world.now.date_naive() + TimeDelta::days(4) },
        20 | 21 => Command::ReportDelivery(Box::new(delivery::Report {
            reference: line("D-1"),
            delivered_on: world.now.date_naive(),
            evidence: None,
        })),
        22 => Command::ReportPayment(payment::Report {
            reference: line("P-1"),
            amount: 100,
            state: payment::PaymentState::Cleared,
        }),
        _ => Command::Tick,
    })
}

use crate::time::Slot;

fn play(steps: &[Step]) -> World {
    let mut world = World::open();
    for (days, who, pick) in steps {
        world.wait_days(*days);
        let who = [CUSTOMER(), MEMBER(), Actor::System][usize::from(*who)];
        if let Some(command) = command(&world, *pick) {
            let _ = world.act(who, &command);
        }
    }
    world.wait_days(40);
    world
}

proptest! {
    // 10,000 random sales is the promise of the rules of asking; a few hundred run on every change.
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn planned_questions_are_never_closer_than_the_rules_say(steps in steps()) {
        let world = play(&steps);
        let mut offered: Vec<_> = crate::domain::sale::ledger_entries(&world.sale).filter(|entry| entry.counts).collect();
        offered.sort_by_key(|entry| entry.offered_at);
        for pair in offered.windows(2) {
            prop_assert!(pair[1].offered_at - pair[0].offered_at >= TimeDelta::days(5), "{:?}", pair);
        }
        let open = world.sale.asks.iter().filter(|ask| ask.state == AskState::Offered).count();
        prop_assert!(open <= 1);
    }

    #[test]
    fn original_dates_never_change_and_completion_needs_every_part(steps in steps()) {
        let world = play(&steps);
        let dated = world.sale.promises.iter().filter(|it| it.making.kind == promise::PromiseKind::Delivery);
        for promise in dated {
            prop_assert_eq!(promise.making.original_due, Some(day("2026-11-09")));
        }
        let legs = completion(&completion_facts(&world.sale, &world.zones), &world.policy, world.now);
        let all = [legs.delivered, legs.paid, legs.satisfied].iter().all(|leg| leg.is_done());
        prop_assert_eq!(legs.is_complete(), all);
        let has_open = world.sale.concerns.iter().any(|it| it.state.is_open() && it.opening.kind.blocks_completion());
        prop_assert!(!(has_open && legs.is_complete()));
    }

    #[test]
    fn remembering_never_panics_whatever_the_order_and_folding_again_gives_the_same(
        steps in steps(),
        order in any::<prop::sample::Index>(),
    ) {
        let world = play(&steps);
        let json = serde_json::to_string(&world.sale).unwrap();
        prop_assert_eq!(serde_json::from_str::<Sale>(&json).unwrap(), world.sale.clone());
        let mut shuffled = world.log.clone();
        let middle = order.index(shuffled.len());
        shuffled.rotate_left(middle);
        shuffled.reverse();
        let mut other = World::new();
        for body in shuffled {
            let text = serde_json::to_string(&body).unwrap();
            other.remember(CUSTOMER(), serde_json::from_str(&text).unwrap());
        }
    }
}
