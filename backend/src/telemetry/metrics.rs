//! The counts of `/metrics`, in the `OpenMetrics` text format. No label names a vendor or a person.

use std::{fmt, sync::atomic::AtomicU64, time::Duration};

use chrono::TimeDelta;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};

/// Seconds, from the quickest answer that matters to the time after which nobody waits.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    method: &'static str,
    route: String,
    status: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

type Durations = Family<Answer, Histogram, fn() -> Histogram>;

/// The counts of one process.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    answers: Durations,
    refusals: Family<Reason, Counter>,
    limited: Counter,
    replays: Counter,
    cuts: Family<Reason, Counter>,
    waiting: Gauge,
    longest_wait: Gauge<f64, AtomicU64>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("followthrough");
        let answers: Durations = Family::new_with_constructor(|| Histogram::new(BUCKETS));
        let (refusals, cuts) = (Family::default(), Family::default());
        let (limited, replays) = (Counter::default(), Counter::default());
        let about = "Time from the head of a request to its answer";
        registry.register_with_unit("http_request_duration", about, Unit::Seconds, answers.clone());
        registry.register("auth_refusals", "Tokens and keys that were refused", refusals.clone());
        registry.register("rate_limited", "Requests refused for their number", limited.clone());
        registry.register(
            "idempotency_replays",
            "Writes that were repeated and had no further effect",
            replays.clone(),
        );
        registry.register("connections_cut", "Connections that were not waited for", cuts.clone());
        let (waiting, longest_wait) = (Gauge::default(), Gauge::default());
        let about = "Events of the last minute that have no position yet";
        registry.register("events_without_position", about, waiting.clone());
        let about = "How long the first of the events without a position has waited for it";
        registry.register_with_unit("event_position_wait", about, Unit::Seconds, longest_wait.clone());
        Self { registry, answers, refusals, limited, replays, cuts, waiting, longest_wait }
    }
}

impl Metrics {
    /// One answer. `method` is one of few words, and `route` the template, never the path: strangers choose
    /// the rest, and every label stays for ever.
    pub fn answered(&self, method: &'static str, route: &str, status: u16, after: Duration) {
        let labels = Answer { method, route: route.to_owned(), status: status.into() };
        self.answers.get_or_create(&labels).observe(after.as_secs_f64());
    }

    /// Somebody was not let in.
    pub fn refused(&self, reason: &'static str) {
        self.refusals.get_or_create(&Reason { reason }).inc();
    }

    /// A request too many.
    pub fn limited(&self) {
        self.limited.inc();
    }

    /// A repeated write was answered from its record.
    pub fn replayed(&self) {
        self.replays.inc();
    }

    /// A connection was not waited for any longer, or not let in.
    pub fn cut(&self, reason: &'static str) {
        self.cuts.get_or_create(&Reason { reason }).inc();
    }

    /// So many events have no position, and the first of them has waited so long.
    pub fn waiting(&self, count: u64, longest: TimeDelta) {
        self.waiting.set(i64::try_from(count).unwrap_or(i64::MAX));
        self.longest_wait.set(longest.as_seconds_f64());
    }

    /// The page that a collector reads.
    pub fn page(&self) -> Result<String, fmt::Error> {
        let mut page = String::new();
        encode(&mut page, &self.registry)?;
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_shows_in_its_bucket() {
        let metrics = Metrics::default();
        metrics.answered("GET", "/v1/portal/sales/{sale}", 200, Duration::from_millis(3));
        metrics.refused("signature");
        let page = metrics.page().unwrap();
        let bucket = r#"followthrough_http_request_duration_seconds_bucket{le="0.005",method="GET",route="/v1/portal/sales/{sale}",status="200"} 1"#;
        assert!(page.contains(bucket), "{page}");
        assert!(page.contains(r#"followthrough_auth_refusals_total{reason="signature"} 1"#), "{page}");
    }
}
