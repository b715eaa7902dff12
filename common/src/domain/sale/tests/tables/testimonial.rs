//! What a customer lets the vendor show.

use super::*;
use crate::{
    domain::{
        success::{self, Entry},
        testimonial::{Act, Command as C, Question, TestimonialAction as A, TestimonialState, Use},
    },
    id::TestimonialId,
};

walk!(Quote, TestimonialState);

#[derive(Clone)]
struct Quote {
    world: World,
    id: TestimonialId,
}

impl Stage for Quote {
    type State = TestimonialState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        let entry = Entry {
            sentence: words("It came on the promised day"),
            happened_on: world.now.date_naive(),
            evidence: None,
            expectation: None,
        };
        world.must(MEMBER(), &Command::Success(success::Command::Write(entry)));
        let success = world.sale.successes[0].id;
        let agree = success::Command::Act(success, success::Act::Agree);
        world.must(CUSTOMER(), &Command::Success(agree));
        let uses = vec![Use::Portal, Use::Website];
        world.must(MEMBER(), &Command::Testimonial(C::Ask(Question { success, uses, reason_kind: None })));
        let id = world.sale.testimonials[0].id;
        Self { world, id }
    }

    fn state(&self) -> TestimonialState {
        self.world.sale.testimonials.iter().find(|it| it.id == self.id).unwrap().state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let act = match action {
            A::Grant => {
                let words = words("It came on the day");
                Act::Grant { words, shown_as: line("M. H."), uses: vec![Use::Portal] }
            }
            A::Decline => Act::Decline,
            A::Revoke => Act::Revoke,
            A::Withdraw => Act::Withdraw,
        };
        Some(self.world.act(actor(who), &Command::Testimonial(C::Act(self.id, act))).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}
