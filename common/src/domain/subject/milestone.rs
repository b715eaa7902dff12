//! Milestones of a delivery or an implementation, each overseen by a named person, with the list of small
//! things that are still wrong. The first date never changes; a slip has a reason. A small thing is settled
//! when the customer says so.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{context::Context, transition::Machine},
    error::Rejection,
    id::{MemberId, MilestoneId, SnagId},
    machine,
    text::{Line, Words},
    time::century,
};

mod log;

machine! {
    /// Where a milestone stands.
    MilestoneState "milestone" {
        /// It is to come.
        Planned "planned",
        /// It is to come later than first said.
        Slipped "slipped",
        /// It is behind us.
        Reached "reached",
        /// It is no longer needed.
        Dropped "dropped",
    }
    /// What can be done with a milestone.
    MilestoneAction {
        /// Say that it is reached.
        Reach,
        /// Say that it comes later, and why.
        Slip,
        /// Say that it is no longer needed.
        Drop,
        /// Write down a small thing that is wrong.
        AddSnag,
    }
    table {
        Planned, Member: Reach => Reached;
        Planned, Member: Slip => Slipped;
        Planned, Member: Drop => Dropped;
        Planned, Member: AddSnag => Planned;
        Planned, Customer: AddSnag => Planned;
        Slipped, Member: Reach => Reached;
        Slipped, Member: Slip => Slipped;
        Slipped, Member: Drop => Dropped;
        Slipped, Member: AddSnag => Slipped;
        Slipped, Customer: AddSnag => Slipped;
        Reached, Member: AddSnag => Reached;
        Reached, Customer: AddSnag => Reached;
    }
}

machine! {
    /// Where a small thing stands.
    SnagState "snag" {
        /// It is wrong.
        Open "open",
        /// We say that it is right.
        Fixed "fixed",
        /// The customer says that it is right.
        Confirmed "confirmed",
    }
    /// What can be done with a small thing.
    SnagAction {
        /// Say that it is right.
        Fix,
        /// The customer agrees.
        Confirm,
        /// The customer does not agree.
        Reopen,
    }
    table {
        Open, Member: Fix => Fixed;
        Open, Customer: Confirm => Confirmed;
        Fixed, Customer: Confirm => Confirmed;
        Fixed, Customer: Reopen => Open;
        Confirmed, Customer: Reopen => Open;
    }
}

impl MilestoneState {
    /// Whether it is still to come.
    pub fn is_ahead(self) -> bool {
        matches!(self, Self::Planned | Self::Slipped)
    }
}

/// A milestone to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = MilestoneInput))]
pub struct Plan {
    /// What it is called.
    pub title: Line,
    /// What is there then.
    pub text: Option<Words>,
    /// The member who sees to it.
    pub overseer: MemberId,
    /// The day; it stays on record when another one follows.
    #[serde(deserialize_with = "century::date")]
    pub due: NaiveDate,
}

/// One slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Slip {
    /// The day before.
    pub from: NaiveDate,
    /// The day since.
    pub to: NaiveDate,
    /// Why; the customer reads it.
    pub reason: Words,
    /// When it was said.
    pub at: DateTime<Utc>,
}

/// A small thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = SnagInput))]
pub struct SnagNote {
    /// What is wrong.
    pub text: Words,
    /// Who puts it right; the overseer if it is not said.
    pub owner: Option<MemberId>,
    /// Until when.
    #[serde(default, deserialize_with = "century::date_if")]
    pub due: Option<NaiveDate>,
}

/// A small thing that is or was wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snag {
    /// Its id.
    pub id: SnagId,
    /// What is wrong.
    pub text: Words,
    /// Who puts it right.
    pub owner: MemberId,
    /// Until when.
    pub due: Option<NaiveDate>,
    /// Where it stands.
    pub state: SnagState,
    /// Who wrote it down.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// The last words about it.
    pub note: Option<Words>,
    /// When the customer last said that it is not right after all.
    #[serde(default)]
    pub reopened_at: Option<DateTime<Utc>>,
}

/// A milestone with its small things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Its id.
    pub id: MilestoneId,
    /// As it was planned.
    pub plan: Plan,
    /// The day that counts now.
    pub due: NaiveDate,
    /// Where it stands.
    pub state: MilestoneState,
    /// Every slip, oldest first.
    pub slips: Vec<Slip>,
    /// When it was reached or dropped.
    pub ended_at: Option<DateTime<Utc>>,
    /// What was said then.
    pub note: Option<Words>,
    /// The small things, oldest first.
    pub snags: Vec<Snag>,
}

