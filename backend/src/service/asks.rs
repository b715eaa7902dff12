//! Looks at the questions of a sale as the rules of asking see them at this moment.

use chrono::TimeDelta;
use followthrough_common::{
    actor::Actor,
    api::vendor_door::asks::{AskStanding, AskStandings, RuleOut},
    domain::{
        check::{Ask, Suppression, definition},
        context::Context,
        sale::{Sale, standing_refusals},
    },
    id::{SaleId, VendorId},
};

use super::{execute::LEDGER_DAYS, look, unit::Unit};
use crate::{
    db::Conn,
    problem::Error,
    repo::{ask, concern},
    state::App,
};

/// Every question of the sale, with every rule that forbids asking it now.
pub fn standings(conn: &mut Conn, app: &App, vendor: VendorId, sale: SaleId) -> Result<AskStandings, Error> {
    let mut unit = Unit::open(conn, app, vendor)?;
    look(conn, &mut unit, Actor::System, sale, |conn, fresh| {
        let since = fresh.now - TimeDelta::days(LEDGER_DAYS);
        let first = fresh.customer.record.id;
        let ledger = ask::ledger(conn, vendor, first, since)?;
        let ctx = Context {
            actor: Actor::System,
            now: fresh.now,
            last_event_at: None,
            ids: app.ids.maker(fresh.now)?,
            policy: fresh.policy,
            standard: fresh.standard,
            calendar: fresh.calendar,
            calendars: fresh.calendars,
            zones: fresh.zones,
            customer: &fresh.customer.record,
            // Whom a question goes to is the first one.
            others: &[],
            ledger: &ledger,
            has_concern_elsewhere: concern::is_open_elsewhere(conn, vendor, first, sale)?,
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
            is_locked: ask.facts().is_locked(fresh.now, fresh.policy),
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
