//! The default template and broken ones.

use super::*;
use crate::error::ErrorCode;

#[test]
fn the_default_template_is_valid_and_a_broken_one_names_the_item() {
    let mut template = first_30_days().unwrap();
    assert_eq!(template.validate(), Ok(()));
    template.items[4].key = template.items[2].key.clone();
    let refused = template.validate().unwrap_err();
    assert_eq!((refused.code, refused.errors[0].pointer.as_str()), (ErrorCode::Validation, "/items/4/key"));
}

#[test]
fn a_check_names_a_known_question() {
    let mut template = first_30_days().unwrap();
    template.items[10].check = Some(Line::parse("unknown@9").unwrap());
    assert_eq!(template.validate().unwrap_err().errors[0].pointer, "/items/10/check");
}
