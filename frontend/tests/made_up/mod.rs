//! Three customers who never were: one mid-agenda with a question, one whose training moved twice, one with
//! an open complaint. Wednesday 25 November 2026, noon in Copenhagen.

use followthrough_common::api::view::FirstView;
use serde_json::{Value, json};

/// The present moment.
pub const NOW: &str = "2026-11-25T11:00:00Z";

const ANNA: u32 = 1;
const JONAS: u32 = 2;

/// An id of the kind, different for every number.
pub fn id(kind: &str, number: u32) -> String {
    format!("{kind}_01h455vb4pex5vsknk084sn{number:03}")
}

fn touchpoint(
    number: u32,
    kind: &str,
    title: &str,
    day: &str,
    hours: Option<(&str, &str)>,
    state: &str,
) -> Value {
    let (from, to) = hours.unwrap_or(("00:00", "24:00"));
    let at = |time: &str| {
        let date: chrono::NaiveDate = day.parse().unwrap();
        let (hour, minute) = time.split_once(':').unwrap();
        let minutes = hour.parse::<i64>().unwrap() * 60 + minute.parse::<i64>().unwrap() - 60;
        (date.and_time(chrono::NaiveTime::MIN).and_utc() + chrono::TimeDelta::minutes(minutes)).to_rfc3339()
    };
    let reported = matches!(state, "reported_done" | "done").then(|| at(to));
    json!({
        "id": id("tch", number),
        "facts": {
            "kind": kind, "state": state, "basis": "fixed", "starts_at": at(from), "ends_at": at(to),
            "pending_move_by": null, "reported_at": reported,
        },
        "title": title, "text": null, "prepare": null, "place": null, "owner": id("mem", ANNA),
        "slot": {
            "local_date": day, "time_zone": "Europe/Copenhagen",
            "hours": hours.map(|(from, to)| json!({"start": format!("{from}:00"), "end": format!("{to}:00")})),
        },
        "report_due_at": at(to), "pending_move": null, "moves": [], "report_note": null,
        "closing_note": null, "missed_by": null, "is_agreed": state == "done", "ask": null,
    })
}

fn by_jonas(mut touchpoint: Value) -> Value {
    touchpoint["owner"] = json!(id("mem", JONAS));
    touchpoint["place"] = json!("at your place");
    touchpoint["prepare"] = json!("Please have the machine switched on.");
    touchpoint
}

fn promise(number: u32, statement: &str, due: Option<&str>, state: &str, kept: Option<&str>) -> Value {
    json!({
        "id": id("prm", number), "statement": statement, "kind": "other", "original_due": due,
        "current_due": due, "proposed": null, "kept_on": kept, "is_agreed": state == "kept",
        "outcome": if kept.is_some() { "on_original" } else { "open" }, "note": null,
        "facts": {
            "state": state, "original_due_at": due.map(|due| format!("{due}T23:00:00Z")),
            "due_at": due.map(|due| format!("{due}T23:00:00Z")), "is_date_proposed": false,
            "kept_in_time": kept.map(|_| true), "claimed_at": kept.map(|kept| format!("{kept}T15:00:00Z")),
        },
    })
}

fn person(number: u32, name: &str, initials: &str, role: &str, phone: &str) -> Value {
    json!({"id": id("mem", number), "name": name, "initials": initials, "role": role, "phone": phone, "email": null})
}

fn sale(number: u32, reference: &str, title: &str) -> Value {
    json!({
        "id": id("sale", number), "reference": reference, "title": title, "state": "active",
        "purchased_at": "2026-11-09T09:00:00Z",
    })
}

fn view(touchpoints: &[Value]) -> Value {
    let mut contacts: Vec<Value> = touchpoints
        .iter()
        .filter(|it| ["planned", "confirmed"].contains(&it["facts"]["state"].as_str().unwrap()))
        .filter(|it| !["check", "customer_step"].contains(&it["facts"]["kind"].as_str().unwrap()))
        .map(|it| {
            json!({
                "reason": {"kind": "touchpoint", "id": it["id"]},
                "at": it["facts"]["starts_at"], "ends_at": it["facts"]["ends_at"],
            })
        })
        .collect();
    contacts.sort_by_key(|it| it["at"].to_string());
    json!({
        "sale": sale(1, "A-1042", "Linea Mini espresso machine"),
        "status": null, "time_zone": "Europe/Copenhagen",
        "vendor": {"id": id("ven", 1), "name": "Nordhavn Kaffe", "phone": "+45 12 34 56 00", "is_test": false},
        "customer_name": "Ida Holm", "owner": id("mem", ANNA),
        "people": [
            person(ANNA, "Anna Berg", "AB", "Customer advisor", "+45 12 34 56 78"),
            person(JONAS, "Jonas Lind", "JL", "Trainer", "+45 12 34 56 79"),
        ],
        "contacts": contacts, "touchpoints": touchpoints, "asks": [], "concerns": [], "promises": [],
        "deliveries": [], "payments": [], "currency": "EUR", "updates": [],
        "completion": {
            "deliveries": [], "paid": {"state": "open"}, "satisfied_at": null,
            "is_concern_in_the_way": false, "promises": [],
        },
        "reasons": [], "policy": {},
    })
}

