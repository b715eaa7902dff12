//! One touchpoint as an iCalendar object (RFC 5545), for the calendar of the customer's own.

use chrono::{DateTime, Utc};
use followthrough_common::{
    api::view::TouchpointView,
    domain::touchpoint::{Basis, TouchpointState},
};

/// The most octets of a line, without its break.
const LINE: usize = 75;

/// The object. `host` makes the UID unique in the world; `now` is when it was written.
pub fn calendar(touchpoint: &TouchpointView, vendor: &str, host: &str, now: DateTime<Utc>) -> String {
    let mut file = File::default();
    file.line("BEGIN", "VCALENDAR");
    file.line("VERSION", "2.0");
    file.line("PRODID", "-//Followthrough//Followthrough//EN");
    file.line("METHOD", "PUBLISH");
    file.line("BEGIN", "VEVENT");
    file.line("UID", &format!("{}@{}", touchpoint.id, escaped(host)));
    file.line("DTSTAMP", &utc(now));
    file.line("SEQUENCE", &sequence(touchpoint).to_string());
    file.line("STATUS", status(touchpoint));
    times(&mut file, touchpoint);
    file.line("SUMMARY", &escaped(&format!("{}: {}", vendor, touchpoint.title)));
    let details: Vec<&str> =
        [&touchpoint.text, &touchpoint.prepare].into_iter().flatten().map(String::as_str).collect();
    if !details.is_empty() {
        file.line("DESCRIPTION", &escaped(&details.join("\n\n")));
    }
    if let Some(place) = &touchpoint.place {
        file.line("LOCATION", &escaped(place));
    }
    file.line("END", "VEVENT");
    file.line("END", "VCALENDAR");
    file.0
}

/// Rises with every change that a calendar must take over: each move, and the calling off.
fn sequence(touchpoint: &TouchpointView) -> usize {
    touchpoint.moves.len() + usize::from(is_called_off(touchpoint))
}

fn is_called_off(touchpoint: &TouchpointView) -> bool {
    matches!(touchpoint.facts.state, TouchpointState::Cancelled | TouchpointState::Missed)
}

fn status(touchpoint: &TouchpointView) -> &'static str {
    match (is_called_off(touchpoint), touchpoint.facts.basis) {
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
