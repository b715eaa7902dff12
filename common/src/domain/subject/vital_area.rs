//! Vital areas: what matters most to the customer, up to five, each with what "good" looks like. They are
//! asked about one by one, and a concern may name the one that it touches.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        entry::{Entry, Page},
        shape::Subject,
    },
    error::Rejection,
    id::{IdMaker, VitalAreaId},
    text::{Line, Words},
};

/// More than five would not be vital.
pub const MOST: usize = 5;

/// One area, in the customer's words. Their order is their rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VitalArea {
    /// Its id; it stays when the area is moved or reworded.
    pub id: VitalAreaId,
    /// The area.
    pub area: Line,
    /// Why it matters.
    pub why: Option<Words>,
    /// What good looks like.
    pub standard: Option<Words>,
}

/// One of up to five things that matter most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = VitalAreaBody))]
pub struct Wish {
    /// The area that this rewords; a new one if it is not said.
    pub id: Option<VitalAreaId>,
    /// The area.
    pub area: Line,
    /// Why it matters.
    pub why: Option<Words>,
    /// What good looks like.
    pub standard: Option<Words>,
}

/// The areas as they are from now on, the most vital first; none if nothing changes.
pub fn decide(
    known: &[VitalArea],
    wishes: &[Wish],
    ids: &IdMaker,
) -> Result<Option<Vec<VitalArea>>, Rejection> {
    if wishes.len() > MOST {
        return Err(Rejection::field("/areas", format!("must have at most {MOST} areas")));
    }
    for (row, wish) in wishes.iter().enumerate() {
        let mut earlier = wishes.iter().take(row);
        let Some(id) = wish.id else {
            if earlier.any(|it| it.area.eq_ignore_ascii_case(&wish.area)) {
                return Err(Rejection::field(format!("/areas/{row}/area"), "stands twice"));
            }
            continue;
        };
        if !known.iter().any(|area| area.id == id) {
            return Err(Rejection::field(format!("/areas/{row}/id"), "must be an area of this sale"));
        }
        if earlier.any(|it| it.id == Some(id)) {
            return Err(Rejection::field(format!("/areas/{row}/id"), "stands twice"));
        }
    }
    let made = wishes.iter().cloned().map(|wish| VitalArea {
        id: wish.id.unwrap_or_else(|| ids.make()),
        area: wish.area,
        why: wish.why,
        standard: wish.standard,
    });
    let made: Vec<_> = made.collect();
    Ok((made != known).then_some(made))
}

/// What happened to the vital areas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was said what matters most to the customer.
    Set {
        /// Most vital first.
        areas: Vec<VitalArea>,
    },
}

impl Subject for Event {
    type Id = ();
    type Held = Vec<VitalArea>;

    fn subject(&self) -> &'static str {
        "vital_areas"
    }

    fn evolve(&self, held: &mut Vec<VitalArea>, (): (), _: DateTime<Utc>, _: Actor) {
        let Self::Set { areas } = self;
        held.clone_from(areas);
    }

    fn is_word(&self, _: Actor) -> bool {
        false
    }

    fn entry(&self, _: &Vec<VitalArea>, (): (), _: Page<'_>) -> Entry {
        let Self::Set { areas } = self;
        areas.iter().fold(Entry::shown(), |entry, area| entry.with("area", &area.area))
    }

    fn state(_: &Vec<VitalArea>, (): ()) -> Option<&'static str> {
        None
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn wish(area: &str) -> Wish {
        Wish { id: None, area: Line::parse(area).unwrap(), why: None, standard: None }
    }

    #[test]
    fn five_areas_are_vital_and_keep_their_ids_when_they_are_moved() {
        let ids = IdMaker::new(DateTime::UNIX_EPOCH, 1);
        let five: Vec<Wish> = ["Quiet", "On time", "One person", "Spare parts", "Invoices"].map(wish).into();
        let known = decide(&[], &five, &ids).unwrap().unwrap();
        let turned: Vec<Wish> =
            known.iter().rev().map(|it| Wish { id: Some(it.id), ..wish(&it.area) }).collect();
        let after = decide(&known, &turned, &ids).unwrap().unwrap();
        assert!(after.iter().rev().map(|it| it.id).eq(known.iter().map(|it| it.id)));
        assert_eq!(decide(&after, &turned, &ids), Ok(None), "the same again is no change");
        let six: Vec<Wish> = five.into_iter().chain([wish("Colour")]).collect();
        assert_eq!(decide(&[], &six, &ids).unwrap_err().errors[0].pointer, "/areas");
    }

    #[test]
    fn an_area_stands_once_and_an_id_is_of_this_sale() {
        let ids = IdMaker::new(DateTime::UNIX_EPOCH, 1);
        let twice = [wish("Quiet"), wish("quiet")];
        assert_eq!(decide(&[], &twice, &ids).unwrap_err().errors[0].pointer, "/areas/1/area");
        let foreign = [Wish { id: Some(ids.make()), ..wish("Quiet") }];
        assert_eq!(decide(&[], &foreign, &ids).unwrap_err().errors[0].pointer, "/areas/0/id");
    }
}
