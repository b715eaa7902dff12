//! News to the customer.

use super::Draft;
use crate::{
    domain::{
        event::EventBody,
        update::{self, Event, Message},
    },
    error::Rejection,
};

impl Draft<'_, '_> {
    /// Refuses news that nobody checked, or about something that this sale does not have.
    pub(crate) fn check_update(&self, message: &Message) -> Result<(), Rejection> {
        update::check(message, self.ctx)?;
        match message.about.iter().position(|about| !self.sale.has(*about)) {
            None => Ok(()),
            Some(row) => Err(Rejection::field(format!("/about/{row}"), "must name a part of this sale")),
        }
    }

    pub(crate) fn send_update(&mut self, message: Message) {
        let id = self.ctx.ids.make();
        self.record(EventBody::Update { id, event: Event::Sent { message } });
    }
}
