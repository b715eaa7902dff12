//! Who has to be contacted today, and why.

use std::collections::HashMap;

use followthrough_common::{
    api::vendor_door::worklist::{ReasonOut, WorkCustomer, WorkRow},
    domain::customer::CustomerRecord,
    id::{CustomerId, SaleId},
};

use super::unit::Unit;
use crate::{
    db::Conn,
    problem::Error,
    repo::{
        customer,
        work_item::{self, Filter, Waiting},
    },
};

/// A row with its place, from which the next page goes on.
pub type Placed = (i64, WorkRow);

/// Some rows of the list, the most urgent first; those behind `after`.
pub fn rows(
    conn: &mut Conn,
    unit: &Unit<'_>,
    filter: &Filter,
    after: Option<(i64, SaleId)>,
    limit: i64,
) -> Result<Vec<Placed>, Error> {
    let vendor = unit.vendor.id;
    let waiting = work_item::waiting(conn, vendor, filter, unit.now, after, limit)?;
    let sales: Vec<SaleId> = waiting.iter().map(|row| row.sale).collect();
    let titles: HashMap<SaleId, (String, String)> =
        work_item::titles(conn, vendor, &sales)?.into_iter().map(|(id, one, two)| (id, (one, two))).collect();
    let customers: Vec<CustomerId> = waiting.iter().map(|row| row.customer).collect();
    let customers = customer::find_many(conn, vendor, &customers)?;
    Ok(waiting.iter().filter_map(|row| placed(row, &titles, &customers)).collect())
}

fn placed(
    row: &Waiting,
    titles: &HashMap<SaleId, (String, String)>,
    customers: &[CustomerRecord],
) -> Option<Placed> {
    let (reference, title) = titles.get(&row.sale)?.clone();
    let customer = customers.iter().find(|customer| customer.id == row.customer)?;
    let first = row.reasons.first()?;
    let out = WorkRow {
        sale: row.sale,
        reference,
        title,
        customer: WorkCustomer {
            id: customer.id,
            name: customer.name.clone(),
            company: customer.company.clone(),
            phone: customer.phone.clone(),
            email: customer.email.clone(),
            wishes: customer.into(),
        },
        member: first.member,
        task: first.code.task().to_owned(),
        rank: first.code.rank(),
        due: first.due,
        reasons: row.reasons.iter().cloned().map(ReasonOut::from).collect(),
    };
    Some((row.place, out))
}
