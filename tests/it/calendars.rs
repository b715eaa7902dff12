//! A calendar that is no calendar is refused by its field, when it is new and when it is replaced.

use serde_json::{Value, json};

use crate::harness::TestApp;

both!(a_calendar_that_contradicts_itself_is_refused_by_its_field);
fn a_calendar_that_contradicts_itself_is_refused_by_its_field(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee").client(app);
    let list = vendor.get("/v1/calendars").must(200).json();
    let good = json!({"name": "Shop", "calendar": list["items"][0]["calendar"]});
    let path = format!("/v1/calendars/{}", list["items"][0]["id"].as_str().unwrap());
    let before = app.database.count("calendar");
    let window = |start: &str, end: &str| json!({"start": start, "end": end});
    let overlapping = || json!([window("09:00:00", "13:00:00"), window("12:59:00", "17:00:00")]);
    let out_of_order = json!([window("13:00:00", "17:00:00"), window("09:00:00", "12:00:00")]);
    let backwards = json!([window("17:00:00", "09:00:00")]);
    let holiday = |hours: Value| json!([{"date": "2026-12-24", "name": "Christmas Eve", "hours": hours}]);
    let twice = json!([holiday(json!([]))[0], holiday(json!([]))[0]]);
    let never = json!([[], [], [], [], [], [], []]);
    for (field, value, wrong) in [
        ("/weekly/0", overlapping(), "/calendar/weekly/0"),
        ("/weekly/4", out_of_order, "/calendar/weekly/4"),
        ("/weekly/2", backwards, "/calendar/weekly/2"),
        ("/special_days", holiday(overlapping()), "/calendar/special_days/0/hours"),
        ("/special_days", twice, "/calendar/special_days/1/date"),
        ("/weekly", never, "/calendar/weekly"),
        ("/time_zone", json!("Europe/Atlantis"), "/calendar/time_zone"),
    ] {
        let mut bad = good.clone();
        *bad["calendar"].pointer_mut(field).unwrap() = value;
        vendor.post("/v1/calendars", &bad).refuses_field(wrong);
        let tag = vendor.get(&path).must(200).header("etag").to_owned();
        vendor.put(&path, &bad, &tag).refuses_field(wrong);
    }
    assert_eq!(app.database.count("calendar"), before, "nothing is stored");
    let mut split = good;
    split["calendar"]["weekly"][0] = json!([window("09:00:00", "12:00:00"), window("12:00:00", "17:00:00")]);
    vendor.post("/v1/calendars", &split).must(201);
}
