//! Every row of every transition table is walked, and everything that the table does not have is refused.

use super::*;
use crate::domain::{
    check::AskAction, concern::ConcernAction, delivery::DeliveryAction, promise::PromiseAction,
    touchpoint::TouchpointAction,
};

/// The pairs of action and side that a table must refuse in a state.
fn forbidden<S: Machine>(state: S, actions: &[S::Action]) -> Vec<(S::Action, Role)> {
    let roles = [Role::Customer, Role::Member, Role::System];
    let pairs = actions.iter().flat_map(|action| roles.map(|role| (*action, role)));
    pairs.filter(|(action, role)| state.after(*action, *role).is_none()).collect()
}

fn actions_of<S: Machine>() -> Vec<S::Action> {
    let mut actions: Vec<S::Action> = Vec::new();
    for row in S::TABLE {
        if !actions.contains(&row.action) {
            actions.push(row.action);
        }
    }
    actions
}

/// A touchpoint in a state, at a time at which the guards let its actions pass.
fn touchpoint_world(
    state: touchpoint::TouchpointState,
    action: TouchpointAction,
    who: Role,
) -> (World, TouchpointId) {
    use TouchpointAction as A;
    use touchpoint::TouchpointState as S;
    let mut world = World::open();
    world.deliver();
    let key = if action == A::Complete { "start_now" } else { "training_1" };
    let id = world.item(key).id;
    let slot = world.item(key).plan.slot.clone();
    if matches!(action, A::AcceptMove | A::DeclineMove) {
        let asker = if who == Role::Customer { Role::Member } else { Role::Customer };
        let options = vec![Slot { local_date: slot.local_date + TimeDelta::days(1), ..slot.clone() }];
        let event = touchpoint::Event::MoveRequested { options, reason: None };
        world.remember(actor(asker), EventBody::Touchpoint { id, event });
    }
    let it = world.sale.touchpoints.iter_mut().find(|it| it.id == id).unwrap();
    it.state = state;
    if matches!(state, S::ReportedDone | S::Done) {
        it.reported_at = Some(world.now);
    }
    if matches!(action, A::ReportDone | A::ReportMissed) {
        world.now = slot.ends_at(&world.zones);
    }
    if action == A::EndWindow {
        world.now += TimeDelta::days(3);
    }
    (world, id)
}

fn touchpoint_command(action: TouchpointAction, world: &World, id: TouchpointId) -> touchpoint::Command {
    use TouchpointAction as A;
    use touchpoint::Command as C;
    let slot = world.sale.touchpoint(id).unwrap().plan.slot.clone();
    let to = Slot { local_date: world.now.date_naive() + TimeDelta::days(5), ..slot };
    match action {
        A::Confirm => C::Confirm,
        A::RequestMove => C::RequestMove { options: vec![to], reason: None },
        A::AcceptMove => C::AcceptMove { option: 0 },
        A::DeclineMove => C::DeclineMove { reason: None },
        A::Move => C::Move { to, reason: words("Jonas is ill") },
        A::Complete => C::Complete,
        A::ReportDone => C::ReportDone { note: None },
        A::AgreeDone => C::AgreeDone,
        A::Dispute => C::Dispute { note: None },
        A::TakeBack => C::TakeBack,
        A::ReportMissed => C::ReportMissed { by: Role::Member, note: None },
        A::EndWindow => C::EndWindow,
        A::Cancel => C::Cancel { reason: None },
    }
}

use crate::{id::TouchpointId, time::Slot};

#[test]
fn every_row_of_the_touchpoint_table_leads_where_it_says() {
    for row in touchpoint::TouchpointState::TABLE {
        let (mut world, id) = touchpoint_world(row.from, row.action, row.who);
        let command = touchpoint_command(row.action, &world, id);
        world.must(actor(row.who), &Command::Touchpoint(id, command));
        assert_eq!(world.sale.touchpoint(id).unwrap().state, row.to, "{row:?}");
    }
}

#[test]
fn a_touchpoint_refuses_what_its_table_does_not_have() {
    for state in touchpoint::TouchpointState::STATES {
        for (action, role) in forbidden(*state, &actions_of::<touchpoint::TouchpointState>()) {
            // A vendor's move of a confirmed item becomes a wish to move, and a contradiction of an item
            // without a report says that nobody came.
            let is_other_row = (action == TouchpointAction::Move || action == TouchpointAction::Dispute)
                && matches!(
                    state,
                    touchpoint::TouchpointState::Planned | touchpoint::TouchpointState::Confirmed
                );
            if is_other_row {
                continue;
            }
            let (mut world, id) = touchpoint_world(*state, action, role);
            let command = touchpoint_command(action, &world, id);
            refuses(world.act(actor(role), &Command::Touchpoint(id, command)), ErrorCode::Conflict);
        }
    }
}

