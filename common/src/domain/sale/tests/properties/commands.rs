//! Commands about some part of a sale. Most of them are refused, as in life. `Command::…` is the first word of a
//! name, so that a test can see that none is left out.

#![expect(clippy::unnecessary_wraps, reason = "all that make a command up have one type")]

use super::{super::*, dice::Dice};
use crate::{
    domain::{self, entry::Visibility, note::Note, touchpoint::TouchpointKind, update},
    time::Slot,
};

mod adjustment;
mod agreement;
mod check;
mod completion;
mod concern;
mod contact_sheet;
mod expectation;
mod introduction;
mod milestone;
mod owner_change;
mod people;
mod promise;
mod reason;
mod referral;
mod relationship;
mod relationship_plan;
mod reply_times;
mod resource;
mod success;
mod testimonial;
mod vital_area;

/// The side that would do it, and what it does.
pub(super) type Wish = Option<(Role, Command)>;
/// Makes one up.
pub(super) type Make = fn(&World, &mut Dice) -> Wish;

/// What can happen to a sale.
pub(super) const COMMANDS: &[(&str, Make)] = &[
    ("Ask.answer", check::answer),
    ("Ask.answer", check::answer),
    ("Ask.answer", check::answer),
    ("Ask.satisfied", check::satisfied),
    ("Ask.satisfied", check::satisfied),
    ("Ask.snooze", check::snooze),
    ("AskNow", check::ask_now),
    ("RaiseConcern", concern::raise),
    ("Concern", concern::concern),
    ("Concern", concern::concern),
    ("Concern", concern::concern),
    ("Promise", promise::promise),
    ("Promise", promise::promise),
    ("Promise", promise::promise),
    ("MakePromise", promise::make),
    ("PlanSession", promise::session),
    ("PlanSession", promise::session),
    ("PlanSession", promise::session),
    ("ProposeAdjustment", adjustment::propose_adjustment),
    ("Adjustment", adjustment::adjustment),
    ("Agreement", agreement::agreement),
    ("SetVitalAreas", vital_area::vital_areas),
    ("PlanMilestone", milestone::plan_milestone),
    ("Milestone", milestone::milestone),
    ("Milestone", milestone::milestone),
    ("SetReplyBefore", reply_times::reply_before),
    ("SetPeople", people::people),
    ("Touchpoint", touchpoint),
    ("Touchpoint", touchpoint),
    ("Touchpoint", touchpoint),
    ("PlanTouchpoint", plan_touchpoint),
    ("MakeAgenda", make_agenda),
    ("ExpectDelivery", expect_delivery),
    ("ReportDelivery", report_delivery),
    ("ReportDelivery", report_delivery),
    ("Delivery", delivery),
    ("ReportPayment", report_payment),
    ("ReportPayment", report_payment),
    ("SendUpdate", send_update),
    ("Note", note),
    ("Relationship", relationship::relationship),
    ("ChangeOwner", owner_change::change_owner),
    ("OwnerChange", owner_change::owner_change),
    ("SetContactSheet", contact_sheet::contact_sheet),
    ("Cancel", cancel),
    ("EndUnsatisfied", completion::end_unsatisfied),
    ("Reason", reason::reason),
    ("Expectation", expectation::expectation),
    ("Success", success::success),
    ("Resource", resource::resource),
    ("Introduction", introduction::introduction),
    ("Testimonial", testimonial::testimonial),
    ("Testimonial", testimonial::testimonial),
    ("Referral", referral::referral),
    ("Attachment", attachment),
    ("Attachment", attachment),
    ("Referral", referral::referral),
    ("RelationshipPlan", relationship_plan::relationship_plan),
    ("Ask.satisfied", check::satisfied),
    ("Ask.satisfied", check::satisfied),
    ("ReportDelivery", report_delivery),
    ("Delivery", delivery),
    ("ReportPayment", report_payment),
];

/// An open sale in which something went well already, so that more can come of it.
pub(super) fn world() -> World {
    happy(World::open())
}

/// The same, and nothing is planned.
pub(super) fn bare_world() -> World {
    let mut world = World::new();
    let opening = Opening { agenda: None, ..world.opening() };
    world.must(Actor::System, &Command::Open(Box::new(opening)));
    happy(world)
}

