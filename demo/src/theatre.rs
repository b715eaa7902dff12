//! Plays the story: a round with three fresh sales, and the days of it. Going on puts the dealer's test clock forward;
//! that clock never goes back, so going back begins a new round.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context as _, Result};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::json;

use crate::{
    cast::{Act, Cast, Story},
    commands::Commands,
    door::{Call, Door},
    furnish::Furnisher,
    memory::{Keys, Memory, Notebook, Round},
    stage::{Ending, Stage, nobody},
    timeline::{At, Timeline},
};

/// Seconds of the real clock.
pub type Clock = Box<dyn Fn() -> i64 + Send>;

/// The dealer, ready to play.
pub struct Theatre {
    /// The data.
    pub cast: Cast,
    door: Door,
    memory: Memory,
    notebook: Notebook,
    clock: Clock,
}

/// Where the story stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Which telling it is.
    pub round: u32,
    /// Days since the order.
    pub day: i64,
    /// What the dealer's clock on the wall shows.
    pub local: NaiveDateTime,
}

/// What playing came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Played {
    /// So many requests had their effect.
    pub done: usize,
    /// What did not happen, and why.
    pub left_out: Vec<String>,
}

impl Theatre {
    /// The dealer whom this folder remembers. If it remembers nobody, or one whom the server does not know because its
    /// database was taken away, one is made with the server's commands.
    pub fn open(door: Door, folder: &Path, commands: Option<&Commands>, clock: Clock) -> Result<Self> {
        let (cast, notebook) = (Cast::load()?, Notebook::in_folder(folder)?);
        let memory = match notebook.read()? {
            Some(memory) if is_known(&door, &memory.keys)? => memory,
            _ => {
                let unknown = "the server does not know the dealer; name its program, so that he can be made";
                Memory::new(commands.context(unknown)?.create_vendor(&cast.shop)?)
            }
        };
        Self { cast, door, memory, notebook, clock }.prepared()
    }

    /// A dealer to whom somebody gave these keys.
    pub fn with_keys(door: Door, folder: &Path, keys: Keys, clock: Clock) -> Result<Self> {
        let (cast, notebook) = (Cast::load()?, Notebook::in_folder(folder)?);
        Self { cast, door, memory: Memory::new(keys), notebook, clock }.prepared()
    }

    fn prepared(mut self) -> Result<Self> {
        self.notebook.write(&self.memory)?;
        let Self { cast, door, memory, notebook, .. } = &mut self;
        Furnisher { cast, door, notebook }.furnish(memory)?;
        Ok(self)
    }

    /// Lets pages of an origin show the widget.
    pub fn allow(&self, origin: &str) -> Result<()> {
        let Self { cast, door, notebook, .. } = self;
        Furnisher { cast, door, notebook }.allow(&self.memory, origin)
    }

    /// Plays the story up to the day on which all three customers have something to say, unless it goes on already.
    pub fn seed(&mut self) -> Result<Played> {
        let first_stop = self.cast.shop.first_stop;
        match &self.memory.round {
            // The first telling was broken off while it was played.
            Some(round) if round.number == 1 && round.played < Some(self.cast.stop(first_stop)?) => {
                self.play(self.cast.stop(first_stop)?)
            }
            Some(_) => Ok(Played::default()),
            None => self.go_to(first_stop).map(|(_, played)| played),
        }
    }

    /// Which day it is. The clock runs on by itself; the story ends on its last day.
    pub fn standing(&self) -> Result<Standing> {
        let round = self.round()?;
        let timeline = self.timeline(round);
        let now = self.now()?;
        let day = timeline.day(now).clamp(0, self.cast.shop.last_day);
        Ok(Standing { round: round.number, day, local: timeline.local(now) })
    }

    /// Goes on to a day, or begins anew and goes on to it.
    pub fn go_to(&mut self, day: i64) -> Result<(Standing, Played)> {
        let day = day.clamp(0, self.cast.shop.last_day);
        if self.memory.round.is_none() || self.standing()?.day > day {
            self.begin()?;
        }
        let played = self.play(self.cast.stop(day)?)?;
        Ok((self.standing()?, played))
    }

    /// A fresh token of a story's customer.
    pub fn token(&self, story: &Story) -> Result<String> {
        self.stage()?.token(story)
    }

    /// The order number of a story.
    pub fn reference(&self, story: &Story) -> Result<String> {
        Ok(self.stage()?.reference(story))
    }

    /// The id of a story's sale.
    pub fn sale(&self, story: &Story) -> Result<&str> {
        let sale = self.round()?.sales.get(story.key);
        sale.map(String::as_str).with_context(|| format!("the sale of {} has not begun", story.key))
    }

    /// The dealer's id.
    pub fn vendor(&self) -> &str {
        &self.memory.keys.vendor
    }

