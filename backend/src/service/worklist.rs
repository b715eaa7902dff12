//! Who has to be contacted today, and why.

use std::collections::HashMap;

use followthrough_common::{
    api::vendor_door::worklist::{ReasonOut, WorkCustomer, WorkRow},
    domain::customer::CustomerRecord,
    id::{CustomerId, SaleId, VendorId},
};

use super::unit::Unit;
use crate::{
    db::Conn,
    problem::Error,
    repo::{
        customer, vendor,
        work_list::{self, Filter, Waiting},
    },
    state::App,
};

/// A row with its place, from which the next page goes on.
pub type Placed = (i64, WorkRow);

/// So many rows are turned in one transaction.
const PORTION: i64 = 2_000;

/// Writes down what time has changed on a vendor's list, so that it can be read in its order. The worker does this all
/// the time; whoever reads does what it has not done yet.
pub async fn catch_up(app: &App, id: VendorId) -> Result<(), Error> {
    let real_now = app.clock.now();
    let is_behind = app.db.read(move |conn| {
        let Some(vendor) = vendor::find(conn, id)? else { return Ok(false) };
        Ok(work_list::is_behind(conn, id, vendor.now(real_now))?)
    });
    if !is_behind.await? {
        return Ok(());
    }
    loop {
        let turned = app.db.write(move |conn| {
            let Some(vendor) = vendor::find(conn, id)? else { return Ok(0) };
            Ok(work_list::turn(conn, id, vendor.now(real_now), PORTION)?)
        });
        if i64::try_from(turned.await?).unwrap_or_default() < PORTION {
            return Ok(());
        }
    }
}

/// Catches up for all vendors.
pub async fn catch_up_all(app: &App) -> Result<(), Error> {
    let real_now = app.clock.now();
    let mut after = None;
    loop {
        let behind = move |conn: &mut Conn| Ok(work_list::vendors_behind(conn, real_now, after, 100)?);
        let vendors = app.db.read(behind).await?;
        let Some(last) = vendors.last() else { return Ok(()) };
        after = Some(*last);
        for vendor in vendors {
            catch_up(app, vendor).await?;
        }
    }
}

/// Some rows of the list, the most urgent first; those behind `after`.
pub fn rows(
    conn: &mut Conn,
    unit: &Unit<'_>,
    filter: &Filter,
    after: Option<(i64, SaleId)>,
    limit: i64,
) -> Result<Vec<Placed>, Error> {
    let vendor = unit.vendor.id;
    let waiting = work_list::waiting(conn, vendor, filter, unit.now, after, limit)?;
    let sales: Vec<SaleId> = waiting.iter().map(|row| row.sale).collect();
    let titles: HashMap<SaleId, (String, String)> =
        work_list::titles(conn, vendor, &sales)?.into_iter().map(|(id, one, two)| (id, (one, two))).collect();
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
