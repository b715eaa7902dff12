//! From the sale to what its customer sees.

use std::collections::BTreeSet;

use super::{
    AboutView, AnswerView, AskView, ChoiceView, ConcernView, CustomerView, DeliveryView, MessageView,
    PaymentView, PersonView, PromiseView, ProposalView, SaleItem, TouchpointView, UpdateView, VendorView,
};
use crate::{
    actor::Actor,
    domain::{
        agenda::item_of,
        check::{self, About, Ask, AskState},
        completion::completion_facts,
        concern::{Concern, Message},
        contact::contacts,
        contact_sheet::ContactSheet,
        customer::CustomerRecord,
        member::{Member, initials},
        milestone,
        needs::Need,
        pledge::Pledge,
        sale::Sale,
        template,
        touchpoint::{Touchpoint, TouchpointKind, Wish},
        world::World,
    },
    id::MemberId,
    text::{Quote, Words},
};

/// How many updates a customer sees.
const UPDATES: usize = 20;

/// What a view needs besides the sale.
#[derive(Debug, Clone, Copy)]
pub struct Records<'a> {
    /// The vendor.
    pub vendor: &'a VendorView,
    /// The vendor's people.
    pub members: &'a [Member],
    /// Who looks.
    pub customer: &'a CustomerRecord,
    /// The language that they read; texts in several are chosen by it.
    pub locale: Option<&'a str>,
    /// The vendor's standard contact sheet, if it has one.
    pub standard_sheet: Option<&'a ContactSheet>,
    /// What the vendor pledges to every customer.
    pub pledge: &'a Pledge,
    /// What is so besides the sale.
    pub world: World<'a>,
}

/// What the customer sees of the sale.
pub fn customer_view(sale: &Sale, records: Records<'_>) -> CustomerView {
    let mut touchpoints: Vec<_> = sale.touchpoints.iter().map(|it| touchpoint(it, sale, records)).collect();
    touchpoints.sort_by_key(|touchpoint| touchpoint.facts.starts_at);
    let mut promises: Vec<_> = sale.promises.iter().map(|it| promise(it, sale, records)).collect();
    promises.sort_by_key(|promise| (promise.original_due.is_none(), promise.original_due));
    let asked = |ask: &&Ask| matches!(ask.state, AskState::Offered | AskState::Snoozed | AskState::Answered);
    CustomerView {
        sale: sale_item(sale),
        status: sale.status.clone(),
        time_zone: sale.time_zone.clone(),
        vendor: records.vendor.clone(),
        customer_name: records.customer.name.clone(),
        owner: sale.owner,
        people: people(sale, records.members),
        contacts: contacts(sale, records.world.policy, records.world.calendar, records.world.zones),
        touchpoints,
        asks: sale.asks.iter().filter(asked).filter_map(|it| ask(it, sale, records)).collect(),
        concerns: sale.concerns.iter().rev().map(|it| concern(it, sale, records)).collect(),
        promises,
        deliveries: sale.deliveries.iter().map(delivery).collect(),
        payments: sale.payments.iter().map(payment).collect(),
        currency: sale.currency.clone(),
        updates: sale.updates.iter().rev().take(UPDATES).map(update).collect(),
        completion: completion_facts(sale, records.world.policy, records.world.zones),
        reasons: sale.reasons.iter().map(|reason| reason.text.clone()).collect(),
        policy: records.world.policy.clone(),
    }
}

/// The sale as a line of a list.
pub fn sale_item(sale: &Sale) -> SaleItem {
    SaleItem {
        id: sale.id,
        reference: sale.reference.clone(),
        title: sale.title.clone(),
        state: sale.state,
        purchased_at: sale.anchors.purchased_at,
    }
}

/// Everybody whom the view names, and nobody else.
fn people(sale: &Sale, members: &[Member]) -> Vec<PersonView> {
    let member = |actor: Actor| if let Actor::Member(id) = actor { Some(id) } else { None };
    let named: BTreeSet<MemberId> = std::iter::once(sale.owner)
        .chain(sale.touchpoints.iter().flat_map(comes))
        .chain(sale.concerns.iter().map(|concern| concern.opening.owner))
        .chain(
            sale.concerns.iter().flat_map(|it| it.messages.iter().filter_map(|message| member(message.by))),
        )
        .chain(sale.attachments.iter().filter_map(|it| member(it.by)))
        .chain(sale.concerns.iter().flat_map(|it| &it.hand_overs).map(|hand_over| hand_over.from))
        .chain(milestone::members(&sale.milestones))
        .chain(sale.updates.iter().filter_map(|update| update.verified.map(|verified| verified.by)))
        .collect();
    members.iter().filter(|member| named.contains(&member.id)).map(person).collect()
}

