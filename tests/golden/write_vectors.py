"""Writes `tests/golden/vectors.json`: cases with the results that Python finds, for the Rust rules to meet
natively and in the browser's WASM.

    pip install -r tests/golden/requirements.txt
    python3 tests/golden/write_vectors.py > tests/golden/vectors.json
"""

import json
from datetime import date, datetime, timedelta

from wall_clock import (
    RELEASE,
    UTC,
    Calendar,
    resolve_agenda,
    stamp,
    to_instant,
    to_local,
    transitions,
    use_pinned_tables,
)

FIRST = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp())
LAST = int(datetime(2029, 1, 1, tzinfo=UTC).timestamp())

# Half-hour and quarter-hour offsets, changes of half an hour, of two hours, around Ramadan, at midnight, a
# day that changes sign, negative "summer" time, and zones that never change.
ZONES = [
    "Europe/Copenhagen",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "America/Asuncion",
    "America/Sao_Paulo",
    "America/Havana",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Antarctica/Troll",
    "Atlantic/Azores",
    "UTC",
]


def window(start, end):
    return {"start": f"{start}:00", "end": f"{end}:00"}


OFFICE = [window("09:00", "17:00")]
CALENDARS = {
    "office": {"time_zone": "Europe/Copenhagen", "weekly": [OFFICE] * 5 + [[], []]},
    # A break at noon, a short Friday, Saturday mornings; Christmas with a half day and an extra Sunday.
    "shop": {
        "time_zone": "Europe/Copenhagen",
        "weekly": [[window("08:30", "12:00"), window("13:00", "17:30")]] * 4
        + [[window("08:30", "12:00"), window("12:30", "15:00")], [window("10:00", "14:00")], []],
        "special_days": [
            {"date": "2026-12-24", "name": "Christmas Eve", "hours": [window("08:30", "11:00")]},
            {"date": "2026-12-25", "name": "Christmas Day", "hours": []},
            {"date": "2026-12-26", "name": "Boxing Day", "hours": []},
            {"date": "2026-12-20", "name": "Open Sunday", "hours": [window("12:00", "16:00")]},
            {"date": "2027-01-01", "name": "New Year", "hours": []},
        ],
    },
    # Open around the hours in which clocks change, on the days on which they do.
    "bakery": {
        "time_zone": "Europe/Copenhagen",
        "weekly": [[window("01:00", "02:30"), window("03:00", "06:00")]] * 7,
    },
    "lord_howe": {"time_zone": "Australia/Lord_Howe", "weekly": [[window("01:30", "09:00")]] * 7},
    "kathmandu": {
        "time_zone": "Asia/Kathmandu",
        # Sunday to Friday; Saturday is the day of rest.
        "weekly": [[window("10:00", "17:00")]] * 5 + [[], [window("10:00", "17:00")]],
    },
    "chatham": {"time_zone": "Pacific/Chatham", "weekly": [[window("09:00", "12:45"), window("13:15", "17:00")]] * 5 + [[], []]},
    "troll": {"time_zone": "Antarctica/Troll", "weekly": [[window("00:30", "12:00")]] * 7},
    "new_york": {
        "time_zone": "America/New_York",
        "weekly": [[window("09:00", "17:00")]] * 5 + [[], []],
        "special_days": [
            {"date": "2026-11-26", "name": "Thanksgiving", "hours": []},
            {"date": "2026-11-27", "name": "The day after", "hours": [window("09:00", "13:00")]},
        ],
    },
    "two_days": {"time_zone": "UTC", "weekly": [[], [window("12:00", "13:00")], [], [], [window("00:00", "23:59")], [], []]},
}


