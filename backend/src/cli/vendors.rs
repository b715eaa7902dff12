//! Vendors and their people.

use followthrough_common::{domain::member::Member, id::VendorId};

use super::{
    Failure,
    arguments::{NewMember, NewVendor},
    open, print,
};
use crate::{
    config::Config,
    problem::Error,
    repo::vendor::{self, Mode},
    service::{members, vendors},
    state::App,
};

/// How many vendors are read at once.
const PORTION: i64 = 200;

/// Creates a vendor and prints its id.
pub(super) fn create(config: Config, new: NewVendor) -> Result<(), Failure> {
    let app = open::app(config)?;
    let mode = if new.test { Mode::Test } else { Mode::Live };
    let new = vendors::NewVendor { name: new.name, phone: new.phone, mode, time_zone: new.time_zone };
    let server = app.clone();
    let work = app.db.write(move |conn| vendors::create(conn, &server, new.clone()));
    print(open::block_on(work)??.id)
}

/// Prints every vendor.
pub(super) fn list(config: Config) -> Result<(), Failure> {
    let app = open::app(config)?;
    let mut after = None;
    loop {
        let some = open::block_on(page(&app, after))??;
        let Some(last) = some.last() else { return Ok(()) };
        after = Some(last.id);
        for vendor in some {
            let mode = match vendor.mode {
                Mode::Live => "live",
                Mode::Test => "test",
            };
            print(format_args!("{}\t{mode}\t{}", vendor.id, vendor.name))?;
        }
    }
}

async fn page(app: &App, after: Option<VendorId>) -> Result<Vec<vendor::Vendor>, Error> {
    app.db.read(move |conn| Ok(vendor::list(conn, after, PORTION)?)).await
}

/// Creates a member and prints the id.
pub(super) fn create_member(config: Config, new: NewMember) -> Result<(), Failure> {
    let app = open::app(config)?;
    let server = app.clone();
    let work = app.db.write(move |conn| {
        known(conn, new.vendor)?;
        members::create(conn, &server, new.vendor, |id| Member {
            id,
            name: new.name.clone(),
            role: new.role.clone(),
            phone: new.phone.clone(),
            email: new.email.clone(),
            languages: new.languages.clone(),
        })
    });
    print(open::block_on(work)??.record.id)
}

/// Refuses a vendor who is not there.
pub(super) fn known(conn: &mut crate::db::Conn, id: VendorId) -> Result<(), Error> {
    match vendor::find(conn, id)? {
        Some(_) => Ok(()),
        None => Err(Error::refused(
            followthrough_common::error::ErrorCode::NotFound,
            format!("There is no vendor {id}."),
        )),
    }
}
