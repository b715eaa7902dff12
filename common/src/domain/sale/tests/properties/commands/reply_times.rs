//! How fast the vendor answered before.

use super::*;

pub(super) fn reply_before(_: &World, dice: &mut Dice) -> Wish {
    let minutes = dice.is_lucky(2).then_some(240);
    Some((Role::Member, Command::SetReplyBefore { minutes }))
}