/// Who comes, who came before, and who may come.
fn comes(it: &Touchpoint) -> impl Iterator<Item = MemberId> {
    let asked = it.consent_request.as_ref().and_then(|request| match request.wish {
        Wish::Owner { to } => Some(to),
        Wish::Cancel => None,
    });
    let instead = it.consent_request.as_ref().and_then(|request| request.replacement.as_ref());
    let before = it.owner_changes.iter().map(|change| change.from);
    std::iter::once(it.plan.owner).chain(before).chain(asked).chain(instead.map(|plan| plan.owner))
}

fn person(member: &Member) -> PersonView {
    PersonView {
        id: member.id,
        name: member.name.clone(),
        initials: initials(&member.name),
        role: member.role.clone(),
        phone: member.phone.clone(),
        email: member.email.clone(),
    }
}

/// Fills `{owner}` and `{item}` from the record.
fn fill(text: &str, sale: &Sale, owner: MemberId, members: &[Member]) -> String {
    if !text.contains('{') {
        return text.to_owned();
    }
    let name = members.iter().find(|member| member.id == owner).map_or("", |member| &*member.name);
    template::fill(text, name, &sale.title)
}

fn touchpoint(it: &Touchpoint, sale: &Sale, records: Records<'_>) -> TouchpointView {
    let fill = |text: &str| fill(text, sale, it.plan.owner, records.members);
    let reader = records.customer.locale.as_deref();
    let item = it.plan.item.as_deref().zip(sale.agenda.as_ref());
    let item = item.and_then(|(key, agenda)| item_of(agenda, key)).map(|(item, _)| item);
    let title = item.map_or(&*it.plan.title, |item| item.title.for_reader(reader));
    let text = item.map(|item| item.text.for_reader(reader)).or(it.plan.text.as_deref());
    let prepare = item.and_then(|item| item.prepare.as_ref()).map(|text| text.for_reader(reader));
    let prepare = prepare.or(it.plan.prepare.as_deref());
    let facts = it.facts(records.world.zones);
    let grace = records.world.policy.report_grace_hours * 60;
    TouchpointView {
        id: it.id,
        title: fill(title),
        text: text.map(fill),
        prepare: prepare.map(fill),
        place: it.plan.place.clone(),
        owner: it.plan.owner,
        slot: it.plan.slot.clone(),
        report_due_at: records.world.calendar.add_working_minutes(facts.ends_at, grace, records.world.zones),
        facts,
        pending_move: it.pending_move.clone(),
        moves: it.moves.clone(),
        report_note: it.report_note.clone(),
        closing_note: it.closing_note.clone(),
        missed_by: it.missed_by,
        is_agreed: it.is_agreed,
        ask: sale.asks.iter().rfind(|ask| ask.plan.touchpoint == Some(it.id)).map(|ask| ask.id),
    }
}

fn about(ask: &Ask, sale: &Sale) -> AboutView {
    let of_sale = || AboutView::Sale { title: sale.title.to_string() };
    match ask.plan.about {
        About::Delivery(id) => {
            let delivery = sale.delivery(id);
            AboutView::Delivery { on: delivery.map(|delivery| delivery.delivered_on) }
        }
        About::Touchpoint(id) => sale.touchpoint(id).map_or_else(of_sale, |it| {
            if it.plan.kind == TouchpointKind::Delivery {
                return AboutView::Delivery { on: sale.anchors.delivered_on };
            }
            AboutView::Touchpoint { title: it.plan.title.to_string(), on: it.plan.slot.local_date }
        }),
        About::Promise(id) => sale.promise(id).map_or_else(of_sale, |promise| AboutView::Promise {
            statement: promise.terms().statement.to_string(),
        }),
        About::Concern(id) => sale
            .concern(id)
            .map_or_else(of_sale, |concern| AboutView::Concern { number: concern.opening.number }),
        About::Expectation(id) => sale
            .expectations
            .iter()
            .find(|it| it.id == id)
            .map_or_else(of_sale, |it| AboutView::Words { words: it.statement.to_string() }),
        About::VitalArea(_) => {
            let area = ask.plan.area.as_ref();
            area.map_or_else(of_sale, |area| AboutView::Words { words: area.to_string() })
        }
        About::Sale => of_sale(),
    }
}

