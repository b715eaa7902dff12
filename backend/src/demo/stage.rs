//! Plays the story: the dealer with his people, a round with three fresh sales, and the days of it. Going on
//! puts the dealer's test clock forward; that clock never goes back, so going back begins a new round.

mod beside;
mod opening;

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};
use followthrough_common::{
    actor::Actor,
    domain::{
        member::Member,
        sale::{Command, Sale},
    },
    id::{MemberId, SaleId, VendorId},
    text::Line,
    time::{OffsetTable, ZoneName},
};

use super::{
    act::{Scene, Timeline},
    cast::{self, PARTS, Part},
    deed::{Deed, Known},
    story::{self, Act, At, Cue, FIRST_STOP, LAST_DAY, Who},
    token,
};
use crate::{
    problem::Error,
    repo::{Page, contact_sheet, member, sale, signing_key, vendor},
    service::{Request, clock, contacts, execute, keys, members, origins, silent, vendors},
    state::App,
};

/// More vendors than one page are looked through by several.
const PAGE: i64 = 100;

/// The dealer, ready to play.
#[derive(Debug, Clone)]
pub struct Stage {
    app: App,
    /// His id.
    pub vendor: VendorId,
    anna: MemberId,
    jonas: MemberId,
}

/// One telling of the story.
#[derive(Debug, Clone)]
pub struct Round {
    /// From 1.
    pub number: u32,
    /// When it is.
    pub timeline: Timeline,
}

/// Where the story stands.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Days since the order.
    pub day: i64,
    /// What the dealer's clock shows.
    pub now: DateTime<Utc>,
}

/// What seeding came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seeded {
    /// The demo was made.
    Made,
    /// It was there already.
    WasThere,
}

pub(super) fn line(text: &str) -> Result<Line, Error> {
    Line::parse(text).map_err(|fault| Error::Internal(format!("the demo says {text:?}, which {fault}")))
}

pub(super) fn zone() -> Result<ZoneName, Error> {
    ZoneName::parse(cast::ZONE).map_err(|fault| Error::Internal(fault.to_owned()))
}

impl Round {
    /// The order number of a part.
    pub fn reference(number: u32, part: &Part) -> String {
        let place = PARTS.iter().position(|known| known.key == part.key).unwrap_or_default();
        let place = u32::try_from(place).unwrap_or_default();
        format!("NK-{}", number.saturating_mul(10).saturating_add(2041).saturating_add(place))
    }

    /// The dealer's own id of a customer. Every round has its own, so that nobody is asked too often and
    /// nobody sees the sales of another telling.
    pub fn subject(number: u32, part: &Part) -> String {
        format!("{}-{number}", part.key)
    }
}

/// Makes the demo if it is not there: the dealer, his people, and the story up to the day on which all three
/// customers have something to say. Doing it again changes nothing.
pub async fn seed(app: &App) -> Result<Seeded, Error> {
    let is_new = find_vendor(app).await?.is_none();
    let stage = Stage::build(app).await?;
    match stage.round().await? {
        // The first telling was broken off while it was made.
        Some(round) if round.number == 1 && stage.standing(&round).await?.day < FIRST_STOP => {
            stage.play(&round, story::stop(FIRST_STOP)).await?;
        }
        Some(_) => {}
        None => drop(stage.go_to(FIRST_STOP).await?),
    }
    Ok(if is_new { Seeded::Made } else { Seeded::WasThere })
}

async fn find_vendor(app: &App) -> Result<Option<VendorId>, Error> {
    let mut after = None;
    loop {
        let page = app.db.read(move |conn| Ok(vendor::list(conn, after, PAGE)?)).await?;
        let is_ours =
            |known: &&vendor::Vendor| &*known.name == cast::VENDOR && known.mode == vendor::Mode::Test;
        if let Some(found) = page.iter().find(is_ours) {
            return Ok(Some(found.id));
        }
        match page.last() {
            Some(last) => after = Some(last.id),
            None => return Ok(None),
        }
    }
}

impl Stage {
    /// The dealer, if the demo was made.
    pub async fn find(app: &App) -> Result<Option<Self>, Error> {
        let Some(vendor) = find_vendor(app).await? else { return Ok(None) };
        let people = app.db.read(move |conn| Ok(member::all(conn, vendor)?)).await?;
        let id = |name: &str| people.iter().find(|person| &*person.name == name).map(|person| person.id);
        let (Some(anna), Some(jonas)) = (id(cast::ANNA.name), id(cast::JONAS.name)) else { return Ok(None) };
        // A month in one request: no single step may hang, and all of them together may take their time.
        let app = App { db: app.db.step_by_step(), ..app.clone() };
        Ok(Some(Self { app, vendor, anna, jonas }))
    }

