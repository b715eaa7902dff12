//! Where an introduction can be offered.

use crate::{
    domain::{
        introduction::{Command, Echo},
        sale::{Sale, SaleState},
    },
    error::Rejection,
    id::CustomerId,
};

/// Refuses what another sale asks of this one, if it cannot be asked here.
pub(super) fn check(sale: &Sale, command: &Command) -> Result<(), Rejection> {
    match command {
        Command::Echo(_, echo) => match echo.as_ref() {
            Echo::Offered { customers, named, .. } => check_other_sale(sale, customers, *named),
            Echo::Done(_) => Ok(()),
        },
        Command::Offer(..) | Command::Act(..) => Ok(()),
    }
}

/// Refuses to ask in a sale where nobody would answer, or where the two would be the same.
fn check_other_sale(
    sale: &Sale,
    customers: &[CustomerId],
    named: Option<CustomerId>,
) -> Result<(), Rejection> {
    if sale.state != SaleState::Active {
        return Err(Rejection::field("/counterpart/sale", "must be a sale whose follow-up goes on"));
    }
    if sale.customers.iter().any(|theirs| customers.contains(theirs)) {
        return Err(Rejection::field("/counterpart/sale", "must be a sale of another customer"));
    }
    if named.is_some_and(|named| !sale.customers.contains(&named)) {
        return Err(Rejection::field("/other/customer", "must be a customer of the counterpart's sale"));
    }
    Ok(())
}
