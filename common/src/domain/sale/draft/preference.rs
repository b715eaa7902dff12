//! What goes with other wishes of the customer's.

use super::Draft;
use crate::domain::{event::EventBody, preference};

impl Draft<'_, '_> {
    /// What nobody confirmed yet follows the new wishes.
    pub(crate) fn follow_preferences(&mut self) {
        let version = self.ctx.customer.contact.preferences_version;
        if version <= self.sale.preferences_seen {
            return;
        }
        let before = self.plans();
        self.record(EventBody::Preferences { event: preference::Event::Changed { version } });
        self.reanchor(&before);
        self.leave_in_peace();
    }
}
