//! Bodies of views by their tag: the hot read is a pure function of what the tag is made of, so a body that
//! was made once is right as long as its tag is asked for.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::http::{extract::Revision, packed::Packed};

/// The most bytes kept, before compression; beyond it the memory begins anew.
const MOST: usize = 16 * 1024 * 1024;

/// The bodies.
#[derive(Debug, Default)]
pub struct Bodies(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    bodies: HashMap<Revision, Packed>,
    size: usize,
}

impl Bodies {
    /// The body of that tag, if it is kept.
    pub fn get(&self, revision: &Revision) -> Option<Packed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).bodies.get(revision).cloned()
    }

    /// Keeps a body.
    pub fn put(&self, revision: Revision, body: Packed) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.size + body.plain().len() > MOST {
            *kept = Kept::default();
        }
        kept.size += body.plain().len();
        kept.bodies.insert(revision, body);
    }
}

#[cfg(test)]
mod tests {
    use actix_web::web::Bytes;

    use super::*;

    #[test]
    fn the_memory_is_bounded() {
        let bodies = Bodies::default();
        let body = Packed::new(Bytes::from(vec![0; MOST / 2]));
        for name in ["a", "b", "c"] {
            bodies.put(Revision::new(name), body.clone());
        }
        assert!(bodies.get(&Revision::new("a")).is_none());
        assert!(bodies.get(&Revision::new("c")).is_some());
    }
}
