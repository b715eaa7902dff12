//! Who looks after the customer, whom to contact when, and pauses.

use super::*;
use crate::domain::{
    contact_sheet::{ContactSheet, Eventuality, SheetContact, SheetLine},
    owner_change,
    people::{CustomerRole, Person},
    relationship,
};
use crate::id::CustomerId;

/// A short rest, and its end.
pub(super) fn relationship(world: &World, dice: &mut Dice) -> Wish {
    let resting = world.sale.relationship.state != relationship::RelationshipState::Active;
    let until = world.now.date_naive() + chrono::Days::new(1);
    let command = if resting {
        relationship::Command::Resume
    } else {
        relationship::Command::Pause { until, reason: words("A short rest") }
    };
    let who = *dice.choose(&[Role::Customer, Role::Member])?;
    Some((who, Command::Relationship(command)))
}

/// The other one of two people.
pub(super) fn change_owner(world: &World, _: &mut Dice) -> Wish {
    let [one, two] = [1, 2].map(MemberId::from_bits);
    let new = owner_change::NewOwner {
        to: if world.sale.owner == one { two } else { one },
        reason: words("Jonas moves"),
        effective_from: world.now.date_naive() + chrono::Days::new(7),
        handover: words("Nothing special"),
        introduction: words("I am Mette"),
        remedy: touchpoint::Remedy::Nothing,
    };
    Some((Role::Member, Command::ChangeOwner(Box::new(new))))
}

/// What both sides say to it.
pub(super) fn owner_change(world: &World, dice: &mut Dice) -> Wish {
    let id = world.sale.owner_changes.last()?.id;
    let (who, command) = dice
        .choose(&[
            (Role::Customer, owner_change::Command::Agree),
            (Role::Customer, owner_change::Command::Contest { note: None }),
            (Role::Member, owner_change::Command::Withdraw { reason: None }),
        ])?
        .clone();
    Some((who, Command::OwnerChange(id, command)))
}

/// The one who is asked, and now and then a colleague.
pub(super) fn people(world: &World, dice: &mut Dice) -> Wish {
    let mut people = world.sale.people();
    people.truncate(1);
    if dice.is_lucky(2) {
        people.push(Person { customer: CustomerId::from_bits(77), roles: [CustomerRole::Payer].into() });
    }
    Some((Role::Member, Command::SetPeople(people)))
}

/// One line for everything.
pub(super) fn contact_sheet(_: &World, dice: &mut Dice) -> Wish {
    let contact = |phone: &str| SheetContact {
        name: line("Service desk"),
        role: None,
        phone: Some(line(phone)),
        email: None,
        hours: None,
    };
    let phone = *dice.choose(&["1", "2"])?;
    let entry = |eventuality: &Eventuality| SheetLine {
        eventuality: *eventuality,
        what_to_do: words("Call us"),
        contact: contact(phone),
        backup: Some(contact("3")),
        valid_from: None,
        valid_to: None,
    };
    let lines = Eventuality::ALL.iter().map(entry).collect();
    Some((Role::Member, Command::SetContactSheet(Box::new(ContactSheet { lines }))))
}