    /// The dealer with everything that he needs, made where it is missing.
    async fn build(app: &App) -> Result<Self, Error> {
        let server = app.clone();
        let existing = find_vendor(app).await?;
        let work = move |conn: &mut _| {
            let vendor = match existing {
                Some(vendor) => vendor,
                None => vendors::create(conn, &server, opening::vendor()?)?.id,
            };
            let people = member::all(conn, vendor)?;
            for colleague in [&cast::ANNA, &cast::JONAS] {
                if !people.iter().any(|person| &*person.name == colleague.name) {
                    let record = opening::member(colleague)?;
                    members::create(conn, &server, vendor, |id| Member { id, ..record })?;
                }
            }
            if signing_key::list(conn, vendor, &Page::first(1))?.is_empty() {
                keys::create_signing_key(conn, &server, vendor, keys::NewSigningKey::Hs256, None)?;
            }
            if contact_sheet::newest(conn, vendor)?.is_none() {
                contacts::set_standard_sheet(conn, &server, vendor, 0, &opening::sheet()?)?;
            }
            for origin in opening::origins(server.config.server.public_url.as_str()) {
                origins::add(conn, &server, vendor, &origin)?;
            }
            Ok(())
        };
        app.db.write(work).await?;
        Self::find(app).await?.ok_or_else(|| Error::Internal("the demo's dealer was not made".to_owned()))
    }

    /// The telling that goes on now.
    pub async fn round(&self) -> Result<Option<Round>, Error> {
        let (vendor, [first, ..]) = (self.vendor, PARTS);
        let work = move |conn: &mut _| {
            let mut newest = None;
            for number in 1.. {
                let Some(id) = sale::find_reference(conn, vendor, &Round::reference(number, first))? else {
                    break;
                };
                newest = Some((number, id));
            }
            let Some((number, id)) = newest else { return Ok(None) };
            Ok(sale::find(conn, vendor, id)?.map(|stored| (number, stored.sale.anchors.purchased_at)))
        };
        let Some((number, purchased_at)) = self.app.db.read(work).await? else { return Ok(None) };
        let timeline = self.timeline(|zone, zones| zones.date(zone, purchased_at))?;
        Ok(Some(Round { number, timeline }))
    }

    fn timeline(&self, monday: impl FnOnce(&ZoneName, &OffsetTable) -> NaiveDate) -> Result<Timeline, Error> {
        let zone = zone()?;
        let zones = self.app.zones.table([&zone]);
        Ok(Timeline { monday: monday(&zone, &zones), zone, zones })
    }

    /// What the dealer's clock shows.
    async fn now(&self) -> Result<DateTime<Utc>, Error> {
        let (server, vendor) = (self.app.clone(), self.vendor);
        self.app.db.read(move |conn| clock::now(conn, &server, vendor)).await
    }

    /// Which day it is. The clock runs on by itself; the story ends on its last day.
    pub async fn standing(&self, round: &Round) -> Result<Standing, Error> {
        let now = self.now().await?;
        Ok(Standing { day: round.timeline.day(now).clamp(0, LAST_DAY), now })
    }

    /// Goes on to a day, or begins anew and goes on to it.
    pub async fn go_to(&self, day: i64) -> Result<(Round, Standing), Error> {
        let day = day.clamp(0, LAST_DAY);
        let round = match self.round().await? {
            Some(round) if self.standing(&round).await?.day <= day => round,
            last => self.begin(last).await?,
        };
        self.play(&round, story::stop(day)).await?;
        let standing = self.standing(&round).await?;
        Ok((round, standing))
    }

    /// Begins a new telling on the next Monday; the one before is called off.
    async fn begin(&self, last: Option<Round>) -> Result<Round, Error> {
        let number = last.as_ref().map_or(1, |last| last.number.saturating_add(1));
        if let Some(last) = last {
            for part in PARTS {
                if let Some(sale) = self.sale(&last, part).await? {
                    let command = Command::Cancel { reason: None };
                    self.execute(sale.id, Actor::Member(self.anna), command).await?;
                }
            }
        }
        let now = self.now().await?;
        let timeline = self.timeline(|zone, zones| {
            let today = zones.date(zone, now);
            let ahead = 7 - i64::from(today.weekday().num_days_from_monday());
            today + TimeDelta::days(ahead)
        })?;
        Ok(Round { number, timeline })
    }

