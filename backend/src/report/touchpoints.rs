//! What became of the contacts with customers. Done by silence is told from done by the customer's word.

use followthrough_common::{
    api::reports::TouchpointFigures,
    domain::{check::score::percent, touchpoint::Outcome},
    id::VendorId,
};

use crate::{db::Conn, problem::Error, repo::touchpoint};

/// As the database has it now.
pub fn report(conn: &mut Conn, vendor: VendorId) -> Result<TouchpointFigures, Error> {
    Ok(figures(&touchpoint::outcomes(conn, vendor)?))
}

fn figures(rows: &[(Outcome, u64)]) -> TouchpointFigures {
    let count = |outcome| rows.iter().filter(|row| row.0 == outcome).map(|row| row.1).sum::<u64>();
    let (confirmed, unconfirmed) = (count(Outcome::DoneConfirmed), count(Outcome::DoneUnconfirmed));
    let (by_vendor, by_customer) = (count(Outcome::MissedByVendor), count(Outcome::MissedByCustomer));
    let disputed = count(Outcome::Disputed);
    let n = confirmed + unconfirmed + disputed + by_vendor + by_customer;
    TouchpointFigures {
        total: rows.iter().map(|row| row.1).sum(),
        planned: count(Outcome::Planned),
        n,
        done_confirmed: confirmed,
        done_unconfirmed: unconfirmed,
        disputed,
        missed_by_vendor: by_vendor,
        missed_by_customer: by_customer,
        cancelled: count(Outcome::Cancelled),
        done_confirmed_percent: percent(confirmed, n),
        done_unconfirmed_percent: percent(unconfirmed, n),
    }
}
