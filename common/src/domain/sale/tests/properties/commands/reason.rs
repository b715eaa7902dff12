//! Why the customer chose this.

use super::*;
use crate::domain::reason;

pub(super) fn reason(world: &World, dice: &mut Dice) -> Wish {
    use reason::Command as C;
    if dice.is_lucky(2) {
        let id = dice.choose(&world.sale.reasons)?.id;
        let correct = C::Correct { id, text: words("One face for us all"), kind: None };
        return Some((Role::Customer, Command::Reason(correct)));
    }
    let kind = reason::ReasonKind::Price;
    let telling = reason::Telling { text: words("It costs less to run"), kind, said_by: None, on: None };
    Some((Role::Member, Command::Reason(C::Add(telling))))
}
