//! Where the reasons come from: one function for each part of a sale.

use chrono::{DateTime, Utc};

use super::{Item, ReasonCode as Code};
use crate::{
    actor::{Actor, Role},
    domain::{
        agreement::AgreementState,
        check::{Ask, COMPLETE},
        completion::{self, Leg, completion_facts},
        concern::{Concern, ConcernState},
        follow_up,
        introduction::IntroductionState,
        milestone::{Milestone, Snag, SnagState},
        owner_change::OwnerChangeState,
        policy::Span,
        promise::{Promise, PromiseState},
        questions::{
            momentum::{self, AttentionReason as Attention},
            silence::{silence_ends_at, silence_near_at},
        },
        referral::ReferralState,
        relationship_plan::PlanState,
        sale::Sale,
        success::SuccessState,
        touchpoint::{Basis, Touchpoint, TouchpointKind, TouchpointState},
        world::World,
    },
};

pub(super) fn all(sale: &Sale, world: World<'_>) -> Vec<Item> {
    let mut all: Vec<Item> = sale.concerns.iter().flat_map(concern).collect();
    if !sale.is_active() || sale.is_history {
        return all;
    }
    all.extend(customer(sale));
    all.extend(wishes(sale));
    all.extend(sale.milestones.iter().flat_map(|it| milestone(it, sale, world)));
    // Planned contacts wait while the relationship rests; what was promised does not.
    if sale.is_followed() {
        all.extend(sale.touchpoints.iter().flat_map(|it| touchpoint(it, sale, world)));
        all.extend(rhythm(sale, world));
        all.extend(follow_up(sale, world));
        all.extend(word_not_asked(sale, world));
    }
    all.extend(sale.promises.iter().flat_map(|it| promise(it, sale, world)));
    all.extend(silence(sale, world));
    all.extend(completion(sale));
    all
}

fn concern(it: &Concern) -> Vec<Item> {
    if !it.state.is_open() {
        return Vec::new();
    }
    let words = it.opening.words.as_deref().or(it.messages.first().map(|message| &*message.text));
    let title = words.map_or_else(|| format!("Concern {}", it.opening.number), ToOwned::to_owned);
    // Who works on it, if that is somebody else than the one who answers for it.
    let member = it.inside.assignee.map_or(it.opening.owner, |(assignee, _)| assignee);
    let item = |code, since| Item::new(code, &title, member, since).about(&it.id);
    // Whose turn it is: the customer's while we wait for them.
    let last_word = it.messages.last().filter(|message| matches!(message.by, Actor::Customer(_)));
    let waits_for_us = !matches!(it.state, ConcernState::AwaitingCustomer | ConcernState::Proposed);
    let waiting_since = match (last_word, it.state) {
        (Some(message), _) => Some(message.at),
        (None, ConcernState::Raised) => Some(it.raised_at),
        (None, _) => None,
    };
    let Some(by) = it.next_word_by.filter(|_| waits_for_us) else {
        // Words that came while we waited for a yes or a no are answered all the same.
        return waiting_since.into_iter().map(|since| item(Code::ConcernWaits, since)).collect();
    };
    // The word that is owed and the proposal that is aimed at: whichever comes first.
    let propose = it.propose.filter(|clock| clock.left.is_none()).map(|clock| clock.deadline);
    let warn = it.word_warn_at.unwrap_or(by);
    let near = propose.map_or(warn, |deadline| deadline.warn_at.min(warn));
    let by = propose.map_or(by, |deadline| deadline.due.min(by));
    let near = near.min(by);
    let waits = waiting_since.map(|since| item(Code::ConcernWaits, since).until(Some(near)).due(Some(by)));
    let nearly = item(Code::ConcernNearlyOverdue, near).until(Some(by)).due(Some(by));
    let overdue = item(Code::ConcernOverdue, by).due(Some(by));
    waits.into_iter().chain([nearly, overdue]).collect()
}

