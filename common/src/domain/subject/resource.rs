//! A resource: something useful that the vendor found for this customer. Sent and opened leave a receipt;
//! the customer says whether it was useful.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    domain::{
        context::Context,
        entry::{Entry, Page},
        shape::Subject,
        transition::Machine,
        wish::Wish,
    },
    error::Rejection,
    id::{ExpectationId, ResourceId},
    link::Link,
    machine,
    text::{Line, Words},
};

machine! {
    /// Where a resource stands.
    ResourceState "resource" {
        /// It lies on the customer's shelf.
        Sent "sent",
        /// The customer opened it.
        Opened "opened",
        /// "That was useful."
        Useful "useful",
        /// "Not for me."
        NotForMe "not_for_me",
    }
    /// What can be done to a resource.
    ResourceAction {
        /// Open it.
        Open,
        /// "That was useful."
        FindUseful,
        /// "Not for me."
        SetAside,
    }
    table {
        Sent, Customer: Open => Opened;
        Sent, Customer: FindUseful => Useful;
        Sent, Customer: SetAside => NotForMe;
        Opened, Customer: Open => Opened;
        Opened, Customer: FindUseful => Useful;
        Opened, Customer: SetAside => NotForMe;
        Useful, Customer: Open => Useful;
        Useful, Customer: SetAside => NotForMe;
        NotForMe, Customer: Open => NotForMe;
        NotForMe, Customer: FindUseful => Useful;
    }
}

/// Something useful, picked for this customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ResourceInput))]
pub struct Pick {
    /// What it is called.
    pub title: Line,
    /// Where it is.
    pub link: Link,
    /// Why it was picked for this customer.
    pub why: Words,
    /// The expectation that it helps with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expectation: Option<ExpectationId>,
}

/// A resource on the customer's shelf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resource {
    /// Its id.
    pub id: ResourceId,
    /// What it is called.
    pub title: Line,
    /// Where it is.
    pub link: Link,
    /// Why it was picked for this customer.
    pub why: Words,
    /// The expectation that it helps with.
    pub expectation: Option<ExpectationId>,
    /// Where it stands.
    pub state: ResourceState,
    /// When it was put on the shelf.
    pub sent_at: DateTime<Utc>,
    /// When it was opened first.
    pub opened_at: Option<DateTime<Utc>>,
    /// In the customer's words.
    pub note: Option<Words>,
}

/// What somebody wants with the resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Put one on the shelf.
    Send(Pick),
    /// Do something with one.
    Act(ResourceId, ResourceAction, Option<Words>),
}

/// What happened to a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// It was put on the shelf.
    Sent(Pick),
    /// The customer opened it.
    Opened,
    /// "That was useful."
    FoundUseful {
        /// In the customer's words.
        note: Option<Words>,
    },
    /// "Not for me."
    SetAside {
        /// In the customer's words.
        note: Option<Words>,
    },
}

impl Wish for Command {
    type Event = Event;

    fn about(&self) -> Option<ResourceId> {
        match self {
            Self::Send(_) => None,
            Self::Act(id, ..) => Some(*id),
        }
    }

    fn decide(
        self,
        resources: &Vec<Resource>,
        _: NaiveDate,
        ctx: &Context<'_>,
    ) -> Result<(ResourceId, Event), Rejection> {
        let (id, action, note) = match self {
            Command::Send(pick) => return Ok((ctx.ids.make(), Event::Sent(pick))),
            Command::Act(id, action, note) => (id, action, note),
        };
        let it = resources.iter().find(|it| it.id == id).ok_or_else(Rejection::not_found)?;
        it.state.check(action, ctx.actor.role())?;
        let event = match action {
            ResourceAction::Open => Event::Opened,
            ResourceAction::FindUseful => Event::FoundUseful { note },
            ResourceAction::SetAside => Event::SetAside { note },
        };
        Ok((id, event))
    }
}

impl Subject for Event {
    type Id = ResourceId;
    type Held = Vec<Resource>;

    fn subject(&self) -> &'static str {
        "resource"
    }

    fn evolve(&self, resources: &mut Vec<Resource>, id: ResourceId, at: DateTime<Utc>, _: Actor) {
        if let Event::Sent(pick) = self {
            let Pick { title, link, why, expectation } = pick.clone();
            let state = ResourceState::Sent;
            resources.push(Resource {
                id,
                title,
                link,
                why,
                expectation,
                state,
                sent_at: at,
                opened_at: None,
                note: None,
            });
            return;
        }
        let Some(it) = resources.iter_mut().find(|it| it.id == id) else { return };
        match self.clone() {
            Event::Sent(_) => {}
            Event::Opened => {
                it.opened_at.get_or_insert(at);
                it.state = if it.state == ResourceState::Sent { ResourceState::Opened } else { it.state };
            }
            Event::FoundUseful { note } => {
                it.state = ResourceState::Useful;
                it.note = note;
            }
            Event::SetAside { note } => {
                it.state = ResourceState::NotForMe;
                it.note = note;
            }
        }
    }

    fn is_word(&self, _: Actor) -> bool {
        matches!(self, Self::Sent(_))
    }

    fn entry(&self, resources: &Vec<Resource>, id: ResourceId, _: Page<'_>) -> Entry {
        let title = resources.iter().find(|it| it.id == id).map(|it| &it.title);
        let entry = Entry::shown().and("title", title);
        match self {
            Self::Sent(pick) => entry.with("link", &pick.link).with("why", &pick.why),
            Self::FoundUseful { note } | Self::SetAside { note } => entry.and("note", note.as_deref()),
            Self::Opened => entry,
        }
    }

    fn state(resources: &Vec<Resource>, id: ResourceId) -> Option<&'static str> {
        resources.iter().find(|it| it.id == id).map(|it| it.state.as_str())
    }
}