    /// The origin that browsers know the server by.
    pub fn server(&self) -> &str {
        &self.door.origin
    }

    /// Begins a new telling on the next Monday; the one before is called off.
    fn begin(&mut self) -> Result<()> {
        let number = self.memory.round.as_ref().map_or(1, |last| last.number.saturating_add(1));
        if let Some(last) = &self.memory.round {
            for sale in last.sales.values() {
                self.stage()?.cancel(sale)?;
            }
        }
        let monday = Timeline::after(self.now()?, self.cast.zone).monday();
        let round = Round { number, monday, played: None, sales: BTreeMap::new() };
        self.memory.round = Some(round);
        self.notebook.write(&self.memory)
    }

    /// Plays everything up to `until` that has not happened, each at its time. What was broken off in the middle is sent
    /// again under the same keys, and has its effect once.
    fn play(&mut self, until: At) -> Result<Played> {
        let mut played = Played::default();
        self.advance(self.cast.shop.begins)?;
        self.sell()?;
        let after = self.round()?.played;
        let mut due: Vec<(At, &'static str, usize)> = Vec::new();
        for story in &self.cast.stories {
            let acts = story.acts.iter().enumerate().map(|(number, act)| (act.at, story.key, number));
            due.extend(acts.filter(|(at, ..)| *at <= until && Some(*at) > after));
        }
        // Within one time the order of the stories stays.
        due.sort_by_key(|(at, ..)| *at);
        let mut due = due.into_iter().peekable();
        let mut shown = None;
        while let Some((at, key, number)) = due.next() {
            if shown.replace(at) != Some(at) {
                self.advance(at)?;
            }
            match self.perform(key, number)? {
                Ending::Done => played.done += 1,
                Ending::LeftOut(why) => played.left_out.push(why),
            }
            if due.peek().is_none_or(|(next, ..)| *next > at) {
                self.remember(at)?;
            }
        }
        self.advance(until)?;
        self.remember(until)?;
        Ok(played)
    }

    fn sell(&mut self) -> Result<()> {
        let keys: Vec<&'static str> = self.cast.stories.iter().map(|story| story.key).collect();
        for key in keys {
            if !self.round()?.sales.contains_key(key) {
                let story = self.cast.story(key).context("the story is gone")?;
                let sale = self.stage()?.open(story)?;
                self.round_mut()?.sales.insert(key.to_owned(), sale);
                self.notebook.write(&self.memory)?;
            }
        }
        Ok(())
    }

    fn perform(&self, key: &str, number: usize) -> Result<Ending> {
        let story = self.cast.story(key).context("the story is gone")?;
        let act: &Act = story.acts.get(number).context("the act is gone")?;
        self.stage()?.perform(story, number, act)
    }

    fn remember(&mut self, at: At) -> Result<()> {
        let round = self.round_mut()?;
        round.played = round.played.max(Some(at));
        self.notebook.write(&self.memory)
    }

    fn advance(&self, to: At) -> Result<()> {
        let to = self.timeline(self.round()?).instant(to);
        let body = json!({ "to": to });
        let call = Call { method: "POST", path: "/v1/test-clock/advance", ..nobody() };
        let call = Call { bearer: &self.memory.keys.api_key, body: Some(&body), ..call };
        let reply = self.door.send(&call)?;
        // A clock that has passed the time by itself takes no step back.
        if reply.status == 422 && self.now()? >= to {
            return Ok(());
        }
        reply.good("the clock").map(|_| ())
    }

    /// What the dealer's clock shows.
    fn now(&self) -> Result<DateTime<Utc>> {
        let call = Call { path: "/v1/test-clock", bearer: &self.memory.keys.api_key, ..nobody() };
        let mut reply = self.door.send(&call)?.good("the clock")?;
        let now = reply.body.get_mut("now").context("the clock shows nothing")?;
        serde_json::from_value(now.take()).context("the clock shows no time")
    }

    fn stage(&self) -> Result<Stage<'_>> {
        let Self { cast, door, memory, .. } = self;
        Ok(Stage { cast, door, memory, round: self.round()?, now: (self.clock)() })
    }

    fn round(&self) -> Result<&Round> {
        self.memory.round.as_ref().context("the story has not begun; `followthrough-demo seed` begins it")
    }

    fn round_mut(&mut self) -> Result<&mut Round> {
        self.memory.round.as_mut().context("the story has not begun")
    }

    fn timeline(&self, round: &Round) -> Timeline {
        Timeline::new(round.monday, self.cast.zone)
    }
}

/// Whether the server knows the dealer. One that is away does not say.
fn is_known(door: &Door, keys: &Keys) -> Result<bool> {
    let call = Call { path: "/v1/test-clock", bearer: &keys.api_key, ..nobody() };
    Ok(door.ask(&call)?.status == 200)
}
