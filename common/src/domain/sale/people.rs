//! Who belongs to a sale on the customer's side, after it has begun.

use std::collections::BTreeMap;

use super::{Sale, draft::Draft};
use crate::{
    domain::{
        event::EventBody,
        people::{self, Person},
    },
    error::Rejection,
    id::CustomerId,
};

impl Sale {
    /// The people on the customer's side, the one who is asked first.
    pub fn people(&self) -> Vec<Person> {
        let roles = |customer| self.contact.roles.get(&customer).cloned().unwrap_or_default();
        self.customers.iter().map(|id| Person { customer: *id, roles: roles(*id) }).collect()
    }
}

pub(super) fn set(draft: &mut Draft<'_, '_>, people: Vec<Person>) -> Result<(), Rejection> {
    people::check(&people, draft.sale.customers.first().copied())?;
    if people == draft.sale.people() {
        return Ok(());
    }
    // What somebody new needs was known before, so it is no change.
    let others = draft.ctx.others.iter().filter(|it| !draft.sale.customers.contains(&it.id));
    let known = others.map(|it| (it.id, it.contact.needs.version)).filter(|(_, version)| *version > 0);
    let known = known.collect();
    draft.record(EventBody::PeopleSet { people, known });
    Ok(())
}

pub(super) fn apply(sale: &mut Sale, people: &[Person], known: &BTreeMap<CustomerId, u32>) {
    sale.customers = people.iter().map(|person| person.customer).collect();
    let with_roles = people.iter().filter(|person| !person.roles.is_empty());
    sale.contact.roles = with_roles.map(|person| (person.customer, person.roles.clone())).collect();
    sale.contact.needs_seen_of_others.extend(known);
}