fn first(view: &Value) -> FirstView {
    serde_json::from_value(json!({
        "etag": "\"1\"", "now": NOW, "html": "", "language": "en", "view": view, "sales": [view["sale"]],
        "zones": {"Europe/Copenhagen": [
            {"at": 1_774_746_000, "offset": 7200}, {"at": 1_792_890_000, "offset": 3600},
        ]},
        "read_only": false,
    }))
    .unwrap()
}

/// Delivered on Monday, a question open, the first session tomorrow.
pub fn happy() -> FirstView {
    let mut moved =
        touchpoint(3, "call", "One week in: a short call", "2026-12-01", Some(("14:00", "14:15")), "planned");
    moved["moves"] = json!([{
        "from": {"local_date": "2026-11-30", "hours": {"start": "14:00:00", "end": "14:15:00"}, "time_zone": "Europe/Copenhagen"},
        "to": moved["slot"], "by": "member", "reason": "Anna is at the dentist.", "at": "2026-11-25T08:00:00Z",
    }]);
    let mut question =
        touchpoint(9, "check", "Was everything as you had expected?", "2026-11-25", None, "planned");
    question["ask"] = json!(id("ask", 1));
    let mut visit = touchpoint(
        6,
        "visit",
        "Three weeks in: is it doing what you bought it for?",
        "2026-12-14",
        Some(("10:00", "10:30")),
        "planned",
    );
    visit["facts"]["basis"] = json!({"estimated_from": "delivery"});
    let mut view = view(&[
        touchpoint(
            1,
            "call",
            "A quick call to say thank you",
            "2026-11-24",
            Some(("10:00", "10:10")),
            "reported_done",
        ),
        question,
        by_jonas(touchpoint(
            2,
            "training",
            "First session: getting going",
            "2026-11-26",
            Some(("10:00", "10:45")),
            "planned",
        )),
        moved,
        touchpoint(4, "check", "Is there anything we need to change?", "2026-12-02", None, "planned"),
        by_jonas(touchpoint(
            5,
            "training",
            "Second session: your own questions",
            "2026-12-03",
            Some(("10:00", "10:45")),
            "confirmed",
        )),
        visit,
        touchpoint(
            7,
            "customer_step",
            "How would you like us to work with you?",
            "2026-11-27",
            None,
            "planned",
        ),
    ]);
    view["asks"] = json!([{
        "id": id("ask", 1), "check": "expected@1", "question": "Was everything as you had expected?",
        "facts": {"state": "offered", "offers": 1, "answered_at": null},
        "choices": [
            {"value": "better", "label": "Better than expected", "mood": "good"},
            {"value": "as_expected", "label": "As expected", "mood": "good"},
            {"value": "not_as_expected", "label": "Not as expected", "mood": "bad"},
            {"value": "cannot_say", "label": "Cannot say yet", "mood": "not_yet"},
        ],
        "follow_up": "What was different?", "about": {"subject": "delivery", "on": "2026-11-23"},
        "expectations": ["espresso ready three minutes after we open"], "answer": null, "concern": null,
    }]);
    view["promises"] = json!([
        promise(1, "Delivery by Monday 23 November", Some("2026-11-23"), "kept", Some("2026-11-23")),
        promise(2, "Two training sessions", Some("2026-12-04"), "made", None),
        promise(3, "Spare part within 24 hours, first year", None, "made", None),
    ]);
    view["deliveries"] = json!([{
        "id": id("dlv", 1), "state": "accepted", "delivered_on": "2026-11-23",
        "evidence": "Machine, grinder and filter, running at 11:20", "note": null,
    }]);
    view["payments"] =
        json!([{"id": id("pay", 1), "state": "cleared", "amount": 489_000, "at": "2026-11-24T09:00:00Z"}]);
    view["updates"] = json!([{
        "id": id("upd", 1), "kind": "no_change", "text": "Nothing new, still on schedule.",
        "at": "2026-11-25T07:40:00Z", "verified_by": id("mem", ANNA), "verified_at": "2026-11-25T07:40:00Z",
    }]);
    view["completion"]["deliveries"] = json!([["accepted", "2026-11-23T10:20:00Z"]]);
    view["completion"]["paid"] = json!({"state": "done", "at": "2026-11-24T09:00:00Z"});
    view["reasons"] = json!([
        "Ready in three minutes, every morning.",
        "One person who answers.",
        "Parts from Aarhus, not overseas."
    ]);
    first(&view)
}

