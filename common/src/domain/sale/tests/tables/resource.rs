//! Something useful on the shelf.

use super::*;
use crate::{
    domain::resource::{Command as C, Pick, ResourceAction as A, ResourceState},
    id::ResourceId,
};

walk!(Shelf, ResourceState);

#[derive(Clone)]
struct Shelf {
    world: World,
    id: ResourceId,
}

impl Stage for Shelf {
    type State = ResourceState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        let pick = Pick {
            title: line("Descaling in five minutes"),
            link: crate::link::Link::parse("https://shop.example/descaling").unwrap(),
            why: words("Your water is hard"),
            expectation: None,
        };
        world.must(MEMBER(), &Command::Resource(C::Send(pick)));
        let id = world.sale.resources[0].id;
        Self { world, id }
    }

    fn state(&self) -> ResourceState {
        self.world.sale.resources.iter().find(|it| it.id == self.id).unwrap().state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        Some(self.world.act(actor(who), &Command::Resource(C::Act(self.id, action, None))).map(|_| ()))
    }

    fn world(&self) -> &World {
        &self.world
    }
}
