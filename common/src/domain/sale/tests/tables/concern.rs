//! A concern that the customer raised.

use super::*;
use crate::{
    domain::concern::{
        Command as C, ConcernAction as A, ConcernKind, ConcernState, Description, Raise, Severity,
    },
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
        A::AnswerFinally => {
            C::AnswerFinally { text: words("No more"), outside_route: Some(words("The board")) }
        }
        A::Disagree => C::Disagree { reason: None },
        A::Withdraw => C::Withdraw { reason: None },
        A::Describe => C::Describe(Box::new(Description { severity: Some(Severity::Stops), ..said() })),
        A::Return => C::Return { words: None, severity: None },
        A::Assign => C::Assign { to: MemberId::from_bits(2), reason: None },
        A::HandOver => C::HandOver { to: MemberId::from_bits(2), reason: words("Jonas is away") },
        A::Extend => C::Extend { due: day("2026-12-11"), reason: words("The part is late") },
        A::Remind | A::Lapse => return None,
    })
}

fn said() -> Description {
    Description::default()
}

impl Stage for Complaint {
    type State = ConcernState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        let problem = Raise::new(ConcernKind::Problem, Severity::Big);
        let wish = Raise { words: Some(words("It drips")), ..problem };
        world.must(CUSTOMER(), &Command::RaiseConcern(Box::new(wish)));
        let id = world.sale.concerns[0].id;
        Self { world, id }
    }

    fn state(&self) -> ConcernState {
        self.world.sale.concern(self.id).unwrap().state
    }

    /// Reminders and lapses are time's: after three and after fourteen days. Only a final answer can be
    /// disagreed with, and a second round is somebody else's.
    fn prepare(&mut self, action: A, _who: Role) {
        match action {
            A::Disagree => {
                for (action, who) in
                    [(A::NotYet, Role::Customer), (A::Assign, Role::Member), (A::AnswerFinally, Role::Member)]
                {
                    self.act(action, who).unwrap().unwrap();
                }
            }
            A::Remind => self.world.wait_days(3),
            A::Lapse => self.world.wait_days(14),
            _ => {}
        }
    }

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let command = Command::Concern(self.id, command(action)?);
        Some(self.world.act(actor(who), &command).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}
