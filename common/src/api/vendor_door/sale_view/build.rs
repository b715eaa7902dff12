//! From the sale to what its vendor sees.

use super::{AgendaOut, AnswerOut, AskOut, ConcernOut, PromiseOut, TouchpointOut, VendorSale};
use crate::{
    api::{value::ValueView, vendor_door::contact::VendorContact},
    domain::{
        check::Ask,
        concern::Concern,
        customer::CustomerRecord,
        preference::Preferences,
        sale::Sale,
        touchpoint::{Touchpoint, TouchpointState},
    },
    text::Quote,
};

impl VendorSale {
    /// With the wishes of the first customer.
    pub fn of(sale: &Sale, customer: &CustomerRecord) -> Self {
        let wishes = &customer.contact.preferences;
        Self {
            id: sale.id,
            reference: sale.reference.clone(),
            title: sale.title.clone(),
            state: sale.state,
            version: sale.version,
            status: sale.status.clone(),
            owner: sale.owner,
            customers: sale.customers.clone(),
            time_zone: sale.time_zone.clone(),
            calendar: sale.calendar,
            anchors: sale.anchors.clone(),
            invoiced: sale.invoiced,
            currency: sale.currency.clone(),
            expectations: sale.expectations.clone(),
            reasons: sale.reasons.iter().map(|reason| reason.text.clone()).collect(),
            touchpoints: sale.touchpoints.iter().map(|it| TouchpointOut::of(it, wishes)).collect(),
            agenda: AgendaOut::from(sale),
            asks: sale.asks.iter().map(AskOut::from).collect(),
            concerns: sale.concerns.iter().map(ConcernOut::from).collect(),
            promises: sale.promises.iter().map(|it| PromiseOut::of(it, &sale.touchpoints)).collect(),
            adjustments: sale.adjustments.clone(),
            deliveries: sale.deliveries.clone(),
            payments: sale.payments.clone(),
            updates: sale.updates.iter().cloned().collect(),
            last_word_at: sale.last_word_at,
            completed_at: sale.completed_at,
            ended: sale.ended.clone(),
            handling: sale.into(),
            contact: VendorContact::of(sale, customer),
            value: ValueView::from(sale),
        }
    }
}

impl TouchpointOut {
    fn of(it: &Touchpoint, wishes: &Preferences) -> Self {
        let is_open = matches!(it.state, TouchpointState::Planned | TouchpointState::Confirmed);
        let is_ours = is_open && it.plan.kind.is_outward();
        let manner = is_ours.then(|| wishes.manner(&it.plan.title, it.plan.kind.as_str()));
        let plan = it.plan.clone();
        Self {
            id: it.id,
            item: plan.item,
            kind: plan.kind,
            title: plan.title,
            text: plan.text,
            prepare: plan.prepare,
            place: plan.place,
            owner: plan.owner,
            slot: plan.slot,
            basis: plan.basis,
            check: plan.check,
            state: it.state,
            pending_move: it.pending_move.clone(),
            moves: it.moves.clone(),
            reported_at: it.reported_at,
            report_note: it.report_note.clone(),
            closing_note: it.closing_note.clone(),
            missed_by: it.missed_by,
            is_agreed: it.is_agreed,
            manner,
        }
    }
}

impl From<&Ask> for AskOut {
    fn from(it: &Ask) -> Self {
        let answers = it.answers.iter().map(|answer| AnswerOut {
            value: answer.value.clone(),
            text: answer.text.as_ref().and_then(Quote::words),
            at: answer.at,
            by: answer.by,
            channel: answer.channel,
            parts: answer.parts.clone(),
        });
        Self {
            id: it.id,
            check: it.plan.check.clone(),
            about: it.plan.about,
            touchpoint: it.plan.touchpoint,
            customer: it.plan.customer,
            planned_for: it.plan.planned_for,
            state: it.state,
            offers: it.offers,
            snoozes: it.snoozes,
            offered_at: it.offered_at,
            suppressed_for: it.suppressed_for.clone(),
            answers: answers.collect(),
            concern: it.concern,
        }
    }
}

impl From<&Concern> for ConcernOut {
    fn from(it: &Concern) -> Self {
        Self {
            id: it.id,
            number: it.opening.number,
            kind: it.opening.kind,
            severity: it.opening.severity,
            words: it.opening.words.clone(),
            wanted: it.opening.wanted.clone(),
            ask: it.opening.ask,
            touchpoint: it.opening.touchpoint,
            owner: it.opening.owner,
            raised_at: it.raised_at,
            raised_by: it.raised_by,
            state: it.state,
            state_since: it.state_since,
            round: it.round,
            acknowledge_by: it.opening.acknowledge_by,
            propose_by: it.opening.propose_by,
            next_word_by: it.next_word_by,
            messages: it.messages.clone(),
            proposals: it.proposals.clone(),
        }
    }
}
