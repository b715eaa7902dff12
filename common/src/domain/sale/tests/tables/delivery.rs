//! A delivery that the vendor reported.

use super::*;
use crate::{
    domain::delivery::{Command as C, DeliveryAction as A, DeliveryState},
    id::DeliveryId,
};

walk!(Parcel, DeliveryState);

#[derive(Clone)]
struct Parcel {
    world: World,
    id: DeliveryId,
}

impl Stage for Parcel {
    type State = DeliveryState;

    fn begin(_: A) -> Self {
        let mut world = World::open();
        world.deliver();
        let id = world.sale.deliveries[0].id;
        Self { world, id }
    }

    fn state(&self) -> DeliveryState {
        self.world.sale.delivery(self.id).unwrap().state
    }

    fn prepare(&mut self, _action: A, _who: Role) {}

    fn act(&mut self, action: A, who: Role) -> Option<Result<(), Rejection>> {
        let command = match action {
            A::Accept => C::Accept,
            A::ReportMissing => C::ReportMissing { note: None },
            A::Complete => C::Complete,
        };
        Some(self.world.act(actor(who), &Command::Delivery(self.id, command)).map(|_| ()))
    }

    fn events(&self) -> usize {
        self.world.log.len()
    }
}
