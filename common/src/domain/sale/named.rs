//! What a question to the customer names and lists, out of its sale.

use super::Sale;
use crate::{
    domain::{
        check::{self, About, Ask, Definition},
        expectation::Expectation,
        vital_area::VitalArea,
    },
    time::OffsetTable,
};

impl Sale {
    /// The area that the question of an agenda item asks about next: the most vital one that it did not ask
    /// about yet.
    pub fn next_area(&self, ask: &Ask) -> Option<&VitalArea> {
        let item = ask.plan.touchpoint.filter(|_| ask.is_of_areas())?;
        let of_item = || self.asks.iter().filter(|it| it.plan.touchpoint == Some(item));
        let is_asked = |area: &VitalArea| of_item().any(|it| it.plan.about == About::VitalArea(area.id));
        self.vital_areas.iter().find(|area| !is_asked(area))
    }

    /// What a question lists, to be answered one by one: the expectations that were due on the day on which it
    /// was asked, and those without a day.
    pub fn listed_by(&self, ask: &Ask, zones: &OffsetTable) -> impl Iterator<Item = &Expectation> {
        let is_lister = check::definition(&ask.plan.check).is_some_and(Definition::lists_expectations);
        let lists = is_lister && !matches!(ask.plan.about, About::Expectation(_));
        let asked = ask.offered_at.or(ask.answers.first().map(|answer| answer.at));
        let day = asked.map(|at| zones.date(&self.time_zone, at)).filter(|_| lists);
        let is_due = move |it: &&Expectation| day.is_some_and(|day| it.due.is_none_or(|due| due <= day));
        self.expectations.iter().filter(is_due)
    }

    /// What a question names in its own sentence.
    pub fn named_by(&self, ask: &Ask) -> Option<String> {
        let next = || self.next_area(ask).filter(|_| ask.is_unfinished()).map(|area| area.area.to_string());
        match ask.plan.about {
            About::Promise(id) => self.promise(id).map(|it| it.terms().statement.to_string()),
            About::Expectation(id) => self.expectation(id).map(|it| it.statement.to_string()),
            About::VitalArea(_) => ask.plan.area.as_ref().map(ToString::to_string),
            About::Sale => next(),
            About::Touchpoint(_) | About::Delivery(_) | About::Concern(_) => None,
        }
    }
}
