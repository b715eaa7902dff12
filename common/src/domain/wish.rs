//! Commands that are decided on what a sale holds of their own subject, and on nothing else of the sale.

use chrono::NaiveDate;

use crate::{
    domain::{context::Context, shape::Subject},
    error::Rejection,
};

/// A command that is decided on what a sale holds of its subject, and on nothing else of the sale.
pub trait Wish: Sized {
    /// What follows from it.
    type Event: Subject;

    /// The one thing that it is about, if there is one already.
    fn about(&self) -> Option<<Self::Event as Subject>::Id>;

    /// What follows, or why it cannot be. `today` is where the customer is.
    fn decide(
        self,
        held: &Held<Self>,
        today: NaiveDate,
        ctx: &Context<'_>,
    ) -> Result<Decided<Self>, Rejection>;
}

/// What a sale holds of the subject of a command.
pub type Held<W> = <<W as Wish>::Event as Subject>::Held;

/// What happens, and to which one.
pub type Decided<W> = (<<W as Wish>::Event as Subject>::Id, <W as Wish>::Event);