fn happy(mut world: World) -> World {
    let entry = domain::success::Entry {
        sentence: words("The order was right"),
        happened_on: world.now.date_naive(),
        evidence: None,
        expectation: None,
    };
    world.must(MEMBER(), &Command::Success(domain::success::Command::Write(entry)));
    let id = world.sale.successes[0].id;
    let agree = domain::success::Act::Agree;
    world.must(CUSTOMER(), &Command::Success(domain::success::Command::Act(id, agree)));
    // Named at a happier time.
    let event = domain::referral::Event::Named(referral::naming());
    world.remember(CUSTOMER(), EventBody::Referral { id: TypedId::from_bits(1), event });
    world
}

/// The same, five weeks later: all came, was paid, and every question got a good answer.
pub(super) fn satisfied_world() -> World {
    let mut world = world();
    world.wait_days(7);
    world.deliver();
    let delivery = world.sale.deliveries[0].id;
    world.must(CUSTOMER(), &Command::Delivery(delivery, delivery::Command::Accept));
    let report =
        payment::Report { reference: line("P-1"), amount: 100, state: payment::PaymentState::Cleared };
    world.must(MEMBER(), &Command::ReportPayment(report));
    for _ in 0..35 {
        world.wait_days(1);
        while let Some((side, answer)) = check::good(&world) {
            world.must(actor(side), &answer);
        }
    }
    assert!(world.sale.completed_at.is_some(), "a satisfied customer makes a sale complete");
    world
}

/// A day from a few days ago to some weeks ahead.
pub(super) fn some_day(world: &World, dice: &mut Dice) -> NaiveDate {
    let days = i64::try_from(dice.below(30)).unwrap() - 4;
    world.now.date_naive() + TimeDelta::days(days)
}

fn some_slot(world: &World, dice: &mut Dice) -> Slot {
    Slot::day(some_day(world, dice), ZoneName::utc())
}

fn touchpoint(world: &World, dice: &mut Dice) -> Wish {
    use touchpoint::Command as C;
    // What is near in time can be acted on.
    let near = |it: &&Touchpoint| (it.plan.slot.local_date - world.now.date_naive()).num_days().abs() < 9;
    let near: Vec<_> = world.sale.touchpoints.iter().filter(near).collect();
    let id = dice.choose(&near)?.id;
    let plan = Box::new(some_plan(world, dice));
    let (side, command) = match dice.below(19) {
        0 => (Role::Customer, C::Confirm),
        1 => {
            let options = vec![some_slot(world, dice), some_slot(world, dice)];
            (Role::Customer, C::RequestMove { options, reason: None })
        }
        2 => (Role::Member, C::AcceptMove { option: 0 }),
        3 => (Role::Customer, C::AcceptMove { option: 1 }),
        4 => (Role::Member, C::DeclineMove { reason: None }),
        5 => (
            Role::Member,
            C::Move { to: some_slot(world, dice), reason: words("Ill"), remedy: remedy(plan, dice) },
        ),
        6 => (Role::Customer, C::Complete),
        7 => (Role::Member, world.done(id)),
        8 => (Role::Customer, C::AgreeDone),
        9 => (Role::Customer, C::Dispute { note: None }),
        10 => (Role::Customer, C::TakeBack),
        11 => {
            let (replacement, remedy) = (Some(plan.clone()), remedy(plan, dice));
            (Role::Member, C::ReportMissed { by: Role::Member, note: None, replacement, remedy })
        }
        12 => (Role::Customer, C::AskForTimes { reason: None }),
        13 => (Role::Member, C::OfferTimes { options: vec![some_slot(world, dice)], reason: None }),
        14 => (Role::Customer, C::CounterMove { options: vec![some_slot(world, dice)], reason: None }),
        15 => {
            let to = MemberId::from_bits(2 + u128::from(dice.is_lucky(2)));
            (Role::Member, C::ChangeOwner { to, reason: words("Ill"), remedy: remedy(plan, dice) })
        }
        16 => (Role::Customer, C::Consent),
        17 => (Role::Customer, C::RefuseConsent { note: None }),
        _ => {
            let replacement = dice.is_lucky(2).then(|| plan.clone());
            (Role::Member, C::Cancel { reason: None, replacement, remedy: remedy(plan, dice) })
        }
    };
    Some((side, Command::Touchpoint(id, command)))
}

fn remedy(plan: Box<touchpoint::Plan>, dice: &mut Dice) -> touchpoint::Remedy {
    match dice.below(3) {
        0 => touchpoint::Remedy::Nothing,
        1 => touchpoint::Remedy::Bridge(plan),
        _ => touchpoint::Remedy::AskConsent,
    }
}

