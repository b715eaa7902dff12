"""Local time and working time by Python's own means, as the yardstick for the Rust rules.

Nothing here is taken from the Rust code: zones come from `zoneinfo` with the pinned `tzdata` package, and
working time is counted minute by minute. The rule about odd hours is the one of `common/src/time.rs`: a local time that
a spring change skips is the first valid minute after it, one that an autumn change repeats is the earlier.
"""

import sys
import zoneinfo
from datetime import date, datetime, time, timedelta, timezone

UTC = timezone.utc
RELEASE = "2025b"
HORIZON_DAYS = 3660


def use_pinned_tables():
    """Only the pinned package counts, never the tables of this machine."""
    zoneinfo.reset_tzpath(to=[])
    try:
        import tzdata
    except ImportError:
        sys.exit("install the pinned tables first: pip install -r tests/golden/requirements.txt")
    if tzdata.IANA_VERSION != RELEASE:
        sys.exit(f"tzdata {RELEASE} is wanted, {tzdata.IANA_VERSION} is installed")


def zone(name):
    return zoneinfo.ZoneInfo(name)


def offset_at(name, seconds):
    """Seconds east of Greenwich at a Unix second."""
    at = datetime.fromtimestamp(seconds, UTC).astimezone(zone(name))
    return int(at.utcoffset().total_seconds())


def first_change(name, same, other):
    """The first second in (same, other] at which the offset is no longer the one of `same`."""
    offset = offset_at(name, same)
    while other - same > 1:
        middle = (same + other) // 2
        if offset_at(name, middle) == offset:
            same = middle
        else:
            other = middle
    return other


def transitions(name, first, last):
    """The rows of an offset table between two Unix seconds."""
    rows = [{"at": first, "offset": offset_at(name, first)}]
    at = first
    while at < last:
        step = min(at + 86_400, last)
        while offset_at(name, step) != rows[-1]["offset"]:
            at = first_change(name, at, step)
            rows.append({"at": at, "offset": offset_at(name, at)})
        at = step
    return rows


def to_local(name, instant):
    return instant.astimezone(zone(name)).replace(tzinfo=None, fold=0)


def to_instant(name, local):
    """PEP 495: `fold=0` is the earlier reading; in a gap both readings come back as another local time."""
    earlier = local.replace(tzinfo=zone(name), fold=0).astimezone(UTC)
    if to_local(name, earlier) == local:
        return earlier
    later = local.replace(tzinfo=zone(name), fold=1).astimezone(UTC)
    # In a gap the reading with the offset before lies behind the change, the other one before it.
    change = first_change(name, int(later.timestamp()), int(earlier.timestamp()))
    return datetime.fromtimestamp(change, UTC)


def stamp(instant):
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_time(text):
    return time.fromisoformat(text)


