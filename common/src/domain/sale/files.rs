//! The files of a sale, over all subjects that hold some. The bytes of a file that is not among them are deleted.

use super::{Command, Sale};
use crate::{domain::file::File, id::FileId};

impl Sale {
    /// Those that are there now.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        std::iter::empty()
    }

    /// What lets go of one, whoever wants it.
    pub fn letting_go(&self, _file: FileId) -> Option<Command> {
        None
    }
}
