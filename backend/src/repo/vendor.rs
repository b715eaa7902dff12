//! Vendors and their clocks.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use followthrough_common::{
    id::{CalendarId, TemplateId, VendorId},
    text::Line,
};
use serde::{Deserialize, Serialize};

use crate::db::{Conn, DbResult, Typed, kept, schema::vendor};

/// Whether the vendor's customers are real.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// They are.
    Live,
    /// They are not; the vendor has a clock of its own that it can put forward.
    Test,
}

/// A company that sells.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, QueryableByName, Selectable)]
#[diesel(table_name = vendor)]
pub struct Vendor {
    /// Its id.
    pub id: VendorId,
    /// What it is called.
    pub name: Line,
    /// Whom customers call when the widget cannot help.
    pub phone: Option<Line>,
    /// Whether its customers are real.
    pub mode: Mode,
    /// How far its clock is ahead of the real time; nothing for a live vendor.
    pub clock_offset: TimeDelta,
    /// The calendar of new sales.
    #[diesel(column_name = default_calendar_id)]
    pub default_calendar: CalendarId,
    /// The agenda of new sales.
    #[diesel(column_name = default_template_id)]
    pub default_template: TemplateId,
    /// Rises with every change of something that a customer's view shows.
    pub settings_version: i64,
    /// Customer tokens issued earlier are no longer accepted.
    pub tokens_valid_after: Option<DateTime<Utc>>,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

impl Vendor {
    /// The time by which its rules go.
    pub fn now(&self, real: DateTime<Utc>) -> DateTime<Utc> {
        real + self.clock_offset
    }
}

/// The columns for questions that join by hand; no other table that they ask has a column of these names.
pub(super) const COLUMNS: &str = "vendor.id, vendor.name, vendor.phone, vendor.mode, vendor.clock_offset, \
     vendor.default_calendar_id, vendor.default_template_id, vendor.settings_version, \
     vendor.tokens_valid_after, vendor.created_at";

/// Adds a vendor.
pub fn insert(conn: &mut Conn, new: &Vendor) -> DbResult<()> {
    diesel::insert_into(vendor::table)
        .values((
            vendor::id.eq(Typed(new.id)),
            vendor::name.eq(Typed(new.name.clone())),
            vendor::phone.eq(new.phone.clone().map(Typed)),
            vendor::mode.eq(Typed(new.mode)),
            vendor::clock_offset.eq(Typed(new.clock_offset)),
            vendor::default_calendar_id.eq(Typed(new.default_calendar)),
            vendor::default_template_id.eq(Typed(new.default_template)),
            vendor::settings_version.eq(new.settings_version),
            vendor::tokens_valid_after.eq(new.tokens_valid_after.map(Typed)),
            vendor::created_at.eq(Typed(new.created_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// One vendor.
pub fn find(conn: &mut Conn, id: VendorId) -> DbResult<Option<Vendor>> {
    Ok(vendor::table.find(Typed(id)).select(Vendor::as_select()).first(conn).optional()?)
}

/// Some vendors, oldest first. Only for the operator; nothing that a vendor or customer can reach lists vendors.
pub fn list(conn: &mut Conn, after: Option<VendorId>, limit: i64) -> DbResult<Vec<Vendor>> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let rows = vendor::table.filter(vendor::id.gt(Typed(after))).order(vendor::id).limit(limit);
    Ok(rows.select(Vendor::as_select()).load(conn)?)
}

/// Puts the clock of a test vendor forward: `offset` must not be less than it is. Returns whether it did.
pub fn advance_clock(conn: &mut Conn, id: VendorId, offset: TimeDelta) -> DbResult<bool> {
    let row = vendor::table
        .filter(vendor::id.eq(Typed(id)))
        .filter(vendor::mode.eq(Typed(Mode::Test)))
        .filter(vendor::clock_offset.le(Typed(offset)));
    Ok(diesel::update(row).set(vendor::clock_offset.eq(Typed(offset))).execute(conn)? == 1)
}

/// Says that something changed which customers' views show, so that no browser keeps an old one.
pub fn touch_settings(conn: &mut Conn, id: VendorId) -> DbResult<()> {
    let touched = diesel::update(vendor::table.find(Typed(id)))
        .set(vendor::settings_version.eq(vendor::settings_version + 1));
    kept(touched).execute(conn)?;
    Ok(())
}

/// Chooses the calendar and the template of new sales.
pub fn set_defaults(
    conn: &mut Conn,
    id: VendorId,
    calendar: CalendarId,
    template: TemplateId,
) -> DbResult<()> {
    diesel::update(vendor::table.find(Typed(id)))
        .set((
            vendor::default_calendar_id.eq(Typed(calendar)),
            vendor::default_template_id.eq(Typed(template)),
        ))
        .execute(conn)?;
    Ok(())
}

/// No longer accepts customer tokens that were issued before `at`.
pub fn revoke_tokens_before(conn: &mut Conn, id: VendorId, at: DateTime<Utc>) -> DbResult<()> {
    diesel::update(vendor::table.find(Typed(id)))
        .set(vendor::tokens_valid_after.eq(Some(Typed(at))))
        .execute(conn)?;
    Ok(())
}
