//! Whom the customer may like to meet.

use super::*;
use crate::{domain::introduction, id::SaleId};

pub(super) fn introduction(world: &World, dice: &mut Dice) -> Wish {
    use introduction::{Act, Command as C, Counterpart, Echo};
    if world.sale.introductions.is_empty() || dice.is_lucky(3) {
        let name = line("Bo Lund");
        let other =
            introduction::Acquaintance { name, company: None, email: None, phone: None, customer: None };
        let (sale, about, why) = (SaleId::from_bits(9), words("A bar"), words("Milk"));
        let there = Counterpart { sale, about, why, customer: other.clone() };
        let there = dice.is_lucky(2).then(|| Box::new(there));
        let (about, why) = (words("A bar"), words("Milk"));
        let offer = introduction::Offer { about, why, other, asked_in: None };
        return Some((Role::Member, Command::Introduction(C::Offer(Box::new(offer), there))));
    }
    let id = dice.choose(&world.sale.introductions)?.id;
    let (side, act) = match dice.below(5) {
        0 => (Role::Customer, Act::Accept),
        1 => (Role::Customer, Act::Decline { note: None }),
        2 => (Role::Member, Act::RecordYes { said: Some(words("By telephone")) }),
        3 => {
            let echo = Echo::Done(Act::RecordYes { said: None });
            return Some((Role::System, Command::Introduction(C::Echo(id, Box::new(echo)))));
        }
        _ => (Role::Member, Act::Withdraw { note: None }),
    };
    Some((side, Command::Introduction(C::Act(id, act))))
}
