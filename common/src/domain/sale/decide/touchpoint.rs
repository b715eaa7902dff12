//! What follows from something done with the agenda: the rhythm is guarded, what was missed becomes a concern,
//! and what was done names the next.

use chrono::NaiveDate;

use super::{
    Draft,
    momentum::{ask_consent, ask_to_move, bridge, check_bridge, plan_in_rhythm},
};
use crate::{
    actor::Role,
    domain::{
        agenda::item_of,
        check::About,
        momentum::refusal,
        questions::momentum,
        sale,
        touchpoint::{
            self, Command, Event, Next, Plan, Purpose, Remedy, Report, Touchpoint, TouchpointKind,
            TouchpointState, Wish, check_plan,
        },
        transition::Machine,
        update::{Message, UpdateKind},
    },
    error::Rejection,
    id::TouchpointId,
};

/// Puts something on the agenda. A first live contact that comes late, or a session far from the one before,
/// needs a bridge or the customer's consent.
pub(super) fn plan(draft: &mut Draft<'_, '_>, plan: Plan, remedy: Remedy) -> Result<(), Rejection> {
    check_plan(&plan, "", draft.ctx)?;
    check_ties(draft, &plan)?;
    plan_in_rhythm(draft, plan, remedy, "").map(|_| ())
}

/// What it stands in for was called off or missed; what comes before it is on the agenda.
fn check_ties(draft: &Draft<'_, '_>, plan: &Plan) -> Result<(), Rejection> {
    if let Some(id) = plan.ties.replaces {
        let replaced = draft.sale.touchpoint(id);
        let is_gone =
            |it: &Touchpoint| matches!(it.state, TouchpointState::Cancelled | TouchpointState::Missed);
        if !replaced.is_some_and(is_gone) {
            return Err(Rejection::field("/replaces", "must be one that was called off or missed"));
        }
    }
    let is_known = |key| draft.sale.touchpoints.iter().any(|it| it.plan.item.as_ref() == Some(key));
    if plan.ties.after.as_ref().is_some_and(|after| !is_known(after)) {
        return Err(Rejection::field("/after", "must be the key of an item of this agenda"));
    }
    if plan.ties.series.is_some() && !plan.kind.is_live() {
        return Err(Rejection::field("/series", "belongs to sessions, in which people meet"));
    }
    Ok(())
}

/// Does something with one touchpoint.
pub(super) fn decide(draft: &mut Draft<'_, '_>, id: TouchpointId, command: Command) -> Result<(), Rejection> {
    let it = draft.sale.touchpoint(id).ok_or_else(Rejection::not_found)?.clone();
    let event = touchpoint::decide(&it, command.clone(), draft.ctx)?;
    guarded(draft, &it, command, event)
}

/// What happens, and what goes with it.
fn guarded(
    draft: &mut Draft<'_, '_>,
    it: &Touchpoint,
    command: Command,
    event: Event,
) -> Result<(), Rejection> {
    let (id, is_members) = (it.id, draft.ctx.actor.role() == Role::Member);
    match (command, event) {
        (Command::Move { remedy, .. }, event) => move_it(draft, it, event, remedy),
        (_, event @ Event::MoveRequested { .. }) if is_members => {
            let event = with_breaks(draft, it, event);
            draft.record_touchpoint(id, event);
            Ok(())
        }
        (Command::ChangeOwner { remedy, .. }, event) => change_owner(draft, it, event, &remedy),
        (Command::Cancel { replacement, remedy, .. }, event) if is_members => {
            cancel(draft, it, event, replacement, remedy)
        }
        (Command::ReportDone(report), event) => report_done(draft, it, event, *report),
        (Command::ReportMissed { replacement: Some(plan), remedy, .. }, event) => {
            missed(draft, id, event);
            let plan = standing_in(draft, id, *plan);
            plan_in_rhythm(draft, plan, remedy, "/replacement").map(|_| ())
        }
        (Command::Consent, event @ Event::Consented) => {
            draft.record_touchpoint(id, event);
            if let Some(plan) = it.consent_request.as_ref().and_then(|asked| asked.replacement.clone()) {
                let plan = standing_in(draft, id, *plan);
                draft.plan(plan);
            }
            Ok(())
        }
        (_, event @ Event::Missed { .. }) => {
            missed(draft, id, event);
            Ok(())
        }
        (_, event) => {
            draft.record_touchpoint(id, event);
            Ok(())
        }
    }
}

