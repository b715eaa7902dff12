//! Looks at the questions of a sale as the rules of asking see them at this moment.

use followthrough_common::{
    actor::Actor,
    api::vendor_door::asks::{AskStanding, AskStandings, RuleOut},
    domain::{
        check::{Ask, Suppression, definition},
        context::Context,
        sale::{Sale, standing_refusals},
    },
    error::Rejection,
    id::{SaleId, VendorId},
};

use super::{look, unit::Unit};
use crate::{db::Conn, problem::Error, repo::lately, state::App};

/// Every question of the sale, with every rule that forbids asking it now.
pub fn standings(conn: &mut Conn, app: &App, vendor: VendorId, sale: SaleId) -> Result<AskStandings, Error> {
    let unit = Unit::open(conn, app, vendor)?;
    look(conn, &unit, Actor::System, sale, |conn, fresh| {
        let first = fresh.customer.record.id;
        let lately = lately::find(conn, vendor, (first, sale), None, unit.recorded_at)?
            .ok_or_else(Rejection::not_found)?;
        let ctx = Context {
            actor: Actor::System,
            last_event_at: None,
            ids: app.ids.maker(fresh.world.now)?,
            world: fresh.world,
            ledger: &lately.ledger,
            has_concern_elsewhere: lately.has_concern_elsewhere,
        };
        let refusals = standing_refusals(fresh.sale, &ctx);
        let not_now = |ask: &Ask| refusals.iter().find(|(id, _)| *id == ask.id).map(|(_, rules)| &**rules);
        let standing = |ask: &Ask| AskStanding {
            id: ask.id,
            check: ask.plan.check.clone(),
            about: ask.plan.about,
            question: question(fresh.sale, ask),
            touchpoint: ask.plan.touchpoint,
            customer: ask.plan.customer,
            planned_for: ask.plan.planned_for,
            state: ask.state,
            fate: ask.fate(),
            offers: ask.offers,
            snoozes: ask.snoozes,
            is_locked: ask.facts().is_locked(fresh.world.now, fresh.world.policy),
            next_at: ask.next_at,
            suppressed_for: reasons(&ask.suppressed_for),
            not_now: reasons(not_now(ask).unwrap_or_default()),
        };
        Ok(AskStandings { items: fresh.sale.asks.iter().map(standing).collect() })
    })
}

fn question(sale: &Sale, ask: &Ask) -> String {
    let known = definition(&ask.plan.check);
    known.map_or_else(String::new, |it| it.question(sale.named_by(ask).as_deref(), None))
}

fn reasons(rules: &[Suppression]) -> Vec<RuleOut> {
    rules.iter().copied().map(RuleOut::from).collect()
}