def local_time_cases():
    """Around every change of the clocks: minutes before, in and after the gap or the fold."""
    for name in ZONES:
        changes = transitions(name, FIRST, LAST)[1:]
        instants = [row["at"] + minutes * 60 for row in changes[:4] for minutes in (-121, -31, -1, 0, 1, 29, 61, 119)]
        instants += [FIRST + days * 86_400 + days * 3_607 // 60 * 60 for days in (40, 400, 1_000, 1_500)]
        for at in instants:
            instant = datetime.fromtimestamp(at, UTC)
            yield {"rule": "local", "zone": name, "instant": stamp(instant)}, to_local(name, instant).isoformat()
        locals_ = set()
        for row in changes[:4]:
            before = to_local(name, datetime.fromtimestamp(row["at"] - 1, UTC)) + timedelta(seconds=1)
            after = to_local(name, datetime.fromtimestamp(row["at"], UTC))
            for edge in (before, after):
                locals_.update(edge + timedelta(minutes=minutes) for minutes in (-61, -30, -1, 0, 1, 15, 30, 59, 60, 121))
        locals_.add(datetime(2026, 6, 15, 12, 0))
        locals_.add(datetime(2026, 12, 31, 23, 59))
        for local in sorted(locals_):
            yield {"rule": "instant", "zone": name, "local": local.isoformat()}, stamp(to_instant(name, local))
        for row in changes[:2]:
            day = to_local(name, datetime.fromtimestamp(row["at"], UTC)).date()
            case = {"rule": "day", "zone": name, "date": day.isoformat()}
            begin = to_instant(name, datetime.combine(day, datetime.min.time()))
            end = to_instant(name, datetime.combine(day + timedelta(days=1), datetime.min.time()))
            yield case, [stamp(begin), stamp(end)]


# Instants inside and outside of hours, before holidays, and in the nights in which clocks change.
MOMENTS = {
    "office": ["2026-11-20T15:30:00Z", "2026-11-21T10:00:00Z", "2026-10-23T14:00:00Z", "2026-03-27T15:59:00Z"],
    "shop": ["2026-12-23T10:45:00Z", "2026-12-24T10:00:00Z", "2026-12-18T13:59:00Z", "2026-12-19T13:00:00Z", "2026-12-31T16:30:00Z"],
    "bakery": ["2026-03-28T23:50:00Z", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T00:29:00Z", "2026-10-25T01:30:00Z"],
    "lord_howe": ["2026-04-04T14:00:00Z", "2026-04-04T15:15:00Z", "2026-10-03T14:45:00Z", "2026-10-03T15:30:00Z"],
    "kathmandu": ["2026-11-20T11:00:00Z", "2026-11-21T04:15:00Z", "2026-11-22T04:15:00Z"],
    "chatham": ["2026-04-03T02:00:00Z", "2026-04-02T23:29:00Z", "2026-09-25T03:00:00Z", "2026-09-27T20:15:00Z"],
    "troll": ["2026-03-29T00:15:00Z", "2026-03-29T01:00:00Z", "2026-10-24T22:30:00Z", "2026-10-25T01:45:00Z"],
    "new_york": ["2026-10-30T20:00:00Z", "2026-11-25T21:30:00Z", "2026-11-27T17:30:00Z", "2026-03-06T21:59:00Z"],
    "two_days": ["2026-11-22T00:00:00Z", "2026-11-24T12:30:00Z", "2026-11-27T23:58:00Z", "2026-11-27T23:59:00Z"],
}
MINUTES = [0, 1, 59, 60, 61, 90, 240, 480, 481, 1_440, 2_405]
SPANS = [{"working_hours": hours} for hours in (1, 2, 4)] + [{"working_days": days} for days in (0, 1, 2, 3, 5)]


def working_time_cases():
    for name, moments in MOMENTS.items():
        calendar = Calendar(CALENDARS[name])
        for moment in moments:
            at = datetime.fromisoformat(moment.replace("Z", "+00:00"))
            for minutes in MINUTES:
                case = {"rule": "add_working_minutes", "calendar": name, "from": moment, "minutes": minutes}
                yield case, stamp(calendar.add_working_minutes(at, minutes))
            yield {"rule": "next_open", "calendar": name, "from": moment}, stamp(calendar.add_working_minutes(at, 0))
            for hours in (-5, 0, 1, 5, 20, 65, 24 * 9):
                end = at + timedelta(hours=hours, minutes=7)
                case = {"rule": "working_minutes_between", "calendar": name, "from": moment, "to": stamp(end)}
                yield case, calendar.working_minutes_between(at, end)
            for span in SPANS:
                yield {"rule": "span", "calendar": name, "from": moment, "span": span}, stamp(calendar.after_span(at, span))
            day = to_local(calendar.zone, at).date()
            for count in (-3, -1, 0, 1, 2, 5, 12):
                case = {"rule": "add_business_days", "calendar": name, "date": day.isoformat(), "count": count}
                yield case, calendar.add_business_days(day, count).isoformat()
            for days in range(4):
                other = day + timedelta(days=days)
                for roll in ("following", "preceding", "nearest", "none"):
                    case = {"rule": "roll", "calendar": name, "date": other.isoformat(), "roll": roll}
                    yield case, calendar.roll(other, roll).isoformat()
                yield {"rule": "close_of", "calendar": name, "date": other.isoformat()}, stamp(calendar.close_of(other))


# Hours and days after the start at which we begin to wait for the customer, and for how long.
PAUSES = [
    [],
    [(timedelta(minutes=30), timedelta(hours=2))],
    [(timedelta(minutes=10), timedelta(days=3, hours=7, minutes=3))],
    [(timedelta(0), timedelta(minutes=45)), (timedelta(hours=1), timedelta(days=1))],
    [(timedelta(minutes=20), timedelta(hours=1)), (timedelta(days=1, minutes=5), timedelta(days=2)), (timedelta(days=4), timedelta(days=9, hours=3))],
    [(timedelta(hours=14), timedelta(hours=2))],
]


def clock_cases():
    """Response clocks that stand still while we wait: over nights, weekends, holidays, changes of the clocks."""
    for name, moments in MOMENTS.items():
        calendar = Calendar(CALENDARS[name])
        for moment in moments:
            at = datetime.fromisoformat(moment.replace("Z", "+00:00"))
            for hours in (4, 9):
                for pauses in PAUSES:
                    spans = [(at + wait, at + wait + length) for wait, length in pauses]
                    warn_at, due = calendar.clock(at, hours * 60, spans)
                    # A pause that begins after the warning is another matter: the warning was given.
                    if any(stop >= warn_at for stop, _ in spans):
                        continue
                    case = {"rule": "clock", "calendar": name, "from": moment, "span": {"working_hours": hours}}
                    case["pauses"] = [[stamp(stop), stamp(go)] for stop, go in spans]
                    yield case, [stamp(warn_at), stamp(due)]


def item(key, anchor, unit, count, roll="following", **more):
    return {"key": key, "anchor": anchor, "offset": {unit: count}, "roll": roll, **more}


AGENDA = [
    item("thanks", "purchase", "business_hours", 2),
    item("start_now", "purchase", "calendar_days", 0),
    item("why", "purchase", "business_days", 1),
    item("on_track", "purchase", "business_days", 3, repeat={"business_days": 3, "until": "delivery"}),
    item("weekly", "purchase", "calendar_days", 5, "nearest", repeat={"business_days": 5, "until": "purchase"}),
    item("getting_ready", "delivery", "business_days", -2, "preceding", starts="11:00:00", minutes=15),
    item("delivery", "delivery", "business_days", 0, starts="08:00:00", minutes=240),
    item("delivery_or_before", "delivery", "business_days", 0, "preceding"),
    item("call", "delivery", "business_days", 1, starts="10:00:00", minutes=10),
    item("hours_after", "delivery", "business_hours", 5),
    item("night", "delivery", "calendar_days", 1, "none", starts="02:15:00", minutes=45),
    item("lesson_1", "delivery", "business_days", 3, starts="10:00:00", minutes=45, series="lessons"),
    item("lesson_2", "delivery", "calendar_days", 4, starts="10:30:00", minutes=45, series="lessons"),
    item("lesson_3", "delivery", "calendar_days", 6, starts="11:15:00", minutes=45, series="lessons"),
    item("teething", "delivery", "calendar_days", 7, starts="10:00:00", minutes=15),
    item("nearest", "delivery", "calendar_days", 14, "nearest"),
    item("review", "delivery", "calendar_days", 30, "preceding", starts="14:00:00", minutes=30),
    item("without_end", "delivery", "calendar_days", 2, "none", starts="09:00:00"),
]


def agenda_cases():
    places = [
        ("office", "Europe/Copenhagen", "2026-11-02T09:00:00Z"),
        ("shop", "Europe/Copenhagen", "2026-12-11T16:00:00Z"),
        ("shop", "America/St_Johns", "2026-12-18T23:30:00Z"),
        ("bakery", "Europe/Copenhagen", "2026-03-20T21:00:00Z"),
        ("lord_howe", "Australia/Lord_Howe", "2026-09-24T13:30:00Z"),
        ("kathmandu", "Asia/Kathmandu", "2026-11-19T18:30:00Z"),
        ("chatham", "Pacific/Apia", "2026-03-27T10:30:00Z"),
        ("office", "Pacific/Kiritimati", "2026-10-16T10:30:00Z"),
        ("new_york", "America/Havana", "2026-10-23T03:59:00Z"),
        ("troll", "Antarctica/Troll", "2026-03-20T12:00:00Z"),
    ]
    for name, place, purchased in places:
        calendar = Calendar(CALENDARS[name])
        day = date.fromisoformat(purchased[:10])
        for wait in (None, 0, 4, 8, 9, 27, 95):
            for is_real in (False, True):
                if wait is None and is_real:
                    continue
                anchors = {"purchased_at": purchased, "expected_delivery_on": None, "delivered_on": None}
                if wait is not None:
                    field = "delivered_on" if is_real else "expected_delivery_on"
                    anchors[field] = (day + timedelta(days=wait)).isoformat()
                    if is_real:
                        # What was expected once no longer counts.
                        anchors["expected_delivery_on"] = (day + timedelta(days=2)).isoformat()
                case = {"rule": "agenda", "calendar": name, "zone": place, "anchors": anchors}
                yield case, resolve_agenda(AGENDA, anchors, place, calendar)


def main():
    use_pinned_tables()
    cases = []
    for source in (local_time_cases, working_time_cases, clock_cases, agenda_cases):
        cases += [{**case, "expected": expected} for case, expected in source()]
    head = {
        "tzdata": RELEASE,
        "zones": {name: transitions(name, FIRST, LAST) for name in sorted(ZONES)},
        "calendars": CALENDARS,
        "agenda": AGENDA,
    }
    # One case a line, so that a difference between two versions of this file can be read.
    print("{")
    for name, part in head.items():
        print(f'"{name}": {json.dumps(part)},')
    print('"cases": [')
    print(",\n".join(json.dumps(case) for case in cases))
    print("]}")


main()