fn touchpoint(it: &Touchpoint, sale: &Sale, world: World<'_>) -> Vec<Item> {
    let facts = it.facts(world.zones);
    let item = |code, since| Item::new(code, &it.plan.title, it.plan.owner, since).about(&it.id);
    match it.state {
        TouchpointState::Planned | TouchpointState::Confirmed => {
            let mut items = Vec::new();
            if let Some(pending) = it.pending_move.as_ref().filter(|pending| pending.by == Role::Customer) {
                items.push(item(Code::MoveWaits, pending.at).due(Some(facts.starts_at)));
            }
            // An estimate follows its anchor; only the delivery itself is looked for on its day.
            let is_real = it.plan.basis == Basis::Fixed || it.plan.kind == TouchpointKind::Delivery;
            if facts.kind.is_outward() && is_real {
                let day = world.zones.start_of_day(&it.plan.slot.time_zone, it.plan.slot.local_date);
                let minutes = world.policy.report_grace_hours * 60;
                let grace = world.calendar.add_working_minutes(facts.ends_at, minutes, world.zones);
                items.push(item(Code::DueToday, day).until(Some(grace)).due(Some(facts.starts_at)));
                items.push(item(Code::NotReported, grace).due(Some(facts.ends_at)));
            }
            items
        }
        TouchpointState::Disputed => {
            vec![item(Code::Contradicted, it.reported_at.unwrap_or(facts.ends_at))]
        }
        TouchpointState::Missed if it.needs_recovery() && !is_recovered(it, sale, world) => {
            let is_ours = it.missed_by == Some(Role::Member);
            let code = if is_ours { Code::MissedByUs } else { Code::MissedByCustomer };
            vec![item(code, facts.starts_at)]
        }
        TouchpointState::Missed
        | TouchpointState::ReportedDone
        | TouchpointState::Done
        | TouchpointState::Cancelled => Vec::new(),
    }
}

/// What moves did to the agenda, and what stands in for nothing.
fn rhythm(sale: &Sale, world: World<'_>) -> Vec<Item> {
    let found = momentum::attention(sale, world.policy, world.calendar, world.zones);
    let items = found.into_iter().filter_map(|found| {
        let it = sale.touchpoint(found.touchpoint)?;
        let last_move = it.moves.last().map_or(sale.last_word_at, |one| one.at);
        let (code, since) = match found.reason {
            Attention::Escalated { .. } => (Code::MovedTooOften, last_move),
            Attention::ConsentRefused => (Code::MomentumBroken, it.consent_refused_at.unwrap_or(last_move)),
            Attention::ConsentAwaited => {
                let moved = it.pending_move.as_ref().map(|pending| pending.at);
                let asked = it.consent_request.as_ref().map(|request| request.at);
                let handed = sale.owner_changes.iter().find(|it| it.awaits_consent());
                let handed = handed.map(|it| it.announced_at);
                (Code::MomentumBroken, moved.or(asked).or(handed).unwrap_or(last_move))
            }
            Attention::Rhythm { .. } => (Code::MomentumBroken, last_move),
            Attention::NeedsReplacement => (Code::RequiredCalledOff, last_move),
            // That is said by the touchpoint itself.
            Attention::NeedsRecovery => return None,
        };
        Some(Item::new(code, &it.plan.title, it.plan.owner, since).about(&it.id))
    });
    let mut items: Vec<Item> = items.collect();
    // One item may break more than one rule; one line says it.
    items.sort_by_key(|item| (item.key(), item.since));
    items.dedup_by_key(|item| item.key());
    items
}

/// Whether something like it was planned by hand for a later time.
fn is_recovered(missed: &Touchpoint, sale: &Sale, world: World<'_>) -> bool {
    if sale.is_replaced(missed.id) {
        return true;
    }
    let starts = missed.plan.slot.starts_at(world.zones);
    sale.touchpoints.iter().any(|other| {
        let ties = &other.plan.ties;
        // A session of a series is one of its own.
        let is_tied = ties.replaces.is_some() || ties.bridge_for.is_some() || ties.series.is_some();
        let is_free = other.plan.item.is_none() && !is_tied;
        let is_instead = other.id != missed.id && is_free && other.plan.kind.is_outward();
        let is_alive = !matches!(other.state, TouchpointState::Missed | TouchpointState::Cancelled);
        is_instead && is_alive && other.plan.slot.starts_at(world.zones) > starts
    })
}

