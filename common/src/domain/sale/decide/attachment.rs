//! What belongs to a concern is sent and taken back while the concern is open.

use crate::{
    actor::Role,
    domain::{
        attachment::{Command, Sent},
        context::Context,
        sale::Sale,
        transition::Machine,
    },
    error::Rejection,
};

/// The concern is one of this sale and open, and the message one of its conversation.
pub(super) fn check(sale: &Sale, command: &Command, ctx: &Context<'_>) -> Result<(), Rejection> {
    let (concern, message) = match command {
        Command::Attach(concern, Sent { message, .. }) => (*concern, *message),
        Command::Remove(concern, _) => (*concern, None),
    };
    let concern = sale.concern(concern).ok_or_else(Rejection::not_found)?;
    if !concern.state.is_open() && ctx.actor.role() != Role::System {
        return Err(concern
            .state
            .refuse("The concern is over, and its files stay as they are.", |_, _| None));
    }
    let is_there = |number: u32| (1..=concern.messages.len()).any(|known| u32::try_from(known) == Ok(number));
    if message.is_some_and(|number| !is_there(number)) {
        return Err(Rejection::field("/message", "must be the number of a message of this concern, from 1"));
    }
    Ok(())
}
