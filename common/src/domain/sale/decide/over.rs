//! What is refused in a sale that goes on no more.

use crate::{
    actor::Role,
    domain::sale::Sale,
    error::{Possible, Rejection},
};

/// The refusal, with what is possible all the same.
pub(super) fn is_over(sale: &Sale, why: &str) -> Rejection {
    let allowed = vec![
        Possible::new("raise_concern", Role::Customer),
        Possible::new("raise_concern", Role::Member),
        Possible::new("send_update", Role::Member),
        Possible::new("note", Role::Member),
    ];
    Rejection::standing("sale", sale.state.as_str(), allowed, why)
}