    /// Plays everything up to `until` that has not happened, each at its time.
    async fn play(&self, round: &Round, until: At) -> Result<(), Error> {
        self.advance(round, story::BEGIN).await?;
        for part in PARTS {
            self.open(round, part).await?;
        }
        let began = self.now().await?;
        let mut cues: Vec<(&Part, Cue)> = Vec::new();
        for part in PARTS {
            let all = part.cues.iter().copied().chain(story::paperwork());
            cues.extend(all.filter(|cue| cue.at <= until).map(|cue| (part, cue)));
        }
        cues.sort_by_key(|(_, cue)| cue.at);
        for (part, cue) in cues {
            self.advance(round, cue.at).await?;
            let is_first = round.timeline.instant(cue.at) > began;
            self.perform(round, part, (cue, is_first)).await?;
        }
        self.advance(round, until).await
    }

    async fn advance(&self, round: &Round, to: At) -> Result<(), Error> {
        let to = round.timeline.instant(to);
        if self.now().await? < to {
            clock::advance(&self.app, self.vendor, to).await?;
        }
        Ok(())
    }

    /// The sale of a part, once it has begun.
    pub async fn sale(&self, round: &Round, part: &Part) -> Result<Option<Sale>, Error> {
        let (vendor, reference) = (self.vendor, Round::reference(round.number, part));
        let work = move |conn: &mut _| {
            let Some(id) = sale::find_reference(conn, vendor, &reference)? else { return Ok(None) };
            Ok(sale::find(conn, vendor, id)?.map(|stored| stored.sale))
        };
        self.app.db.read(work).await
    }

    async fn open(&self, round: &Round, part: &'static Part) -> Result<(), Error> {
        if self.sale(round, part).await?.is_some() {
            return Ok(());
        }
        let (server, vendor, owner) = (self.app.clone(), self.vendor, self.anna);
        let scene = round.clone();
        let work = move |conn: &mut _| opening::opening(conn, &server, vendor, owner, &scene, part);
        let opening = self.app.db.write(work).await?;
        let id = self.app.ids.maker(self.app.clock.now())?.make();
        self.execute(id, Actor::Member(owner), Command::Open(Box::new(opening))).await
    }

    async fn perform(&self, round: &Round, part: &Part, (cue, is_first): (Cue, bool)) -> Result<(), Error> {
        let Some(sale) = self.sale(round, part).await? else { return Ok(()) };
        let Some(customer) = sale.customers.first().copied() else { return Ok(()) };
        let actor = match cue.who {
            Who::Customer => Actor::Customer(customer),
            Who::Anna => Actor::Member(self.anna),
            Who::Jonas => Actor::Member(self.jonas),
        };
        let now = self.now().await?;
        if let Act::Also(deed) = cue.act {
            beside::perform(self, (customer, sale.id), deed).await?;
        }
        let (timeline, anna, jonas) = (&round.timeline, self.anna, self.jonas);
        let other = match cue.act {
            Act::Also(Deed::Introduce { other: Known(key, _), .. }) => match cast::part(key) {
                Some(part) => self.sale(round, part).await?,
                None => None,
            },
            _ => None,
        };
        let scene = Scene { sale: &sale, other: other.as_ref(), timeline, now, anna, jonas, is_first };
        for command in scene.commands(cue.act) {
            self.execute(sale.id, actor, command).await?;
        }
        Ok(())
    }

    /// A refusal is no fault: a visitor may have done something else than the story says.
    async fn execute(&self, sale: SaleId, actor: Actor, command: Command) -> Result<(), Error> {
        let vendor = self.vendor;
        let request = Request {
            vendor,
            sale,
            actor,
            command,
            claim: None,
            expected_version: None,
            expected_state: None,
        };
        match execute(&self.app, request, silent).await {
            Ok(_) => Ok(()),
            Err(Error::Rejected(refusal) | Error::Stale(refusal, _)) => {
                tracing::debug!(%sale, code = refusal.code.as_str(), detail = refusal.detail, "not in this telling");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// A token for a part's customer, as the dealer's server would sign it.
    pub async fn token(&self, round: &Round, part: &Part) -> Result<String, Error> {
        let vendor = self.vendor;
        let key = self.app.db.read(move |conn| Ok(signing_key::list(conn, vendor, &Page::first(1))?)).await?;
        let key = key.first().ok_or_else(|| Error::Internal("the demo's dealer has no key".to_owned()))?;
        let bearer = token::Bearer {
            vendor,
            subject: &Round::subject(round.number, part),
            zone: cast::ZONE,
            audience: self.app.config.server.public_url.as_str(),
        };
        token::sign(&self.app.vault, key, &bearer, self.app.clock.now())
    }
}
