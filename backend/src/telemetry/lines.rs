//! The way of log lines to standard error: a queue and a thread of its own. Who reads them may be gone, may
//! have a full disk or may have stopped reading; that costs lines, and never a request or the process. Knows
//! nothing of what the lines say.

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{self, Receiver, SyncSender},
    },
    thread,
    time::Duration,
};

/// Lines that wait for a slow reader. What comes on top of them is lost.
const MOST: usize = 4_096;
/// How long the last lines may take when the process ends.
const LAST_WORDS: Duration = Duration::from_secs(1);

enum Part {
    Line(Vec<u8>),
    /// All before it is written.
    Written(SyncSender<()>),
}

/// Where lines are put. A clone shares the queue.
#[derive(Debug, Clone)]
pub struct Lines {
    queue: SyncSender<Part>,
    lost: Arc<AtomicU64>,
}

impl Lines {
    /// Begins to write.
    pub fn begin() -> io::Result<Self> {
        let (queue, parts) = mpsc::sync_channel(MOST);
        let lost = Arc::new(AtomicU64::new(0));
        let counted = lost.clone();
        thread::Builder::new().name("log".to_owned()).spawn(move || write_out(&parts, &counted))?;
        Ok(Self { queue, lost })
    }

    /// Waits until everything so far is written, though not for ever.
    pub fn finish(&self) {
        let (written, is_written) = mpsc::sync_channel(1);
        if self.queue.try_send(Part::Written(written)).is_ok() {
            let _ = is_written.recv_timeout(LAST_WORDS);
        }
    }
}

impl Write for Lines {
    /// Never waits and never fails: were an error told here, the subscriber would complain of it where
    /// nothing can be written either, that is with a panic, and the panic's own line would end the process.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.queue.try_send(Part::Line(line.to_vec())).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write_out(parts: &Receiver<Part>, lost: &AtomicU64) {
    while let Ok(part) = parts.recv() {
        match part {
            Part::Line(line) => drop(io::stderr().write_all(&line)),
            Part::Written(written) => drop(written.try_send(())),
        }
        let lines = lost.swap(0, Ordering::Relaxed);
        if lines > 0 {
            tracing::warn!(lines, "log lines were lost, because nobody read them in time");
        }
    }
}
