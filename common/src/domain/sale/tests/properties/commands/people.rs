//! Who belongs to the sale on the customer's side.

use super::*;
use crate::{
    domain::people::{CustomerRole, Person},
    id::CustomerId,
};

/// The one who is asked, and now and then a colleague.
pub(super) fn people(world: &World, dice: &mut Dice) -> Wish {
    let mut people = world.sale.people();
    people.truncate(1);
    if dice.is_lucky(2) {
        people.push(Person { customer: CustomerId::from_bits(77), roles: [CustomerRole::Payer].into() });
    }
    Some((Role::Member, Command::SetPeople(people)))
}
