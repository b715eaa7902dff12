//! The calendar at weekends, holidays and lunch.

use super::*;

fn utc() -> (Calendar, OffsetTable) {
    (Calendar::office_hours(ZoneName::utc()), OffsetTable::default())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn hours(start: &str, end: &str) -> Hours {
    Hours { start: start.parse().unwrap(), end: end.parse().unwrap() }
}

#[test]
fn business_days_skip_the_weekend_and_holidays() {
    let (mut calendar, _) = utc();
    let name = Line::parse("Day off").unwrap();
    calendar.special_days.push(SpecialDay { date: day("2026-11-25"), name, hours: vec![] });
    // 2026-11-20 is a Friday.
    assert_eq!(calendar.add_business_days(day("2026-11-20"), 1), day("2026-11-23"));
    assert_eq!(calendar.add_business_days(day("2026-11-20"), 3), day("2026-11-26"));
    assert_eq!(calendar.add_business_days(day("2026-11-23"), -1), day("2026-11-20"));
    assert_eq!(calendar.add_business_days(day("2026-11-21"), 0), day("2026-11-21"));
}

#[test]
fn a_closed_day_rolls_as_told() {
    let (calendar, _) = utc();
    let saturday = day("2026-11-21");
    assert_eq!(calendar.roll(saturday, Roll::Following), day("2026-11-23"));
    assert_eq!(calendar.roll(saturday, Roll::Preceding), day("2026-11-20"));
    assert_eq!(calendar.roll(saturday, Roll::Nearest), day("2026-11-20"));
    assert_eq!(calendar.roll(saturday, Roll::None), saturday);
}

#[test]
fn working_time_stops_over_lunch_night_and_weekend() {
    let (mut calendar, zones) = utc();
    calendar.weekly[4] = vec![hours("09:00:00", "12:00:00"), hours("13:00:00", "15:00:00")];
    let friday = at("2026-11-20T11:00:00Z");
    assert_eq!(calendar.add_working_minutes(friday, 60, &zones), at("2026-11-20T12:00:00Z"));
    assert_eq!(calendar.add_working_minutes(friday, 90, &zones), at("2026-11-20T13:30:00Z"));
    assert_eq!(calendar.add_working_minutes(friday, 240, &zones), at("2026-11-23T10:00:00Z"));
    assert_eq!(calendar.working_minutes_between(friday, at("2026-11-23T10:00:00Z"), &zones), 240);
    assert_eq!(calendar.next_open(at("2026-11-21T10:00:00Z"), &zones), at("2026-11-23T09:00:00Z"));
}

#[test]
fn overlapping_windows_and_a_week_without_work_are_refused() {
    let (mut calendar, _) = utc();
    calendar.weekly[0] = vec![hours("09:00:00", "12:00:00"), hours("11:00:00", "15:00:00")];
    let refused = calendar.validate().unwrap_err();
    assert_eq!(refused.errors[0].pointer, "/weekly/0");
    calendar.weekly = std::array::from_fn(|_| Vec::new());
    assert_eq!(calendar.validate().unwrap_err().errors[0].pointer, "/weekly");
}