/// Something that is put on the agenda by hand.
pub(super) fn some_plan(world: &World, dice: &mut Dice) -> touchpoint::Plan {
    use TouchpointKind as K;
    let kinds = [K::Call, K::Visit, K::Training, K::Written, K::CustomerStep];
    touchpoint::Plan {
        item: None,
        kind: *dice.choose(&kinds).unwrap_or(&K::Call),
        title: line("A word in between"),
        text: None,
        prepare: None,
        place: None,
        owner: world.sale.owner,
        slot: some_slot(world, dice),
        basis: touchpoint::Basis::Fixed,
        check: None,
        ties: touchpoint::Ties::default(),
    }
}

fn make_agenda(world: &World, _: &mut Dice) -> Wish {
    let agenda = world.opening().agenda?;
    Some((Role::Member, Command::MakeAgenda(Box::new(agenda))))
}

fn plan_touchpoint(world: &World, dice: &mut Dice) -> Wish {
    let plan = Box::new(some_plan(world, dice));
    Some((Role::Member, Command::PlanTouchpoint(plan.clone(), remedy(plan, dice))))
}

fn expect_delivery(world: &World, dice: &mut Dice) -> Wish {
    Some((Role::Member, Command::ExpectDelivery { on: some_day(world, dice) }))
}

fn report_delivery(world: &World, dice: &mut Dice) -> Wish {
    let reference = line(dice.choose(&["D-1", "D-2"])?);
    let item = |article| delivery::Item { article: line(article), quantity: 3 };
    let lines = if dice.is_lucky(2) { vec![item("Cups"), item("Plates")] } else { Vec::new() };
    let delivered_on = world.now.date_naive();
    let report = delivery::Report { reference, delivered_on, evidence: None, lines };
    Some((Role::Member, Command::ReportDelivery(Box::new(report))))
}

fn delivery(world: &World, dice: &mut Dice) -> Wish {
    use delivery::Command as C;
    let id = dice.choose(&world.sale.deliveries)?.id;
    let reply = |line, verdict, received| delivery::LineReply { line, verdict, received, note: None };
    let (side, command) = match dice.below(6) {
        0 | 1 => (Role::Customer, C::Accept),
        2 => (Role::Customer, C::ReportMissing { note: None }),
        3 => {
            let replies = vec![reply(1, delivery::Verdict::Short, Some(1))];
            (Role::Customer, C::AnswerLines { replies })
        }
        4 => {
            let replies = vec![reply(1, delivery::Verdict::Accepted, None)];
            (Role::Customer, C::AnswerLines { replies })
        }
        _ => (Role::Member, C::Complete { lines: Vec::new() }),
    };
    Some((side, Command::Delivery(id, command)))
}

fn report_payment(_: &World, dice: &mut Dice) -> Wish {
    use payment::PaymentState as S;
    let state = *dice.choose(&[S::Pending, S::Cleared, S::Cleared, S::Reversed])?;
    let reference = line(dice.choose(&["P-1", "P-2"])?);
    let amount = *dice.choose(&[100, 100, 40])?;
    Some((Role::Member, Command::ReportPayment(payment::Report { reference, amount, state })))
}

fn send_update(_: &World, _: &mut Dice) -> Wish {
    let message = update::Message {
        kind: update::UpdateKind::Progress,
        text: words("The ship is in the harbour"),
        verified: None,
        about: Vec::new(),
        next_update_by: None,
    };
    Some((Role::Member, Command::SendUpdate(Box::new(message))))
}

fn attachment(world: &World, dice: &mut Dice) -> Wish {
    use domain::attachment::{Command as C, Sent};
    let side = if dice.is_lucky(3) { Role::Member } else { Role::Customer };
    if dice.is_lucky(4) {
        let it = dice.choose(&world.sale.attachments)?;
        return Some((side, Command::Attachment(C::Remove(it.concern, it.file.id))));
    }
    let concern = dice.choose(&world.sale.concerns)?.id;
    let id = TypedId::from_bits(u128::from(world.sale.version));
    let (customer, kind) = (*world.sale.customers.first()?, domain::file::FileKind::Jpeg);
    let file = domain::file::File { id, customer, name: None, kind, bytes: 9, width: None, height: None };
    let message = dice.is_lucky(3).then_some(1);
    Some((side, Command::Attachment(C::Attach(concern, Sent { file, message }))))
}

fn note(_: &World, _: &mut Dice) -> Wish {
    let note = Note { text: words("Likes it strong"), visibility: Visibility::default() };
    Some((Role::Member, Command::Note(Box::new(note))))
}

/// Seldom: little happens in a sale that was called off.
fn cancel(_: &World, dice: &mut Dice) -> Wish {
    dice.is_lucky(6).then_some((Role::Member, Command::Cancel { reason: None }))
}
