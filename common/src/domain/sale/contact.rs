//! Contact discipline within a sale: whether follow-up goes on, who looks after the customer, whom to contact
//! when, and what the sale has noticed of its customer's record.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Command, Sale, asking::is_first_of_occasion, decide::rhythm::may_break, draft::Draft};
use crate::{
    actor::{Actor, Role},
    domain::{
        check::Ask,
        concern::{self, ConcernKind, Severity},
        contact_sheet::ContactSheet,
        context::{Context, add_days},
        event::EventBody,
        milestone::SnagState,
        momentum,
        needs::{self, NeedChange, Needs, Noticed},
        owner_change::{self, Announcement, OwnerChange},
        people::CustomerRole,
        preference,
        relationship::{self, Relationship, RelationshipState},
        touchpoint::{self, Basis, Plan, TouchpointKind, TouchpointState},
        transition::Machine,
    },
    error::{Possible, Rejection},
    id::{AskId, CustomerId, MemberId, OwnerChangeId},
    text::Words,
    time::Slot,
};

/// What a sale holds of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactState {
    /// Whether follow-up goes on.
    pub relationship: Relationship,
    /// Changes of the owner, oldest first.
    pub owner_changes: Vec<OwnerChange>,
    /// The sheet of this sale; the vendor's standard counts when it has none.
    pub sheet: Option<ContactSheet>,
    /// The version of the customer's preferences that the plan follows.
    pub preferences_seen: u32,
    /// The version of the customer's needs that the sale has noticed.
    pub needs_seen: u32,
    /// The same of the other customers.
    pub needs_seen_of_others: BTreeMap<CustomerId, u32>,
    /// What the people on the customer's side do there, as far as it was said.
    pub roles: BTreeMap<CustomerId, BTreeSet<CustomerRole>>,
    /// The last changes of the needs since the sale was made, oldest first.
    pub need_changes: Vec<Noticed>,
    /// Since when a change of the needs waits to be read.
    pub needs_unread_since: Option<DateTime<Utc>>,
    /// Since when the sale, which was complete, is not any more.
    pub completion_lost_at: Option<DateTime<Utc>>,
}

/// Another owner, as the vendor asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOwner {
    /// Who.
    pub to: MemberId,
    /// Why, for the customer.
    pub reason: Words,
    /// Their first day, in the sale's zone.
    pub effective_from: NaiveDate,
    /// What they have to know; the vendor's own.
    pub handover: Words,
    /// How they introduce themselves to the customer.
    pub introduction: Words,
    /// What is done about a rule of the rhythm that it breaks.
    pub remedy: touchpoint::Remedy,
}

impl Sale {
    /// Whether anything is said and asked by itself: follow-up goes on and is not paused.
    pub fn is_followed(&self) -> bool {
        self.is_active() && self.contact.relationship.state == RelationshipState::Active
    }

    /// Whether a side ended it or called it off: nobody comes any more.
    pub fn is_over(&self) -> bool {
        !self.is_active() || self.contact.relationship.state == RelationshipState::Ended
    }

    /// The change of the owner with that id.
    pub fn owner_change(&self, id: OwnerChangeId) -> Option<&OwnerChange> {
        self.contact.owner_changes.iter().find(|it| it.id == id)
    }

    /// When the customer heard from us, as far as the week's limit counts it.
    fn words(&self) -> impl Iterator<Item = DateTime<Utc>> {
        let reported = self.touchpoints.iter().filter(|it| it.plan.kind.is_outward());
        let reported = reported.filter_map(|it| it.reported_at);
        let first = |ask: &Ask| ask.offered_at.filter(|at| is_first_of_occasion(self, ask, *at));
        let asked = self.asks.iter().filter_map(first);
        reported.chain(asked).chain(self.updates.iter().map(|update| update.at))
    }

    /// When something that is ready at `at` may go out to the customer: outside their quiet hours, and not
    /// more often than they wish.
    pub(super) fn outgoing_at(&self, at: DateTime<Utc>, ctx: &Context<'_>) -> DateTime<Utc> {
        let wishes = &ctx.customer.contact.preferences;
        let ready = at.max(ctx.now);
        let ready = wishes.pause_until(self.words(), ready).unwrap_or(ready);
        let held = wishes.not_before(ready, &ctx.customer.time_zone, ctx.calendar, ctx.zones);
        // Nothing stands in the way: it was ready when it was ready.
        if held <= ctx.now { at } else { held }
    }
}

