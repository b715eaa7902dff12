//! The phases of a sale with a gentle name for each, in the language of who reads.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    api::view::Records,
    domain::{
        phase::{ContactPolicy, Phase, phases},
        sale::Sale,
    },
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
    let spans = phases(sale, records.policy, records.zones);
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
    let language = locale.unwrap_or("en").split('-').next().unwrap_or("en").to_lowercase();
    let [before, fresh, learning, settled, relationship] = match language.as_str() {
        "de" => [
            "Bald ist es da",
            "Frisch angekommen",
            "In der Eingewöhnung",
            "Es läuft",
            "Wir bleiben in Kontakt",
        ],
        "fr" => [
            "Bientôt chez vous",
            "Tout nouveau",
            "Le temps de s’y habituer",
            "Tout roule",
            "Nous restons en contact",
        ],
        "es" => [
            "Ya falta poco",
            "Recién llegado",
            "Tomándole el pulso",
            "Todo en marcha",
            "Seguimos en contacto",
        ],
        "pt" => [
            "Está quase chegando",
            "Acabou de chegar",
            "Pegando o jeito",
            "Tudo funcionando",
            "Continuamos em contato",
        ],
        "ar" => ["قريبًا لديك", "وصل للتو", "مرحلة التعوّد", "كل شيء يسير", "نبقى على تواصل"],
        _ => ["On its way to you", "Brand new", "Getting used to it", "Up and running", "Keeping in touch"],
    };
    match phase {
        Phase::BeforeDelivery => before,
        Phase::Fresh => fresh,
        Phase::Learning => learning,
        Phase::Settled => settled,
        Phase::Relationship => relationship,
    }
}
