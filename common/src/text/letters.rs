//! Which characters a text may have, and which of them can be seen. Knows classes of characters, not what a
//! text is for.
//!
//! What people need stays, though it is not seen: joiners and non-joiners (Persian, the Indic scripts, emoji),
//! the marks of direction U+200E, U+200F and U+061C (Hebrew, Arabic), variation selectors and tags (emoji).

use super::bad::BadText;

/// Whether a text keeps its line breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// It is one line.
    One,
    /// It may have several, and tabs.
    Many,
}

impl Lines {
    /// Refuses the first character that no text may have.
    pub(super) fn check(self, text: &str) -> Result<(), BadText> {
        text.chars().find_map(|letter| self.fault(letter)).map_or(Ok(()), Err)
    }

    fn fault(self, letter: char) -> Option<BadText> {
        if turns_the_direction(letter) {
            return Some(BadText::Direction(letter));
        }
        if stands_for_nothing(letter) {
            return Some(BadText::NoCharacter(letter));
        }
        let is_taken = match self {
            Self::One => false,
            Self::Many => breaks_the_line(letter),
        };
        let is_control = letter.is_control() || breaks_the_line(letter);
        (is_control && !is_taken).then_some(BadText::ControlCharacter)
    }
}

/// The text without the blanks around it, and without what is not seen and only comes along when somebody
/// copies: the address books of some telephones wrap numbers in turns of direction, pages put marks between
/// words.
pub(super) fn trimmed(text: &str) -> &str {
    let comes_along = |letter: char| {
        letter.is_whitespace()
            || turns_the_direction(letter)
            || matches!(letter, '\u{00AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
    };
    text.trim_matches(comes_along)
}

/// Whether anything of the text can be seen.
pub(super) fn is_seen(text: &str) -> bool {
    text.chars().any(|letter| !letter.is_whitespace() && !letter.is_control() && !is_blank(letter))
}

/// Whether a character has no place in what is copied by the letter, like an address.
pub(super) fn is_unseen(letter: char) -> bool {
    turns_the_direction(letter) || stands_for_nothing(letter) || is_blank(letter)
}

fn breaks_the_line(letter: char) -> bool {
    matches!(letter, '\n' | '\t' | '\r' | '\u{2028}' | '\u{2029}')
}

/// Embeddings, overrides and isolates: with them a text shows otherwise than it reads, beyond its own end too.
fn turns_the_direction(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// What Unicode keeps free for ever (noncharacters), gave up (U+206A to U+206F), or leaves to programs
/// (annotations).
fn stands_for_nothing(letter: char) -> bool {
    let ends_a_plane = u32::from(letter) & 0xFFFE == 0xFFFE;
    ends_a_plane
        || matches!(letter, '\u{FDD0}'..='\u{FDEF}' | '\u{206A}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Unicode's `Default_Ignorable_Code_Point`, and two that show as an empty cell: the blank of Braille and a
/// musical note without a head. The fillers of Hangul are among the first.
fn is_blank(letter: char) -> bool {
    matches!(letter,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D159}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::super::{BadText, Line, Quote, Words};

    #[test]
    fn what_people_write_is_taken_as_it_stands() {
        for (why, text) in [
            ("a non-joiner in Persian", "می\u{200C}خواهم"),
            ("a joiner in Sinhala", "ශ්\u{200D}රී"),
            ("a non-joiner in German", "Auf\u{200C}lage"),
            ("a family of joined emoji", "👩\u{200D}👩\u{200D}👧"),
            ("an emoji that ends in a selector", "❤\u{FE0F}"),
            ("a flag of tags", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"),
            ("a mark at the end of Hebrew", "שלום!\u{200F}"),
            ("a mark within Arabic", "السعر 5\u{200E}%"),
            ("a space of no width in Thai", "กาแฟ\u{200B}เย็น"),
            ("a soft hyphen", "Kaffee\u{00AD}maschine"),
            ("a decomposed letter", "e\u{0301}"),
            ("letters of private use", "\u{E000}"),
            ("everything at once", "Æ漢字🙂 <b>&amp;</b> '; DROP TABLE sale; --"),
        ] {
            assert_eq!(Line::parse(text).as_deref(), Ok(text), "{why}");
            assert_eq!(Words::parse(text).as_deref(), Ok(text), "{why}");
        }
        for broken in ["a\nb", "a\r\nb", "a\tb", "a\u{2028}b", "a\u{2029}b"] {
            assert_eq!(Words::parse(broken).as_deref(), Ok(broken));
            assert_eq!(Line::parse(broken), Err(BadText::ControlCharacter), "{broken:?}");
        }
    }

    #[test]
    fn what_is_not_seen_is_no_text() {
        for text in [
            "\u{200B}",
            "\u{FEFF}",
            "\u{2060}\u{2060}",
            "\u{00AD}",
            "\u{200D}",
            "\u{200E}\u{200F}",
            "\u{3164}",
            "\u{115F}\u{1160}",
            "\u{FFA0}",
            "\u{2800} \u{2800}",
            "\u{FE0F}",
            "\u{E0020}\u{E007F}",
            "\u{202E}\u{202C}",
            " \u{00A0}\u{3000}\n",
        ] {
            assert_eq!(Line::parse(text), Err(BadText::Empty), "{}", text.escape_unicode());
            assert_eq!(Words::parse(text), Err(BadText::Empty), "{}", text.escape_unicode());
        }
        assert_eq!(Quote::parse("\u{200B}").map(|quote| quote.words()), Ok(None), "kept, and not shown");
    }

    #[test]
    fn what_makes_a_text_look_otherwise_than_it_reads_is_refused() {
        for letter in ['\u{202A}', '\u{202B}', '\u{202C}', '\u{202D}', '\u{202E}']
            .into_iter()
            .chain('\u{2066}'..='\u{2069}')
        {
            let text = format!("invoice{letter}gpj.exe");
            assert_eq!(Line::parse(&text), Err(BadText::Direction(letter)));
            assert_eq!(Words::parse(&text), Err(BadText::Direction(letter)));
            assert_eq!(Quote::parse(&text), Err(BadText::Direction(letter)));
        }
        let told = BadText::Direction('\u{202E}').to_string();
        assert_eq!(told, "must not contain U+202E, which turns the direction of writing");
    }

    #[test]
    fn what_is_no_character_is_refused() {
        for letter in ['\u{FFFE}', '\u{FFFF}', '\u{1FFFE}', '\u{10FFFF}', '\u{FDD0}', '\u{206A}', '\u{FFF9}']
        {
            assert_eq!(Words::parse(&format!("a{letter}b")), Err(BadText::NoCharacter(letter)));
        }
        for letter in ['\0', '\u{7}', '\u{1B}', '\u{7F}', '\u{80}', '\u{9F}'] {
            assert_eq!(Words::parse(&format!("a{letter}b")), Err(BadText::ControlCharacter), "{letter:?}");
        }
    }

    #[test]
    fn what_comes_along_when_somebody_copies_is_left_off() {
        for (copied, kept) in [
            ("\u{202A}+45 12 34 56 78\u{202C}", "+45 12 34 56 78"),
            ("\u{FEFF}Anna", "Anna"),
            ("\u{2068}Anna\u{2069}", "Anna"),
            ("Anna\u{200B} \u{00AD}", "Anna"),
            (" \u{00A0}Anna\u{3000}", "Anna"),
        ] {
            assert_eq!(Line::parse(copied).as_deref(), Ok(kept));
        }
    }
}
