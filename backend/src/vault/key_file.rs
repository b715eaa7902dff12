//! The file that the keys of an installation stand in: one per line, the newest first. It is only ever replaced
//! as a whole, so whoever reads it while it changes sees the keys of before or those of after.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write as _},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, chown},
    path::{Path, PathBuf},
};

use super::{Fault, key::Key};

const HEAD: &str = "\
# The keys with which Followthrough seals secrets in its database, the newest first.
# Keep a copy of this file where no copy of the database is.
";

/// The keys of a file, or nothing if there is no such file.
pub fn read(path: &Path) -> Result<Option<Vec<Key>>, Fault> {
    match fs::read_to_string(path) {
        Ok(text) => parse(&text).map(Some).map_err(|Fault(why)| about(path, why)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(about(path, error)),
    }
}

/// The keys in a text, separated by white space or commas; a line that begins with `#` is for people.
pub fn parse(text: &str) -> Result<Vec<Key>, Fault> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let words = lines.flat_map(|line| line.split(|letter: char| letter.is_whitespace() || letter == ','));
    let keys: Option<Vec<Key>> = words.filter(|word| !word.is_empty()).map(Key::parse).collect();
    let keys = keys.ok_or_else(|| Fault("there is something that is no key".to_owned()))?;
    let newest = keys.first().ok_or_else(|| Fault("there is no key".to_owned()))?;
    if keys.iter().any(|key| !key.is_related(newest)) {
        let why = "these keys do not belong together; `followthrough secrets create` makes the next key of an \
                   installation while the present one is configured";
        return Err(Fault(why.to_owned()));
    }
    Ok(keys)
}

/// Writes a file that is not there yet. Whether it was: of two who do so at once, one is told no.
pub fn create(path: &Path, key: &Key) -> Result<bool, Fault> {
    let done = with_new(path, std::slice::from_ref(key), |new| match fs::hard_link(new, path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    });
    done.map_err(|error| about(path, error))
}

/// Puts other keys into a file. Owner and permissions stay as they are: who rotates may be another user than who
/// serves.
pub fn replace(path: &Path, keys: &[Key]) -> Result<(), Fault> {
    let replaced = path.canonicalize().and_then(|path| {
        let old = fs::metadata(&path)?;
        with_new(&path, keys, |new| {
            let now = fs::metadata(new)?;
            if (now.uid(), now.gid()) != (old.uid(), old.gid()) {
                chown(new, Some(old.uid()), Some(old.gid()))?;
            }
            fs::set_permissions(new, old.permissions())?;
            fs::rename(new, &path)
        })
    });
    replaced.map_err(|error| about(path, error))
}

/// Writes a new file beside, for its owner alone, and lets `place` bring it to its place.
fn with_new<T>(path: &Path, keys: &[Key], place: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    let new = PathBuf::from(name);
    // One that a process with our number left behind when it died.
    let _ = fs::remove_file(&new);
    let lines: Vec<String> = keys.iter().map(|key| format!("{}\n", key.reveal())).collect();
    let lines = lines.concat();
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
    let placed = file
        .write_all(format!("{HEAD}{lines}").as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| place(&new));
    // After a rename it is gone, which is as good.
    let _ = fs::remove_file(&new);
    let placed = placed?;
    folder(path)?.sync_all()?;
    Ok(placed)
}

fn folder(path: &Path) -> io::Result<File> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(parent.unwrap_or(Path::new(".")))
}

/// Keeps two rotations apart. The system lets it go with the process, however that ends.
#[derive(Debug)]
pub struct Turn {
    _folder: File,
}

impl Turn {
    /// Takes the turn. The lock is on the folder, because the file itself is replaced meanwhile.
    pub fn take(path: &Path) -> Result<Self, Fault> {
        let folder = folder(path).map_err(|error| about(path, error))?;
        match folder.try_lock() {
            Ok(()) => Ok(Self { _folder: folder }),
            Err(TryLockError::WouldBlock) => Err(about(path, "another rotation is at work")),
            Err(TryLockError::Error(error)) => Err(about(path, error)),
        }
    }
}

fn about(path: &Path, why: impl std::fmt::Display) -> Fault {
    Fault(format!("the key file {}: {why}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn key(byte: u8) -> Key {
        Key::new([byte; 32], [7; 32])
    }

    #[test]
    fn a_file_is_made_once_for_its_owner_alone_and_replaced_as_a_whole() {
        let folder = std::env::temp_dir().join(format!("followthrough-keys-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("a.key");
        assert_eq!(read(&path).unwrap(), None);
        assert!(create(&path, &key(1)).unwrap());
        assert!(!create(&path, &key(2)).unwrap(), "what is there is never overwritten");
        assert_eq!(read(&path).unwrap(), Some(vec![key(1)]));
        replace(&path, &[key(2), key(1)]).unwrap();
        assert_eq!(read(&path).unwrap(), Some(vec![key(2), key(1)]));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left beside it");
        let turn = Turn::take(&path).unwrap();
        assert!(Turn::take(&path).is_err());
        drop(turn);
        assert!(Turn::take(&path).is_ok());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn keys_that_do_not_belong_together_are_refused() {
        let two = |other: &Key| parse(&format!("# ours\n{},\n {}", key(1).reveal(), other.reveal()));
        assert_eq!(two(&key(2)).unwrap(), [key(1), key(2)]);
        assert!(two(&Key::new([2; 32], [8; 32])).is_err());
        for text in ["", "# nothing", "ftk_abc"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
