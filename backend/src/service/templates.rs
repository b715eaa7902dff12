//! Agenda templates. A change makes a new version; sales that have begun keep their agenda.

use followthrough_common::{
    domain::template::{Template, check_spacing},
    error::Rejection,
    id::{TemplateId, VendorId},
    text::Line,
};

use super::version;
use crate::{
    db::Conn,
    problem::Error,
    repo::{Versioned, calendar, policy, template, vendor},
    state::App,
};

/// What the vendor's own lists call it.
pub(super) fn name(record: &Template) -> Result<Line, Error> {
    Line::parse(record.title.for_reader(None))
        .map_err(|fault| Rejection::field("/title", fault.to_string()).into())
}

/// Refuses a template that is not sound, or does not keep the rhythm in the vendor's week.
fn check(conn: &mut Conn, vendor: VendorId, record: &Template) -> Result<(), Error> {
    record.validate()?;
    let default = vendor::find(conn, vendor)?.ok_or_else(Rejection::not_found)?.default_calendar;
    let calendar = calendar::newest(conn, vendor, default)?.ok_or_else(Rejection::not_found)?.record;
    let policy = policy::newest(conn, vendor)?.record;
    Ok(check_spacing(record, &calendar, &policy)?)
}

/// Adds a template.
pub fn create(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    record: Template,
) -> Result<template::Stored, Error> {
    check(conn, vendor, &record)?;
    let now = app.clock.now();
    let new = Versioned { id: app.ids.maker(now)?.make(), version: 1, name: name(&record)?, record };
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
    check(conn, vendor, &record)?;
    let newest = template::newest(conn, vendor, id)?.ok_or_else(Rejection::not_found)?;
    version::expect(newest.version, seen)?;
    let new = Versioned { id, version: newest.version + 1, name: name(&record)?, record };
    template::insert(conn, vendor, &new, app.clock.now())?;
    Ok(new)
}
