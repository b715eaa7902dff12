//! From a record to its fate: judged, then stored with its batch or refused.

use super::{
    csv_records::Found,
    judge::Judge,
    order::Refusal,
    run::{Counts, Run},
};
use crate::{problem::Error, repo::import_run::RunState};

/// A judge and a run that belong together.
#[derive(Debug)]
pub struct Intake<'m> {
    judge: Judge<'m>,
    run: Run,
}

impl<'m> Intake<'m> {
    /// Begins to take records.
    pub fn new(judge: Judge<'m>, run: Run) -> Self {
        Self { judge, run }
    }

    /// Takes one record. Gives the lines that turned out to be refused by now, often none.
    pub async fn put(&mut self, found: Found) -> Result<Vec<Refusal>, Error> {
        let judged = match found {
            Found::Record(line, cells) => self.judge.order(line, &cells),
            Found::Broken(line, cells, field, reason) => Err(self.judge.refusal(line, &cells, field, reason)),
        };
        match judged {
            Ok(order) => self.run.take(order).await,
            Err(refusal) => {
                self.run.refuse();
                Ok(vec![refusal])
            }
        }
    }

    /// Stores what waits and closes the run.
    pub async fn end(&mut self, state: RunState) -> Result<Vec<Refusal>, Error> {
        self.run.end(state).await
    }

    /// The run.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// The counts so far.
    pub fn counts(&self) -> Counts {
        self.run.counts()
    }
}
