//! A disk that is soon full: a few MB of memory mounted as one. Only root may mount.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::process::is_root;

/// The disk. Dropping it takes it away.
#[derive(Debug)]
pub struct SmallDisk {
    folder: TempDir,
}

impl SmallDisk {
    /// Mounts one, or tells why it cannot.
    pub fn mount(megabytes: u32) -> Result<Self, String> {
        if !is_root() {
            return Err("mounting a small disk needs root".to_owned());
        }
        let folder = TempDir::with_prefix("followthrough-disk-").unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"]).arg(folder.path());
        let output = mount.output().map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        Ok(Self { folder })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Takes the room that is left.
    pub fn fill(&self) {
        let mut file = File::create(self.filler()).unwrap();
        for portion in [65_536, 4_096] {
            while file.write_all(&vec![0; portion]).is_ok() {}
        }
    }

    /// Gives it back.
    pub fn make_room(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    fn filler(&self) -> PathBuf {
        self.folder.path().join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a server that was just killed may still hold a file.
        drop(Command::new("umount").arg("-l").arg(self.folder.path()).status());
    }
}
