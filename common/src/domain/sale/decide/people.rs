//! Who belongs to a sale on the customer's side, after it has begun.

use super::Draft;
use crate::{
    domain::{
        people::{self, Person},
        sale,
    },
    error::Rejection,
};

pub(super) fn set(draft: &mut Draft<'_, '_>, people: Vec<Person>) -> Result<(), Rejection> {
    people::check(&people, draft.sale.customers.first().copied())?;
    if people == draft.sale.people() {
        return Ok(());
    }
    // What somebody new needs was known before, so it is no change.
    let others = draft.ctx.others.iter().filter(|it| !draft.sale.customers.contains(&it.id));
    let known = others.map(|it| (it.id, it.contact.needs.version)).filter(|(_, version)| *version > 0);
    let known = known.collect();
    draft.record_own(sale::Event::PeopleSet { people, known });
    Ok(())
}
