//! Something that went well.

use super::*;
use crate::{
    domain::success::{Act, Command as C, Entry, SuccessAction as A, SuccessState},
    id::SuccessId,
};

walk!(Written, SuccessState);

#[derive(Clone)]
struct Written {
    world: World,
    id: SuccessId,
}

impl Stage for Written {
    type State = SuccessState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        let entry = Entry {
            sentence: words("It came on the promised day"),
            happened_on: world.now.date_naive(),
            evidence: None,
            expectation: None,
        };
        world.must(MEMBER(), &Command::Success(C::Write(entry)));
        let id = world.sale.successes[0].id;
        Self { world, id }
    }

    fn state(&self) -> SuccessState {
        self.world.sale.successes.iter().find(|it| it.id == self.id).unwrap().state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let act = match action {
            A::Agree => Act::Agree,
            A::Correct => Act::Correct { words: words("A day later") },
            A::Rewrite => Act::Rewrite { sentence: words("It came a day later") },
            A::Withdraw => Act::Withdraw,
        };
        Some(self.world.act(actor(who), &Command::Success(C::Act(self.id, act))).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}
