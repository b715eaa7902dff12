//! Whether the database answers and has our tables.

use diesel::prelude::*;
use followthrough_common::id::VendorId;

use crate::{
    db::{Conn, DbError, schema::vendor},
    problem::Error,
};

/// The smallest question that needs a table.
pub fn ping(conn: &mut Conn) -> Result<(), Error> {
    vendor::table
        .select(vendor::id)
        .limit(1)
        .load::<VendorId>(conn)
        .map(drop)
        .map_err(|error| DbError::from(error).into())
}