/// The second session moved twice, a promise is late, several orders.
pub fn moved_twice() -> FirstView {
    let slot = |day: &str| json!({"local_date": day, "hours": {"start": "09:00:00", "end": "09:45:00"}, "time_zone": "Europe/Copenhagen"});
    let mut session = by_jonas(touchpoint(
        5,
        "training",
        "Second session: your own questions",
        "2026-12-04",
        Some(("09:00", "09:45")),
        "planned",
    ));
    session["moves"] = json!([
        {"from": slot("2026-11-19"), "to": slot("2026-11-23"), "by": "member", "reason": "Jonas was ill.", "at": "2026-11-18T08:00:00Z"},
        {"from": slot("2026-11-23"), "to": slot("2026-12-04"), "by": "member", "reason": "The van broke down.", "at": "2026-11-23T07:00:00Z"},
    ]);
    let mut asked = by_jonas(touchpoint(
        8,
        "visit",
        "Fitting the water filter",
        "2026-12-08",
        Some(("13:00", "14:00")),
        "confirmed",
    ));
    asked["facts"]["pending_move_by"] = json!("member");
    asked["pending_move"] = json!({
        "by": "member", "options": [slot("2026-12-09"), slot("2026-12-10")], "reason": "The filter comes a day later.",
        "at": "2026-11-24T08:00:00Z",
    });
    let unreported =
        touchpoint(3, "call", "One week in: a short call", "2026-11-24", Some(("14:00", "14:15")), "planned");
    let mut view = view(&[
        by_jonas(touchpoint(
            2,
            "training",
            "First session: getting going",
            "2026-11-12",
            Some(("10:00", "10:45")),
            "done",
        )),
        unreported,
        session,
        asked,
    ]);
    let mut late = promise(2, "Two training sessions", Some("2026-11-24"), "made", None);
    late["proposed"] =
        json!({"due": "2026-12-04", "reason": "The van broke down.", "at": "2026-11-24T08:00:00Z"});
    late["facts"]["is_date_proposed"] = json!(true);
    view["promises"] = json!([late]);
    view["deliveries"] = json!([{
        "id": id("dlv", 1), "state": "reported", "delivered_on": "2026-11-23", "evidence": "Left at the counter, signed by Mads", "note": null,
    }]);
    view["completion"]["deliveries"] = json!([["reported", "2026-11-23T10:20:00Z"]]);
    view["vendor"]["is_test"] = json!(true);
    let mut first = first(&view);
    first.sales.push(serde_json::from_value(sale(2, "A-0977", "Grinder, 1.5 kg hopper")).unwrap());
    first
}

/// A complaint with a proposal, and an older question whose answer is overdue.
pub fn complaint() -> FirstView {
    let mut view = view(&[by_jonas(touchpoint(
        5,
        "training",
        "Second session: your own questions",
        "2026-12-04",
        Some(("09:00", "09:45")),
        "planned",
    ))]);
    let concern = |number: u32,
                   kind: &str,
                   state: &str,
                   words: &str,
                   by: &str,
                   proposal: Value,
                   messages: Value| {
        json!({
            "id": id("con", number), "number": number, "kind": kind, "severity": "big", "words": words,
            "wanted": null, "answered": null, "owner": id("mem", ANNA), "raised_at": "2026-11-24T13:05:00Z", "round": 1,
            "facts": {"state": state, "state_since": "2026-11-25T08:00:00Z", "next_word_by": by},
            "messages": messages, "proposal": proposal, "ask": null, "touchpoint": null,
        })
    };
    let proposal = json!({
        "text": "New seal set fitted this morning. If it stays dry through the lunch rush, is it sorted for you?",
        "due": null, "at": "2026-11-25T09:30:00Z",
    });
    let talk = json!([
        {"at": "2026-11-24T14:00:00Z", "from": "member", "member": id("mem", ANNA), "text": "We have it. Jonas comes tomorrow at eight with a new seal set."},
        {"at": "2026-11-24T14:20:00Z", "from": "customer", "member": null, "text": "Thank you. Side door please, the front is locked until nine."},
    ]);
    view["concerns"] = json!([
        concern(
            2,
            "complaint",
            "proposed",
            "Steam wand drips after use",
            "2026-11-25T13:00:00Z",
            proposal,
            talk
        ),
        concern(
            1,
            "question",
            "acknowledged",
            "Which descaler may I use?",
            "2026-11-25T09:00:00Z",
            Value::Null,
            json!([])
        ),
    ]);
    let words = [(1, "2026-11-25T09:00:00Z"), (2, "2026-11-25T13:00:00Z")].map(|(number, at)| {
        json!({"reason": {"kind": "concern", "id": id("con", number)}, "at": at, "ends_at": "2027-11-25T00:00:00Z"})
    });
    let contacts = view["contacts"].as_array().unwrap().clone();
    view["contacts"] = json!(words.into_iter().chain(contacts).collect::<Vec<_>>());
    view["completion"]["is_concern_in_the_way"] = json!(true);
    first(&view)
}
