//! Why a text is refused.

use std::fmt;

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadText {
    /// Nothing that can be seen.
    Empty,
    /// More characters than allowed.
    TooLong(usize),
    /// A NUL or another control character; in a line a line break too.
    ControlCharacter,
    /// What turns the direction of writing, so that the text shows otherwise than it reads.
    Direction(char),
    /// What Unicode says is no character.
    NoCharacter(char),
}

impl fmt::Display for BadText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("must not be empty"),
            Self::TooLong(most) => write!(out, "must have at most {most} characters"),
            Self::ControlCharacter => out.write_str("must not contain control characters"),
            Self::Direction(letter) => {
                write!(out, "must not contain {}, which turns the direction of writing", code(*letter))
            }
            Self::NoCharacter(letter) => {
                write!(out, "must not contain {}, which is no character", code(*letter))
            }
        }
    }
}

/// As Unicode names a character that cannot be seen.
fn code(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}
