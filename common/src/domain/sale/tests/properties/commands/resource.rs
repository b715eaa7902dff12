//! Something useful on the shelf.

use super::*;
use crate::{domain::resource, link::Link};

pub(super) fn resource(world: &World, dice: &mut Dice) -> Wish {
    use resource::{Command as C, ResourceAction as A};
    if world.sale.resources.is_empty() || dice.is_lucky(3) {
        let link = Link::parse("https://shop.example/milk").unwrap();
        let pick = resource::Pick { title: line("Milk"), link, why: words("You asked"), expectation: None };
        return Some((Role::Member, Command::Resource(C::Send(pick))));
    }
    let id = dice.choose(&world.sale.resources)?.id;
    let action = *dice.choose(&[A::Open, A::FindUseful, A::SetAside])?;
    Some((Role::Customer, Command::Resource(C::Act(id, action, None))))
}
