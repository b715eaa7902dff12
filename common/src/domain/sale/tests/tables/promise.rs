//! The promise of a delivery, or one of four training sessions. The original date never changes, whatever is done.

use super::*;
use crate::{
    domain::promise::{
        Command as C, Making, PromiseAction as A, PromiseKind, PromiseSource, PromiseState, Terms,
    },
    id::PromiseId,
};

walk!(Given, PromiseState);

#[derive(Clone)]
struct Given {
    world: World,
    id: PromiseId,
}

impl Given {
    fn command(&self, action: A) -> C {
        let due = self.world.now.date_naive() + TimeDelta::days(5);
        // Those of the series count for the promise that the agenda made.
        let touchpoint = self.world.item("teething").id;
        let known = self.world.sale.promise(self.id).and_then(|it| it.proposed_at(action));
        let proposed_at = known.unwrap_or(self.world.now);
        match action {
            A::AnnounceRisk => C::AnnounceRisk {
                reason: words("The ship is late"),
                doing: words("We look for another one"),
                suggestion: None,
                due: None,
            },
            A::ProposeDate => C::ProposeDate { due, reason: words("The ship is late") },
            A::AcceptDate => C::AcceptDate { proposed_at },
            A::DeclineDate => C::DeclineDate,
            A::ProposeChange => {
                let quantity = self.world.sale.promise(self.id).unwrap().making.quantity;
                let to = Terms { statement: words("In other words"), quantity };
                C::ProposeChange { to, reason: words("The lift is broken") }
            }
            A::AcceptChange => C::AcceptChange { proposed_at },
            A::DeclineChange => C::DeclineChange,
            A::LinkSession => C::LinkSession { touchpoint },
            A::UnlinkSession => C::UnlinkSession { touchpoint },
            A::ClaimKept => C::ClaimKept { kept_on: None, evidence: None },
            A::Agree => C::Agree,
            A::Dispute => C::Dispute { note: None },
            A::SayKept => C::SayKept,
            A::SayNotKept => C::SayNotKept { note: None },
            A::EndWindow => C::EndWindow,
            A::GiveUp => C::GiveUp { reason: words("It is sold out") },
            A::OfferRemedy => C::OfferRemedy { text: words("A month for free"), due: None },
            A::AcceptRemedy => C::AcceptRemedy { proposed_at },
            A::DeclineRemedy => C::DeclineRemedy,
            A::Release => C::Release,
        }
    }

    fn first(&mut self, action: A) {
        self.prepare(action, Role::Member);
        let command = self.command(action);
        self.world.must(MEMBER(), &Command::Promise(self.id, command));
    }
}

impl Stage for Given {
    type State = PromiseState;

    fn begin(action: A) -> Self {
        let mut world = World::open();
        if matches!(action, A::LinkSession | A::UnlinkSession) {
            let making = Making {
                original_due: Some(day("2026-11-09")),
                quantity: Some(4),
                ..Making::new(words("Four training sessions"), PromiseKind::Training, PromiseSource::Contract)
            };
            world.must(MEMBER(), &Command::MakePromise(Box::new(making)));
        }
        let dated = world.sale.promises.iter().rfind(|it| it.making.original_due.is_some());
        let id = dated.unwrap().id;
        Self { world, id }
    }

    fn state(&self) -> PromiseState {
        let promise = self.world.sale.promise(self.id).unwrap();
        assert_eq!(promise.making.original_due, Some(day("2026-11-09")));
        promise.state
    }

    fn prepare(&mut self, action: A, _who: Role) {
        match action {
            A::AcceptDate | A::DeclineDate => self.first(A::ProposeDate),
            A::AcceptChange | A::DeclineChange => self.first(A::ProposeChange),
            A::AcceptRemedy | A::DeclineRemedy => self.first(A::OfferRemedy),
            A::UnlinkSession => self.first(A::LinkSession),
            // What is missing shows on the day after.
            A::Dispute | A::SayNotKept | A::OfferRemedy => {
                self.world.now = self.world.now.max(at("2026-11-10T10:00:00Z"));
            }
            A::EndWindow => self.world.now += TimeDelta::days(3),
            _ => {}
        }
    }

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let command = Command::Promise(self.id, self.command(action));
        Some(self.world.act(actor(who), &command).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}
