//! A follow-up that ends without the customer being satisfied.

use super::*;

pub(super) fn end_unsatisfied(_: &World, dice: &mut Dice) -> Wish {
    // Not often: nothing more comes of such a sale.
    let side = if dice.is_lucky(2) { Role::Customer } else { Role::Member };
    dice.is_lucky(6).then(|| (side, Command::EndUnsatisfied { reason: words("It is too loud") }))
}
