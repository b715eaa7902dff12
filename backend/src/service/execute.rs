//! The one way to change a sale, for requests, for the worker and for imports alike.
//!
//! In one transaction: the idempotency key is claimed, the snapshot loaded, the rules decide, the events are
//! appended and folded into the next snapshot, which is saved if nobody else saved one since; read models and
//! the answer follow. Either all of it happens or nothing.

use chrono::{DateTime, TimeDelta, Utc};
use followthrough_common::{
    actor::Actor,
    domain::{
        context::Context,
        event::Event,
        sale::{self as rules, Command, Sale},
        worklist,
    },
    error::{Call, ErrorCode, Rejection},
    id::{SaleId, VendorId},
    text::Line,
};

use super::{
    begin::{self, New},
    look::look,
    once::{Shown, Turn, once_showing},
    references,
    unit::{Fresh, Unit},
};
use crate::{
    db::Conn,
    problem::Error,
    repo::{
        answer, ask, asking, concern, customer, event,
        idempotency::{Claim, StoredAnswer},
        member, promise, sale, sale_customer, testimonial, touchpoint,
        vendor::{self as vendors, Vendor},
        work_item::{self, Work},
    },
    state::App,
};

/// How far back the rules on how often somebody is asked look: the ninety days between two questions about the
/// relationship, with a margin.
pub(super) const LEDGER_DAYS: i64 = 100;

/// What somebody wants with a sale.
#[derive(Debug, Clone)]
pub struct Request {
    /// Whose sale.
    pub vendor: VendorId,
    /// Which one.
    pub sale: SaleId,
    /// Who acts. A customer reaches only their own sales.
    pub actor: Actor,
    /// What is wanted.
    pub command: Command,
    /// The key under which this has an effect once.
    pub claim: Option<Claim>,
    /// The version that the sender has seen, if it must be the present one.
    pub expected_version: Option<u64>,
    /// The state, as the sender has seen it, of the one thing that this is about.
    pub expected_state: Option<Line>,
}

/// Makes the answer from the sale as it stands afterwards: a view, of which nothing is kept. The same request
/// again is answered with the view of that moment.
pub type Render<'r> = dyn Fn(&mut Conn, &Fresh<'_>) -> Result<StoredAnswer, Error> + 'r;

/// An answer, new or given again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The `ETag`.
    pub etag: Option<String>,
    /// The body.
    pub body: String,
    /// Whether this was asked before, and nothing happened now.
    pub is_replayed: bool,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The answer.
    pub answer: Answer,
    /// How many events happened.
    pub events: usize,
    /// Domain time.
    pub now: DateTime<Utc>,
    /// When time brings the next change.
    pub next_due_at: Option<DateTime<Utc>>,
}

impl Outcome {
    /// Whether a sale that was due is further on: something happened, here or meanwhile elsewhere. If not, its
    /// rules contradict themselves.
    pub fn has_moved(&self) -> bool {
        self.events > 0 || self.next_due_at.is_none_or(|due| due > self.now)
    }
}

