//! How many connections each address holds, over all threads.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::auth::network;

/// The counts of one listener.
#[derive(Debug)]
pub struct Addresses {
    most: usize,
    open: Mutex<HashMap<String, usize>>,
}

/// One connection's place among those of its address, given back when it is dropped.
#[derive(Debug)]
pub struct Place {
    addresses: Arc<Addresses>,
    network: String,
}

impl Addresses {
    /// Lets each address hold `most` connections.
    pub fn new(most: usize) -> Self {
        Self { most, open: Mutex::default() }
    }

    /// A place for one more, unless the address holds all of its own.
    pub fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Place> {
        let network = network(peer);
        let mut open = self.open();
        let held = open.entry(network.clone()).or_default();
        if *held >= self.most {
            return None;
        }
        *held += 1;
        drop(open);
        Some(Place { addresses: self.clone(), network })
    }

    fn open(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.addresses.open();
        if let Some(held) = open.get_mut(&self.network) {
            *held -= 1;
            if *held == 0 {
                open.remove(&self.network);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_places_and_gets_them_back() {
        let addresses = Arc::new(Addresses::new(2));
        let admit = |address: &str| addresses.admit(address.parse().unwrap());
        let first = admit("203.0.113.1").unwrap();
        let _second = admit("203.0.113.1").unwrap();
        assert!(admit("203.0.113.1").is_none());
        assert!(admit("203.0.113.2").is_some());
        drop(first);
        let _third = admit("203.0.113.1").unwrap();
        assert!(admit("203.0.113.1").is_none());
        let _six = [admit("2001:db8::1").unwrap(), admit("2001:db8::2").unwrap()];
        assert!(admit("2001:db8::3").is_none(), "one network");
        assert!(admit("2001:db8:0:1::3").is_some());
    }

    #[test]
    fn nothing_is_remembered_of_who_is_gone() {
        let addresses = Arc::new(Addresses::new(2));
        drop(addresses.admit("203.0.113.1".parse().unwrap()));
        assert!(addresses.open().is_empty());
    }
}
