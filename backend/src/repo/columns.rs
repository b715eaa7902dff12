//! Which of our types columns are read into, and in which form each of them stands there.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use followthrough_common::{
    calendar::Calendar,
    domain::{
        agreement::Terms,
        check::{Fate, Mood},
        concern::Severity,
        contact_sheet::ContactSheet,
        customer::CustomerRecord,
        member::Member,
        pledge::Pledge,
        policy::Policy,
        promise,
        sale::{Sale, SaleState},
        touchpoint,
    },
    id::{
        ApiKeyId, AskId, CalendarId, CustomerId, FileId, MemberId, SaleId, SigningKeyId, TemplateId, VendorId,
    },
    text::Line,
};
use serde_json::Value;

use super::{
    signing_key::{Algorithm, KeyStatus},
    vendor::Mode,
};
use crate::db::readable;

readable! {
    Word: ApiKeyId, AskId, CalendarId, CustomerId, FileId, MemberId, SaleId, SigningKeyId, TemplateId, VendorId;
    Word: Line, NaiveDate;
    Word: Algorithm, Fate, KeyStatus, Mode, Mood, SaleState, Severity, promise::Outcome, touchpoint::Outcome;
    Json: Calendar, ContactSheet, CustomerRecord, Member, Pledge, Policy, Sale, Terms, Value;
    Instant: DateTime<Utc>;
    Span: TimeDelta;
}

readable! {
    in rows
    Json: Vec<String>;
    Count: u16, u32, u64;
    Flag: bool;
}
