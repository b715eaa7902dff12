//! Fills the compact form of a text, which `followthrough_catalogue` describes: `{0}` is the first value, `{#one|other}`
//! goes by the count, `{0visit=…|other=…}` by the first value. Written for few bytes of WASM: what the build checked
//! is not checked again.

use super::Language;

/// Keeps what stands between from changing the direction of what is around it.
const ISOLATE: char = '\u{2068}';
const END_OF_ISOLATE: char = '\u{2069}';

/// What goes into a text.
pub(super) struct Filling<'a> {
    pub(super) language: Language,
    pub(super) count: usize,
    pub(super) values: &'a [&'a str],
    /// Whether each value is kept apart, because it may run in the other direction.
    pub(super) is_apart: bool,
}

impl Filling<'_> {
    pub(super) fn fill(&self, text: &str) -> String {
        let mut out = String::new();
        self.write(text, &mut out);
        out
    }

    fn write(&self, text: &str, out: &mut String) {
        let mut rest = text;
        loop {
            let (before, after) = cut(rest, b'{');
            out.push_str(before);
            if after.is_empty() {
                return;
            }
            let (place, behind) = cut(after, b'}');
            self.write_place(place, out);
            rest = behind;
        }
    }

    fn write_place(&self, place: &str, out: &mut String) {
        if let Some(mut forms) = place.strip_prefix('#') {
            for _ in 0..self.language.form(self.count) {
                forms = cut(forms, b'|').1;
            }
            return self.write(cut(forms, b'|').0, out);
        }
        let (number, mut choices) = place.split_at_checked(1).unwrap_or_default();
        let row = number.bytes().next().unwrap_or_default().wrapping_sub(b'0');
        let value = self.values.get(usize::from(row)).copied().unwrap_or_default();
        if choices.is_empty() {
            if self.is_apart {
                out.push(ISOLATE);
            }
            out.push_str(value);
            if self.is_apart {
                out.push(END_OF_ISOLATE);
            }
        }
        while !choices.is_empty() {
            let (choice, others) = cut(choices, b'|');
            let (key, text) = cut(choice, b'=');
            if key == value || key == "other" {
                return self.write(text, out);
            }
            choices = others;
        }
    }
}

/// What stands before and after the first such sign that is in no braces.
fn cut(text: &str, sign: u8) -> (&str, &str) {
    let mut depth = 0_u32;
    for (at, byte) in text.bytes().enumerate() {
        if byte == sign && depth == 0 {
            return (
                text.get(..at).unwrap_or_default(),
                text.get(at.saturating_add(1)..).unwrap_or_default(),
            );
        }
        match byte {
            b'{' => depth = depth.saturating_add(1),
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    (text, "")
}
