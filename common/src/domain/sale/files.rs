//! The files of a sale, over all subjects that hold some. The bytes of a file that is not among them are deleted.

use super::{Command, Sale};
use crate::{
    domain::{attachment, file::File},
    id::FileId,
};

impl Sale {
    /// Those that are there now.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.attachments.iter().map(|it| &it.file)
    }

    /// What lets go of one, whoever wants it.
    pub fn letting_go(&self, file: FileId) -> Option<Command> {
        let it = self.attachments.iter().find(|it| it.file.id == file)?;
        Some(Command::Attachment(attachment::Command::Remove(it.concern, file)))
    }
}
