//! What may be shown to others.

use crate::{
    domain::{sale::Sale, success::SuccessState, testimonial::Command, transition::Machine},
    error::Rejection,
};

/// A testimonial is asked for when the customer has agreed to a success, whatever else they answered.
pub(super) fn check(sale: &Sale, command: &Command) -> Result<(), Rejection> {
    let Command::Ask(question) = command else { return Ok(()) };
    let success = sale.successes.iter().find(|it| it.id == question.success);
    let success = success.ok_or_else(|| Rejection::field("/success", "must name a success of this sale"))?;
    if success.state != SuccessState::Agreed {
        return Err(success.state.refuse("The customer has not agreed to this success.", |_, _| None));
    }
    Ok(())
}
