//! What this process remembers of the database, each thing under the version that it had: who finds the version
//! unchanged need not read the thing again. Only what is committed may be remembered. Nothing here is needed; a process
//! that has just begun reads everything.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use followthrough_common::{
    api::value::Proof,
    calendar::Calendar,
    domain::{
        agreement::Standard, contact_sheet::ContactSheet, many::Many, member::Member, pledge::Pledge,
        policy::Policy, reason::ReasonKind, sale::Sale, template::TemplateItem,
    },
    id::{CalendarId, CustomerId, SaleId, VendorId},
    text::Line,
};

use super::testimonials;
use crate::{
    db::Conn,
    problem::Error,
    repo::{agreement, calendar, contact_sheet, member, pledge, policy, snapshot, vendor::Vendor},
};

/// The most bytes that the logs of all remembered sales may have, without what sales of one template share; a sale in
/// memory takes a few times as much.
const MOST_OF_SALES: u64 = 16 * 1024 * 1024;
/// What a sale weighs at least.
const LEAST_OF_A_SALE: u64 = 4 * 1024;
/// The most vendors, calendars, versions of templates and answers to what other customers say.
const MOST: u64 = 1_000;

/// Everything that is remembered.
#[derive(Debug)]
pub struct Memory {
    settings: Mutex<Generations<VendorId, (i64, Arc<Settings>)>>,
    calendars: Mutex<Generations<(VendorId, CalendarId, i64), Arc<Calendar>>>,
    sales: Mutex<Generations<(VendorId, SaleId), Arc<Sale>>>,
    agendas: Mutex<Generations<(VendorId, Line, i64), Shared>>,
}

/// What the sales that began with one version of a template have in common, and its size in a log.
#[derive(Debug, Clone)]
struct Shared {
    items: Many<TemplateItem>,
    size: u64,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            settings: Mutex::new(Generations::new(MOST)),
            calendars: Mutex::new(Generations::new(MOST)),
            sales: Mutex::new(Generations::new(MOST_OF_SALES)),
            agendas: Mutex::new(Generations::new(MOST)),
        }
    }
}

impl Memory {
    /// What the vendor chose, as it is in this version of its settings.
    pub(super) fn settings(&self, conn: &mut Conn, of: &Vendor) -> Result<Arc<Settings>, Error> {
        let known = lock(&self.settings).get(&of.id);
        if let Some((version, settings)) = known
            && version == of.settings_version
        {
            return Ok(settings);
        }
        let settings = Arc::new(Settings::load(conn, of.id)?);
        lock(&self.settings).put(of.id, (of.settings_version, settings.clone()), 1);
        Ok(settings)
    }

    /// A version of a calendar, which never changes.
    pub(super) fn calendar(
        &self,
        conn: &mut Conn,
        key: (VendorId, CalendarId, i64),
    ) -> Result<Option<Arc<Calendar>>, Error> {
        if let Some(known) = lock(&self.calendars).get(&key) {
            return Ok(Some(known));
        }
        let (vendor, id, version) = key;
        let Some(stored) = calendar::find(conn, vendor, id, version)? else { return Ok(None) };
        let found = Arc::new(stored.record);
        lock(&self.calendars).put(key, found.clone(), 1);
        Ok(Some(found))
    }

    /// The sale whose head says that it has this version. Nothing is remembered yet: this transaction may itself have
    /// changed it.
    pub(super) fn sale(
        &self,
        conn: &mut Conn,
        (vendor, id): (VendorId, SaleId),
        version: u64,
    ) -> Result<Arc<Sale>, Error> {
        let known = lock(&self.sales).get(&(vendor, id));
        if let Some(known) = known.filter(|known| known.version == version) {
            return Ok(known);
        }
        let found = snapshot::load(conn, vendor, id)?;
        found.map(Arc::new).ok_or_else(|| Error::Internal(format!("{id} has a head and no events")))
    }

    /// Remembers a sale as it was committed.
    pub(super) fn keep(&self, mut sale: Arc<Sale>) {
        let shared = self.share_agenda(&mut sale);
        let weight = sale.log_size.saturating_sub(shared).max(LEAST_OF_A_SALE);
        lock(&self.sales).put((sale.vendor, sale.id), sale, weight);
    }

