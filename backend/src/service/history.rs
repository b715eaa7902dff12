//! The history of a sale, newest first, as one of the two sides may read it.

use std::collections::BTreeMap;

use followthrough_common::{
    actor::Actor,
    api::history::{HistoryEntry, HistoryWho},
    domain::{
        event::Event,
        member::Member,
        sale::{Sale, entry},
    },
    id::CustomerId,
};

use super::unit::Fresh;
use crate::{
    db::Conn,
    problem::Error,
    repo::{customer, event, member},
};

/// Events are read in portions, because some of them may not be shown.
const PORTION: i64 = 100;

/// Some entries, newest first, those before `before`: at most `limit` and one more, if there are more.
pub fn entries(
    conn: &mut Conn,
    fresh: &Fresh<'_>,
    reader: Actor,
    before: Option<u64>,
    limit: usize,
) -> Result<Vec<HistoryEntry>, Error> {
    let vendor = fresh.vendor.id;
    let members = member::all(conn, vendor)?;
    let mut customers = BTreeMap::new();
    for id in &fresh.sale.customers {
        let name = customer::find(conn, vendor, *id)?.map(|stored| stored.record.name.to_string());
        customers.insert(*id, name);
    }
    let (mut found, mut before) = (Vec::new(), before);
    while found.len() <= limit {
        let events = event::list_before(conn, vendor, fresh.sale.id, before, PORTION)?;
        let Some(oldest) = events.last() else { break };
        before = Some(oldest.seq);
        let told = |event| shown(event, (fresh.sale, &members), &customers, reader);
        found.extend(events.iter().filter_map(told));
    }
    found.truncate(limit + 1);
    Ok(found)
}

fn shown(
    event: &Event,
    (sale, members): (&Sale, &[Member]),
    customers: &BTreeMap<CustomerId, Option<String>>,
    reader: Actor,
) -> Option<HistoryEntry> {
    let entry = entry(&event.body, sale, members);
    let entry = if matches!(reader, Actor::Customer(_)) { entry.for_customer()? } else { entry };
    Some(HistoryEntry {
        seq: event.seq,
        id: event.id,
        at: event.at,
        kind: event.body.kind(),
        who: HistoryWho { side: event.actor.role(), name: name(event.actor, members, customers) },
        facts: entry.facts,
        visibility: entry.visibility,
    })
}

fn name(
    actor: Actor,
    members: &[Member],
    customers: &BTreeMap<CustomerId, Option<String>>,
) -> Option<String> {
    match actor {
        Actor::Customer(id) => customers.get(&id).cloned().flatten(),
        Actor::Member(id) => {
            members.iter().find(|member| member.id == id).map(|member| member.name.to_string())
        }
        Actor::System => None,
    }
}