/// What the customer told us before, as far as the question is about it.
fn on_record(it: &Ask, sale: &Sale, records: Records<'_>) -> Vec<Words> {
    if it.is_about_needs() {
        return records.customer.contact.needs.items.iter().filter_map(Need::sentence).collect();
    }
    sale.listed_by(it, records.world.zones).map(|expectation| expectation.statement.clone()).collect()
}

fn ask(it: &Ask, sale: &Sale, records: Records<'_>) -> Option<AskView> {
    let definition = check::definition(&it.plan.check)?;
    let locale = records.locale;
    let choice = |choice: &check::Choice| ChoiceView {
        value: choice.value.to_owned(),
        label: definition.label(choice, locale).to_owned(),
        mood: choice.mood,
    };
    Some(AskView {
        id: it.id,
        check: definition.key.to_owned(),
        facts: it.facts(),
        question: definition.question(sale.named_by(it).as_deref(), locale),
        choices: definition.choices.iter().map(choice).collect(),
        follow_up: definition.follow_up(locale).to_owned(),
        expectations: on_record(it, sale, records),
        about: about(it, sale),
        answer: it.answer().map(|answer| AnswerView {
            value: answer.value.clone(),
            text: answer.text.as_ref().and_then(Quote::words),
            at: answer.at,
        }),
        concern: it.concern,
    })
}

fn concern(it: &Concern, sale: &Sale, records: Records<'_>) -> ConcernView {
    let ask = it.opening.ask.and_then(|id| sale.ask(id));
    let answered = ask.and_then(|ask| {
        let definition = check::definition(&ask.plan.check)?;
        let first = ask.answers.first()?;
        let choice = definition.choice(&first.value)?;
        Some(definition.label(choice, records.locale).to_owned())
    });
    ConcernView {
        id: it.id,
        number: it.opening.number,
        facts: it.facts(),
        kind: it.opening.kind,
        severity: it.opening.severity,
        words: it.opening.words.clone(),
        wanted: it.opening.wanted.clone(),
        answered,
        owner: it.opening.owner,
        raised_at: it.raised_at,
        round: it.round,
        messages: it.messages.iter().map(message).collect(),
        proposal: it.proposals.last().map(|proposal| ProposalView {
            text: proposal.text.clone(),
            due: proposal.due,
            at: proposal.at,
        }),
        ask: it.opening.ask,
        touchpoint: it.opening.touchpoint,
    }
}

fn message(it: &Message) -> MessageView {
    let member = if let Actor::Member(id) = it.by { Some(id) } else { None };
    MessageView { at: it.at, from: it.by.role(), member, text: it.text.clone() }
}

fn promise(it: &crate::domain::promise::Promise, sale: &Sale, records: Records<'_>) -> PromiseView {
    PromiseView {
        id: it.id,
        facts: it.facts(&sale.time_zone, records.world.zones),
        statement: it.terms().statement,
        kind: it.making.kind,
        original_due: it.making.original_due,
        current_due: it.current_due,
        proposed: it.proposed.clone(),
        kept_on: it.kept_on,
        is_agreed: it.is_agreed,
        outcome: it.outcome(),
        note: it.note.clone(),
    }
}

fn delivery(it: &crate::domain::delivery::Delivery) -> DeliveryView {
    DeliveryView {
        id: it.id,
        state: it.state,
        delivered_on: it.delivered_on,
        evidence: it.evidence.clone(),
        note: it.note.clone(),
    }
}

fn payment(it: &crate::domain::payment::Payment) -> PaymentView {
    PaymentView { id: it.id, state: it.state, amount: it.amount, at: it.at }
}

fn update(it: &crate::domain::update::Update) -> UpdateView {
    UpdateView {
        id: it.id,
        kind: it.kind,
        text: it.text.clone(),
        at: it.at,
        verified_by: it.verified.map(|verified| verified.by),
        verified_at: it.verified.map(|verified| verified.at),
    }
}
