//! What is done about completion, value and the next cycle.

use super::*;
use crate::{
    domain::{
        expectation, introduction, reason, referral,
        relationship_plan::{self, Interval, IntervalUnit, PlanTerms},
        resource, success, testimonial,
    },
    id::SaleId,
    link::Link,
};

pub(super) fn end_unsatisfied(_: &World, dice: &mut Dice) -> Wish {
    // Not often: nothing more comes of such a sale.
    let side = if dice.is_lucky(2) { Role::Customer } else { Role::Member };
    dice.is_lucky(6).then(|| (side, Command::EndUnsatisfied { reason: words("It is too loud") }))
}

pub(super) fn reason(world: &World, dice: &mut Dice) -> Wish {
    use reason::Command as C;
    if dice.is_lucky(2) {
        let id = dice.choose(&world.sale.reasons)?.id;
        let correct = C::Correct { id, text: words("One face for us all"), kind: None };
        return Some((Role::Customer, Command::Reason(correct)));
    }
    let kind = reason::ReasonKind::Price;
    let telling = reason::Telling { text: words("It costs less to run"), kind, said_by: None, on: None };
    Some((Role::Member, Command::Reason(C::Add(telling))))
}

pub(super) fn expectation(world: &World, dice: &mut Dice) -> Wish {
    use expectation::{Command as C, ExpectationState as S};
    if dice.is_lucky(4) {
        let due = Some(some_day(world, dice));
        let wording = expectation::Wording { statement: words("Quiet"), measure: None, due, is_vital: true };
        return Some((Role::Member, Command::Expectation(C::Add(wording))));
    }
    let id = dice.choose(&world.sale.expectations)?.id;
    let state = *dice.choose(&[S::NotYet, S::Partly, S::Met, S::NotMet])?;
    Some((Role::Customer, Command::Expectation(C::SetState { id, state, note: None, ask: None })))
}

pub(super) fn success(world: &World, dice: &mut Dice) -> Wish {
    use success::{Act, Command as C};
    if world.sale.successes.is_empty() || dice.is_lucky(3) {
        let entry = success::Entry {
            sentence: words("118 cups before nine"),
            happened_on: world.now.date_naive(),
            evidence: None,
            expectation: world.sale.expectations.first().map(|it| it.id),
        };
        return Some((Role::Member, Command::Success(C::Write(entry))));
    }
    let id = dice.choose(&world.sale.successes)?.id;
    let (side, act) = match dice.below(4) {
        0 => (Role::Customer, Act::Agree),
        1 => (Role::Customer, Act::Correct { words: words("117") }),
        2 => (Role::Member, Act::Rewrite { sentence: words("117 cups before nine") }),
        _ => (Role::Member, Act::Withdraw),
    };
    Some((side, Command::Success(C::Act(id, act))))
}

pub(super) fn resource(world: &World, dice: &mut Dice) -> Wish {
    use resource::{Command as C, ResourceAction as A};
    if world.sale.resources.is_empty() || dice.is_lucky(3) {
        let link = Link::parse("https://shop.example/milk").unwrap();
        let pick = resource::Pick { title: line("Milk"), link, why: words("You asked"), expectation: None };
        return Some((Role::Member, Command::Resource(C::Send(pick))));
    }
    let id = dice.choose(&world.sale.resources)?.id;
    let action = *dice.choose(&[A::Open, A::FindUseful, A::SetAside])?;
    Some((Role::Customer, Command::Resource(C::Act(id, action, None))))
}

pub(super) fn introduction(world: &World, dice: &mut Dice) -> Wish {
    use introduction::{Act, Command as C, Counterpart, Echo};
    if world.sale.introductions.is_empty() || dice.is_lucky(3) {
        let name = line("Bo Lund");
        let other =
            introduction::Acquaintance { name, company: None, email: None, phone: None, customer: None };
        let (sale, about, why) = (SaleId::from_bits(9), words("A bar"), words("Milk"));
        let there = Counterpart { sale, about, why, customer: other.clone() };
        let there = dice.is_lucky(2).then(|| Box::new(there));
        let (about, why) = (words("A bar"), words("Milk"));
        let offer = introduction::Offer { about, why, other, asked_in: None };
        return Some((Role::Member, Command::Introduction(C::Offer(Box::new(offer), there))));
    }
    let id = dice.choose(&world.sale.introductions)?.id;
    let (side, act) = match dice.below(5) {
        0 => (Role::Customer, Act::Accept),
        1 => (Role::Customer, Act::Decline { note: None }),
        2 => (Role::Member, Act::RecordYes { said: Some(words("By telephone")) }),
        3 => {
            let echo = Echo::Done(Act::RecordYes { said: None });
            return Some((Role::System, Command::Introduction(C::Echo(id, Box::new(echo)))));
        }
        _ => (Role::Member, Act::Withdraw { note: None }),
    };
    Some((side, Command::Introduction(C::Act(id, act))))
}

pub(super) fn testimonial(world: &World, dice: &mut Dice) -> Wish {
    use testimonial::{Act, Command as C, Use};
    if world.sale.testimonials.is_empty() || dice.is_lucky(3) {
        let success = world.sale.successes.first()?.id;
        let question = testimonial::Question { success, uses: vec![Use::Portal], reason_kind: None };
        return Some((Role::Member, Command::Testimonial(C::Ask(question))));
    }
    let id = dice.choose(&world.sale.testimonials)?.id;
    let act = match dice.below(3) {
        0 => Act::Grant { words: words("Quick"), shown_as: line("M. H."), uses: vec![Use::Portal] },
        1 => Act::Decline,
        _ => Act::Revoke,
    };
    Some((Role::Customer, Command::Testimonial(C::Act(id, act))))
}

pub(super) fn naming() -> referral::Naming {
    referral::Naming {
        name: line("The lobby"),
        relation: referral::Relation::Department,
        contact: None,
        note: None,
        may_name_customer: false,
    }
}

pub(super) fn referral(world: &World, dice: &mut Dice) -> Wish {
    use referral::{Command as C, ReferralAction as A};
    if world.sale.referrals.is_empty() || dice.is_lucky(3) {
        return Some((Role::Customer, Command::Referral(C::Name(naming()))));
    }
    let id = dice.choose(&world.sale.referrals)?.id;
    let action = *dice.choose(&[A::Approach, A::Win, A::Lose])?;
    Some((Role::Member, Command::Referral(C::Act(id, action))))
}

pub(super) fn relationship_plan(world: &World, dice: &mut Dice) -> Wish {
    use relationship_plan::Command as C;
    let version = world.sale.relationship_plan.as_ref().map_or(0, |plan| plan.version);
    let (side, command) = match dice.below(3) {
        0 => (Role::Customer, C::Accept { version }),
        1 => (Role::Customer, C::WantChange { wish: words("Less often") }),
        _ => {
            let interval = Interval { every: 2, unit: IntervalUnit::Weeks };
            let next_review_on = world.now.date_naive() + TimeDelta::days(200);
            let topics = vec![line("Service"), line("New needs")];
            (
                Role::Member,
                C::Suggest(PlanTerms { interval, topics, next_review_on, owner: world.sale.owner }),
            )
        }
    };
    Some((side, Command::RelationshipPlan(command)))
}