fn concern_command(action: ConcernAction) -> Option<concern::Command> {
    use ConcernAction as A;
    use concern::Command as C;
    Some(match action {
        A::Acknowledge => C::Acknowledge,
        A::Start => C::Start,
        A::Write => C::Write { text: words("Hello") },
        A::AskCustomer => C::AskCustomer { text: words("Which one?") },
        A::Propose => C::Propose { text: words("A new seal"), due: None },
        A::Confirm => C::Confirm,
        A::NotYet => C::NotYet { reason: None },
        A::Withdraw => C::Withdraw { reason: None },
        A::Remind | A::Lapse => return None,
    })
}

fn concern_world(state: concern::ConcernState) -> (World, ConcernId) {
    let mut world = World::open();
    let wish = concern::Raise {
        kind: concern::ConcernKind::Problem,
        severity: concern::Severity::Big,
        words: Some(words("It drips")),
        wanted: None,
        ask: None,
        touchpoint: None,
    };
    world.must(CUSTOMER(), &Command::RaiseConcern(Box::new(wish)));
    let concern = world.sale.concerns.last_mut().unwrap();
    concern.state = state;
    concern.state_since = world.now;
    let id = concern.id;
    (world, id)
}

#[test]
fn every_row_of_the_concern_table_leads_where_it_says() {
    for row in concern::ConcernState::TABLE {
        let (mut world, id) = concern_world(row.from);
        match concern_command(row.action) {
            Some(command) => {
                world.must(actor(row.who), &Command::Concern(id, command));
            }
            // Reminders and lapses are time's: after three and after fourteen days.
            None => world.wait_days(if row.action == ConcernAction::Remind { 3 } else { 14 }),
        }
        assert_eq!(world.sale.concern(id).unwrap().state, row.to, "{row:?}");
    }
}

#[test]
fn a_concern_refuses_what_its_table_does_not_have() {
    for state in concern::ConcernState::STATES {
        for (action, role) in forbidden(*state, &actions_of::<concern::ConcernState>()) {
            let (mut world, id) = concern_world(*state);
            if let Some(command) = concern_command(action) {
                refuses(world.act(actor(role), &Command::Concern(id, command)), ErrorCode::Conflict);
            }
        }
    }
}

fn promise_command(action: PromiseAction, world: &World) -> promise::Command {
    use PromiseAction as A;
    use promise::Command as C;
    let due = world.now.date_naive() + TimeDelta::days(5);
    let touchpoint = world.sale.touchpoints[0].id;
    match action {
        A::AnnounceRisk => C::AnnounceRisk {
            reason: words("The ship is late"),
            doing: words("We look for another one"),
            suggestion: None,
            due: Some(due),
        },
        A::ProposeDate => C::ProposeDate { due, reason: words("The ship is late") },
        A::AcceptDate => C::AcceptDate,
        A::DeclineDate => C::DeclineDate,
        A::ProposeChange => {
            let quantity = world.sale.promises[0].making.quantity;
            let to = promise::Terms { statement: words("Delivery to the gate"), quantity };
            C::ProposeChange { to, reason: words("The lift is broken") }
        }
        A::AcceptChange => C::AcceptChange,
        A::DeclineChange => C::DeclineChange,
        A::LinkSession => C::LinkSession { touchpoint },
        A::UnlinkSession => C::UnlinkSession { touchpoint },
        A::ClaimKept => C::ClaimKept { kept_on: None, evidence: None },
        A::Agree => C::Agree,
        A::Dispute => C::Dispute { note: None },
        A::SayKept => C::SayKept,
        A::SayNotKept => C::SayNotKept { note: None },
        A::EndWindow => C::EndWindow,
        A::GiveUp => C::GiveUp { reason: words("It is sold out") },
        A::OfferRemedy => C::OfferRemedy { text: words("A month for free"), due: None },
        A::AcceptRemedy => C::AcceptRemedy,
        A::DeclineRemedy => C::DeclineRemedy,
        A::Release => C::Release,
    }
}

