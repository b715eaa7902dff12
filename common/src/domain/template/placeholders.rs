//! Words in braces, into which the record is filled when a customer reads a text. A template that has others is
//! refused: nobody is to read `{foo}`.

use super::TemplateItem;
use crate::text::{Localized, Text};

/// Who looks after the item.
const OWNER: &str = "{owner}";
/// What was bought.
const ITEM: &str = "{item}";

/// Fills `{owner}` and `{item}` from the record.
pub fn fill(text: &str, owner: &str, item: &str) -> String {
    text.replace(OWNER, owner).replace(ITEM, item)
}

/// Whether a brace opens that nothing is filled into.
fn has_unknown(text: &str) -> bool {
    // Nothing is filled in with nothing, or two halves could make a word.
    fill(text, "-", "-").contains('{')
}

fn is_unfilled<T: Text>(text: &Localized<T>) -> bool {
    text.languages().any(|language| has_unknown(text.for_reader(Some(language))))
}

/// The text of an item, by its field, that would reach the customer with a brace.
pub(super) fn fault(item: &TemplateItem) -> Option<&'static str> {
    let texts = [
        ("title", is_unfilled(&item.title)),
        ("text", is_unfilled(&item.text)),
        ("prepare", item.prepare.as_ref().is_some_and(is_unfilled)),
    ];
    texts.into_iter().find(|(_, is_unfilled)| *is_unfilled).map(|(field, _)| field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_record_holds_is_filled_and_every_other_brace_is_found() {
        assert_eq!(fill("{owner} brings the {item}", "Mette", "X2"), "Mette brings the X2");
        for known in ["", "No brace", "{owner}", "{item} and {owner}", "{item}{owner}", "done}"] {
            assert!(!has_unknown(known), "{known}");
        }
        for unknown in [
            "{date}",
            "{foo}",
            "{Owner}",
            "{ owner }",
            "{owner",
            "{{owner}}",
            "{}",
            "{own{item}er}",
            "{{owner}item}",
        ] {
            assert!(has_unknown(unknown), "{unknown}");
        }
    }
}
