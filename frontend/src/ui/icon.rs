//! Icons, drawn in place: a sanitizer drops references to symbols, and a file would be a request.

use leptos::prelude::*;

/// An icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after what it shows")]
pub enum Icon {
    Phone,
    House,
    Screen,
    Cap,
    Parcel,
    Loop,
    Letter,
    Heart,
    Question,
    Step,
    Tick,
    Ring,
    Late,
    Cross,
    Chevron,
    Coin,
    Speech,
}

impl Icon {
    /// One path on a field of 16 by 16, stroked.
    fn path(self) -> &'static str {
        match self {
            Self::Phone => {
                "M4.2 2.5h2l1 2.8-1.4 1a8 8 0 0 0 3.9 3.9l1-1.4 2.8 1v2a1.6 1.6 0 0 1-1.7 1.6A9.6 9.6 0 0 1 2.6 4.2a1.6 1.6 0 0 1 1.6-1.7Z"
            }
            Self::House => "M2.5 7.5 8 3l5.5 4.5M4 6.5V13h8V6.5M6.7 13V9.5h2.6V13",
            Self::Screen => "M2.5 3.5h11v7h-11ZM6 13h4M8 10.5V13",
            Self::Cap => "M1.8 6.2 8 3.5l6.2 2.7L8 9ZM4.5 7.6v3c1.8 1.5 5.2 1.5 7 0v-3M14.2 6.2v3.6",
            Self::Parcel => "M2.5 5 8 2.5 13.5 5v6L8 13.5 2.5 11ZM2.5 5 8 7.5 13.5 5M8 7.5v6",
            Self::Loop => "M13 8a5 5 0 0 1-9 3M3 8a5 5 0 0 1 9-3M12.3 2.5V5H9.8M3.7 13.5V11h2.5",
            Self::Letter => "M2.5 4h11v8h-11ZM2.5 4.5 8 9l5.5-4.5",
            Self::Heart => {
                "M8 13C3.5 10 2.5 7.7 2.5 6a2.7 2.7 0 0 1 5.5-.8A2.7 2.7 0 0 1 13.5 6c0 1.7-1 4-5.5 7Z"
            }
            Self::Question => "M5.8 6a2.2 2.2 0 1 1 3.4 1.9C8.4 8.4 8 8.8 8 9.6M8 12v.010",
            Self::Step => "M3 3.5h10v9H3ZM5.5 8l1.8 1.8L10.8 6.3",
            Self::Tick => "m3 8.5 3.2 3L13 4.5",
            Self::Ring => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z",
            Self::Late => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 4.5V8l2.2 1.6",
            Self::Cross => "m4 4 8 8m0-8-8 8",
            Self::Chevron => "m4.5 6.5 3.5 3.5 3.5-3.5",
            Self::Coin => {
                "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM9.8 6.3C9 5.3 6.3 5.5 6.3 7S9.8 8.3 9.8 9.6 7 10.9 6.2 9.8M8 4.5v7"
            }
            Self::Speech => "M2.5 3.5h11v7H8L5 13v-2.5H2.5Z",
        }
    }
}

/// The drawing. Nobody hears it: the words beside it say the same.
pub fn icon(icon: Icon) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor">
            <path d=icon.path()></path>
        </svg>
    }
    .into_any()
}
