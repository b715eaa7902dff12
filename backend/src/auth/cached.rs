//! A small memory of answers that may be a few seconds old: keys and origins are asked for with every
//! request and change a few times a year.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::problem::Error;

/// What was told longer ago is asked anew, so a revoked key stops working everywhere after this time.
const FRESH: Duration = Duration::from_secs(5);
/// Strangers can ask for any key, so the memory is bounded.
const MOST: usize = 10_000;

/// Answers by question.
#[derive(Debug)]
pub struct Cached<K, V>(Mutex<HashMap<K, (Instant, V)>>);

impl<K, V> Default for Cached<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Clone> Cached<K, V> {
    /// The remembered answer, or the one that `ask` gives. Failures are not remembered.
    pub async fn get(&self, key: K, ask: impl Future<Output = Result<V, Error>>) -> Result<V, Error> {
        if let Some(value) = self.fresh(&key) {
            return Ok(value);
        }
        let value = ask.await?;
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= MOST {
            answers.retain(|_, (since, _)| since.elapsed() < FRESH);
        }
        if answers.len() >= MOST {
            answers.clear();
        }
        answers.insert(key, (Instant::now(), value.clone()));
        Ok(value)
    }

    /// What is remembered, without asking.
    pub fn fresh(&self, key: &K) -> Option<V> {
        let answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(key).filter(|(since, _)| since.elapsed() < FRESH).map(|(_, value)| value.clone())
    }

    /// Forgets everything, after a change made through this very process.
    pub fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// What is known to exist, for as long as the process lives. Only what was found goes in, so strangers cannot
/// fill it, and there is no harm in what has gone since: it is only asked for once more.
#[derive(Debug)]
pub struct Known<K>(Mutex<HashSet<K>>);

impl<K> Default for Known<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash> Known<K> {
    /// It was found.
    pub fn insert(&self, key: K) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key);
    }

    /// Whether it was ever found.
    pub fn contains(&self, key: &K) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn an_answer_is_remembered_and_a_failure_is_not() {
        let cached = Cached::default();
        let failed = cached.get(1, async { Err(Error::Race) }).await;
        assert!(failed.is_err());
        assert_eq!(cached.get(1, async { Ok("first") }).await.unwrap(), "first");
        assert_eq!(cached.get(1, async { Ok("second") }).await.unwrap(), "first");
        cached.forget();
        assert_eq!(cached.get(1, async { Ok("third") }).await.unwrap(), "third");
    }
}
