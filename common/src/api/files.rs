//! A file as a door shows it. Its bytes are fetched from its address, with what lets its reader through the door.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::file::{File, FileKind},
    id::FileId,
    text::Line,
};

/// A file that somebody sent. Who that was is named as each door names people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileView<By> {
    /// Its id.
    pub id: FileId,
    /// What its sender calls it.
    pub name: Option<Line>,
    /// What it is.
    pub kind: FileKind,
    /// How many bytes it has.
    pub bytes: u64,
    /// How wide a picture is, in pixels.
    pub width: Option<u32>,
    /// How high a picture is, in pixels.
    pub height: Option<u32>,
    /// Which message of its conversation it goes with, counted from 1.
    pub message: Option<u32>,
    /// Who sent it.
    pub by: By,
    /// When.
    pub at: DateTime<Utc>,
    /// Where its bytes are, from the root of this server.
    pub url: String,
}

impl<By> FileView<By> {
    /// A file below the address of what it belongs to.
    pub fn of(file: &File, message: Option<u32>, (by, at): (By, DateTime<Utc>), folder: &str) -> Self {
        let File { id, ref name, kind, bytes, width, height, .. } = *file;
        let url = format!("{folder}/{id}");
        Self { id, name: name.clone(), kind, bytes, width, height, message, by, at, url }
    }
}
