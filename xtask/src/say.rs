//! What the commands print. Whole lines only, so that threads never mix words.

use std::fmt::Display;
use std::io::{self, Write};
use std::time::Duration;

/// One line on standard output. A reader that went away is no reason to stop a build.
pub fn line(text: impl Display) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

/// A headline with an empty line before it.
pub fn headline(text: impl Display) {
    line(format_args!("\n{text}"));
}

/// A long step that begins.
pub fn begins(what: &str) {
    line(format_args!("  ▸ {what}"));
}

/// A long step that goes on; `detail` is the newest line of its log.
pub fn goes_on(what: &str, elapsed: Duration, detail: &str) {
    line(format_args!("  … {what}: {} {detail}", seconds(elapsed)));
}

/// A step that ended well.
pub fn done(what: &str, elapsed: Duration) {
    line(format_args!("  ✓ {what} ({})", seconds(elapsed)));
}

/// A step that failed; the reason follows separately.
pub fn failed(what: &str, elapsed: Duration) {
    line(format_args!("  ✗ {what} ({})", seconds(elapsed)));
}

/// An error with its causes, on standard error.
pub fn fault(error: &anyhow::Error) {
    let _ = writeln!(io::stderr().lock(), "\nerror: {error:#}");
}

/// Lines in a frame, for the one thing that must not be overlooked.
pub fn framed(lines: &[String]) {
    let width = lines.iter().map(|text| text.chars().count()).max().unwrap_or(0);
    let rule = "─".repeat(width.saturating_add(4));
    line(format_args!("\n┌{rule}┐"));
    for text in lines {
        line(format_args!("│  {text:<width$}  │"));
    }
    line(format_args!("└{rule}┘\n"));
}

/// `0.4 s`, `12 s`, `3 min 05 s`.
pub fn seconds(elapsed: Duration) -> String {
    let whole = elapsed.as_secs();
    match whole {
        0..10 => format!("{:.1} s", elapsed.as_secs_f32()),
        10..120 => format!("{whole} s"),
        _ => format!("{} min {:02} s", whole.div_euclid(60), whole.rem_euclid(60)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::seconds;

    #[test]
    fn durations_read_well() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(65)), "65 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
    }
}