/// Does what the request wants, in a transaction of its own.
pub async fn execute<R>(app: &App, request: Request, render: R) -> Result<Answer, Error>
where
    R: Fn(&mut Conn, &Fresh<'_>) -> Result<StoredAnswer, Error> + Send + 'static,
{
    let server = app.clone();
    let work = move |conn: &mut Conn| {
        let mut unit = Unit::open(conn, &server, request.vendor)?;
        Ok(execute_in(conn, &mut unit, &request, &render)?.answer)
    };
    app.db.write(work).await
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
    let (mut events, mut now, mut next_due_at) = (0, unit.now, None);
    let claim = (request.claim.as_ref(), recorded_at);
    let answer = once_showing(conn, vendor, claim, |conn, turn| {
        let answer = match turn {
            Turn::First => {
                let done = perform(conn, unit, request, render)?;
                (events, now, next_due_at) = (done.events, done.now, done.next_due_at);
                done.answer
            }
            // The sale of the first request, for one that begins a sale names another each time. Who may not
            // read it any more is refused as by any reading.
            Turn::Again(of) => {
                // While we waited for the first one, it may have changed what the view's tag is made of.
                if !vendors::is_current(conn, &unit.vendor)? {
                    return Err(Error::Race);
                }
                let sale = of.parse();
                let sale = sale.map_err(|_| Error::Internal(format!("{of} was shown, and is no sale")))?;
                look(conn, unit, request.actor, sale, render)?
            }
        };
        Ok((answer, Shown::View(request.sale.to_string())))
    })?;
    Ok(Outcome { answer, events, now, next_due_at })
}

/// The answer of somebody whom nobody waits for: the worker, an import.
pub fn silent(_: &mut Conn, _: &Fresh<'_>) -> Result<StoredAnswer, Error> {
    Ok(StoredAnswer { status: 204, etag: None, body: String::new() })
}

struct Done {
    answer: StoredAnswer,
    events: usize,
    now: DateTime<Utc>,
    next_due_at: Option<DateTime<Utc>>,
}

fn perform(
    conn: &mut Conn,
    unit: &mut Unit<'_>,
    request: &Request,
    render: &Render<'_>,
) -> Result<Done, Error> {
    let Request { vendor, sale: id, command, .. } = request;
    let stored = sale::lock(conn, *vendor, *id)?;
    // While we waited for the sale, a new policy may have come and have looked at it: begin again with that.
    if stored.is_some() && !vendors::is_current(conn, &unit.vendor)? {
        return Err(Error::Race);
    }
    let due_before = stored.as_ref().and_then(|stored| stored.next_due_at);
    // Clocks of two servers may differ by a little, but the log of a sale never runs backwards.
    let now = stored.as_ref().map_or(unit.now, |stored| unit.now.max(stored.updated_at));
    let last_event_at = stored.as_ref().map(|stored| stored.updated_at);
    let before = stored.map_or_else(|| Sale::unborn(*vendor, *id), |stored| stored.sale);
    if !may_reach(request, &before) {
        return Err(Rejection::not_found().into());
    }
    references::check(conn, unit, &before, command)?;
    let calendar = unit.calendar(conn, references::calendar(&before, command))?;
    let calendar =
        calendar.ok_or_else(|| Rejection::field("/calendar", "must be a version of a calendar"))?;
    let first = references::first_customer(&before, command)?;
    let customer = customer::lock(conn, *vendor, first)?;
    let customer = customer.ok_or_else(|| Rejection::field("/customers/0", "must be a customer"))?;
    let people = references::other_customers(conn, *vendor, &before, command)?;
    let calendars = unit.calendars(conn, &before)?;
    let others = calendars.iter().map(|(_, calendar)| &calendar.time_zone);
    let zones = unit.zones(
        references::zones(&before, command, &calendar)
            .iter()
            .chain([&customer.record.time_zone])
            .chain(others),
    );
    // The past asks nothing, so nobody looks how often it may.
    let is_past = matches!(command, Command::RecordHistory(..));
    let since = now - TimeDelta::days(LEDGER_DAYS);
    let ledger = if is_past { Vec::new() } else { ask::ledger(conn, *vendor, first, since)? };
    let has_concern_elsewhere = !is_past && concern::is_open_elsewhere(conn, *vendor, first, *id)?;
    let ctx = Context {
        actor: request.actor,
        now,
        last_event_at,
        ids: unit.app.ids.maker(now)?,
        policy: &unit.policy,
        calendar: &calendar,
        calendars: &calendars,
        standard: &unit.standard,
        zones: &zones,
        customer: &customer.record,
        others: &people,
        ledger: &ledger,
        has_concern_elsewhere,
    };
    let fresh = Fresh {
        vendor: &unit.vendor,
        policy: &unit.policy,
        standard: &unit.standard,
        sale: &before,
        customer: &customer,
        calendar: &calendar,
        calendars: &calendars,
        zones: &zones,
        now,
        events: &[],
    };
    let decided = check_seen(request, &before).and_then(|()| rules::decide(&before, command, &ctx));
    let rules::Decided { events: bodies, sale: after } = match decided {
        Ok(decided) => decided,
        Err(rejection) => return Err(refuse(conn, rejection, &fresh, render)),
    };
    let events: Vec<Event> = (before.version + 1..)
        .zip(bodies)
        .map(|(seq, body)| Event { id: ctx.ids.make(), seq, at: now, actor: request.actor, body })
        .collect();
    let next_due_at = rules::next_due_at(&after, &ctx);
    let items = worklist::items(&after, fresh.surroundings());
    if !events.is_empty() {
        if before.version == 0 {
            let new = New { sale: after.clone(), events: events.clone(), items, next_due_at };
            match &mut unit.gathered {
                Some(gathered) if is_past => gathered.push(new),
                Some(_) | None => begin::write(conn, *vendor, &[new], now, unit.recorded_at)?,
            }
        } else {
            work_item::project(conn, Work { sale: &after, items: &items })?;
            store(conn, &before, &after, &events, Times { next_due_at, now, recorded_at: unit.recorded_at })?;
        }
    } else if before.version > 0 {
        // The vendor's numbers or the customer's record may have changed without an event of the sale.
        work_item::project(conn, Work { sale: &after, items: &items })?;
        if next_due_at != due_before && !sale::set_due(conn, &before, next_due_at)? {
            return Err(Error::Race);
        }
    }
    let renewed = renewed(conn, &before, &after, &unit.vendor)?;
    let known = renewed.as_ref().unwrap_or(&unit.vendor);
    let answer = render(conn, &Fresh { vendor: known, sale: &after, events: &events, ..fresh })?;
    if let Some(renewed) = renewed {
        unit.vendor = renewed;
    }
    echo(conn, unit, request, (&after, &events))?;
    Ok(Done { answer, events: events.len(), now, next_due_at })
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
    perform(conn, unit, &there, &silent)?;
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
    next_due_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    recorded_at: DateTime<Utc>,
}

fn store(conn: &mut Conn, before: &Sale, after: &Sale, events: &[Event], times: Times) -> Result<(), Error> {
    if !sale::update(conn, after, before.version, times.next_due_at, times.now)? {
        return Err(Error::Race);
    }
    event::append(conn, after.vendor, events.iter().map(|event| (after.id, event)), times.recorded_at)?;
    sale_customer::project(conn, before, after)?;
    ask::project(conn, before, after)?;
    asking::project(conn, before, after)?;
    touchpoint::project(conn, before, after)?;
    answer::project(conn, before, after)?;
    concern::project(conn, before, after)?;
    promise::project(conn, before, after)?;
    testimonial::project(conn, before, after)?;
    Ok(())
}

/// The vendor as it is when other customers read something else beside their reasons from now on.
fn renewed(conn: &mut Conn, before: &Sale, after: &Sale, known: &Vendor) -> Result<Option<Vendor>, Error> {
    if testimonial::shown(before) == testimonial::shown(after) {
        return Ok(None);
    }
    vendors::touch_settings(conn, known.id)?;
    Ok(Some(Vendor { settings_version: known.settings_version + 1, ..known.clone() }))
}