/// Another time by the vendor's wish. What nobody confirmed moves at once, if it keeps the rhythm.
fn move_it(
    draft: &mut Draft<'_, '_>,
    it: &Touchpoint,
    event: Event,
    remedy: Remedy,
) -> Result<(), Rejection> {
    check_bridge(draft, remedy.bridge())?;
    let broken = match &event {
        Event::Moved { to, .. } => {
            momentum::of_move(&draft.sale, it, to.local_date, remedy.bridge(), draft.ctx)
        }
        // The customer is asked in any case, and told what it breaks.
        _ => Vec::new(),
    };
    match event {
        Event::Moved { to, reason, .. } if !broken.is_empty() => {
            if remedy != Remedy::AskConsent {
                return Err(refusal(&broken));
            }
            let ask = Command::RequestMove { options: vec![to.clone()], reason: reason.clone() };
            touchpoint::decide(it, ask, draft.ctx)?;
            ask_to_move(draft, it.id, to, reason, broken);
        }
        event => {
            bridge(draft, remedy, it.id);
            let event = with_breaks(draft, it, event);
            draft.record_touchpoint(it.id, event);
        }
    }
    Ok(())
}

/// The times that the vendor suggests, with what each of them breaks.
fn with_breaks(draft: &Draft<'_, '_>, it: &Touchpoint, event: Event) -> Event {
    let Event::MoveRequested { options, reason, .. } = event else { return event };
    let breaks =
        options.iter().map(|to| momentum::of_move(&draft.sale, it, to.local_date, None, draft.ctx)).collect();
    Event::MoveRequested { options, reason, breaks }
}

fn change_owner(
    draft: &mut Draft<'_, '_>,
    it: &Touchpoint,
    event: Event,
    remedy: &Remedy,
) -> Result<(), Rejection> {
    let broken = momentum::of_owner_change(it, draft.ctx);
    match event {
        Event::OwnerChanged { to, reason } if !broken.is_empty() => {
            let event = Event::ConsentAsked { wish: Wish::Owner { to }, reason, broken, replacement: None };
            ask_consent(draft, it, event, remedy)
        }
        event => {
            draft.record_touchpoint(it.id, event);
            Ok(())
        }
    }
}

/// Calls off by the vendor's wish. What is required needs something in its place.
fn cancel(
    draft: &mut Draft<'_, '_>,
    it: &Touchpoint,
    event: Event,
    replacement: Option<Box<Plan>>,
    remedy: Remedy,
) -> Result<(), Rejection> {
    if it.plan.ties.is_required && replacement.is_none() && draft.sale.is_active() {
        return Err(Rejection::field("/replacement", "is required: this one may not fall away"));
    }
    if let Some(plan) = &replacement {
        check_plan(plan, "/replacement", draft.ctx)?;
    }
    check_bridge(draft, remedy.bridge())?;
    let broken =
        momentum::of_cancellation(&draft.sale, it, replacement.as_deref(), remedy.bridge(), draft.ctx);
    match event {
        Event::Cancelled { reason, .. } if !broken.is_empty() && draft.sale.is_active() => {
            let event = Event::ConsentAsked { wish: Wish::Cancel, reason, broken, replacement };
            ask_consent(draft, it, event, &remedy)
        }
        event => {
            draft.record_touchpoint(it.id, event);
            bridge(draft, remedy, it.id);
            if let Some(plan) = replacement {
                let plan = standing_in(draft, it.id, *plan);
                draft.plan(plan);
            }
            Ok(())
        }
    }
}

/// Something stands in for what was called off or missed; it belongs to the same series, and is as required.
fn standing_in(draft: &Draft<'_, '_>, id: TouchpointId, mut plan: Plan) -> Plan {
    if let Some(it) = draft.sale.touchpoint(id) {
        plan.ties.series = plan.ties.series.or_else(|| it.plan.ties.series.clone());
        plan.ties.is_required = it.plan.ties.is_required;
    }
    plan.ties.replaces = Some(id);
    plan
}

