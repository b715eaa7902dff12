//! What the customer sees of contact discipline. The handover note is not in it.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    api::{
        contact::{OwnerChangeView, RelationshipOut, SheetLineView, SheetView},
        view::Records,
    },
    domain::{
        cadence::{Cadence, cadence},
        contact_sheet::{ContactSheet, label},
        customer::CustomerRecord,
        needs::Needs,
        owner_change::OwnerChange,
        people::{CustomerRole, Person},
        preference::Preferences,
        sale::Sale,
    },
    id::CustomerId,
    text::Line,
};

/// Contact discipline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactView {
    /// The people on your side who see this too, the one who is asked first.
    pub people: Vec<ColleagueView>,
    /// Whether follow-up goes on.
    pub relationship: RelationshipOut,
    /// Changes of who looks after the customer, newest first.
    pub owner_changes: Vec<OwnerChangeView>,
    /// Whom to contact when; none while the vendor has written nothing down.
    pub contact_sheet: Option<SheetView>,
    /// How often the customer hears from us, planned beside wished.
    pub cadence: Cadence,
    /// How they wish to be treated.
    pub preferences: Preferences,
    /// What they need.
    pub needs: Needs,
}

/// Somebody on the customer's side, as the others see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ColleagueView {
    /// How they are called.
    pub name: Line,
    /// What they do there.
    pub roles: BTreeSet<CustomerRole>,
    /// Whether it is the reader.
    pub is_you: bool,
}

fn people(sale: &Sale, known: &[CustomerRecord], reader: CustomerId) -> Vec<ColleagueView> {
    let view = |person: Person| {
        let record = known.iter().find(|it| it.id == person.customer)?;
        Some(ColleagueView { name: record.name.clone(), roles: person.roles, is_you: record.id == reader })
    };
    sale.people().into_iter().filter_map(view).collect()
}

/// The section of the sale's view.
pub fn contact_view(sale: &Sale, records: Records<'_>, known: &[CustomerRecord]) -> ContactView {
    let wishes = &records.customer.contact.preferences;
    ContactView {
        people: people(sale, known, records.customer.id),
        relationship: sale.into(),
        owner_changes: sale.owner_changes.iter().rev().map(|it| owner_change(it, records)).collect(),
        contact_sheet: sheet(sale, records),
        cadence: cadence(sale, wishes, records.world.policy, records.world.zones),
        preferences: records.customer.preferences(),
        needs: records.customer.contact.needs.clone(),
    }
}

fn owner_change(it: &OwnerChange, records: Records<'_>) -> OwnerChangeView {
    let name = |id| records.members.iter().find(|member| member.id == id).map(|member| member.name.clone());
    OwnerChangeView {
        id: it.id,
        state: it.state,
        from: it.from,
        from_name: name(it.from),
        to: it.to,
        to_name: name(it.to),
        reason: it.reason.clone(),
        effective_from: it.effective_from,
        introduction: it.introduction.clone(),
        announced_at: it.announced_at,
        note: it.note.clone(),
        broken: it.broken.clone(),
    }
}

fn sheet(sale: &Sale, records: Records<'_>) -> Option<SheetView> {
    let own = sale.contact_sheet.as_ref();
    let sheet: &ContactSheet = own.or(records.standard_sheet)?;
    let mut lines = sheet.lines.clone();
    lines.sort_by_key(|line| line.eventuality);
    let lines = lines.into_iter().map(|line| SheetLineView {
        eventuality: line.eventuality,
        label: label(line.eventuality, records.locale).to_owned(),
        what_to_do: line.what_to_do,
        contact: line.contact,
        backup: line.backup,
        valid_from: line.valid_from,
        valid_to: line.valid_to,
    });
    Some(SheetView { is_standard: own.is_none(), lines: lines.collect() })
}