fn promise(it: &Promise, sale: &Sale, world: World<'_>) -> Vec<Item> {
    let facts = it.facts(&sale.time_zone, world.zones);
    let item = |code, since| Item::new(code, &it.making.statement, sale.owner, since).about(&it.id);
    match it.state {
        PromiseState::Made => {
            let Some(due) = facts.due_at else { return Vec::new() };
            let days = i32::try_from(world.policy.due_soon_days).unwrap_or_default();
            let last_day = it.current_due.unwrap_or_default();
            let warned = world.calendar.add_business_days(last_day, -days);
            let warned = world.zones.start_of_day(&sale.time_zone, warned);
            let soon = item(Code::PromiseDueSoon, warned.max(it.made_at)).until(Some(due)).due(Some(due));
            vec![soon, item(Code::PromiseLate, due).due(Some(due))]
        }
        PromiseState::AtRisk => {
            let due = facts.due_at;
            let said = it.risk.as_ref().map_or(it.made_at, |risk| risk.at);
            let late = due.map(|due| item(Code::PromiseLate, due).due(Some(due)));
            let risk = item(Code::PromiseAtRisk, said).until(due).due(due);
            std::iter::once(risk).chain(late).collect()
        }
        PromiseState::Disputed => {
            vec![item(Code::Contradicted, it.claimed_at.or(facts.due_at).unwrap_or(it.made_at))]
        }
        PromiseState::Broken => {
            let declined = it.remedies.last().map(|remedy| remedy.consent.as_ref().map(|no| no.at));
            match declined {
                None => {
                    vec![item(Code::PromiseBroken, it.given_up_at.or(facts.due_at).unwrap_or(it.made_at))]
                }
                Some(Some(since)) => vec![item(Code::RemedyDeclined, since)],
                // It is the customer's turn.
                Some(None) => Vec::new(),
            }
        }
        PromiseState::ClaimedKept | PromiseState::Kept | PromiseState::MadeGood | PromiseState::Released => {
            Vec::new()
        }
    }
}

fn silence(sale: &Sale, world: World<'_>) -> Vec<Item> {
    let ends = silence_ends_at(sale, world.policy, world.calendar, world.zones);
    let near = silence_near_at(sale, world.policy, world.calendar, world.zones);
    let (Some(ends), Some(near)) = (ends, near) else { return Vec::new() };
    let item = |code, since| Item::new(code, &sale.title, sale.owner, since).due(Some(ends));
    vec![item(Code::SilenceNear, near).until(Some(ends)), item(Code::SilenceOver, ends)]
}

/// What the customer said about their contact and their needs.
fn customer(sale: &Sale) -> Vec<Item> {
    let contested = sale.owner_changes.iter().filter(|it| it.state == OwnerChangeState::Contested);
    let contested = contested
        .map(|it| Item::new(Code::OwnerContested, &sale.title, sale.owner, it.state_since).about(&it.id));
    let changed = sale.needs.unread_since;
    let changed = changed.map(|since| Item::new(Code::NeedsChanged, &sale.title, sale.owner, since));
    contested.chain(changed).collect()
}

/// What the customer would like otherwise, and whom they named.
fn wishes(sale: &Sale) -> Vec<Item> {
    let item = |code, since| Item::new(code, &sale.title, sale.owner, since);
    let agreement = &sale.agreement;
    let newest = agreement.versions.last().filter(|_| agreement.state == AgreementState::ChangeWanted);
    let wish = newest.and_then(|version| version.wishes.last());
    let wish = wish.map(|wish| item(Code::AgreementChangeWanted, wish.at));
    let plan = sale.relationship_plan.as_ref().filter(|plan| plan.state == PlanState::ChangeWanted);
    let plan = plan.map(|it| Item::new(Code::PlanChangeWanted, &sale.title, it.terms.owner, it.state_since));
    let corrected = sale.successes.iter().filter(|it| it.state == SuccessState::Corrected);
    let corrected = corrected
        .map(|it| Item::new(Code::SuccessCorrected, &it.sentence, sale.owner, it.state_since).about(&it.id));
    let named = sale.referrals.iter();
    let named = named.filter(|it| it.state == ReferralState::Named && it.by == Role::Customer);
    let named =
        named.map(|it| Item::new(Code::ReferralNamed, &it.name, sale.owner, it.state_since).about(&it.id));
    let met = sale.introductions.iter();
    let met = met.filter(|it| it.state == IntroductionState::CustomerAgreed && it.asked_in.is_none());
    let met =
        met.map(|it| Item::new(Code::IntroductionWaits, &it.about, sale.owner, it.state_since).about(&it.id));
    wish.into_iter().chain(plan).chain(corrected).chain(named).chain(met).collect()
}

