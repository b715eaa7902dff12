//! A milestone and its snags in the log, and as the history tells of them.

use chrono::{DateTime, Utc};

use super::{Event, Milestone, MilestoneState, Slip, Snag, SnagState};
use crate::{
    actor::Actor,
    domain::{
        entry::{Entry, Page},
        shape::Subject,
        transition::Machine,
    },
    id::MilestoneId,
};

impl Subject for Event {
    type Id = MilestoneId;
    type Held = Vec<Milestone>;

    fn subject(&self) -> &'static str {
        match self {
            Self::SnagAdded { .. }
            | Self::SnagFixed { .. }
            | Self::SnagConfirmed { .. }
            | Self::SnagReopened { .. } => "snag",
            _ => "milestone",
        }
    }

    fn evolve(&self, milestones: &mut Vec<Milestone>, id: MilestoneId, at: DateTime<Utc>, actor: Actor) {
        if let Self::Planned(plan) = self {
            milestones.push(Milestone::new(id, plan.as_ref().clone()));
        } else if let Some(it) = milestones.iter_mut().find(|it| it.id == id) {
            evolve(it, self, at, actor);
        }
    }

    fn is_word(&self, actor: Actor) -> bool {
        let is_news = match self {
            Self::Reached { .. } | Self::Slipped { .. } | Self::SnagFixed { .. } => true,
            Self::Planned(_)
            | Self::Dropped { .. }
            | Self::SnagAdded { .. }
            | Self::SnagConfirmed { .. }
            | Self::SnagReopened { .. } => false,
        };
        is_news && matches!(actor, Actor::Member(_))
    }

    fn entry(&self, milestones: &Vec<Milestone>, id: MilestoneId, page: Page<'_>) -> Entry {
        let known = milestones.iter().find(|it| it.id == id);
        let entry = Entry::shown().and("title", known.map(|it| &it.plan.title));
        let snag = |id| known?.snags.iter().find(|snag| snag.id == id).map(|snag| &snag.text);
        match self {
            Self::Planned(plan) => entry.with("on", plan.due).with("overseer", page.name(plan.overseer)),
            Self::Reached { note } => entry.and("text", note.as_deref()),
            Self::Slipped { to, reason } => entry.with("to", to).with("reason", reason),
            Self::Dropped { reason } => entry.with("reason", reason),
            Self::SnagAdded { note, .. } => entry.with("snag", &note.text),
            Self::SnagFixed { snag: id, note } | Self::SnagReopened { snag: id, note } => {
                entry.and("snag", snag(*id)).and("text", note.as_deref())
            }
            Self::SnagConfirmed { snag: id } => entry.and("snag", snag(*id)),
        }
    }

    fn state(milestones: &Vec<Milestone>, id: MilestoneId) -> Option<&'static str> {
        milestones.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}

fn evolve(milestone: &mut Milestone, event: &Event, at: DateTime<Utc>, actor: Actor) {
    let it = milestone;
    match event.clone() {
        Event::Planned(_) => {}
        Event::Reached { note } => {
            it.state = MilestoneState::Reached;
            (it.ended_at, it.note) = (Some(at), note);
        }
        Event::Slipped { to, reason } => {
            it.state = MilestoneState::Slipped;
            it.slips.push(Slip { from: it.due, to, reason, at });
            it.due = to;
        }
        Event::Dropped { reason } => {
            it.state = MilestoneState::Dropped;
            (it.ended_at, it.note) = (Some(at), Some(reason));
        }
        Event::SnagAdded { snag, note } => {
            let owner = note.owner.unwrap_or(it.plan.overseer);
            let (text, due) = (note.text, note.due);
            let (state, by) = (SnagState::Open, actor);
            it.snags.push(Snag { id: snag, text, owner, due, state, by, at, note: None, reopened_at: None });
        }
        Event::SnagFixed { snag, note } => it.settle(snag, SnagState::Fixed, note, at),
        Event::SnagConfirmed { snag } => it.settle(snag, SnagState::Confirmed, None, at),
        Event::SnagReopened { snag, note } => it.settle(snag, SnagState::Open, note, at),
    }
}
