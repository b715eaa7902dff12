//! What the watch says when, told moment by moment.

use super::*;

const HEAD: Duration = Duration::from_secs(5);
const KEEP: Duration = Duration::from_secs(30);
const READER: Pace = Pace { pause: Duration::from_secs(10), grace: Duration::from_secs(10), rate: 8192 };

/// A watch, and the time that it is told.
struct Told {
    watch: Watch,
    began: Instant,
    now: Instant,
}

impl Told {
    fn new() -> Self {
        let now = Instant::now();
        let patience = Patience { head: HEAD, keep_alive: KEEP, answer: READER };
        Self { watch: Watch::new(patience, now), began: now, now }
    }

    fn wait(&mut self, seconds: u64) -> &mut Self {
        self.now += Duration::from_secs(seconds);
        self
    }

    fn read(&mut self, text: &str) -> &mut Self {
        self.watch.read(text.as_bytes(), self.now);
        self
    }

    fn request(&mut self) -> &mut Self {
        self.read("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        self.watch.request_begins();
        self
    }

    fn answer(&mut self, left: Left) -> &mut Self {
        self.watch.answer_begins();
        self.watch.answer_ends(left);
        self.watch.sending(self.now);
        self.watch.sent(100, self.now);
        self.watch.flushed(self.now);
        self
    }

    /// The second at which it is cut, from the beginning.
    fn deadline(&self) -> Option<(u64, Cut)> {
        self.watch.deadline().map(|(at, cut)| ((at - self.began).as_secs(), cut))
    }
}

#[test]
fn a_head_has_its_time_from_the_first_wait_on() {
    let mut told = Told::new();
    assert_eq!(told.deadline(), Some((5, Cut::Silent)));
    told.wait(2).read("GET");
    assert_eq!(told.deadline(), Some((5, Cut::SlowHead)));
    told.wait(2).read(" / HTTP/1.1\r\nHost: x\r\n");
    assert_eq!(told.deadline(), Some((5, Cut::SlowHead)));
    told.request();
    assert_eq!(told.deadline(), None, "now it is our turn");
}

#[test]
fn every_further_head_has_the_same_time_from_its_first_byte_on() {
    let mut told = Told::new();
    told.request().answer(Left::Nothing);
    assert_eq!(told.deadline(), Some((30, Cut::Idle)));
    told.wait(20).read("G");
    assert_eq!(told.deadline(), Some((25, Cut::SlowHead)));
}

#[test]
fn half_a_head_that_came_with_the_request_before_is_not_mistaken_for_rest() {
    let mut told = Told::new();
    told.request().read("GET /next").answer(Left::Nothing);
    assert_eq!(told.deadline(), Some((5, Cut::Idle)));
    let mut told = Told::new();
    told.request().read("{\"a\":1}");
    told.watch.body_read(b"{\"a\"");
    told.watch.body_read(b":1}");
    told.answer(Left::Nothing);
    assert_eq!(told.deadline(), Some((30, Cut::Idle)));
}

#[test]
fn a_reader_who_takes_nothing_is_not_saved_by_asking_again() {
    let mut told = Told::new();
    told.request();
    told.watch.answer_begins();
    told.watch.sending(told.now);
    told.watch.sent(100, told.now);
    told.watch.blocked();
    assert_eq!(told.deadline(), Some((10, Cut::SlowReader)));
    told.watch.answer_ends(Left::Nothing);
    told.wait(8).request();
    assert_eq!(told.deadline(), Some((10, Cut::SlowReader)));
    told.watch.answer_begins();
    told.watch.sending(told.now);
    assert_eq!(told.deadline(), Some((10, Cut::SlowReader)));
}

#[test]
fn a_reader_must_keep_a_pace_over_the_whole_answer() {
    let mut told = Told::new();
    told.request();
    told.watch.answer_begins();
    for _ in 0..20 {
        told.watch.sending(told.now);
        told.watch.sent(16 * 1024, told.now);
        told.watch.flushed(told.now);
        told.watch.blocked();
        told.wait(1);
    }
    assert_eq!(told.deadline(), Some((29, Cut::SlowReader)), "16 KiB a second are twice enough");
}

#[test]
fn only_what_was_read_and_answered_whole_is_settled() {
    let mut told = Told::new();
    assert_eq!(told.watch.settled_since(), None);
    assert_eq!(told.request().watch.settled_since(), None);
    let now = told.wait(1).now;
    assert_eq!(told.answer(Left::Nothing).watch.settled_since(), Some(now));
    assert_eq!(told.request().answer(Left::Body).watch.settled_since(), None);
}

#[test]
fn an_empty_line_is_no_head() {
    let mut told = Told::new();
    told.read("\r\n");
    assert_eq!(told.deadline(), Some((5, Cut::Silent)));
    told.request().answer(Left::Nothing);
    told.wait(1).read("\r\n");
    assert_eq!(told.deadline(), Some((30, Cut::Idle)));
}
