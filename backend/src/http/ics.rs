//! Touchpoints as an iCalendar object (RFC 5545), for the calendar of the customer's own.

use chrono::{DateTime, Utc};
use followthrough_common::{
    api::view::TouchpointView,
    domain::touchpoint::{Basis, TouchpointState},
};

/// The most octets of a line, without its break.
const LINE: usize = 75;

/// A touchpoint in a calendar.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The touchpoint.
    pub touchpoint: &'a TouchpointView,
    /// How often its day followed its anchor.
    pub follows: u32,
    /// How often the follow-up went on after it had ended.
    pub revived: u32,
    /// Whether the sale that it belongs to goes on; if not, nobody comes any more.
    pub goes_on: bool,
}

/// What is the same for all entries of an object.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Who plans.
    pub vendor: &'a str,
    /// What makes a UID unique in the world.
    pub host: &'a str,
    /// When it is written.
    pub now: DateTime<Utc>,
}

/// One touchpoint, and the method that the object has: something that was called off takes the event away.
pub fn single(entry: Entry<'_>, about: About<'_>) -> (&'static str, String) {
    let method = if is_called_off(entry) { "CANCEL" } else { "PUBLISH" };
    let mut file = File::begin(method);
    event(&mut file, entry, about);
    (method, file.end())
}

/// Many touchpoints, for a calendar that reads them again and again.
pub fn feed(entries: &[Entry<'_>], about: About<'_>) -> String {
    let mut file = File::begin("PUBLISH");
    file.line("NAME", &escaped(about.vendor));
    file.line("X-WR-CALNAME", &escaped(about.vendor));
    file.line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    file.line("X-PUBLISHED-TTL", "PT1H");
    for entry in entries {
        event(&mut file, *entry, about);
    }
    file.end()
}

/// The part of our own address that makes UIDs unique.
pub fn host(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}

fn event(file: &mut File, entry: Entry<'_>, about: About<'_>) {
    let touchpoint = entry.touchpoint;
    file.line("BEGIN", "VEVENT");
    file.line("UID", &format!("{}@{}", touchpoint.id, escaped(about.host)));
    file.line("DTSTAMP", &utc(about.now));
    file.line("SEQUENCE", &sequence(entry).to_string());
    file.line("STATUS", status(entry));
    times(file, touchpoint);
    file.line("SUMMARY", &escaped(&format!("{}: {}", about.vendor, touchpoint.title)));
    let details: Vec<&str> =
        [&touchpoint.text, &touchpoint.prepare].into_iter().flatten().map(String::as_str).collect();
    if !details.is_empty() {
        file.line("DESCRIPTION", &escaped(&details.join("\n\n")));
    }
    if let Some(place) = &touchpoint.place {
        file.line("LOCATION", &escaped(place));
    }
    file.line("END", "VEVENT");
}

/// Rises with every change that a calendar must take over, and never falls: each move, by hand or with the anchor,
/// the calling off, and an end of the follow-up that was taken back, which is a change there and one back again.
fn sequence(entry: Entry<'_>) -> usize {
    let [follows, revived] = [entry.follows, entry.revived].map(|it| usize::try_from(it).unwrap_or_default());
    entry.touchpoint.moves.len() + follows + 2 * revived + usize::from(is_called_off(entry))
}

/// Whether it will not take place.
pub fn is_called_off(entry: Entry<'_>) -> bool {
    match entry.touchpoint.facts.state {
        TouchpointState::Cancelled | TouchpointState::Missed => true,
        TouchpointState::Planned | TouchpointState::Confirmed => !entry.goes_on,
        TouchpointState::ReportedDone | TouchpointState::Done | TouchpointState::Disputed => false,
    }
}

fn status(entry: Entry<'_>) -> &'static str {
    match (is_called_off(entry), entry.touchpoint.facts.basis) {
        (true, _) => "CANCELLED",
        (false, Basis::EstimatedFrom(_)) => "TENTATIVE",
        (false, Basis::Fixed) => "CONFIRMED",
    }
}

/// Instants in UTC, so that no zone rules need to travel along; a whole day stays a date.
fn times(file: &mut File, touchpoint: &TouchpointView) {
    let slot = &touchpoint.slot;
    if slot.hours.is_some() {
        file.line("DTSTART", &utc(touchpoint.facts.starts_at));
        file.line("DTEND", &utc(touchpoint.facts.ends_at));
        return;
    }
    let next = slot.local_date.succ_opt().unwrap_or(slot.local_date);
    file.line("DTSTART;VALUE=DATE", &slot.local_date.format("%Y%m%d").to_string());
    file.line("DTEND;VALUE=DATE", &next.format("%Y%m%d").to_string());
}

fn utc(instant: DateTime<Utc>) -> String {
    instant.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value: the four special characters escaped, other control characters left out.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => value.extend(['\\', letter]),
            '\n' => value.push_str("\\n"),
            '\t' => value.push(' '),
            control if control.is_control() => {}
            other => value.push(other),
        }
    }
    value
}

/// Content lines, folded.
#[derive(Default)]
struct File(String);

impl File {
    fn begin(method: &str) -> Self {
        let mut file = Self::default();
        file.line("BEGIN", "VCALENDAR");
        file.line("VERSION", "2.0");
        file.line("PRODID", "-//Followthrough//Followthrough//EN");
        file.line("METHOD", method);
        file
    }

    fn end(mut self) -> String {
        self.line("END", "VCALENDAR");
        self.0
    }

    fn line(&mut self, name: &str, value: &str) {
        let mut room = LINE;
        for letter in format!("{name}:{value}").chars() {
            if letter.len_utf8() > room {
                self.0.push_str("\r\n ");
                // The space that continues a line is one of its octets.
                room = LINE - 1;
            }
            self.0.push(letter);
            room -= letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, value: &str) -> String {
        let mut file = File::default();
        file.line(name, value);
        file.0
    }

    /// What a reader makes of folded lines.
    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn a_line_is_folded_at_75_octets_and_never_inside_a_character() {
        for letter in ["a", "ä", "€", "😀"] {
            for count in [60, 66, 67, 68, 69, 70, 200] {
                let text = letter.repeat(count);
                let folded = written("SUMMARY", &text);
                assert!(folded.split("\r\n").all(|line| line.len() <= LINE), "{folded}");
                assert_eq!(unfolded(&folded), format!("SUMMARY:{text}\r\n"));
            }
        }
        assert_eq!(written("X", &"a".repeat(73)), format!("X:{}\r\n", "a".repeat(73)));
        assert_eq!(written("X", &"a".repeat(74)), format!("X:{}\r\n a\r\n", "a".repeat(73)));
    }

    #[test]
    fn a_text_cannot_end_its_line_or_begin_another_property() {
        let hostile = "Visit\r\nEND:VEVENT\rBEGIN:VALARM\n\u{0}; a, b \\ c\u{85}\u{7}";
        let value = escaped(hostile);
        assert_eq!(value, "Visit\\nEND:VEVENT\\nBEGIN:VALARM\\n\\; a\\, b \\\\ c");
        assert!(!value.chars().any(char::is_control));
    }
}
