//! A photo or a document that shows what is wrong. It belongs to a concern, or to one message of its conversation, and
//! whoever sent it may take it back.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::{Actor, Role},
    domain::{
        check::About,
        context::Context,
        entry::{Entry, Page},
        file::File,
        shape::Subject,
        wish::Wish,
    },
    error::{Breach, Possible, Rejection},
    id::{ConcernId, FileId},
    text::Line,
};

/// The most files of what was raised, and of each message.
const MOST: usize = 5;
/// Where each of them stands: one that was removed is not there any more.
const ATTACHED: &str = "attached";

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sent {
    /// The file.
    pub file: File,
    /// Which message of the conversation it goes with, counted from 1. Without it, it goes with what was raised.
    pub message: Option<u32>,
}

/// A file that shows what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The file.
    pub file: File,
    /// The concern that it belongs to.
    pub concern: ConcernId,
    /// The message that it goes with, counted from 1; none where it goes with what was raised.
    pub message: Option<u32>,
    /// Who sent it.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
}

/// What somebody wants with the files of a concern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Show what is wrong.
    Attach(ConcernId, Sent),
    /// Take it back.
    Remove(ConcernId, FileId),
}

/// What happened to a file of a concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// Somebody showed what is wrong.
    Attached {
        /// The concern.
        concern: ConcernId,
        /// The message that it goes with.
        message: Option<u32>,
        /// The file.
        file: File,
    },
    /// It was taken back, and its bytes are gone.
    Removed {
        /// The concern.
        concern: ConcernId,
        /// What it was called.
        name: Option<Line>,
    },
}

impl Attachment {
    /// Refuses to remove what the other side has sent. What belongs to a customer goes with them, whoever sent it.
    fn check_removal(&self, who: Role) -> Result<(), Rejection> {
        let by = self.by.role();
        if who == by || who == Role::System {
            return Ok(());
        }
        let allowed = vec![Possible::new("remove", by)];
        let detail = "The other side has sent this file, and only they can take it back.";
        Err(Rejection::standing("attachment", ATTACHED, allowed, detail))
    }
}

impl Wish for Command {
    type Event = Event;

    fn about(&self) -> Option<FileId> {
        match self {
            Self::Attach(..) => None,
            Self::Remove(_, id) => Some(*id),
        }
    }

    fn decide(
        self,
        attachments: &Vec<Attachment>,
        _: NaiveDate,
        ctx: &Context<'_>,
    ) -> Result<(FileId, Event), Rejection> {
        match self {
            Self::Attach(concern, Sent { file, message }) => {
                let beside = attachments.iter().filter(|it| (it.concern, it.message) == (concern, message));
                if beside.count() >= MOST {
                    let detail = format!(
                        "At most {MOST} files go with what was raised, and with each message. Remove one, or write \
                         another message."
                    );
                    return Err(Rejection::limit(Breach::of_count("most_files", (5, 6), "files"), detail));
                }
                Ok((file.id, Event::Attached { concern, message, file }))
            }
            Self::Remove(concern, id) => {
                let is_it = |it: &&Attachment| (it.concern, it.file.id) == (concern, id);
                let it = attachments.iter().find(is_it).ok_or_else(Rejection::not_found)?;
                it.check_removal(ctx.actor.role())?;
                Ok((id, Event::Removed { concern, name: it.file.name.clone() }))
            }
        }
    }
}

impl Subject for Event {
    type Id = FileId;
    type Held = Vec<Attachment>;

    fn subject(&self) -> &'static str {
        "attachment"
    }

    fn evolve(&self, attachments: &mut Vec<Attachment>, id: FileId, at: DateTime<Utc>, by: Actor) {
        match self.clone() {
            Self::Attached { concern, message, file } => {
                attachments.push(Attachment { file, concern, message, by, at });
            }
            Self::Removed { .. } => attachments.retain(|it| it.file.id != id),
        }
    }

    fn is_word(&self, by: Actor) -> bool {
        matches!((self, by), (Self::Attached { .. }, Actor::Member(_)))
    }

    fn entry(&self, _: &Vec<Attachment>, _: FileId, page: Page<'_>) -> Entry {
        let (Self::Attached { concern, .. } | Self::Removed { concern, .. }) = self;
        let entry = Entry::shown().and("concern", page.sale.called(About::Concern(*concern)));
        match self {
            Self::Attached { file, .. } => entry.and("name", file.name.as_deref()).word("kind", &file.kind),
            Self::Removed { name, .. } => entry.and("name", name.as_deref()),
        }
    }

    fn state(attachments: &Vec<Attachment>, id: FileId) -> Option<&'static str> {
        attachments.iter().any(|it| it.file.id == id).then_some(ATTACHED)
    }
}
