//! The guard in numbers, and in a sale.

use super::*;
use crate::{
    domain::{
        questions::momentum::{Attention, AttentionReason, attention, is_escalated},
        sale::{
            Command,
            tests::{CUSTOMER, MEMBER, World, at, day, line, refuses, words},
        },
        touchpoint::{self, Basis, Plan, Remedy, Ties, TouchpointKind, TouchpointState},
    },
    id::{MemberId, TypedId},
    time::{Slot, ZoneName},
};

fn contact(date: &str, series: Option<&str>) -> Contact {
    Contact { id: None, date: day(date), series: series.map(line) }
}

#[test]
fn each_limit_holds_up_to_its_number_and_breaks_beyond_it() {
    let (calendar, policy) = (Calendar::office_hours(ZoneName::utc()), Policy::default());
    // Monday.
    let ground = Ground {
        calendar: &calendar,
        policy: &policy,
        base: Some(day("2026-11-02")),
        starts: Some(day("2026-11-02")),
    };
    let id = TouchpointId::from_bits(1);
    // Three business days after a Thursday is a Tuesday.
    assert_eq!(slip(id, day("2026-11-05"), day("2026-11-10"), ground), None);
    let late = slip(id, day("2026-11-05"), day("2026-11-11"), ground).unwrap();
    assert_eq!((late.rule, late.limit, late.actual), (Rule::MaxSlip, 3, 4));
    assert_eq!(slip(id, day("2026-11-05"), day("2026-11-02"), ground), None, "sooner is no slip");
    assert_eq!(first_live(&[contact("2026-11-05", None)], ground), None);
    assert_eq!(first_live(&[contact("2026-11-06", None)], ground).unwrap().actual, 4);
    let live = |dates: &[&str]| -> Vec<(i64, i64)> {
        let contacts: Vec<_> = dates.iter().map(|date| contact(date, None)).collect();
        gaps(&contacts, ground).iter().map(|broken| (broken.limit, broken.actual)).collect()
    };
    assert_eq!(live(&["2026-11-02", "2026-11-07"]), []);
    assert_eq!(live(&["2026-11-02", "2026-11-08"]), [(5, 6)]);
    assert_eq!(live(&["2026-11-11", "2026-11-16"]), [], "ends on day 14");
    assert_eq!(live(&["2026-11-05", "2026-11-17"]), [], "ends on day 15, so twelve days are fine");
    assert_eq!(live(&["2026-11-05", "2026-11-18"]), [(12, 13)]);
    assert_eq!(live(&["2026-11-05", "2026-12-05"]), [], "after day 30 the relationship has its own rhythm");
    assert_eq!(live(&["2026-10-20", "2026-11-02"]), [], "before the base nothing is measured");
    let sessions =
        |last: &str| gaps(&[contact("2026-11-23", Some("t")), contact(last, Some("t"))], ground).len();
    assert_eq!((sessions("2026-11-30"), sessions("2026-12-01")), (0, 1));
    let now = at("2026-11-04T10:00:00Z");
    assert_eq!(notice(id, at("2026-11-05T10:00:00Z"), now, &policy), None);
    let short = notice(id, at("2026-11-05T09:59:00Z"), now, &policy).unwrap();
    assert_eq!((short.rule, short.limit, short.actual, short.unit), (Rule::Notice, 24, 23, Unit::Hours));
}

#[test]
fn a_gap_that_was_there_before_is_not_the_fault_of_a_change() {
    let (calendar, policy) = (Calendar::office_hours(ZoneName::utc()), Policy::default());
    let ground = Ground {
        calendar: &calendar,
        policy: &policy,
        base: Some(day("2026-11-02")),
        starts: Some(day("2026-11-02")),
    };
    let before = [contact("2026-11-02", None), contact("2026-11-12", None)];
    let closer = [contact("2026-11-02", None), contact("2026-11-10", None)];
    let wider = [contact("2026-11-02", None), contact("2026-11-13", None)];
    assert_eq!(opened_gaps(&before, &closer, ground), []);
    assert_eq!(opened_gaps(&before, &wider, ground)[0].actual, 11);
}

fn call(date: &str) -> Box<Plan> {
    Box::new(Plan {
        item: None,
        kind: TouchpointKind::Call,
        title: line("A call in between"),
        text: None,
        prepare: None,
        place: None,
        owner: MemberId::from_bits(1),
        slot: Slot::day(day(date), ZoneName::utc()),
        basis: Basis::Fixed,
        check: None,
        ties: Ties::default(),
    })
}

fn move_to(world: &World, key: &str, date: &str, remedy: Remedy) -> Command {
    let item = world.item(key);
    let to = Slot { local_date: day(date), ..item.plan.slot.clone() };
    let reason = words("Jonas is away");
    Command::Touchpoint(item.id, touchpoint::Command::Move { to, reason, remedy })
}

/// Delivered on Monday 2 November: thanks on Tuesday, first session on Thursday, a call on the Monday after.
fn delivered() -> World {
    let mut world = World::open();
    world.deliver();
    world
}

