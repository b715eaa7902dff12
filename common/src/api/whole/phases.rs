//! The phases of a sale with a gentle name for each, in the language of who reads.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    api::view::Records,
    domain::{
        phase::{ContactPolicy, Phase, phases},
        sale::Sale,
    },
    words::found,
};

/// A phase as the customer sees it. The one that began last is the present one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhaseView {
    /// Which.
    pub phase: Phase,
    /// Its first day, in the sale's zone.
    pub from: NaiveDate,
    /// A gentle name for it.
    pub label: &'static str,
    /// What the vendor owes in it.
    pub policy: ContactPolicy,
}

/// The phases that have been or will be as things stand.
pub fn phase_views(sale: &Sale, records: Records<'_>) -> Vec<PhaseView> {
    let spans = phases(sale, records.world.policy, records.world.zones);
    let view = |span: crate::domain::phase::PhaseSpan| PhaseView {
        phase: span.phase,
        from: span.from,
        label: label(span.phase, records.locale),
        policy: span.policy,
    };
    spans.into_iter().map(view).collect()
}

/// The name of a phase for a reader of that language.
pub fn label(phase: Phase, locale: Option<&str>) -> &'static str {
    let path = match phase {
        Phase::BeforeDelivery => "phases.before_delivery",
        Phase::Fresh => "phases.fresh",
        Phase::Learning => "phases.learning",
        Phase::Settled => "phases.settled",
        Phase::Relationship => "phases.relationship",
    };
    found(path, locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phase_has_a_name_of_its_own_and_there_are_no_others() {
        let phases =
            [Phase::BeforeDelivery, Phase::Fresh, Phase::Learning, Phase::Settled, Phase::Relationship];
        let mut names: Vec<&str> = phases.iter().map(|phase| label(*phase, Some("pt"))).collect();
        names.sort_unstable();
        names.dedup();
        assert!(names.len() == 5 && names.iter().all(|name| !name.is_empty()), "{names:?}");
        assert_eq!(crate::words::paths("phases").len(), 5);
    }
}
