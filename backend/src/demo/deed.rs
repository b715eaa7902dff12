//! What the story does beside agenda, questions and promises of the offer: from a deed to the command, if it
//! has not happened yet and nobody decided otherwise.

use followthrough_common::{
    actor::Role,
    domain::{
        adjustment::{self, Adjustment, AdjustmentState},
        agreement::{self, AgreementState, EscalationStep, Terms, standard_terms},
        concern,
        delivery::{self, DeliveryState, LineReply, Verdict},
        entry::Visibility,
        introduction::{self, Acquaintance, Counterpart, Introduction, IntroductionAction},
        milestone::{self, Milestone, SnagCommand, SnagNote, SnagState},
        note::Note,
        owner_change::{self, OwnerChangeState},
        policy::Policy,
        promise::{self, Making, PromiseKind, PromiseSource, PromiseState},
        reason::ReasonKind,
        relationship_plan::{self, Interval, IntervalUnit, PlanState, PlanTerms},
        resource::{self, ResourceAction, ResourceState},
        sale::{Command, NewOwner},
        success::{self, Success, SuccessState},
        testimonial::{self, TestimonialState, Use},
        touchpoint::Remedy,
        transition::Machine as _,
        vital_area,
    },
    link::Link,
};

use super::{
    act::{Scene, line, words},
    cast,
};

