//! Files that acts bring. Their bytes lie in the store before the act happens, so that what is on record is there, and
//! what never came on record is swept. What is a customer's is listed and deleted as one.

use std::{collections::BTreeSet, fs};

use chrono::TimeDelta;
use followthrough_common::{
    actor::Actor,
    domain::{
        context::Context,
        file::{File, FileKind},
        sale::{self as rules, Command, Sale},
    },
    error::{Breach, Rejection},
    id::{CustomerId, FileId, SaleId, TypedId as _, VendorId},
    text::Line,
};
use futures_util::TryStreamExt as _;

use super::{
    execute::{execute, silent},
    look::look,
    request::Request,
    unit::Unit,
};
use crate::{
    db::Conn,
    files::{Key, Stored, Turn},
    problem::Error,
    repo::{file, sale as sales},
    state::App,
};

/// For so long a file may lie there before a sale holds it: far longer than any act takes.
const GRACE: TimeDelta = TimeDelta::hours(1);
/// So many files are looked up at once.
const PORTION: usize = 256;
/// The most characters of a name, without what it ends with.
const LONGEST_NAME: usize = 100;
const MIB: u64 = 1024 * 1024;

/// Where a file belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// At which vendor.
    pub vendor: VendorId,
    /// With which customer.
    pub customer: CustomerId,
    /// In which sale.
    pub sale: SaleId,
}

/// Refuses what is not there or not right about an act whatever the file turns out to be, so that nobody learns what is
/// somebody else's from what is said of a file, and nobody sends one for nothing. What the state does not allow is
/// refused when it is decided, with the sale as it is then.
pub async fn foresee(app: &App, place: Place, actor: Actor, command: Command) -> Result<(), Error> {
    let server = app.clone();
    let work = move |conn: &mut Conn| {
        let unit = Unit::reading(conn, &server, place.vendor)?;
        look(conn, &unit, actor, place.sale, |_, fresh| {
            let ctx = Context {
                actor,
                last_event_at: None,
                ids: server.ids.maker(unit.now)?,
                world: fresh.world,
                ledger: &[],
                has_concern_elsewhere: false,
            };
            match rules::decide(fresh.sale, &command, &ctx) {
                Err(rejection) if rejection.code.status() != 409 => Err(rejection.into()),
                Ok(_) | Err(_) => Ok(()),
            }
        })
    };
    app.db.snapshot(work).await
}

/// A file of which nothing is known yet.
pub fn unseen(place: Place) -> File {
    let (id, customer) = (FileId::from_bits(0), place.customer);
    File { id, customer, name: None, kind: FileKind::Pdf, bytes: 0, width: None, height: None }
}

/// A file that is kept, and that no sale holds yet. As long as it is at hand, no other one is taken, so the files of a
/// vendor are counted one after the other.
#[derive(Debug)]
pub struct Arrived {
    /// What was found in it.
    pub file: File,
    key: Key,
    _turn: Turn,
}

/// Takes a file that was received. What it is called is its sender's word, and what it is its own.
pub async fn arrive(
    app: &App,
    place: Place,
    received: fs::File,
    name: Option<&str>,
) -> Result<Arrived, Error> {
    let turn = app.files.turn().await?;
    let taken = app.files.take(received, &turn).await?;
    let Place { vendor, customer, sale } = place;
    let id: FileId = app.ids.maker(app.clock.now())?.make();
    let name = name.and_then(|name| cleaned(name, taken.kind.ending()));
    let (width, height) = taken.size.unzip();
    let bytes = u64::try_from(taken.bytes.len()).unwrap_or(u64::MAX);
    let file = File { id, customer, name, kind: taken.kind, bytes, width, height };
    let key = Key { vendor, customer, sale, file: id };
    app.files.put(key, taken.bytes).await?;
    Ok(Arrived { file, key, _turn: turn })
}

impl Arrived {
    /// No sale will hold it. What cannot be deleted now is swept.
    pub async fn forget(self, app: &App) {
        app.files.forget(vec![self.key]).await;
    }
}

/// A name without folders, without what is not seen or turns the direction of writing, and with the ending of what the
/// file is, whatever it ended with.
fn cleaned(name: &str, ending: &str) -> Option<Line> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem: String = stem.chars().filter(|letter| Line::parse(&format!("a{letter}a")).is_ok()).collect();
    let stem: String = stem.trim().trim_matches('.').chars().take(LONGEST_NAME).collect();
    Line::parse(&stem).and_then(|stem| Line::parse(&format!("{stem}.{ending}"))).ok()
}

