//! The vendor's numbers. A change makes a new version, and counts for every sale from then on: each is looked
//! at again, because what was due later may be due now.

use followthrough_common::{
    domain::policy::Policy,
    error::{FieldError, Rejection},
    id::VendorId,
};
use serde_json::Value;

use super::version;
use crate::{
    db::Conn,
    problem::Error,
    repo::{policy, sale, vendor},
    state::App,
};

/// No number of days, hours, times or kibibytes may be larger: ten years.
const LARGEST: i64 = 3_660;

/// Stores the version after `seen`, which must be the newest.
pub fn replace(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    seen: Option<i64>,
    record: &Policy,
) -> Result<policy::Stored, Error> {
    check(record)?;
    let known = policy::newest(conn, vendor)?;
    version::expect(known.version, seen)?;
    let new = policy::Stored { version: known.version + 1, record: record.clone() };
    let recorded_at = app.clock.now();
    policy::insert(conn, vendor, &new, recorded_at)?;
    vendor::touch_settings(conn, vendor)?;
    let clock = vendor::find(conn, vendor)?.ok_or_else(Rejection::not_found)?;
    sale::wake(conn, vendor, clock.now(recorded_at))?;
    Ok(new)
}

/// Every number is a count or a span: none is negative, and none is longer than anybody lives with.
fn check(record: &Policy) -> Result<(), Error> {
    let written = serde_json::to_value(record).map_err(|error| Error::Internal(error.to_string()))?;
    let mut errors = Vec::new();
    gather("", &written, &mut errors);
    let restless = "must be at least 1: a question that waits is not tried all the time";
    let mute = "must be at least 1: a customer can always say something";
    let faults = [
        ("/ask_retry_days", record.ask_retry_days == 0, restless),
        ("/late_ask_retry_days", record.late_ask_retry_days == 0, restless),
        ("/most_open_concerns", record.most_open_concerns == 0, mute),
        ("/most_concerns_in_24_hours", record.most_concerns_in_24_hours == 0, mute),
        ("/most_messages", record.most_messages == 0, mute),
        ("/most_text_kib", record.most_text_kib == 0, mute),
    ];
    for (pointer, _, detail) in faults.into_iter().filter(|(_, is_zero, _)| *is_zero) {
        errors.push(FieldError { pointer: pointer.to_owned(), detail: detail.to_owned() });
    }
    let Some(first) = errors.first() else { return Ok(()) };
    let first = Rejection::field(first.pointer.as_str(), first.detail.as_str());
    Err(Rejection { errors, ..first }.into())
}

fn gather(pointer: &str, value: &Value, errors: &mut Vec<FieldError>) {
    match value {
        Value::Number(number) if !number.as_i64().is_some_and(|it| (0..=LARGEST).contains(&it)) => {
            let detail = format!("must be 0 to {LARGEST}");
            errors.push(FieldError { pointer: pointer.to_owned(), detail });
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(row, item)| gather(&format!("{pointer}/{row}"), item, errors));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| gather(&format!("{pointer}/{name}"), field, errors));
        }
        Value::Number(_) | Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use followthrough_common::domain::policy::{Policy, Span};

    use super::check;
    use crate::problem::Error;

    #[test]
    fn the_defaults_are_sensible_and_what_is_not_is_named() {
        assert!(check(&Policy::default()).is_ok());
        let mut wrong = Policy { snooze_days: -1, ..Policy::default() };
        wrong.big.propose = Span::WorkingDays(9_999);
        let Err(Error::Rejected(rejection)) = check(&wrong) else { panic!("it was taken") };
        let pointers: Vec<&str> = rejection.errors.iter().map(|error| &*error.pointer).collect();
        assert_eq!(pointers, ["/big/propose/working_days", "/snooze_days"]);
        let restless = Policy { late_ask_retry_days: 0, ..Policy::default() };
        let Err(Error::Rejected(rejection)) = check(&restless) else { panic!("it was taken") };
        assert_eq!(rejection.errors[0].pointer, "/late_ask_retry_days");
    }
}
