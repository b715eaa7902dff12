//! Whom to contact when.

use super::*;
use crate::domain::contact_sheet::{ContactSheet, Eventuality, SheetContact, SheetLine};

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
