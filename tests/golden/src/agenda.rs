//! An agenda's items without their texts, and the slots that they resolve to, one line each.

use chrono::{NaiveTime, SecondsFormat};
use followthrough_common::{
    calendar::Roll,
    domain::{
        agenda::{Agenda, Anchors, Place, resolve_all},
        silence::LongestSilence,
        template::{Anchor, Offset, Repeat, TemplateItem},
        touchpoint::{Basis, Plan},
    },
    id::{MemberId, TypedId as _},
    text::Line,
    time::OffsetTable,
};
use serde::Deserialize;
use serde_json::json;

/// What dates an item.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    key: Line,
    anchor: Anchor,
    offset: Offset,
    roll: Roll,
    #[serde(default)]
    starts: Option<NaiveTime>,
    #[serde(default)]
    minutes: Option<u16>,
    #[serde(default)]
    repeat: Option<Repeat>,
    #[serde(default)]
    series: Option<Line>,
}

impl TryFrom<Item> for TemplateItem {
    type Error = String;

    fn try_from(item: Item) -> Result<Self, String> {
        let Item { key, anchor, offset, roll, starts, minutes, repeat, series } = item;
        // Through JSON, as a vendor writes it: what else an item may have does not matter here.
        let whole = json!({
            "key": key, "anchor": anchor, "offset": offset, "roll": roll, "kind": "call",
            "title": "Title", "text": "Text", "starts": starts, "minutes": minutes, "repeat": repeat,
            "series": series,
        });
        serde_json::from_value(whole).map_err(|error| error.to_string())
    }
}

/// Key, day, hours, how sure it is, and when it begins.
pub fn lines(items: &[TemplateItem], anchors: &Anchors, place: Place<'_>) -> Result<Vec<String>, String> {
    let template = Line::parse("golden").map_err(|error| error.to_string())?;
    let agenda = Agenda {
        template,
        version: 1,
        items: items.to_vec().into(),
        longest_silence: LongestSilence::default(),
        first_live_from: None,
    };
    let plans = resolve_all(&agenda, anchors, MemberId::from_bits(0), place);
    Ok(plans.iter().map(|plan| line(plan, place.zones)).collect())
}

fn line(plan: &Plan, zones: &OffsetTable) -> String {
    let hours = plan.slot.hours.map_or("-".to_owned(), |hours| {
        format!("{}-{}", hours.start.format("%H:%M"), hours.end.format("%H:%M"))
    });
    let basis = match plan.basis {
        Basis::Fixed => "fixed",
        Basis::EstimatedFrom(_) => "estimated",
    };
    let key = plan.item.as_deref().unwrap_or_default();
    let starts = plan.slot.starts_at(zones).to_rfc3339_opts(SecondsFormat::Secs, true);
    format!("{key} {} {hours} {basis} {starts}", plan.slot.local_date)
}