#[test]
fn a_vendors_move_out_of_the_rhythm_is_refused_bridged_or_asked_about() {
    let mut world = delivered();
    let wide = move_to(&world, "training_2", "2026-11-20", Remedy::Nothing);
    let refused = world.act(MEMBER(), &wide);
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, ErrorCode::MomentumGap);
    let rules: Vec<&str> = refused.breaches.iter().map(|breach| &*breach.rule).collect();
    assert_eq!(rules, ["max_slip", "max_series_gap"]);
    assert_eq!(world.item("training_2").moves, [], "nothing happened");

    let bridged = move_to(&world, "training_2", "2026-11-19", Remedy::Bridge(call("2026-11-12")));
    world.must(MEMBER(), &bridged);
    let moved = world.item("training_2");
    assert_eq!((moved.plan.slot.local_date, moved.moves.len()), (day("2026-11-19"), 1));
    let bridge = world.sale.touchpoints.last().unwrap();
    assert_eq!(bridge.plan.ties.bridge_for, Some(moved.id));
}

#[test]
fn the_customers_yes_is_kept_with_the_rules_that_it_covers_and_a_no_leaves_the_old_time() {
    let mut world = delivered();
    let ask = move_to(&world, "training_1", "2026-11-13", Remedy::AskConsent);
    world.must(MEMBER(), &ask);
    let item = world.item("training_1");
    let id = item.id;
    assert_eq!(item.plan.slot.local_date, day("2026-11-05"), "the old time stands until the yes");
    assert!(!item.pending_breaks[0].is_empty());
    world.must(CUSTOMER(), &Command::Touchpoint(id, touchpoint::Command::RefuseConsent { note: None }));
    let item = world.item("training_1");
    assert_eq!((item.pending_move.clone(), item.plan.slot.local_date), (None, day("2026-11-05")));
    let reasons = attention(&world.sale, &world.policy, &world.calendar, &world.zones);
    assert!(reasons.iter().any(|it| it.touchpoint == id && it.reason == AttentionReason::ConsentRefused));

    world.must(MEMBER(), &ask);
    world.must(CUSTOMER(), &Command::Touchpoint(id, touchpoint::Command::Consent));
    let item = world.item("training_1");
    assert_eq!((item.state, item.plan.slot.local_date), (TouchpointState::Confirmed, day("2026-11-13")));
    assert_eq!(item.consents[0].broken[0].rule, Rule::MaxSlip);
    assert_eq!(item.consent_refused_at, None);
}

#[test]
fn the_third_move_of_one_item_goes_to_the_manager() {
    let mut world = delivered();
    for (count, date) in ["2026-11-06", "2026-11-05", "2026-11-06"].into_iter().enumerate() {
        assert!(!is_escalated(world.item("training_1"), &world.policy), "{count}");
        let command = move_to(&world, "training_1", date, Remedy::Nothing);
        world.must(MEMBER(), &command);
    }
    let item = world.item("training_1");
    assert!(is_escalated(item, &world.policy));
    let first = attention(&world.sale, &world.policy, &world.calendar, &world.zones).remove(0);
    assert_eq!((first.touchpoint, first.reason), (item.id, AttentionReason::Escalated { moves: 3 }));
}

#[test]
fn what_is_required_is_called_off_only_with_something_in_its_place() {
    let mut world = delivered();
    let id = world.item("training_2").id;
    let cancel = |replacement| {
        let remedy = Remedy::Nothing;
        Command::Touchpoint(id, touchpoint::Command::Cancel { reason: None, replacement, remedy })
    };
    refuses(world.act(MEMBER(), &cancel(None)), ErrorCode::Validation);
    refuses(world.act(MEMBER(), &cancel(Some(call("2026-11-20")))), ErrorCode::MomentumGap);
    world.must(MEMBER(), &cancel(Some(call("2026-11-12"))));
    let instead = world.sale.replacement(id).unwrap();
    assert_eq!(instead.plan.ties.series, Some(line("training")));
    assert!(instead.plan.ties.is_required);
    // The customer may call it off as they like; then the vendor sees that something is owed.
    let id = world.item("visit_3w").id;
    let cancel = touchpoint::Command::Cancel { reason: None, replacement: None, remedy: Remedy::Nothing };
    world.must(CUSTOMER(), &Command::Touchpoint(id, cancel));
    let reasons = attention(&world.sale, &world.policy, &world.calendar, &world.zones);
    assert!(reasons.contains(&Attention { touchpoint: id, reason: AttentionReason::NeedsReplacement }));
}

#[test]
fn what_the_vendor_missed_needs_a_plan_to_make_it_good() {
    let mut world = delivered();
    let id = world.item("thanks_call").id;
    world.now = at("2026-11-03T12:00:00Z");
    let (by, remedy) = (crate::actor::Role::Member, Remedy::Nothing);
    let missed = touchpoint::Command::ReportMissed { by, note: None, replacement: None, remedy };
    world.must(MEMBER(), &Command::Touchpoint(id, missed));
    let owed = Attention { touchpoint: id, reason: AttentionReason::NeedsRecovery };
    let reasons = |world: &World| attention(&world.sale, &world.policy, &world.calendar, &world.zones);
    assert!(reasons(&world).contains(&owed));
    let mut plan = call("2026-11-04");
    plan.ties.replaces = Some(id);
    world.must(MEMBER(), &Command::PlanTouchpoint(plan, Remedy::Nothing));
    assert!(!reasons(&world).contains(&owed));
}
