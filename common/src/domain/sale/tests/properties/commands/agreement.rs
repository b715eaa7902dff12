//! What happens when something goes wrong.

use super::*;
use crate::domain::agreement;

pub(super) fn agreement(world: &World, dice: &mut Dice) -> Wish {
    use agreement::Command as C;
    let newest = u32::try_from(world.sale.agreement.versions.len()).ok()?;
    let (side, command) = match dice.below(3) {
        0 => (Role::Member, C::Offer(Box::new(world.standard.terms.clone()))),
        1 => (Role::Customer, C::Accept { version: newest }),
        _ => (Role::Customer, C::WantChange { words: words("Call me, do not write") }),
    };
    Some((side, Command::Agreement(command)))
}