/// Why a vendor's files would be too many after this, if they would. Counted within the transaction.
pub(super) fn no_room(
    conn: &mut Conn,
    unit: &Unit<'_>,
    (before, after): (&Sale, &Sale),
) -> Result<Option<Rejection>, Error> {
    let sum = |sale: &Sale| sale.files().map(|file| file.bytes).sum::<u64>();
    let added = sum(after).saturating_sub(sum(before));
    let mib = u64::from(unit.app.config.files.quota_per_vendor);
    if added == 0 {
        return Ok(None);
    }
    let would_be = file::bytes_of(conn, unit.vendor.id)?.saturating_add(added);
    if would_be <= mib.saturating_mul(MIB) {
        return Ok(None);
    }
    let detail = format!(
        "The files of this vendor take at most {mib} MiB, and there is no room for this one. Remove some, or tell us \
         in words; the operator can raise `files.quota_per_vendor`."
    );
    let breach = Breach::of_count("quota_per_vendor", (mib, would_be.div_ceil(MIB)), "mib");
    Ok(Some(Rejection::limit(breach, detail)))
}

/// The files that the sale no longer holds.
pub(super) fn let_go(before: &Sale, after: &Sale) -> Vec<Key> {
    let is_gone = |file: &&File| after.files().all(|held| held.id != file.id);
    before.files().filter(is_gone).map(|file| Key::of(before, file)).collect()
}

/// Deletes what no sale holds and is too old to be on its way: its act was refused or never ended, or its deletion was
/// not finished. Returns how many.
pub async fn sweep(app: &App) -> Result<usize, Error> {
    let before = app.clock.now() - GRACE;
    app.files.tidy(before).await?;
    let old = app.files.list(None)?.try_filter(|stored| std::future::ready(stored.since < before));
    let mut portions = old.try_chunks(PORTION).map_err(|broken| broken.1);
    let mut swept = 0;
    while let Some(portion) = portions.try_next().await? {
        let keys: BTreeSet<Key> = portion.into_iter().map(|stored| stored.key).collect();
        for key in not_held(app, keys).await? {
            app.files.delete(key).await?;
            swept += 1;
        }
    }
    Ok(swept)
}

async fn not_held(app: &App, keys: BTreeSet<Key>) -> Result<Vec<Key>, Error> {
    let work = move |conn: &mut Conn| {
        let keys: Vec<Key> = keys.iter().copied().collect();
        let mut free = Vec::new();
        for of_vendor in keys.chunk_by(|one, other| one.vendor == other.vendor) {
            let Some(vendor) = of_vendor.first().map(|key| key.vendor) else { continue };
            let ids: Vec<FileId> = of_vendor.iter().map(|key| key.file).collect();
            let held = file::held(conn, vendor, &ids)?;
            free.extend(of_vendor.iter().filter(|key| !held.contains(&key.file)));
        }
        Ok(free)
    };
    app.db.read(work).await
}

/// Everything that lies there of a customer, whether a sale holds it or not.
pub async fn of_customer(app: &App, vendor: VendorId, customer: CustomerId) -> Result<Vec<Stored>, Error> {
    app.files.list(Some((vendor, customer)))?.try_collect().await
}

/// Deletes all of it, once the sales have let go. Returns how many files there were.
pub async fn delete_of_customer(app: &App, vendor: VendorId, customer: CustomerId) -> Result<usize, Error> {
    let held = app.db.read(move |conn| Ok(file::of_customer(conn, vendor, customer)?)).await?;
    for (sale, file) in held {
        let server = app.clone();
        let command = app.db.read(move |conn| {
            let version = sales::version(conn, vendor, sale)?.ok_or_else(Rejection::not_found)?;
            Ok(server.memory.sale(conn, (vendor, sale), version)?.letting_go(file))
        });
        let Some(command) = command.await? else { continue };
        let request = Request {
            vendor,
            sale,
            actor: Actor::System,
            command,
            claim: None,
            expected_version: None,
            expected_state: None,
        };
        execute(app, request, silent).await?;
    }
    let left = of_customer(app, vendor, customer).await?;
    for stored in &left {
        app.files.delete(stored.key).await?;
    }
    Ok(left.len())
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn a_name_keeps_nothing_that_it_could_deceive_with() {
        for (given, kept) in [
            ("IMG_0042.HEIC", Some("IMG_0042.jpg")),
            ("../../etc/passwd", Some("passwd.jpg")),
            (r"C:\photos\mühle.jpeg", Some("mühle.jpg")),
            ("invoice\u{202e}gpj.exe", Some("invoicegpj.jpg")),
            ("a\r\nSet-Cookie: b.png", Some("aSet-Cookie: b.jpg")),
            ("\u{0}\u{7}.png", None),
            (".htaccess", None),
            ("", None),
        ] {
            assert_eq!(cleaned(given, "jpg").as_deref(), kept, "{given:?}");
        }
        assert_eq!(cleaned(&"x".repeat(5_000), "pdf").map(|name| name.chars().count()), Some(104));
    }
}