fn promise_world(state: promise::PromiseState, action: PromiseAction) -> (World, crate::id::PromiseId) {
    let mut world = World::open();
    // After its day, so that a customer may contradict.
    world.now = at("2026-11-12T10:00:00Z");
    let now = world.now;
    let it = world.sale.promises.first_mut().unwrap();
    it.state = state;
    let is_claimed = matches!(state, promise::PromiseState::ClaimedKept | promise::PromiseState::Kept);
    it.claimed_at = is_claimed.then_some(now);
    if matches!(action, PromiseAction::AcceptDate | PromiseAction::DeclineDate) {
        it.proposed = Some(promise::NewDate { due: now.date_naive(), reason: words("Late"), at: now });
    }
    let (by, terms) = (MEMBER(), it.original_terms());
    match action {
        // A warning comes before the day.
        PromiseAction::AnnounceRisk => it.current_due = Some(day("2026-11-30")),
        PromiseAction::AcceptChange | PromiseAction::DeclineChange => {
            let to = promise::Terms { statement: words("Delivery to the gate"), quantity: None };
            it.changes.push(promise::Change {
                from: terms,
                to,
                reason: words("So"),
                by,
                at: now,
                consent: None,
            });
        }
        PromiseAction::AcceptRemedy | PromiseAction::DeclineRemedy => {
            it.remedies.push(promise::Remedy { text: words("Beans"), due: None, by, at: now, consent: None });
        }
        PromiseAction::LinkSession | PromiseAction::UnlinkSession => {
            it.making.kind = promise::PromiseKind::Training;
            it.making.quantity = Some(4);
            let linked = world.sale.touchpoints.first().filter(|_| action == PromiseAction::UnlinkSession);
            it.sessions.extend(linked.map(|touchpoint| touchpoint.id));
        }
        _ => {}
    }
    let id = it.id;
    if action == PromiseAction::EndWindow {
        world.now += TimeDelta::days(3);
    }
    (world, id)
}

#[test]
fn every_row_of_the_promise_table_leads_where_it_says_and_keeps_the_original_date() {
    for row in promise::PromiseState::TABLE {
        let (mut world, id) = promise_world(row.from, row.action);
        let command = promise_command(row.action, &world);
        world.must(actor(row.who), &Command::Promise(id, command));
        let after = world.sale.promise(id).unwrap();
        assert_eq!(after.state, row.to, "{row:?}");
        assert_eq!(after.making.original_due, Some(day("2026-11-09")));
    }
}

#[test]
fn a_promise_refuses_what_its_table_does_not_have() {
    for state in promise::PromiseState::STATES {
        for (action, role) in forbidden(*state, &actions_of::<promise::PromiseState>()) {
            let (mut world, id) = promise_world(*state, action);
            let command = promise_command(action, &world);
            refuses(world.act(actor(role), &Command::Promise(id, command)), ErrorCode::Conflict);
        }
    }
}

#[test]
fn every_row_of_the_ask_table_leads_where_it_says() {
    for row in AskState::TABLE {
        let mut world = World::open();
        world.deliver();
        let ask = world.sale.asks.first_mut().unwrap();
        ask.state = row.from;
        let id = ask.id;
        if matches!(row.from, AskState::Offered | AskState::Snoozed) {
            ask.offered_at = Some(world.now);
            ask.offers = 1;
        }
        if row.from == AskState::Answered {
            let now = world.now;
            ask.answers.push(check::Answer { value: line("better"), text: None, at: now, by: CUSTOMER() });
        }
        if row.action == AskAction::Suppress {
            world.ledger.push(LedgerEntry {
                ask: TypedId::from_bits(9),
                sale: SaleId::from_bits(9),
                check: "change@1".to_owned(),
                offered_at: world.now,
                is_open: true,
                counts: true,
            });
        }
        if row.action == AskAction::Expire {
            world.now += TimeDelta::days(30);
        }
        let command = match row.action {
            AskAction::Answer | AskAction::Revise => {
                check::Command::Answer { value: line("as_expected"), text: None }
            }
            AskAction::Snooze => check::Command::Snooze,
            AskAction::Offer | AskAction::Suppress | AskAction::Expire => check::Command::Advance,
        };
        if row.from == AskState::Snoozed && row.action == AskAction::Expire {
            // Time puts a snoozed question back before it can expire.
            continue;
        }
        world.must(actor(row.who), &Command::Ask(id, command));
        assert_eq!(world.sale.ask(id).unwrap().state, row.to, "{row:?}");
    }
}

#[test]
fn every_row_of_the_delivery_table_leads_where_it_says() {
    for row in delivery::DeliveryState::TABLE {
        let mut world = World::open();
        world.deliver();
        let it = world.sale.deliveries.first_mut().unwrap();
        it.state = row.from;
        let id = it.id;
        let command = match row.action {
            DeliveryAction::Accept => delivery::Command::Accept,
            DeliveryAction::ReportMissing => delivery::Command::ReportMissing { note: None },
            DeliveryAction::Complete => delivery::Command::Complete,
        };
        world.must(actor(row.who), &Command::Delivery(id, command));
        assert_eq!(world.sale.delivery(id).unwrap().state, row.to, "{row:?}");
    }
}

#[test]
fn the_word_of_a_state_in_json_is_the_word_of_its_table() {
    fn compare<S: Machine + serde::Serialize>() {
        for state in S::STATES {
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        }
    }
    compare::<touchpoint::TouchpointState>();
    compare::<check::AskState>();
    compare::<concern::ConcernState>();
    compare::<promise::PromiseState>();
    compare::<delivery::DeliveryState>();
}