impl Draft<'_, '_> {
    /// The plan at the time that suits the customer best. Only meetings have one; the delivery comes when it
    /// comes, and what belongs before or after it stays there.
    pub(super) fn suited(&self, plan: Plan) -> Plan {
        if !plan.kind.is_live() || plan.kind == TouchpointKind::Delivery {
            return plan;
        }
        let anchors = &self.sale.anchors;
        let first = self.ctx.zones.date(&self.sale.time_zone, anchors.purchased_at);
        let range = match anchors.delivered_on.or(anchors.expected_delivery_on) {
            Some(day) if plan.slot.local_date < day => first..=add_days(day, -1),
            Some(day) if plan.slot.local_date > day => add_days(day, 1)..=NaiveDate::MAX,
            _ => first..=NaiveDate::MAX,
        };
        let wishes = &self.ctx.customer.contact.preferences;
        let slot = preference::fit(plan.slot.clone(), wishes, self.ctx.calendar, &range);
        // No wish reaches into the past.
        let is_over = |slot: &Slot| slot.ends_at(self.ctx.zones) <= self.ctx.now;
        if is_over(&slot) && !is_over(&plan.slot) { plan } else { Plan { slot, ..plan } }
    }
}

pub(super) fn decide(draft: &mut Draft<'_, '_>, command: &Command) -> Result<(), Rejection> {
    match command.clone() {
        Command::Relationship(command) => {
            let now = &draft.sale.contact.relationship;
            let event = relationship::decide(now, &command, &draft.sale.time_zone, draft.ctx)?;
            record_relationship(draft, event);
        }
        Command::ChangeOwner(new) => return announce(draft, *new),
        Command::OwnerChange(id, command) => {
            let change = draft.sale.owner_change(id).ok_or_else(Rejection::not_found)?;
            let event = owner_change::decide(change, &command, draft.ctx)?;
            draft.record(EventBody::OwnerChange { id, event: event.clone() });
            // "Not fine" is a concern like any other, and the one who leaves still answers for it.
            if let owner_change::Event::Contested { note } = event {
                let change = concern::Raise::new(ConcernKind::Change, Severity::Small);
                draft.raise(concern::Raise { words: note, ..change });
            }
        }
        Command::SetContactSheet(sheet) => {
            sheet.validate(draft.ctx.today(&draft.sale.time_zone))?;
            if draft.sale.contact.sheet.as_ref() != Some(&*sheet) {
                draft.record(EventBody::ContactSheetSet { sheet });
            }
        }
        Command::ReadNeeds { note } => {
            if draft.sale.contact.needs_unread_since.is_none() {
                let allowed = [Role::Customer, Role::Member].map(|by| Possible::new("replace_needs", by));
                let detail = "No change of the needs waits to be read.";
                return Err(Rejection::standing("needs", "read", allowed.to_vec(), detail));
            }
            draft.record(EventBody::NeedsRead { note });
        }
        _ => {}
    }
    Ok(())
}

fn announce(draft: &mut Draft<'_, '_>, new: NewOwner) -> Result<(), Rejection> {
    if let Some(open) = draft.sale.contact.owner_changes.iter().find(|it| it.is_open()) {
        return Err(open.state.refuse("Another change of the owner is announced already.", |_, _| None));
    }
    let NewOwner { to, reason, effective_from, handover, introduction, remedy } = new;
    let from = draft.sale.owner;
    let broken = momentum::of_hand_over(&draft.sale, from, effective_from, draft.ctx);
    let announcement = Announcement { from, to, reason, effective_from, handover, introduction, broken };
    owner_change::check(&announcement, &draft.sale.time_zone, draft.ctx)?;
    may_break(&announcement.broken, &remedy)?;
    let id = draft.ctx.ids.make();
    draft
        .record(EventBody::OwnerChange { id, event: owner_change::Event::Announced(Box::new(announcement)) });
    Ok(())
}

fn record_relationship(draft: &mut Draft<'_, '_>, event: relationship::Event) {
    let known = event.clone();
    draft.record(EventBody::Relationship { event });
    match known {
        relationship::Event::Resumed => plan_anew(draft),
        // What was not asked yet sleeps: the customer may go on one day.
        relationship::Event::Ended { .. } => draft.drop_asks(|ask| ask.offers > 0),
        relationship::Event::Paused { .. } => {}
    }
}