    /// Has sales of one template share its items, which are most of a young sale; returns what that spares.
    fn share_agenda(&self, sale: &mut Arc<Sale>) -> u64 {
        let Some(agenda) = &sale.agenda else { return 0 };
        let key = (sale.vendor, agenda.template.clone(), agenda.version);
        let known = lock(&self.agendas).get(&key);
        let shared = match known {
            Some(known) if known.items == agenda.items => known,
            Some(_) | None => {
                let size = serde_json::to_vec(&agenda.items).map_or(0, |json| json.len());
                let shared = Shared { items: agenda.items.clone(), size: u64::try_from(size).unwrap_or(0) };
                lock(&self.agendas).put(key, shared.clone(), 1);
                shared
            }
        };
        if !shared.items.is_shared_with(&agenda.items) {
            let mut its = Sale::clone(sale);
            if let Some(agenda) = &mut its.agenda {
                agenda.items = shared.items;
            }
            *sale = Arc::new(its);
        }
        shared.size
    }
}

/// What other customers say, by who reads it and the kinds of reasons that it shall speak to.
type Proofs = Generations<(CustomerId, Vec<ReasonKind>), Vec<Proof>>;

/// What a vendor chose for all of its sales; every change of it is a new version of the vendor's settings.
#[derive(Debug)]
pub struct Settings {
    /// Its numbers.
    pub policy: Arc<Policy>,
    /// How it handles concerns while nothing else is agreed.
    pub standard: Arc<Standard>,
    /// Its people.
    pub members: Vec<Member>,
    /// Whom to contact when, if it has written that down.
    pub sheet: Option<ContactSheet>,
    /// What it pledges to every customer.
    pub pledge: Pledge,
    proofs: Mutex<Proofs>,
}

impl Settings {
    fn load(conn: &mut Conn, vendor: VendorId) -> Result<Self, Error> {
        let policy = policy::newest(conn, vendor)?.record;
        let standard = agreement::newest(conn, vendor, &policy)?;
        Ok(Self {
            policy: Arc::new(policy),
            standard: Arc::new(standard),
            members: member::all(conn, vendor)?,
            sheet: contact_sheet::newest(conn, vendor)?.map(|stored| stored.record),
            pledge: pledge::newest(conn, vendor)?.record,
            proofs: Mutex::new(Generations::new(MOST)),
        })
    }

    /// What other customers say, for this one. Whoever lets something be shown, or takes it back, changes the version
    /// of the settings.
    pub(super) fn proof(
        &self,
        conn: &mut Conn,
        sale: &Sale,
        customer: CustomerId,
    ) -> Result<Vec<Proof>, Error> {
        let kinds: Vec<ReasonKind> = sale.reasons.iter().map(|reason| reason.kind).collect();
        let key = (customer, kinds);
        if let Some(known) = lock(&self.proofs).get(&key) {
            return Ok(known);
        }
        let proof = testimonials::proof(conn, sale, customer)?;
        lock(&self.proofs).put(key, proof.clone(), 1);
        Ok(proof)
    }
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps what was used lately: what nobody asked for while the memory was filled is forgotten.
#[derive(Debug)]
struct Generations<K, V> {
    young: HashMap<K, (V, u64)>,
    old: HashMap<K, (V, u64)>,
    weight: u64,
    most: u64,
}

impl<K: Eq + Hash + Clone, V: Clone> Generations<K, V> {
    fn new(most: u64) -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), weight: 0, most }
    }

    fn get(&mut self, key: &K) -> Option<V> {
        if let Some((value, _)) = self.young.get(key) {
            return Some(value.clone());
        }
        let (value, weight) = self.old.remove(key)?;
        self.put(key.clone(), value.clone(), weight);
        Some(value)
    }

    fn put(&mut self, key: K, value: V, weight: u64) {
        self.old.remove(&key);
        if let Some((_, before)) = self.young.insert(key, (value, weight)) {
            self.weight = self.weight.saturating_sub(before);
        }
        self.weight = self.weight.saturating_add(weight);
        if self.weight > self.most / 2 {
            self.old = std::mem::take(&mut self.young);
            self.weight = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Generations;

    #[test]
    fn what_is_used_stays_and_what_is_not_is_forgotten() {
        let mut kept = Generations::new(4);
        for number in 0..100 {
            kept.put(number, number, 1);
            assert_eq!(kept.get(&0), Some(0));
        }
        assert!(kept.young.len() + kept.old.len() <= 6);
        assert_eq!(kept.get(&50), None);
        assert_eq!(kept.get(&99), Some(99));
    }
}