/// What somebody wants with a milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// It is reached.
    Reach {
        /// What to say with it.
        note: Option<Words>,
    },
    /// It comes later.
    Slip {
        /// The new day.
        to: NaiveDate,
        /// Why.
        reason: Words,
    },
    /// It is no longer needed.
    Drop {
        /// Why.
        reason: Words,
    },
    /// Something small is wrong.
    AddSnag(SnagNote),
    /// Do something with a small thing.
    Snag(SnagId, SnagCommand),
}

/// What somebody wants with a small thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SnagCommand {
    /// It is right.
    Fix {
        /// What was done.
        note: Option<Words>,
    },
    /// The customer agrees.
    Confirm,
    /// The customer does not agree.
    Reopen {
        /// What is still wrong.
        note: Option<Words>,
    },
}

/// What happened to a milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was planned.
    Planned(Box<Plan>),
    /// It is reached.
    Reached {
        /// What was said with it.
        note: Option<Words>,
    },
    /// It comes later.
    Slipped {
        /// The new day.
        to: NaiveDate,
        /// Why.
        reason: Words,
    },
    /// It is no longer needed.
    Dropped {
        /// Why.
        reason: Words,
    },
    /// Something small is wrong.
    SnagAdded {
        /// Its id.
        snag: SnagId,
        /// What.
        note: SnagNote,
    },
    /// We say that it is right.
    SnagFixed {
        /// Which.
        snag: SnagId,
        /// What was done.
        note: Option<Words>,
    },
    /// The customer says that it is right.
    SnagConfirmed {
        /// Which.
        snag: SnagId,
    },
    /// The customer says that it is not.
    SnagReopened {
        /// Which.
        snag: SnagId,
        /// What is still wrong.
        note: Option<Words>,
    },
}

/// Refuses a milestone whose day is over already.
pub fn check_plan(plan: &Plan, today: NaiveDate) -> Result<(), Rejection> {
    if plan.due < today { Err(Rejection::field("/due", "must not lie in the past")) } else { Ok(()) }
}

/// What follows from the command, or why it cannot be. `today` is the day in the sale's zone.
pub fn decide(
    milestone: &Milestone,
    command: Command,
    today: NaiveDate,
    ctx: &Context<'_>,
) -> Result<Event, Rejection> {
    let who = ctx.actor.role();
    let allow = |action| milestone.state.check(action, who);
    match command {
        Command::Reach { note } => allow(MilestoneAction::Reach).map(|_| Event::Reached { note }),
        Command::Slip { to, reason } => {
            allow(MilestoneAction::Slip)?;
            if to <= milestone.due || to < today {
                return Err(Rejection::field("/to", "must be a day to come, after the present one"));
            }
            Ok(Event::Slipped { to, reason })
        }
        Command::Drop { reason } => allow(MilestoneAction::Drop).map(|_| Event::Dropped { reason }),
        Command::AddSnag(note) => {
            allow(MilestoneAction::AddSnag)?;
            if note.due.is_some_and(|due| due < today) {
                return Err(Rejection::field("/due", "must not lie in the past"));
            }
            Ok(Event::SnagAdded { snag: ctx.ids.make(), note })
        }
        Command::Snag(id, command) => {
            let snag = milestone.snags.iter().find(|snag| snag.id == id);
            let state = snag.ok_or_else(Rejection::not_found)?.state;
            match command {
                SnagCommand::Fix { note } => {
                    state.check(SnagAction::Fix, who).map(|_| Event::SnagFixed { snag: id, note })
                }
                SnagCommand::Confirm => {
                    state.check(SnagAction::Confirm, who).map(|_| Event::SnagConfirmed { snag: id })
                }
                SnagCommand::Reopen { note } => {
                    state.check(SnagAction::Reopen, who).map(|_| Event::SnagReopened { snag: id, note })
                }
            }
        }
    }
}

impl Milestone {
    /// A milestone as it was planned.
    pub fn new(id: MilestoneId, plan: Plan) -> Self {
        Self {
            id,
            due: plan.due,
            plan,
            state: MilestoneState::Planned,
            slips: Vec::new(),
            ended_at: None,
            note: None,
            snags: Vec::new(),
        }
    }

    fn settle(&mut self, id: SnagId, state: SnagState, note: Option<Words>, at: DateTime<Utc>) {
        if let Some(snag) = self.snags.iter_mut().find(|snag| snag.id == id) {
            snag.state = state;
            snag.note = note.or_else(|| snag.note.take());
            if state == SnagState::Open {
                snag.reopened_at = Some(at);
            }
        }
    }
}

/// The members whom the customer meets in these milestones.
pub fn members(milestones: &[Milestone]) -> impl Iterator<Item = MemberId> {
    milestones.iter().flat_map(|milestone| {
        let owners = milestone.snags.iter().map(|snag| snag.owner);
        owners.chain(std::iter::once(milestone.plan.overseer))
    })
}
