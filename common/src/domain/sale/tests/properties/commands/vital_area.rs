//! What matters most.

use super::*;
use crate::domain::vital_area;

pub(super) fn vital_areas(_: &World, dice: &mut Dice) -> Wish {
    let area = line(dice.choose(&["Speed", "Quiet", "Price"])?);
    let wish = vital_area::Wish { id: None, area, why: None, standard: None };
    Some((Role::Customer, Command::SetVitalAreas(vec![wish])))
}
