//! A file that somebody sent, as the server found it: told by its bytes, whatever its sender called it. What it is
//! for is the matter of the subject that holds it.

use serde::{Deserialize, Serialize};

use crate::{
    id::{CustomerId, FileId},
    text::Line,
};

/// What the bytes of a file are, as they are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A picture.
    Jpeg,
    /// A picture without loss, or with transparency.
    Png,
    /// A document.
    Pdf,
}

impl FileKind {
    /// As `Content-Type` says it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// What its name ends with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

/// A file whose bytes are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct File {
    /// Its id.
    pub id: FileId,
    /// Whose it is: the customer who sent it, or to whom the vendor did. With them it is erased.
    pub customer: CustomerId,
    /// What its sender calls it, ending with what it is.
    pub name: Option<Line>,
    /// What it is.
    pub kind: FileKind,
    /// How many bytes are kept.
    pub bytes: u64,
    /// How wide a picture is, in pixels.
    pub width: Option<u32>,
    /// How high a picture is, in pixels.
    pub height: Option<u32>,
}