/// Something that somebody does.
#[derive(Debug, Clone, Copy)]
pub enum Deed {
    /// How we handle problems, and who takes over when.
    OfferHandling,
    /// That suits the customer.
    AgreeOnHandling,
    /// What matters most to the customer: the area, and how both know.
    Vital(&'static str, &'static str),
    /// Every line of the delivery is there.
    AllThere,
    /// A milestone with its day.
    Milestone { title: &'static str, due: i64 },
    /// It comes later.
    Slip { to: i64, reason: &'static str },
    /// A small thing that is wrong about it.
    Snag { text: &'static str, due: i64 },
    /// It was put right.
    FixSnag { note: &'static str },
    /// Yes, it was.
    SnagIsRight,
    /// The milestone is there.
    Reach { note: &'static str },
    /// A promise made on the way.
    Promise { statement: &'static str, due: i64 },
    /// What becomes of the promise with that statement.
    Word(&'static str, Fate),
    /// Something to do differently.
    Adjust { what: &'static str, why: &'static str, due: i64 },
    /// Yes, please.
    TakeAdjustment,
    /// A success of that day.
    Success { sentence: &'static str, day: i64 },
    /// So it was.
    AgreeToSuccess,
    /// May we show that to others?
    AskToShow(ReasonKind),
    /// In these words, under that name.
    Show { words: &'static str, shown_as: &'static str },
    /// Something useful.
    Resource { title: &'static str, link: &'static str, why: &'static str },
    /// It was opened, and it was.
    FindUseful { note: &'static str },
    /// Somebody whom the customer may like to meet: the part with that key.
    Introduce { one: Known, other: Known, why: &'static str },
    /// Yes, introduce us.
    AcceptIntroduction,
    /// Every six weeks from now on.
    SuggestPlan { topics: &'static [&'static str], review: i64 },
    /// The plan suits the customer.
    AcceptPlan,
    /// Jonas looks after the customer from that day.
    HandOver { from: i64, reason: &'static str, handover: &'static str, introduction: &'static str },
    /// That is fine.
    AgreeToOwner,
    /// Written on the record, for our own eyes.
    Note(&'static str),
    /// What was behind the concern, for our own eyes.
    FindCause(&'static str),
    /// What the customer needs: topic and words.
    Need(&'static str, &'static str),
    /// An address under which somebody else sees where the order stands.
    Share { name: &'static str },
}

/// A customer as somebody hears of them who does not know them yet: the key of their part, and who they are.
#[derive(Debug, Clone, Copy)]
pub struct Known(pub &'static str, pub &'static str);

impl Known {
    fn card(self) -> Option<Acquaintance> {
        let part = cast::part(self.0)?;
        let (name, company, email) = (line(part.name)?, line(part.company), line(part.email));
        Some(Acquaintance { name, company, email, phone: None, customer: None })
    }
}

/// What becomes of a promise.
#[derive(Debug, Clone, Copy)]
pub enum Fate {
    /// It may slip.
    Warned { reason: &'static str, doing: &'static str },
    /// It is done.
    Kept,
    /// Yes, it is.
    Agreed,
    /// It cannot be kept.
    GivenUp { reason: &'static str },
    /// Something in its place.
    Remedy { text: &'static str },
    /// That makes it good.
    MadeGood,
}

impl Scene<'_> {
    /// What the deed comes to now; nothing when it has happened or can no longer happen.
    pub fn deed(&self, deed: Deed) -> Option<Command> {
        match deed {
            Deed::OfferHandling | Deed::AgreeOnHandling => self.agree(deed),
            Deed::Vital(area, standard) => {
                let wish =
                    vital_area::Wish { id: None, area: line(area)?, why: None, standard: words(standard) };
                self.sale.handling.vital_areas.is_empty().then(|| Command::SetVitalAreas(vec![wish]))
            }
            Deed::AllThere => self.all_there(),
            Deed::Milestone { .. }
            | Deed::Slip { .. }
            | Deed::Snag { .. }
            | Deed::FixSnag { .. }
            | Deed::SnagIsRight
            | Deed::Reach { .. } => self.milestone(deed),
            Deed::Promise { statement, due } => {
                let making =
                    Making::new(words(statement)?, PromiseKind::Service, PromiseSource::Conversation);
                let making = Making { original_due: Some(self.timeline.date(due)), ..making };
                let is_new = !self.sale.promises.iter().any(|it| it.making.statement == making.statement);
                is_new.then(|| Command::MakePromise(Box::new(making)))
            }
            Deed::Word(statement, fate) => self.word(statement, fate),
            Deed::Adjust { .. } | Deed::TakeAdjustment => self.adjust(deed),
            Deed::Success { .. } | Deed::AgreeToSuccess | Deed::AskToShow(_) | Deed::Show { .. } => {
                self.succeed(deed)
            }
            Deed::Resource { .. } | Deed::FindUseful { .. } => self.resource(deed),
            Deed::Introduce { .. } | Deed::AcceptIntroduction => self.introduce(deed),
            Deed::SuggestPlan { .. } | Deed::AcceptPlan => self.keep_in_touch(deed),
            Deed::HandOver { .. } | Deed::AgreeToOwner => self.hand_over(deed),
            Deed::Note(text) => {
                // Notes stand in the history only, so the sale cannot tell whether it was written.
                let note = Note { text: words(text)?, visibility: Visibility::Vendor };
                self.is_first.then(|| Command::Note(Box::new(note)))
            }
            // The customer's own, beside the sale.
            Deed::Need(..) | Deed::Share { .. } => None,
            Deed::FindCause(text) => {
                let concern = self.sale.concerns.first().filter(|it| it.inside.root_cause.is_none())?;
                Some(Command::Concern(concern.id, concern::Command::FindCause { text: words(text)? }))
            }
        }
    }

    fn agree(&self, deed: Deed) -> Option<Command> {
        let agreement = &self.sale.handling.agreement;
        let command = match deed {
            Deed::OfferHandling if agreement.versions.is_empty() => {
                agreement::Command::Offer(Box::new(terms()?))
            }
            Deed::AgreeOnHandling if agreement.state == AgreementState::Offered => {
                agreement::Command::Accept { version: agreement.versions.last()?.number }
            }
            _ => return None,
        };
        Some(Command::Agreement(command))
    }

    fn all_there(&self) -> Option<Command> {
        let delivery = self.sale.deliveries.first().filter(|it| it.state == DeliveryState::Reported)?;
        let reply = |line: &delivery::DeliveryLine| LineReply {
            line: line.number,
            verdict: Verdict::Accepted,
            received: None,
            note: None,
        };
        let replies = delivery.lines.iter().map(reply).collect();
        Some(Command::Delivery(delivery.id, delivery::Command::AnswerLines { replies }))
    }

    fn milestone(&self, deed: Deed) -> Option<Command> {
        let known: Option<&Milestone> = self.sale.handling.milestones.first();
        if let Deed::Milestone { title, due } = deed {
            let due = self.timeline.date(due);
            let plan = milestone::Plan { title: line(title)?, text: None, overseer: self.jonas, due };
            return known.is_none().then(|| Command::PlanMilestone(Box::new(plan)));
        }
        let (known, snag) = (known?, known?.snags.first());
        let snag_in = |state: SnagState| snag.filter(|snag| snag.state == state);
        let command = match deed {
            Deed::Slip { to, reason } if known.slips.is_empty() => {
                milestone::Command::Slip { to: self.timeline.date(to), reason: words(reason)? }
            }
            Deed::Snag { text, due } if snag.is_none() => {
                let due = Some(self.timeline.date(due));
                milestone::Command::AddSnag(SnagNote { text: words(text)?, owner: Some(self.jonas), due })
            }
            Deed::FixSnag { note } => {
                let fix = SnagCommand::Fix { note: words(note) };
                milestone::Command::Snag(snag_in(SnagState::Open)?.id, fix)
            }
            Deed::SnagIsRight => {
                milestone::Command::Snag(snag_in(SnagState::Fixed)?.id, SnagCommand::Confirm)
            }
            Deed::Reach { note } if known.ended_at.is_none() => {
                milestone::Command::Reach { note: words(note) }
            }
            _ => return None,
        };
        Some(Command::Milestone(known.id, command))
    }

    fn word(&self, statement: &str, fate: Fate) -> Option<Command> {
        let promise = self.sale.promises.iter().find(|it| &*it.making.statement == statement)?;
        let is_made = matches!(promise.state, PromiseState::Made | PromiseState::AtRisk);
        let is_broken = promise.state == PromiseState::Broken;
        let command = match fate {
            Fate::Warned { reason, doing } if promise.state == PromiseState::Made => {
                let (reason, doing) = (words(reason)?, words(doing)?);
                promise::Command::AnnounceRisk { reason, doing, suggestion: None, due: None }
            }
            Fate::Kept if is_made => promise::Command::ClaimKept { kept_on: None, evidence: None },
            Fate::Agreed if promise.state == PromiseState::ClaimedKept => promise::Command::Agree,
            Fate::GivenUp { reason } if is_made => promise::Command::GiveUp { reason: words(reason)? },
            Fate::Remedy { text } if is_broken && promise.offered_remedy().is_none() => {
                promise::Command::OfferRemedy { text: words(text)?, due: None }
            }
            Fate::MadeGood if is_broken => {
                promise::Command::AcceptRemedy { proposed_at: promise.remedies.last()?.at }
            }
            _ => return None,
        };
        Some(Command::Promise(promise.id, command))
    }

    fn adjust(&self, deed: Deed) -> Option<Command> {
        let known: Option<&Adjustment> = self.sale.adjustments.first();
        if let Deed::Adjust { what, why, due } = deed {
            let due = Some(self.timeline.date(due));
            let (what, why, price_change) = (words(what)?, words(why)?, None);
            let proposal = adjustment::Proposal { what, why, price_change, due };
            return known.is_none().then(|| Command::ProposeAdjustment(Box::new(proposal)));
        }
        let known = known.filter(|it| it.state == AdjustmentState::Proposed)?;
        Some(Command::Adjustment(known.id, adjustment::Command::Accept { version: known.versions.len() }))
    }

    fn succeed(&self, deed: Deed) -> Option<Command> {
        let known: Option<&Success> = self.sale.successes.first();
        let asked = self.sale.testimonials.first();
        match deed {
            Deed::Success { sentence, day } => {
                let (sentence, happened_on) = (words(sentence)?, self.timeline.date(day));
                let entry = success::Entry { sentence, happened_on, evidence: None, expectation: None };
                known.is_none().then_some(Command::Success(success::Command::Write(entry)))
            }
            Deed::AgreeToSuccess => {
                let known = known.filter(|it| it.state == SuccessState::Written)?;
                Some(Command::Success(success::Command::Act(known.id, success::Act::Agree)))
            }
            Deed::AskToShow(kind) => {
                let (uses, reason_kind) = (vec![Use::Portal], Some(kind));
                let question = testimonial::Question { success: known?.id, uses, reason_kind };
                asked.is_none().then_some(Command::Testimonial(testimonial::Command::Ask(question)))
            }
            Deed::Show { words: said, shown_as } => {
                let asked = asked.filter(|it| it.state == TestimonialState::Asked)?;
                let (words, shown_as, uses) = (words(said)?, line(shown_as)?, vec![Use::Portal]);
                let act = testimonial::Act::Grant { words, shown_as, uses };
                Some(Command::Testimonial(testimonial::Command::Act(asked.id, act)))
            }
            _ => None,
        }
    }

    fn resource(&self, deed: Deed) -> Option<Command> {
        let known = self.sale.resources.first();
        let command = match deed {
            Deed::Resource { title, link, why } if known.is_none() => {
                let (title, link, why) = (line(title)?, Link::parse(link).ok()?, words(why)?);
                resource::Command::Send(resource::Pick { title, link, why, expectation: None })
            }
            Deed::FindUseful { note } => {
                let known = known.filter(|it| it.state == ResourceState::Sent)?;
                resource::Command::Act(known.id, ResourceAction::FindUseful, words(note))
            }
            _ => return None,
        };
        Some(Command::Resource(command))
    }

    fn introduce(&self, deed: Deed) -> Option<Command> {
        let known: Option<&Introduction> = self.sale.introductions.first();
        if let Deed::Introduce { one, other, why } = deed {
            let (about, customer, sale) = (words(one.1)?, one.card()?, self.other?.id);
            let counterpart = Counterpart { sale, about, why: words(why)?, customer };
            let (about, other) = (words(other.1)?, other.card()?);
            let offer = introduction::Offer { about, why: words(why)?, other, asked_in: None };
            let offer = introduction::Command::Offer(Box::new(offer), Some(Box::new(counterpart)));
            return known.is_none().then_some(Command::Introduction(offer));
        }
        let known =
            known.filter(|it| it.state.actions(Role::Customer).any(|it| it == IntroductionAction::Accept))?;
        let act = introduction::Act::Accept;
        Some(Command::Introduction(introduction::Command::Act(known.id, act)))
    }

    fn keep_in_touch(&self, deed: Deed) -> Option<Command> {
        let known = self.sale.relationship_plan.as_ref();
        let version = known.map_or(0, |plan| plan.version);
        let command = match (deed, known.map(|plan| plan.state)) {
            (Deed::SuggestPlan { topics, review }, None) => {
                let interval = Interval { every: 6, unit: IntervalUnit::Weeks };
                let topics = topics.iter().filter_map(|topic| line(topic)).collect();
                let next_review_on = self.timeline.date(review);
                relationship_plan::Command::Suggest(PlanTerms {
                    interval,
                    topics,
                    next_review_on,
                    owner: self.anna,
                })
            }
            (Deed::AcceptPlan, Some(PlanState::Proposed)) => relationship_plan::Command::Accept { version },
            _ => return None,
        };
        Some(Command::RelationshipPlan(command))
    }

    fn hand_over(&self, deed: Deed) -> Option<Command> {
        let known = self.sale.contact.owner_changes.first();
        if let Deed::HandOver { from, reason, handover, introduction } = deed {
            let new = NewOwner {
                to: self.jonas,
                reason: words(reason)?,
                effective_from: self.timeline.date(from),
                handover: words(handover)?,
                introduction: words(introduction)?,
                remedy: Remedy::Nothing,
            };
            return known.is_none().then(|| Command::ChangeOwner(Box::new(new)));
        }
        let known = known.filter(|it| it.state == OwnerChangeState::Announced)?;
        Some(Command::OwnerChange(known.id, owner_change::Command::Agree))
    }
}

/// The product's own terms, with the dealer's people in them.
fn terms() -> Option<Terms> {
    let manager = EscalationStep {
        after: 1,
        role: line(cast::MANAGER.role)?,
        name: line(cast::MANAGER.name)?,
        phone: line(cast::MANAGER.phone),
        email: line(cast::MANAGER.email),
    };
    Some(Terms { steps: vec![manager], ..standard_terms(&Policy::default()).terms })
}
