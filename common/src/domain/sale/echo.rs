//! What concerns two customers stands in a sale of each: what happens in one is taken over by the other at once.

use super::{Command, Sale};
use crate::{
    domain::{
        event::{Event, EventBody},
        introduction::{Act, Command as Wanted, Counterpart, Echo, Introduction, Offer},
    },
    id::{CustomerId, SaleId},
};

/// What another sale has to take over of a command that has just been carried out, and which one.
pub fn echo(command: &Command, after: &Sale, events: &[Event]) -> Option<(SaleId, Command)> {
    let Command::Introduction(command) = command else { return None };
    let id = events.iter().find_map(|event| match event.body {
        EventBody::Introduction { id, .. } => Some(id),
        _ => None,
    })?;
    let it = after.introductions.iter().find(|it| it.id == id)?;
    let (sale, echo) = of_introduction(command, it, after.id, &after.customers)?;
    Some((sale, Command::Introduction(echo)))
}

/// What the other one's sale takes over of a command that has been carried out here, about an introduction of
/// this sale with these customers.
fn of_introduction(
    command: &Wanted,
    introduction: &Introduction,
    sale: SaleId,
    customers: &[CustomerId],
) -> Option<(SaleId, Wanted)> {
    let (id, asked_in) = (introduction.id, introduction.asked_in?);
    let echo = match command.clone() {
        Wanted::Offer(there, counterpart) => {
            let Counterpart { about, why, customer: other, .. } = *counterpart?;
            let offer = Box::new(Offer { about, why, other, asked_in: Some(sale) });
            Echo::Offered { offer, customers: customers.to_vec(), named: there.other.customer }
        }
        Wanted::Act(_, Act::Accept) => Echo::Done(Act::RecordYes { said: None }),
        // Why somebody would rather not is for the vendor, in the sale in which it was said.
        Wanted::Act(_, Act::Decline { .. }) => Echo::Done(Act::RecordNo { said: None }),
        Wanted::Act(_, act @ Act::Withdraw { .. }) => Echo::Done(act),
        Wanted::Act(_, Act::RecordYes { .. } | Act::RecordNo { .. }) | Wanted::Echo(..) => return None,
    };
    Some((asked_in, Wanted::Echo(id, Box::new(echo))))
}
