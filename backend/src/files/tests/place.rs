//! The same in every place: a folder, or a store that speaks S3.

use std::{fs, path::Path};

use chrono::{DateTime, Utc};
use followthrough_common::id::TypedId;
use futures_util::TryStreamExt as _;
use tempfile::TempDir;

use crate::{
    config::Config,
    files::{Files, Key},
};

fn key(vendor: u128, customer: u128, file: u128) -> Key {
    Key {
        vendor: TypedId::from_bits(vendor),
        customer: TypedId::from_bits(customer),
        sale: TypedId::from_bits(7),
        file: TypedId::from_bits(file),
    }
}

async fn read(files: &Files, key: Key) -> Option<Vec<u8>> {
    let (size, pieces) = files.get(key).await.unwrap()?;
    let bytes = pieces.try_collect::<Vec<_>>().await.unwrap().concat();
    assert_eq!(u64::try_from(bytes.len()).unwrap(), size);
    Some(bytes)
}

/// Keeps, reads, lists and forgets.
pub(super) async fn keeps_and_forgets(files: &Files) {
    let [mine, too, other] = [key(1, 2, 3), key(1, 2, 4), key(1, 9, 5)];
    assert_eq!(read(files, mine).await, None);
    for (key, bytes) in [(mine, &b"first"[..]), (too, b"second"), (other, b"")] {
        files.put(key, bytes.to_vec()).await.unwrap();
    }
    assert_eq!(read(files, mine).await.as_deref(), Some(&b"first"[..]));
    assert_eq!(read(files, other).await.as_deref(), Some(&b""[..]));
    let list = async |whose| {
        let mut found: Vec<_> = files.list(whose).unwrap().try_collect().await.unwrap();
        found.sort_by_key(|it: &crate::files::Stored| it.key);
        found.into_iter().map(|it| (it.key, it.bytes)).collect::<Vec<_>>()
    };
    let whose = Some((mine.vendor, mine.customer));
    assert_eq!(list(whose).await, [(mine, 5), (too, 6)]);
    assert_eq!(list(None).await, [(mine, 5), (too, 6), (other, 0)]);
    files.delete(mine).await.unwrap();
    files.delete(mine).await.unwrap();
    files.forget(vec![too]).await;
    assert_eq!((read(files, mine).await, list(whose).await), (None, Vec::new()));
    files.delete(other).await.unwrap();
}

fn in_folder(folder: &Path) -> Files {
    let mut config = Config::default();
    config.files.folder = folder.to_owned();
    Files::of(&config)
}

#[tokio::test]
async fn a_folder_keeps_files_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = TempDir::new().unwrap();
    let folder = parent.path().join("files");
    let files = in_folder(&folder);
    keeps_and_forgets(&files).await;
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "folders go with what was in them");
}

#[tokio::test]
async fn what_a_killed_writer_left_is_tidied_up_and_what_is_being_written_is_not() {
    let folder = TempDir::new().unwrap();
    let files = in_folder(folder.path());
    let kept = key(1, 2, 3);
    files.put(kept, b"kept".to_vec()).await.unwrap();
    let names = || {
        let found = walk(folder.path());
        found
            .into_iter()
            .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let beside = walk(folder.path()).remove(0).parent().unwrap().to_owned();
    fs::write(beside.join("file_x#1"), b"half").unwrap();
    fs::write(folder.path().join(".tmpx"), b"half").unwrap();
    files.tidy(DateTime::UNIX_EPOCH).await.unwrap();
    assert_eq!(names().len(), 3);
    files.tidy(DateTime::<Utc>::MAX_UTC).await.unwrap();
    assert_eq!(names(), [kept.file.to_string()]);
    assert_eq!(files.scratch().unwrap().metadata().unwrap().len(), 0);
    assert_eq!(names(), [kept.file.to_string()], "what is being received has no name");
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn a_place_that_cannot_be_is_told_at_the_start() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    let told = in_folder(&file.join("files")).open().unwrap_err();
    assert!(told.to_string().contains(&*file.to_string_lossy()), "{told}");
}
