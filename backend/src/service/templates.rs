//! Agenda templates. A change makes a new version; sales that have begun keep their agenda.

use followthrough_common::{
    domain::template::Template,
    error::Rejection,
    id::{TemplateId, VendorId},
};

use super::version;
use crate::{
    db::Conn,
    problem::Error,
    repo::{Versioned, template},
    state::App,
};

/// Adds a template.
pub fn create(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    record: Template,
) -> Result<template::Stored, Error> {
    record.validate()?;
    let now = app.clock.now();
    let new = Versioned { id: app.ids.maker(now)?.make(), version: 1, name: record.title.clone(), record };
    template::insert(conn, vendor, &new, now)?;
    Ok(new)
}

/// Adds the version after `seen`, which must be the newest.
pub fn replace(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    id: TemplateId,
    seen: Option<i64>,
    record: Template,
) -> Result<template::Stored, Error> {
    record.validate()?;
    let newest = template::newest(conn, vendor, id)?.ok_or_else(Rejection::not_found)?;
    version::expect(newest.version, seen)?;
    let new = Versioned { id, version: newest.version + 1, name: record.title.clone(), record };
    template::insert(conn, vendor, &new, app.clock.now())?;
    Ok(new)
}
