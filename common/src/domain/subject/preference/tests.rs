//! Quiet hours, the slot that suits, and how often is too often.

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn office() -> Calendar {
    Calendar::office_hours(ZoneName::utc())
}

fn held(preferences: &Preferences, instant: &str) -> String {
    let zones = OffsetTable::default();
    preferences.not_before(at(instant), &ZoneName::utc(), &office(), &zones).to_rfc3339()
}

#[test]
fn quiet_hours_wrap_midnight_end_exclusive_and_cover_days_off() {
    let usual = Preferences::default();
    for (ready, goes_out) in [
        // Monday.
        ("2026-11-02T07:59:59Z", "2026-11-02T08:00:00+00:00"),
        ("2026-11-02T08:00:00Z", "2026-11-02T08:00:00+00:00"),
        ("2026-11-02T19:59:59Z", "2026-11-02T19:59:59+00:00"),
        ("2026-11-02T20:00:00Z", "2026-11-03T08:00:00+00:00"),
        ("2026-11-03T00:00:00Z", "2026-11-03T08:00:00+00:00"),
        // Friday evening and the weekend wait until Monday.
        ("2026-11-06T20:00:00Z", "2026-11-09T08:00:00+00:00"),
        ("2026-11-07T12:00:00Z", "2026-11-09T08:00:00+00:00"),
    ] {
        assert_eq!(held(&usual, ready), goes_out, "{ready}");
    }
}

#[test]
fn quiet_hours_by_day_and_none_at_all() {
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let quiet = |start, end| QuietHours { start: time(start), end: time(end), days_off: false };
    let noon = Preferences { quiet_hours: quiet(12, 14), ..Preferences::default() };
    assert_eq!(held(&noon, "2026-11-02T13:00:00Z"), "2026-11-02T14:00:00+00:00");
    assert_eq!(held(&noon, "2026-11-07T23:00:00Z"), "2026-11-07T23:00:00+00:00");
    let never = Preferences { quiet_hours: quiet(9, 9), ..Preferences::default() };
    assert_eq!(held(&never, "2026-11-07T03:00:00Z"), "2026-11-07T03:00:00+00:00");
}

#[test]
fn a_calendar_without_open_days_near_by_holds_nothing_for_ever() {
    let mut closed = office();
    closed.weekly = std::array::from_fn(|_| Vec::new());
    let zones = OffsetTable::default();
    let held =
        Preferences::default().not_before(at("2026-11-02T03:00:00Z"), &ZoneName::utc(), &closed, &zones);
    assert!(held < at("2027-06-01T00:00:00Z"));
}

fn slot(date: &str, hours: Option<(u32, u32)>) -> Slot {
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let hours = hours.map(|(start, end)| Hours { start: time(start), end: time(end) });
    Slot { local_date: date.parse().unwrap(), hours, time_zone: ZoneName::utc() }
}

#[test]
fn a_slot_moves_to_the_nearest_good_day_and_into_the_good_hours() {
    let wishes = Preferences {
        best_days: vec![Day::Tuesday, Day::Thursday],
        window: Window::Afternoon,
        ..Preferences::default()
    };
    let ever = NaiveDate::MIN..=NaiveDate::MAX;
    let fitted = fit(slot("2026-11-04", Some((10, 11))), &wishes, &office(), &ever);
    assert_eq!(fitted, slot("2026-11-05", Some((12, 13))), "Wednesday morning becomes Thursday noon");
    let monday = fit(slot("2026-11-02", None), &wishes, &office(), &ever);
    assert_eq!(monday, slot("2026-11-03", None));
    let friday = fit(slot("2026-11-06", None), &wishes, &office(), &ever);
    assert_eq!(friday, slot("2026-11-05", None), "Thursday is nearer than Tuesday");
    let not_back =
        fit(slot("2026-11-06", None), &wishes, &office(), &("2026-11-06".parse().unwrap()..=NaiveDate::MAX));
    assert_eq!(not_back, slot("2026-11-06", None), "nothing comes before its anchor");
    let suits = slot("2026-11-05", Some((14, 15)));
    assert_eq!(fit(suits.clone(), &wishes, &office(), &ever), suits);
}

#[test]
fn no_wish_leaves_every_slot_as_it_is() {
    for date in ["2026-11-02", "2026-11-07"] {
        let plain = slot(date, Some((10, 11)));
        assert_eq!(
            fit(plain.clone(), &Preferences::default(), &office(), &(NaiveDate::MIN..=NaiveDate::MAX)),
            plain
        );
    }
}

#[test]
fn so_often_a_week_and_not_more() {
    let twice = Preferences { most_per_week: Some(2), ..Preferences::default() };
    let words = ["2026-11-02T10:00:00Z", "2026-11-03T10:00:00Z", "2026-10-01T10:00:00Z"].map(at);
    let until = |now| twice.pause_until(words, at(now));
    assert_eq!(until("2026-11-03T09:00:00Z"), None);
    assert_eq!(until("2026-11-04T10:00:00Z"), Some(at("2026-11-09T10:00:00Z")));
    assert_eq!(until("2026-11-09T10:00:00Z"), None);
    assert_eq!(Preferences::default().pause_until(words, at("2026-11-04T10:00:00Z")), None);
}

#[test]
fn what_cannot_be_is_refused_by_its_field() {
    let hours = Hours { start: NaiveTime::from_hms_opt(12, 0, 0).unwrap(), end: NaiveTime::MIN };
    let none = Preferences::default;
    for (wrong, pointer) in [
        (Preferences { channels: vec![Channel::Mail, Channel::Mail], ..none() }, "/channels/1"),
        (Preferences { best_days: vec![Day::Friday, Day::Friday], ..none() }, "/best_days/1"),
        (Preferences { window: Window::Between(hours), ..none() }, "/window/between/end"),
        (Preferences { most_per_week: Some(0), ..none() }, "/most_per_week"),
        (Preferences { every_days: Some(0), ..none() }, "/every_days"),
    ] {
        assert_eq!(wrong.validate().unwrap_err().errors[0].pointer, pointer);
    }
    assert!(none().validate().is_ok());
}
