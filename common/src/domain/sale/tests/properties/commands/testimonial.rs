//! What may be shown to others.

use super::*;
use crate::domain::testimonial;

pub(super) fn testimonial(world: &World, dice: &mut Dice) -> Wish {
    use testimonial::{Act, Command as C, Use};
    if world.sale.testimonials.is_empty() || dice.is_lucky(3) {
        let success = world.sale.successes.first()?.id;
        let question = testimonial::Question { success, uses: vec![Use::Portal], reason_kind: None };
        return Some((Role::Member, Command::Testimonial(C::Ask(question))));
    }
    let id = dice.choose(&world.sale.testimonials)?.id;
    let act = match dice.below(3) {
        0 => Act::Grant { words: words("Quick"), shown_as: line("M. H."), uses: vec![Use::Portal] },
        1 => Act::Decline,
        _ => Act::Revoke,
    };
    Some((Role::Customer, Command::Testimonial(C::Act(id, act))))
}