class Calendar:
    """A business calendar as it stands in the vectors."""

    def __init__(self, data):
        self.data = data
        self.zone = data["time_zone"]
        self.special = {row["date"]: row.get("hours", []) for row in data.get("special_days", [])}

    def hours_on(self, day):
        return self.special.get(day.isoformat(), self.data["weekly"][day.weekday()])

    def is_open_on(self, day):
        return bool(self.hours_on(day))

    def windows(self, first, last):
        """All openings of these days as pairs of Unix minutes."""
        found = []
        day = first
        while day <= last:
            for hours in self.hours_on(day):
                opens = to_instant(self.zone, datetime.combine(day, parse_time(hours["start"])))
                closes = to_instant(self.zone, datetime.combine(day, parse_time(hours["end"])))
                found.append((int(opens.timestamp()) // 60, int(closes.timestamp()) // 60))
            day += timedelta(days=1)
        return found

    def open_minutes(self, begin, end):
        """Every Unix minute in [begin, end) in which somebody works, one by one."""
        first = to_local(self.zone, datetime.fromtimestamp(begin * 60, UTC)).date() - timedelta(days=1)
        last = to_local(self.zone, datetime.fromtimestamp(end * 60, UTC)).date() + timedelta(days=1)
        minutes = set()
        for opens, closes in self.windows(first, last):
            minutes.update(range(max(opens, begin), min(closes, end)))
        return sorted(minutes)

    def add_working_minutes(self, instant, count):
        begin = int(instant.timestamp()) // 60
        days = 10
        while True:
            found = self.open_minutes(begin, begin + days * 1440)
            if len(found) > count or (count and len(found) == count):
                at = found[count - 1] + 1 if count else found[0]
                return datetime.fromtimestamp(at * 60, UTC)
            days *= 2

    def working_minutes_between(self, begin, end):
        first, last = int(begin.timestamp()) // 60, int(end.timestamp()) // 60
        return len(self.open_minutes(first, last)) if last > first else 0

    def add_business_days(self, day, count):
        step = timedelta(days=1 if count > 0 else -1)
        while count:
            day += step
            if self.is_open_on(day):
                count -= 1 if count > 0 else -1
        return day

    def roll(self, day, how):
        if how == "none" or self.is_open_on(day):
            return day
        before = after = day
        while not self.is_open_on(before):
            before -= timedelta(days=1)
        while not self.is_open_on(after):
            after += timedelta(days=1)
        if how == "preceding":
            return before
        if how == "following":
            return after
        return before if day - before <= after - day else after

    def close_of(self, day):
        day = self.roll(day, "preceding")
        end = parse_time(self.hours_on(day)[-1]["end"])
        return to_instant(self.zone, datetime.combine(day, end))

    def after_span(self, instant, span):
        """`{"working_hours": n}` or the close of the n-th working day after the first open one."""
        if "working_hours" in span:
            return self.add_working_minutes(instant, span["working_hours"] * 60)
        opens = self.add_working_minutes(instant, 0)
        day = to_local(self.zone, opens).date()
        return self.close_of(self.add_business_days(day, span["working_days"]))

    def clock(self, instant, minutes, pauses):
        """When three quarters and all of so many working minutes are used up, not counting the pauses."""
        begin = int(instant.timestamp()) // 60
        away = set()
        for stop, go in pauses:
            away.update(range(int(stop.timestamp()) // 60, int(go.timestamp()) // 60))
        days = 20
        while True:
            found = [minute for minute in self.open_minutes(begin, begin + days * 1440) if minute not in away]
            if len(found) >= minutes:
                marks = found[minutes * 3 // 4 - 1] + 1, found[minutes - 1] + 1
                return [datetime.fromtimestamp(mark * 60, UTC) for mark in marks]
            days *= 2


def resolve_agenda(items, anchors, place, calendar):
    """Every slot of an agenda in the order of time: key, day, hours, how sure it is, when it begins."""
    found = []
    last = {}
    for item in items:
        anchored = anchor_day(item["anchor"], anchors, place)
        if anchored is None:
            continue
        day, basis = anchored
        first = item_date(item, day, anchors, place, calendar)
        dates = [first]
        if "repeat" in item:
            until = anchor_day(item["repeat"]["until"], anchors, place)
            every = item["repeat"]["business_days"]
            series = [calendar.add_business_days(first, every * count) for count in range(20)]
            if until is None:
                dates = series[:1]
            else:
                dates = [day for day in series if day < until[0]]
        for count, day in enumerate(dates):
            start = datetime.combine(day, parse_time(item.get("starts", "00:00:00")))
            hours = "-"
            if "starts" in item and "minutes" in item:
                hours = f"{start:%H:%M}-{start + timedelta(minutes=item['minutes']):%H:%M}"
            key = item["key"] if count == 0 else f"{item['key']}-{count + 1}"
            begins, ends = slot(item, day, place)
            series = item.get("series")
            if series in last and begins < last[series][1]:
                day = calendar.add_business_days(last[series][0], 1)
                begins, ends = slot(item, day, place)
            if series:
                last[series] = (day, ends)
            found.append((begins, f"{key} {day} {hours} {basis} {stamp(begins)}"))
    return [text for _, text in sorted(found, key=lambda plan: plan[0])]


def slot(item, day, place):
    """When an item on that day begins and ends; the whole day if it has no hours."""
    if "starts" not in item or "minutes" not in item:
        return to_instant(place, datetime.combine(day, time.min)), to_instant(place, datetime.combine(day + timedelta(days=1), time.min))
    start = datetime.combine(day, parse_time(item["starts"]))
    return to_instant(place, start), to_instant(place, start + timedelta(minutes=item["minutes"]))


def anchor_day(anchor, anchors, place):
    if anchor == "purchase":
        purchased = datetime.fromisoformat(anchors["purchased_at"].replace("Z", "+00:00"))
        return to_local(place, purchased).date(), "fixed"
    if anchors.get("delivered_on"):
        return date.fromisoformat(anchors["delivered_on"]), "fixed"
    if anchors.get("expected_delivery_on"):
        return date.fromisoformat(anchors["expected_delivery_on"]), "estimated"
    return None


def item_date(item, day, anchors, place, calendar):
    (unit, count), = item["offset"].items()
    if unit == "business_days":
        return calendar.add_business_days(day, count) if count else calendar.roll(day, item["roll"])
    if unit == "calendar_days":
        return calendar.roll(day + timedelta(days=count), item["roll"]) if count else day
    if item["anchor"] == "purchase":
        begin = datetime.fromisoformat(anchors["purchased_at"].replace("Z", "+00:00"))
    else:
        begin = to_instant(place, datetime.combine(day, time.min))
    return to_local(place, calendar.add_working_minutes(begin, count * 60)).date()
