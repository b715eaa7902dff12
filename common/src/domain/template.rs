//! An agenda template: what happens in the first thirty days, relative to two anchors.

mod anchor;
mod item;
mod placeholders;
mod shipped;
mod spacing;
#[cfg(test)]
mod tests;
mod validate;
mod words;

use crate::text::Words;

pub use crate::domain::touchpoint::Purpose;
pub use anchor::Anchor;
pub use item::{LocalLine, LocalWords, Offset, Repeat, Template, TemplateItem};
pub use placeholders::fill;
pub use shipped::{first_30_days, shipped};
pub use spacing::check_spacing;

/// Why an agreed time is asked about when the delivery has another day, in the language of the reader.
pub fn follows(reader: Option<&str>) -> Option<Words> {
    words::follows(reader)
}
