//! A concern that the customer raised.

use super::*;
use crate::{
    domain::concern::{Command as C, ConcernAction as A, ConcernKind, ConcernState, Raise, Severity},
    id::ConcernId,
};

walk!(Complaint, ConcernState);

#[derive(Clone)]
struct Complaint {
    world: World,
    id: ConcernId,
}

fn command(action: A) -> Option<C> {
    Some(match action {
        A::Acknowledge => C::Acknowledge,
        A::Start => C::Start,
        A::Write => C::Write { text: words("Hello") },
        A::AskCustomer => C::AskCustomer { text: words("Which one?") },
        A::Propose => C::Propose { text: words("A new seal"), due: None },
        A::Confirm => C::Confirm,
        A::NotYet => C::NotYet { reason: None },
        A::Withdraw => C::Withdraw { reason: None },
        A::Remind | A::Lapse => return None,
    })
}

impl Stage for Complaint {
    type State = ConcernState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        let wish = Raise {
            kind: ConcernKind::Problem,
            severity: Severity::Big,
            words: Some(words("It drips")),
            wanted: None,
            ask: None,
            touchpoint: None,
        };
        world.must(CUSTOMER(), &Command::RaiseConcern(Box::new(wish)));
        let id = world.sale.concerns[0].id;
        Self { world, id }
    }

    fn state(&self) -> ConcernState {
        self.world.sale.concern(self.id).unwrap().state
    }

    /// Reminders and lapses are time's: after three and after fourteen days.
    fn prepare(&mut self, action: A, _who: Role) {
        match action {
            A::Remind => self.world.wait_days(3),
            A::Lapse => self.world.wait_days(14),
            _ => {}
        }
    }

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let command = Command::Concern(self.id, command(action)?);
        Some(self.world.act(actor(who), &command).map(|_| ()))
    }

    fn events(&self) -> usize {
        self.world.log.len()
    }
}