/// What the vendor missed is a problem of the customer's, whoever said it first.
fn missed(draft: &mut Draft<'_, '_>, id: TouchpointId, event: Event) {
    draft.record_touchpoint(id, event.clone());
    if let Event::Missed { by: Role::Member, note } = event {
        let is_customers_word = draft.ctx.actor.role() == Role::Customer;
        draft.raise_problem(note.filter(|_| is_customers_word), Some(id));
    }
}

/// What was done names the next, so that nobody is left without knowing what comes.
fn report_done(
    draft: &mut Draft<'_, '_>,
    it: &Touchpoint,
    event: Event,
    report: Report,
) -> Result<(), Rejection> {
    let news = news_of(draft, it, &report)?;
    let is_ahead = |other: &&Touchpoint| {
        let facts = other.facts(draft.ctx.zones);
        other.id != it.id && facts.is_open() && facts.ends_at > draft.ctx.now
    };
    let planned = match report.next {
        Next::Touchpoint(id) => {
            if !draft.sale.touchpoint(id).as_ref().is_some_and(is_ahead) {
                return Err(Rejection::field("/next", "must be one that is still to come"));
            }
            None
        }
        Next::Nothing => {
            let mut left = draft.sale.touchpoints.iter().filter(is_ahead);
            let left = left.find(|other| other.plan.kind.is_outward() && draft.sale.is_active());
            if let Some(left) = left {
                let why = format!("is not so: {} is still to come", left.plan.title);
                return Err(Rejection::field("/nothing_next", why));
            }
            None
        }
        Next::Plan(plan, remedy) => Some(plan_in_rhythm(draft, *plan, remedy, "/plan")?),
    };
    let event = match (event, planned) {
        (Event::ReportedDone { note, sent, evidence, next }, planned) => {
            Event::ReportedDone { note, sent, evidence, next: planned.or(next) }
        }
        (event, _) => event,
    };
    draft.record_touchpoint(it.id, event);
    if let Some(message) = news {
        draft.send_update(message);
    }
    let is_repeated = |key| draft.sale.agenda.as_ref().is_some_and(|agenda| item_of(agenda, key).is_some());
    if it.plan.item.as_deref().is_some_and(is_repeated) {
        draft.continue_repeat(it.id);
    }
    Ok(())
}

/// Word that nothing changed is news like any other, and as checked.
fn news_of(draft: &Draft<'_, '_>, it: &Touchpoint, report: &Report) -> Result<Option<Message>, Rejection> {
    if it.plan.ties.purpose != Some(Purpose::NoChange) {
        return Ok(None);
    }
    let mut waited_for = draft.sale.touchpoints.iter();
    let waited_for = waited_for.find(|other| other.plan.kind == TouchpointKind::Delivery);
    let usual = waited_for.map_or(About::Sale, |delivery| About::Touchpoint(delivery.id));
    let text = report.note.clone().or_else(|| it.plan.text.clone());
    let message = Message {
        kind: UpdateKind::NoChange,
        text: text.ok_or_else(|| Rejection::field("/note", "is required: what the customer reads"))?,
        verified: report.verified,
        about: if report.about.is_empty() { vec![usual] } else { report.about.clone() },
        next_update_by: None,
    };
    draft.check_update(&message)?;
    Ok(Some(message))
}

pub(super) fn expect_delivery(draft: &mut Draft<'_, '_>, on: NaiveDate) -> Result<(), Rejection> {
    if draft.sale.anchors.delivered_on.is_some() {
        let detail = "It was delivered already.";
        let newest = draft.sale.deliveries.last().map(|it| it.state.refuse(detail, |_, _| None));
        return Err(newest.unwrap_or_else(|| Rejection::standing("sale", "delivered", Vec::new(), detail)));
    }
    if draft.sale.anchors.expected_delivery_on != Some(on) {
        let before = draft.plans();
        draft.record_own(sale::Event::DeliveryExpected { on });
        draft.reanchor(&before);
    }
    Ok(())
}
