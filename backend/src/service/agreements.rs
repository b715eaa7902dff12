//! The vendor's standard handling agreement, and the terms of offers. A change makes a new version; what is
//! agreed in a sale, and every clock that runs, stays as it is.

use followthrough_common::{
    api::vendor_door::handling::AgreementTerms,
    calendar::CalendarRef,
    domain::agreement::{Standard, Terms},
    error::Rejection,
    id::VendorId,
};

use super::version;
use crate::{
    db::Conn,
    problem::Error,
    repo::{agreement, calendar, policy, vendor},
    state::App,
};

/// The standard that applies now.
pub fn standard(conn: &mut Conn, vendor: VendorId) -> Result<Standard, Error> {
    let policy = policy::newest(conn, vendor)?.record;
    Ok(agreement::newest(conn, vendor, &policy)?)
}

/// The terms with the newest version of their calendar, checked. `at` is the JSON pointer to them.
pub fn terms(conn: &mut Conn, vendor: VendorId, input: AgreementTerms, at: &str) -> Result<Terms, Error> {
    let pinned = match input.calendar {
        None => None,
        Some(id) => {
            let stored = calendar::newest(conn, vendor, id)?
                .ok_or_else(|| Rejection::field(format!("{at}/calendar"), "must be one of your calendars"))?;
            Some(CalendarRef { id: stored.id, version: stored.version })
        }
    };
    let terms = input.pinned(pinned);
    terms.validate().map_err(|refused| refused.below(at))?;
    Ok(terms)
}

/// Adds the version after `seen`, which must be the newest.
pub fn replace(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    seen: i64,
    input: AgreementTerms,
) -> Result<Standard, Error> {
    let terms = terms(conn, vendor, input, "")?;
    let known = standard(conn, vendor)?;
    version::expect(known.version, Some(seen))?;
    let new = Standard { version: known.version + 1, terms };
    agreement::insert(conn, vendor, &new, app.clock.now())?;
    vendor::touch_settings(conn, vendor)?;
    Ok(new)
}
