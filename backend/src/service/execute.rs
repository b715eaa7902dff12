//! The one way to change a sale, for requests, for the worker and for imports alike.
//!
//! In one transaction: the idempotency key is claimed, the rules decide on the sale as it stands, the events are
//! appended and folded; columns, read models and the answer follow. Either all of it happens or nothing.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use followthrough_common::{
    actor::Actor,
    domain::{
        context::Context,
        event::Event,
        sale::{self as rules, Command, Sale},
        worklist,
    },
    error::{Call, ErrorCode, Rejection},
    id::SaleId,
};

use super::{
    begin::{self, New},
    files::{let_go, no_room},
    look::look,
    once::{Shown, Turn, again, given, once_showing},
    references,
    request::{Answer, Outcome, OwnRequest, Render, Request},
    unit::{Fresh, Unit},
    world::{self, Hold},
};
use crate::{
    db::{Changes, Conn},
    files::Key,
    problem::Error,
    repo::{
        event,
        idempotency::{self, Claim, StoredAnswer},
        lately::{self, Lately},
        member,
        own_sale::{self, Held},
        read_model::{READ_MODELS, Source, Step, reaches_others},
        sale::{self, Head},
        snapshot,
        vendor::{self as vendors, Vendor},
    },
    state::App,
};

/// Does what the request wants, in a transaction of its own.
pub async fn execute<R>(app: &App, request: Request, render: R) -> Result<Answer, Error>
where
    R: Fn(&mut Conn, &Fresh<'_>) -> Result<StoredAnswer, Error> + Send + 'static,
{
    let server = app.clone();
    let work = move |conn: &mut Conn| {
        let mut unit = Unit::open(conn, &server, request.vendor)?;
        execute_in(conn, &mut unit, &request, &render)
    };
    Ok(app.db.write(work).await?.committed(app).answer)
}

/// Does what a customer wants with a sale of their own.
pub async fn execute_own<R>(app: &App, wanted: OwnRequest, render: R) -> Result<Answer, Error>
where
    R: Fn(&mut Conn, &Fresh<'_>) -> Result<StoredAnswer, Error> + Send + 'static,
{
    let server = app.clone();
    let work = move |conn: &mut Conn| own_in(conn, &server, &wanted, &render);
    Ok(app.db.write(work).await?.committed(app).answer)
}

fn own_in(conn: &mut Conn, app: &App, wanted: &OwnRequest, render: &Render<'_>) -> Result<Outcome, Error> {
    let vendor = wanted.vendor;
    let held = own_sale::hold(conn, vendor, &wanted.subject, wanted.sale.as_named())?;
    let Held { sale, head, customer } = held.ok_or_else(Rejection::not_found)?;
    let actor = Actor::Customer(customer.record.id);
    // Nobody else decides about this customer now, so what the rules must know of other sales may be read.
    let (now, claim) = (app.clock.now(), Some(&wanted.claim));
    let lately = lately::find(conn, vendor, (customer.record.id, sale), claim, now)?;
    let mut lately = lately.ok_or_else(Rejection::not_found)?;
    let mut unit = Unit::of(conn, app, lately.vendor.clone())?;
    if let Some(claimed) = lately.claimed.take() {
        let now = unit.now;
        let answer = again(claimed, |of| look(conn, &unit, actor, shown(of)?, render))?;
        return Ok(Outcome { answer, events: 0, now, next_due_at: None, sale: None, gone: Vec::new() });
    }
    let request = Request {
        vendor,
        sale,
        actor,
        command: wanted.command.clone(),
        claim: Some(wanted.claim.clone()),
        expected_version: None,
        expected_state: wanted.expected_state.clone(),
    };
    let ground = Ground {
        head: Some(head),
        customer: Hold::Held(customer),
        lately: Some(lately),
        claim: Some(wanted.claim.clone()),
    };
    let done = perform(conn, &mut unit, &request, ground, render)?;
    let Done { answer, events, now, next_due_at, sale, gone } = done;
    Ok(Outcome { answer: given(answer, false), events, now, next_due_at, sale, gone })
}

/// The sale of which a view was shown.
fn shown(of: &str) -> Result<SaleId, Error> {
    of.parse().map_err(|_| Error::Internal(format!("{of} was shown, and is no sale")))
}

/// Does what the request wants, within a transaction that may hold more. An error leaves the transaction
/// half done: it must be rolled back.
pub fn execute_in(
    conn: &mut Conn,
    unit: &mut Unit<'_>,
    request: &Request,
    render: &Render<'_>,
) -> Result<Outcome, Error> {
    let (vendor, recorded_at) = (unit.vendor.id, unit.recorded_at);
    let (mut events, mut now, mut next_due_at, mut sale) = (0, unit.now, None, None);
    let mut gone = Vec::new();
    let claim = (request.claim.as_ref(), recorded_at);
    let id = request.sale.to_string();
    let answer = once_showing(conn, vendor, claim, Some(id.clone()), |conn, turn| {
        let answer = match turn {
            Turn::First => {
                let done = perform(conn, unit, request, Ground::default(), render)?;
                (events, now, next_due_at, sale) = (done.events, done.now, done.next_due_at, done.sale);
                gone = done.gone;
                done.answer
            }
            // The sale of the first request, for one that begins a sale names another each time. Who may not
            // read it any more is refused as by any reading.
            Turn::Again(of) => {
                // While we waited for the first one, it may have changed what the view's tag is made of.
                if !unit.is_current(conn)? {
                    return Err(Error::Race);
                }
                look(conn, unit, request.actor, shown(of)?, render)?
            }
        };
        Ok((answer, Shown::View(id)))
    })?;
    Ok(Outcome { answer, events, now, next_due_at, sale, gone })
}

/// The answer of somebody whom nobody waits for: the worker, an import.
pub fn silent(_: &mut Conn, _: &Fresh<'_>) -> Result<StoredAnswer, Error> {
    Ok(StoredAnswer { status: 204, etag: None, body: String::new() })
}

/// What is known and held already of what a command needs.
#[derive(Debug)]
struct Ground {
    head: Option<Head>,
    customer: Hold,
    lately: Option<Lately>,
    /// A key that nobody has used, to be stored with what happens.
    claim: Option<Claim>,
}

impl Default for Ground {
    fn default() -> Self {
        Self { head: None, customer: Hold::Decide, lately: None, claim: None }
    }
}

struct Done {
    answer: StoredAnswer,
    events: usize,
    now: DateTime<Utc>,
    next_due_at: Option<DateTime<Utc>>,
    sale: Option<Arc<Sale>>,
    gone: Vec<Key>,
}

fn perform(
    conn: &mut Conn,
    unit: &mut Unit<'_>,
    request: &Request,
    ground: Ground,
    render: &Render<'_>,
) -> Result<Done, Error> {
    let Request { vendor, sale: id, command, .. } = request;
    let head = match ground.head {
        Some(head) => Some(head),
        None => sale::lock(conn, *vendor, *id)?,
    };
    let before = match head {
        Some(head) => unit.app.memory.sale(conn, (*vendor, *id), head.version)?,
        None => Arc::new(Sale::unborn(*vendor, *id)),
    };
    // Clocks of two servers may differ by a little, but the log of a sale never runs backwards.
    let now = head.map_or(unit.now, |head| unit.now.max(head.updated_at));
    if !may_reach(request, &before) {
        return Err(Rejection::not_found().into());
    }
    references::check(conn, unit, &before, command)?;
    let around = world::load(conn, unit, (&before, command), ground.customer)?.at(now);
    let (world, first) = (around.world(), around.customer.record.id);
    // The past asks nothing, so nobody looks how often it may.
    let is_past = matches!(command, Command::RecordHistory(..));
    let lately = match ground.lately.filter(|known| known.customer == first) {
        Some(known) => Some(known),
        None if is_past => None,
        None => lately::find(conn, *vendor, (first, *id), None, unit.recorded_at)?,
    };
    // While we waited for the sale, a new policy may have come and have looked at it: begin again with that.
    let is_stale = |lately: &Lately| lately.vendor.settings_version != unit.vendor.settings_version;
    if head.is_some() && lately.as_ref().is_some_and(is_stale) {
        return Err(Error::Race);
    }
    let ctx = Context {
        actor: request.actor,
        last_event_at: head.map(|head| head.updated_at),
        ids: unit.app.ids.maker(now)?,
        world,
        ledger: lately.as_ref().map_or(&[], |lately| lately.ledger.as_slice()),
        has_concern_elsewhere: lately.as_ref().is_some_and(|lately| lately.has_concern_elsewhere),
    };
    let settings = unit.settings.clone();
    let fresh = Fresh {
        vendor: &unit.vendor,
        settings: &settings,
        sale: &before,
        customer: &around.customer,
        world,
        events: &[],
    };
    let decided = check_seen(request, &before).and_then(|()| rules::decide(&before, command, &ctx));
    let rules::Decided { events: bodies, sale: after } = match decided {
        Ok(decided) => decided,
        Err(rejection) => return Err(refuse(conn, rejection, &fresh, render)),
    };
    if let Some(rejection) = no_room(conn, unit, (&before, &after))? {
        return Err(refuse(conn, rejection, &fresh, render));
    }
    let events: Vec<Event> = (before.version + 1..)
        .zip(bodies)
        .map(|(seq, body)| Event { id: ctx.ids.make(), seq, at: now, actor: request.actor, body })
        .collect();
    let after = Arc::new(after);
    let next_due_at = rules::next_due_at(&after, &ctx);
    let items = worklist::items(&after, world);
    let source = Source { sale: &after, items: &items, now };
    if let Some(head) = head {
        let step = Step { before: &before, items_before: head.items, after: source };
        let times = Times { was_due_at: head.next_due_at, next_due_at, now, recorded_at: unit.recorded_at };
        store(conn, step, (&events, ground.claim.as_ref()), times)?;
    } else if !events.is_empty() {
        let new = New { sale: after.clone(), events: events.clone(), items: items.clone(), next_due_at };
        match &mut unit.gathered {
            Some(gathered) if is_past => gathered.push(new),
            Some(_) | None => begin::write(conn, *vendor, &[new], now, unit.recorded_at)?,
        }
    }
    let renewed = renewed(conn, &before, &after, &unit.vendor)?;
    let known = renewed.as_ref().unwrap_or(&unit.vendor);
    let answer = render(conn, &Fresh { vendor: known, sale: &after, events: &events, ..fresh })?;
    if let Some(renewed) = renewed {
        unit.vendor = renewed;
    }
    echo(conn, unit, request, (&after, &events))?;
    let gone = let_go(&before, &after);
    Ok(Done { answer, events: events.len(), now, next_due_at, sale: Some(after), gone })
}

/// What concerns another customer too happens in their sale at the same moment, or nowhere.
fn echo(
    conn: &mut Conn,
    unit: &mut Unit<'_>,
    request: &Request,
    (after, events): (&Sale, &[Event]),
) -> Result<(), Error> {
    let Some((sale, command)) = rules::echo(&request.command, after, events) else { return Ok(()) };
    // A member's word counts in both sales; a customer has no voice in a sale of somebody else.
    let actor = match request.actor {
        Actor::Customer(_) => Actor::System,
        Actor::Member(_) | Actor::System => request.actor,
    };
    let Request { vendor, .. } = *request;
    let there =
        Request { sale, actor, command, claim: None, expected_version: None, expected_state: None, vendor };
    perform(conn, unit, &there, Ground::default(), &silent)?;
    Ok(())
}

/// A sale must exist unless the command begins it, and a customer reaches only their own.
fn may_reach(request: &Request, sale: &Sale) -> bool {
    let exists = sale.version > 0 || request.command.opening().is_some();
    let is_theirs = match request.actor {
        Actor::Customer(customer) => sale.customers.contains(&customer),
        Actor::Member(_) | Actor::System => true,
    };
    exists && is_theirs
}

/// Whether the sender has seen the sale as it is.
fn check_seen(request: &Request, sale: &Sale) -> Result<(), Rejection> {
    if request.expected_version.is_some_and(|expected| expected != sale.version) {
        return Err(Rejection::new(
            ErrorCode::PreconditionFailed,
            "The sale has changed since that version.",
        ));
    }
    let Some(expected) = &request.expected_state else { return Ok(()) };
    match request.command.state(sale) {
        // Where it stands now is for the fresh view to say, which shows a customer no more than they may see.
        Some(present) if present != &**expected => Err(Rejection::new(
            ErrorCode::StateChanged,
            format!("It was {expected} when it was shown, and has changed since."),
        )),
        Some(_) | None => Ok(()),
    }
}

/// Who is refused because the state is another one is shown the sale as it is.
fn refuse(conn: &mut Conn, rejection: Rejection, fresh: &Fresh<'_>, render: &Render<'_>) -> Error {
    if rejection.code.status() != 409 || fresh.sale.version == 0 {
        return rejection.into();
    }
    let rejection = match with_number(conn, rejection, fresh) {
        Ok(rejection) => rejection,
        Err(error) => return error,
    };
    match render(conn, fresh) {
        Ok(view) => Error::Stale(rejection, view.body),
        Err(error) => error,
    }
}

/// Fills in whom to call: the member's own number, else the vendor's.
fn with_number(conn: &mut Conn, refused: Rejection, fresh: &Fresh<'_>) -> Result<Rejection, Error> {
    let Some(call) = refused.call else { return Ok(refused) };
    let member = member::find(conn, fresh.vendor.id, call.member)?.map(|stored| stored.record);
    let phone =
        member.as_ref().and_then(|member| member.phone.clone()).or_else(|| fresh.vendor.phone.clone());
    let name = member.map(|member| member.name.to_string());
    let call = Call { name, phone: phone.map(|phone| phone.to_string()), ..*call };
    Ok(Rejection { call: Some(Box::new(call)), ..refused })
}

#[derive(Clone, Copy)]
struct Times {
    was_due_at: Option<DateTime<Utc>>,
    next_due_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    recorded_at: DateTime<Utc>,
}

/// Writes what happened. Without an event, the vendor's numbers or the customer's record may still have changed what
/// has to be done, and when.
fn store(
    conn: &mut Conn,
    step: Step<'_>,
    (events, claim): (&[Event], Option<&Claim>),
    times: Times,
) -> Result<(), Error> {
    let after = step.after.sale;
    let mut changes = Changes::through(conn);
    if !events.is_empty() {
        sale::update(&mut changes, step.after, times.next_due_at, times.now)?;
        let of_sale = events.iter().map(|event| (after.id, event));
        event::append_with(&mut changes, after.vendor, of_sale, times.recorded_at)?;
        snapshot::follow(&mut changes, after, step.before.version)?;
    } else if times.next_due_at != times.was_due_at || step.after.digest() != step.items_before {
        sale::set_due(&mut changes, step.after, times.next_due_at)?;
    }
    for model in READ_MODELS {
        model.project(&mut changes, step)?;
    }
    if let Some(claim) = claim {
        let kept = (200, after.id.to_string());
        idempotency::claim_with(&mut changes, after.vendor, claim, kept, times.recorded_at)?;
    }
    Ok(changes.send()?)
}

/// The vendor as it is when customers of other sales read something else from now on.
fn renewed(conn: &mut Conn, before: &Sale, after: &Sale, known: &Vendor) -> Result<Option<Vendor>, Error> {
    if !reaches_others(before, after) {
        return Ok(None);
    }
    vendors::touch_settings(conn, known.id)?;
    Ok(Some(Vendor { settings_version: known.settings_version + 1, ..known.clone() }))
}