/// What should have happened during a pause gets new days, one a working day; what was confirmed is asked for.
fn plan_anew(draft: &mut Draft<'_, '_>) {
    let ctx = draft.ctx;
    let zone = draft.sale.time_zone.clone();
    let mut held: Vec<_> = draft
        .sale
        .touchpoints
        .iter()
        .filter(|it| it.plan.kind.is_outward() && !it.has_customers_wish())
        .map(|it| (it.facts(ctx.zones), it.id, it.plan.slot.clone()))
        .filter(|(facts, ..)| facts.is_open() && facts.ends_at <= ctx.now)
        .collect();
    held.sort_by_key(|(facts, ..)| facts.starts_at);
    for (days, (facts, id, slot)) in (1..).zip(held) {
        let local_date = ctx.calendar.add_business_days(ctx.today(&zone), days);
        let to = Slot { local_date, ..slot };
        let event = if facts.state == TouchpointState::Confirmed {
            touchpoint::Event::MoveRequested { options: vec![to], reason: None, breaks: Vec::new() }
        } else {
            touchpoint::Event::Reanchored { to, basis: Basis::Fixed }
        };
        draft.record_touchpoint(id, event);
    }
}

/// What a sale knows of its customer when it begins.
pub(super) fn know_customer(draft: &mut Draft<'_, '_>) {
    let known = &draft.ctx.customer.contact;
    let (preferences, needs) = (known.preferences_version, known.needs.version);
    let others = draft.ctx.others.iter().map(|other| (other.id, other.contact.needs.version));
    let others: BTreeMap<CustomerId, u32> = others.filter(|(_, version)| *version > 0).collect();
    if preferences > 0 || needs > 0 || !others.is_empty() {
        draft.record(EventBody::CustomerKnown { preferences, needs, others });
    }
}

/// When time does something next.
pub(super) fn next_at(sale: &Sale, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
    if !sale.is_active() {
        return None;
    }
    let news = has_changed(sale, ctx).then_some(ctx.now);
    let resumes = relationship::resumes_at(&sale.contact.relationship, &sale.time_zone, ctx);
    let changes = sale.contact.owner_changes.iter();
    let changes = changes.filter_map(|it| it.takes_effect_at(&sale.time_zone, ctx.zones));
    changes.chain(news).chain(resumes).min()
}

fn has_changed(sale: &Sale, ctx: &Context<'_>) -> bool {
    let mut needs = needs_of_each(sale, ctx);
    ctx.customer.contact.preferences_version > sale.contact.preferences_seen
        || needs.any(|(_, seen, needs)| needs.version > seen)
}

/// The needs of each customer, the first one without an id, and the version that the sale has noticed.
fn needs_of_each<'c>(
    sale: &Sale,
    ctx: &'c Context<'_>,
) -> impl Iterator<Item = (Option<CustomerId>, u32, &'c Needs)> {
    let first = (None, sale.contact.needs_seen, &ctx.customer.contact.needs);
    let seen = |id| sale.contact.needs_seen_of_others.get(&id).copied().unwrap_or_default();
    let others = ctx.others.iter().map(move |it| (Some(it.id), seen(it.id), &it.contact.needs));
    std::iter::once(first).chain(others)
}

/// Does what is due.
pub(super) fn tick(draft: &mut Draft<'_, '_>) {
    let ctx = draft.ctx;
    if !draft.sale.is_active() {
        return;
    }
    let zone = draft.sale.time_zone.clone();
    let due: Vec<OwnerChangeId> = draft
        .sale
        .contact
        .owner_changes
        .iter()
        .filter(|it| it.takes_effect_at(&zone, ctx.zones).is_some_and(|at| at <= ctx.now))
        .map(|it| it.id)
        .collect();
    for id in due {
        draft.record(EventBody::OwnerChange { id, event: owner_change::Event::TookEffect });
    }
    if relationship::resumes_at(&draft.sale.contact.relationship, &zone, ctx).is_some_and(|at| at <= ctx.now)
    {
        record_relationship(draft, relationship::Event::Resumed);
    }
    notice_needs(draft);
    if ctx.customer.contact.preferences_version > draft.sale.contact.preferences_seen {
        let version = ctx.customer.contact.preferences_version;
        let before = draft.plans();
        draft.record(EventBody::PreferencesChanged { version });
        // What nobody confirmed yet follows the new wishes.
        draft.reanchor(&before);
        draft.leave_in_peace();
    }
}