fn milestone(it: &Milestone, sale: &Sale, world: World<'_>) -> Vec<Item> {
    let ends = |day| world.zones.end_of_day(&sale.time_zone, day);
    let late = it.state.is_ahead().then(|| {
        let due = ends(it.due);
        Item::new(Code::MilestoneLate, &it.plan.title, it.plan.overseer, due).about(&it.id).due(Some(due))
    });
    let snags = it.snags.iter().flat_map(|snag| small_thing(snag, snag.due.map(ends)));
    late.into_iter().chain(snags).collect()
}

/// What is said to be right waits for the customer.
fn small_thing(it: &Snag, due: Option<DateTime<Utc>>) -> Vec<Item> {
    if it.state != SnagState::Open {
        return Vec::new();
    }
    let item = |code, since| Item::new(code, &it.text, it.owner, since).about(&it.id).due(due);
    let open = match it.reopened_at {
        Some(since) => item(Code::SnagReopened, since),
        None => item(Code::SnagOpen, it.at),
    };
    let overdue = due.map(|due| item(Code::SnagOverdue, due));
    std::iter::once(open.until(due)).chain(overdue).collect()
}

/// Complete once and not any more; or complete, and time to ask what comes next.
fn completion(sale: &Sale) -> Vec<Item> {
    let item = |code| move |at| Item::new(code, &sale.title, sale.owner, at);
    let lost = sale.completion_lost_at.map(item(Code::CompletionLost));
    lost.into_iter().chain(sale.completed_at.map(item(Code::NextSale))).collect()
}

/// Delivered and paid, and neither is the customer satisfied nor does anybody ask them.
fn word_not_asked(sale: &Sale, world: World<'_>) -> Option<Item> {
    let mut asks = sale.asks.iter().filter(|ask| &*ask.plan.check == COMPLETE);
    let blocks = |it: &Concern| it.state.is_open() && it.opening.kind.blocks_completion();
    let facts = completion_facts(sale, world.policy, world.zones);
    let is_said = facts.satisfied_at.is_some() && !facts.is_concern_in_the_way;
    let is_contradicted =
        facts.promises.iter().any(|promise| promise.blocks_completion(DateTime::<Utc>::MIN_UTC));
    if is_said || is_contradicted || asks.any(Ask::is_unfinished) || sale.concerns.iter().any(blocks) {
        return None;
    }
    // A delivery counts after some days in which nobody contradicts it.
    let legs = completion::completion(&facts, world.policy, DateTime::<Utc>::MAX_UTC);
    let (Leg::Done { at }, true) = (legs.delivered, legs.paid.is_done()) else { return None };
    let paid_at = if let Leg::Done { at } = legs.paid { at } else { at };
    // While a promise is in the way, its own reason stands there.
    let open = facts.promises.iter().filter(|promise| promise.state.is_open());
    let late_from = open.filter_map(|promise| promise.original_due_at).min();
    Some(Item::new(Code::WordNotAsked, &sale.title, sale.owner, at.max(paid_at)).until(late_from))
}

fn follow_up(sale: &Sale, world: World<'_>) -> Vec<Item> {
    let item = |code, since| Item::new(code, &sale.title, sale.owner, since);
    let opened = sale.anchors.purchased_at;
    let missing = follow_up::shortfalls(sale, world.policy, world.zones);
    let ends = Some(follow_up::judged_until(sale, world.policy));
    let mut items = Vec::new();
    if !follow_up::has_agenda(sale) {
        items.push(item(Code::NoAgenda, opened));
    } else if !missing.is_empty() {
        items.push(item(Code::BelowMinimum, opened).until(ends));
    }
    if sale.concerns.iter().any(|it| it.state.is_open() && it.next_word_by.is_some()) {
        return items;
    }
    let last = follow_up::last_contact_ends_at(sale, world.zones);
    let grace = Span::WorkingDays(world.policy.no_next_contact_days);
    let since = grace.after(last.unwrap_or(sale.last_word_at), world.calendar, world.zones);
    items.push(item(Code::NoNextContact, since));
    items
}
