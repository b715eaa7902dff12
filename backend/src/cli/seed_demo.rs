//! Makes what the demo portal shows.

use super::{Failure, open, tell};
use crate::{
    config::Config,
    demo::{self, Seeded},
};

/// Makes the demo if it is not there.
pub(super) fn seed_demo(config: Config) -> Result<(), Failure> {
    let app = open::app(config)?;
    tell(match open::block_on(demo::seed(&app))?? {
        Seeded::Made => "The demo is made.",
        Seeded::WasThere => "The demo was there.",
    });
    Ok(())
}