fn notice_needs(draft: &mut Draft<'_, '_>) {
    let mut asks = draft.sale.asks.iter().filter(|ask| ask.is_about_needs());
    let answered = asks.rfind(|ask| ask.answer().is_some());
    let asked =
        answered.filter(|ask| ask.answer().is_some_and(|it| it.value.starts_with("yes"))).map(|ask| ask.id);
    let new = needs_of_each(&draft.sale, draft.ctx).flat_map(|(customer, seen, needs)| {
        let changes = needs.changes.iter().filter(move |change| change.version > seen).cloned();
        // Only the first customer was asked.
        let asked = asked.filter(|_| customer.is_none());
        changes.map(move |change| Noticed { change, asked, words: None, customer })
    });
    for noticed in new.collect::<Vec<_>>() {
        draft.record(EventBody::NeedsChanged { noticed: Box::new(noticed) });
    }
}

/// "Yes, something has changed": as good as a change of the record, until the record says what.
pub(super) fn note_need(draft: &mut Draft<'_, '_>, asked: AskId, words: Option<Words>) {
    let version = draft.sale.contact.needs_seen;
    let by = draft.ctx.actor.role();
    let change = NeedChange { version, at: draft.ctx.now, by, differences: Vec::new() };
    let noticed = Noticed { change, asked: Some(asked), words, customer: None };
    draft.record(EventBody::NeedsChanged { noticed: Box::new(noticed) });
}

pub(super) fn apply(sale: &mut Sale, body: &EventBody, at: DateTime<Utc>, actor: Actor) {
    match body {
        EventBody::Relationship { event } => {
            relationship::evolve(&mut sale.contact.relationship, event, at, actor);
            // Silence is counted anew from the day on which follow-up goes on.
            if *event == relationship::Event::Resumed {
                sale.last_word_at = at;
            }
        }
        EventBody::OwnerChange { id, event: owner_change::Event::Announced(announcement) } => {
            sale.contact.owner_changes.push(OwnerChange::new(*id, announcement.as_ref().clone(), at));
        }
        EventBody::OwnerChange { id, event } => {
            let known = sale.contact.owner_changes.iter_mut().find(|it| it.id == *id);
            let Some(change) = known else { return };
            owner_change::evolve(change, event, at);
            if *event == owner_change::Event::TookEffect {
                let (from, to) = (change.announcement.from, change.announcement.to);
                hand_over(sale, from, to);
            }
        }
        EventBody::ContactSheetSet { sheet } => sale.contact.sheet = Some(sheet.as_ref().clone()),
        EventBody::PreferencesChanged { version } => sale.contact.preferences_seen = *version,
        EventBody::NeedsChanged { noticed } => {
            let version = noticed.change.version;
            match noticed.customer {
                Some(other) => {
                    sale.contact.needs_seen_of_others.insert(other, version);
                }
                None => sale.contact.needs_seen = version,
            }
            // Words that follow the tap belong to it.
            sale.contact.need_changes.retain(|known| {
                !(known.is_said_only() && noticed.is_said_only() && known.asked == noticed.asked)
            });
            sale.contact.need_changes.push(noticed.as_ref().clone());
            // The log has all of them.
            needs::forget_old(&mut sale.contact.need_changes, |known| &known.change);
            sale.contact.needs_unread_since.get_or_insert(at);
        }
        EventBody::NeedsRead { .. } => sale.contact.needs_unread_since = None,
        EventBody::CustomerKnown { preferences, needs, others } => {
            sale.contact.preferences_seen = *preferences;
            sale.contact.needs_seen = *needs;
            sale.contact.needs_seen_of_others.clone_from(others);
        }
        _ => {}
    }
}

/// Everything that is still to come passes on with the face.
fn hand_over(sale: &mut Sale, from: MemberId, to: MemberId) {
    sale.owner = to;
    let open = |state| matches!(state, TouchpointState::Planned | TouchpointState::Confirmed);
    let touchpoints = sale.touchpoints.iter_mut().filter(|it| open(it.state));
    let concerns = sale.concerns.iter_mut().filter(|it| it.state.is_open());
    let keeps_in_touch = sale.relationship_plan.iter_mut().map(|plan| &mut plan.terms.owner);
    let milestones = sale.handling.milestones.iter_mut().flat_map(|it| {
        let overseer = it.state.is_ahead().then_some(&mut it.plan.overseer);
        let snags = it.snags.iter_mut().filter(|snag| snag.state != SnagState::Confirmed);
        overseer.into_iter().chain(snags.map(|snag| &mut snag.owner))
    });
    let faces = touchpoints.map(|it| &mut it.plan.owner).chain(concerns.map(|it| &mut it.opening.owner));
    for face in faces.chain(keeps_in_touch).chain(milestones).filter(|face| **face == from) {
        *face = to;
    }
}
