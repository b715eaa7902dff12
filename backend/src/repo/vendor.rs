//! Vendors and their clocks.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Text},
};
use followthrough_common::{
    id::{CalendarId, TemplateId, VendorId},
    text::Line,
};
use serde::{Deserialize, Serialize};

use super::read;
use crate::db::{Conn, DbError, DbResult, kept, schema::vendor};

const TABLE: &str = "vendor";

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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    pub default_calendar: CalendarId,
    /// The agenda of new sales.
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

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = vendor)]
struct Row {
    id: String,
    name: String,
    phone: Option<String>,
    mode: String,
    clock_offset: i64,
    default_calendar_id: String,
    default_template_id: String,
    settings_version: i64,
    tokens_valid_after: Option<i64>,
    created_at: i64,
}

impl TryFrom<Row> for Vendor {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        Ok(Self {
            id: read::text(TABLE, &row.id)?,
            name: read::line(TABLE, &row.name)?,
            phone: row.phone.map(|phone| read::line(TABLE, &phone)).transpose()?,
            mode: read::word(TABLE, &row.mode)?,
            clock_offset: TimeDelta::microseconds(row.clock_offset),
            default_calendar: read::text(TABLE, &row.default_calendar_id)?,
            default_template: read::text(TABLE, &row.default_template_id)?,
            settings_version: row.settings_version,
            tokens_valid_after: read::instant_if(TABLE, row.tokens_valid_after)?,
            created_at: read::instant(TABLE, row.created_at)?,
        })
    }
}

/// The columns under names that no other table has, for questions that join by hand.
pub(super) const NAMED: &str = "vendor.id AS vendor_id, vendor.name AS vendor_name, \
     vendor.phone AS vendor_phone, vendor.mode AS vendor_mode, vendor.clock_offset AS vendor_clock_offset, \
     vendor.default_calendar_id AS vendor_calendar_id, vendor.default_template_id AS vendor_template_id, \
     vendor.settings_version AS vendor_settings_version, \
     vendor.tokens_valid_after AS vendor_tokens_valid_after, vendor.created_at AS vendor_created_at";

/// What such a question finds.
#[derive(QueryableByName)]
#[expect(clippy::struct_field_names, reason = "fields are columns")]
pub(super) struct Named {
    #[diesel(sql_type = Text)]
    vendor_id: String,
    #[diesel(sql_type = Text)]
    vendor_name: String,
    #[diesel(sql_type = Nullable<Text>)]
    vendor_phone: Option<String>,
    #[diesel(sql_type = Text)]
    vendor_mode: String,
    #[diesel(sql_type = BigInt)]
    vendor_clock_offset: i64,
    #[diesel(sql_type = Text)]
    vendor_calendar_id: String,
    #[diesel(sql_type = Text)]
    vendor_template_id: String,
    #[diesel(sql_type = BigInt)]
    vendor_settings_version: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    vendor_tokens_valid_after: Option<i64>,
    #[diesel(sql_type = BigInt)]
    vendor_created_at: i64,
}

impl Named {
    pub(super) fn read(self) -> DbResult<Vendor> {
        let row = Row {
            id: self.vendor_id,
            name: self.vendor_name,
            phone: self.vendor_phone,
            mode: self.vendor_mode,
            clock_offset: self.vendor_clock_offset,
            default_calendar_id: self.vendor_calendar_id,
            default_template_id: self.vendor_template_id,
            settings_version: self.vendor_settings_version,
            tokens_valid_after: self.vendor_tokens_valid_after,
            created_at: self.vendor_created_at,
        };
        row.try_into()
    }
}

/// Adds a vendor.
pub fn insert(conn: &mut Conn, new: &Vendor) -> DbResult<()> {
    let row = Row {
        id: new.id.to_string(),
        name: new.name.to_string(),
        phone: new.phone.as_ref().map(ToString::to_string),
        mode: read::to_word(TABLE, &new.mode)?,
        clock_offset: new.clock_offset.num_microseconds().unwrap_or(i64::MAX),
        default_calendar_id: new.default_calendar.to_string(),
        default_template_id: new.default_template.to_string(),
        settings_version: new.settings_version,
        tokens_valid_after: new.tokens_valid_after.map(|at| at.timestamp_micros()),
        created_at: new.created_at.timestamp_micros(),
    };
    diesel::insert_into(vendor::table).values(row).execute(conn)?;
    Ok(())
}

/// One vendor.
pub fn find(conn: &mut Conn, id: VendorId) -> DbResult<Option<Vendor>> {
    let row = vendor::table.find(id.to_string()).select(Row::as_select()).first(conn).optional()?;
    row.map(Vendor::try_from).transpose()
}

/// Some vendors, oldest first. Only for the operator; nothing that a vendor or customer can reach lists vendors.
pub fn list(conn: &mut Conn, after: Option<VendorId>, limit: i64) -> DbResult<Vec<Vendor>> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let rows = vendor::table.filter(vendor::id.gt(after)).order(vendor::id).limit(limit);
    let rows: Vec<Row> = rows.select(Row::as_select()).load(conn)?;
    rows.into_iter().map(Vendor::try_from).collect()
}

/// Puts the clock of a test vendor forward: `offset` must not be less than it is. Returns whether it did.
pub fn advance_clock(conn: &mut Conn, id: VendorId, offset: TimeDelta) -> DbResult<bool> {
    let offset = offset.num_microseconds().unwrap_or(i64::MAX);
    let row = vendor::table
        .filter(vendor::id.eq(id.to_string()))
        .filter(vendor::mode.eq("test"))
        .filter(vendor::clock_offset.le(offset));
    Ok(diesel::update(row).set(vendor::clock_offset.eq(offset)).execute(conn)? == 1)
}

/// Says that something changed which customers' views show, so that no browser keeps an old one.
pub fn touch_settings(conn: &mut Conn, id: VendorId) -> DbResult<()> {
    let touched = diesel::update(vendor::table.find(id.to_string()))
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
    diesel::update(vendor::table.find(id.to_string()))
        .set((
            vendor::default_calendar_id.eq(calendar.to_string()),
            vendor::default_template_id.eq(template.to_string()),
        ))
        .execute(conn)?;
    Ok(())
}

/// No longer accepts customer tokens that were issued before `at`.
pub fn revoke_tokens_before(conn: &mut Conn, id: VendorId, at: DateTime<Utc>) -> DbResult<()> {
    diesel::update(vendor::table.find(id.to_string()))
        .set(vendor::tokens_valid_after.eq(at.timestamp_micros()))
        .execute(conn)?;
    Ok(())
}
