//! Whether follow-up goes on.

use super::*;
use crate::domain::relationship::{Command as C, RelationshipAction as A, RelationshipState};

walk!(FollowUp, RelationshipState);

#[derive(Clone)]
struct FollowUp {
    world: World,
}

impl Stage for FollowUp {
    type State = RelationshipState;

    fn begin(_: A) -> Self {
        Self { world: World::open() }
    }

    fn state(&self) -> RelationshipState {
        self.world.sale.relationship.state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let command = match action {
            A::Pause => C::Pause { until: day("2026-11-20"), reason: words("We rebuild the kitchen") },
            A::Resume => C::Resume,
            A::End => C::End { reason: words("We sold the machine") },
        };
        Some(self.world.act(actor(who), &Command::Relationship(command)).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}

#[test]
fn a_pause_ends_by_itself_once() {
    let mut world = World::open();
    let pause = C::Pause { until: day("2026-11-20"), reason: words("We rebuild the kitchen") };
    world.must(CUSTOMER(), &Command::Relationship(pause));
    world.wait_until(at("2026-11-19T23:59:00Z"));
    assert_eq!(world.sale.relationship.state, RelationshipState::Paused);
    world.wait_until(at("2026-11-20T12:00:00Z"));
    assert_eq!(world.sale.relationship.state, RelationshipState::Active);
    let resumed = world.log.iter().filter(|body| body.kind() == "relationship.resumed").count();
    assert_eq!(resumed, 1);
}
