//! What somebody may want with a sale, and what a command names that the pure core cannot look up.

use chrono::NaiveDate;

use super::{Opening, Sale};
use crate::{
    domain::{
        adjustment,
        agenda::Agenda,
        check, concern,
        contact_sheet::ContactSheet,
        delivery,
        history::History,
        introduction, milestone,
        note::Note,
        owner_change, payment,
        people::Person,
        promise, relationship_plan,
        shape::Subject,
        subject::{self, subjects},
        touchpoint,
        transition::Machine,
        update, vital_area,
        wish::Wish,
    },
    id::{self, CustomerId, MemberId, PromiseId, SaleId},
    text::{Line, Words},
    time::ZoneName,
};

macro_rules! commands {
    (
        each { $($each:ident($each_id:ident) $each_file:ident in $each_field:ident,)+ }
        list { $($list:ident($list_id:ident) $list_file:ident in $list_field:ident,)+ }
        one { $($one:ident $one_file:ident in $one_field:ident,)+ }
        told { $($told:tt)* }
        kept { $($kept:tt)* }
        $($own:tt)*
    ) => {
        /// What somebody wants with a sale. What somebody wants with one of its subjects stands there.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Command {
            $($own)*
            $(#[doc = "Do something with this one."] $each(id::$each_id, subject::$each_file::Command),)+
            $(#[doc = "Do something with one of these, or begin one."] $list(subject::$list_file::Command),)+
            $(#[doc = "Do something with it."] $one(subject::$one_file::Command),)+
        }

        impl Command {
            /// The state of the one thing that it is about, of those that have a table.
            pub fn state(&self, sale: &Sale) -> Option<&'static str> {
                match self {
                    Self::Milestone(_, milestone::Command::Snag(id, _)) => {
                        sale.snag(*id).map(|it| it.state.as_str())
                    }
                    $(Self::$each(id, _) => <subject::$each_file::Event as Subject>::state(&sale.$each_field, *id),)+
                    $(Self::$list(it) => {
                        <subject::$list_file::Event as Subject>::state(&sale.$list_field, it.about()?)
                    })+
                    $(Self::$one(_) => <subject::$one_file::Event as Subject>::state(&sale.$one_field, ()),)+
                    _ => None,
                }
            }
        }
    };
}

subjects! { commands
    /// Begin the follow-up.
    Open(Box<Opening>),
    /// Take over a sale with its past.
    RecordHistory(Box<Opening>, Box<History>),
    /// Call the sale off.
    Cancel {
        /// Why.
        reason: Option<Words>,
    },
    /// End the follow-up honestly: the customer is not satisfied.
    EndUnsatisfied {
        /// Why.
        reason: Words,
    },
    /// The delivery is expected on another day.
    ExpectDelivery {
        /// The day.
        on: NaiveDate,
    },
    /// Do what time brings.
    Tick,
    /// Make the agenda of a sale that began without one.
    MakeAgenda(Box<Agenda>),
    /// Put something on the agenda.
    PlanTouchpoint(Box<touchpoint::Plan>, touchpoint::Remedy),
    /// Ask a question now.
    AskNow {
        /// `key@version`.
        check: Line,
        /// What it is about.
        about: check::About,
    },
    /// Raise a concern.
    RaiseConcern(Box<concern::Raise>),
    /// Write a promise down.
    MakePromise(Box<promise::Making>),
    /// Put a session of a promise on the agenda.
    PlanSession(PromiseId, Box<touchpoint::Plan>, touchpoint::Remedy),
    /// Propose to do something differently.
    ProposeAdjustment(Box<adjustment::Proposal>),
    /// Something arrived.
    ReportDelivery(Box<delivery::Report>),
    /// Money moved.
    ReportPayment(payment::Report),
    /// Send news.
    SendUpdate(Box<update::Message>),
    /// Write something on the record.
    Note(Box<Note>),
    /// Say what matters most to the customer.
    SetVitalAreas(Vec<vital_area::Wish>),
    /// Plan a milestone.
    PlanMilestone(Box<milestone::Plan>),
    /// Say who belongs to the sale on the customer's side.
    SetPeople(Vec<Person>),
    /// Say how many working minutes an answer took before the signature.
    SetReplyBefore {
        /// None takes the figure back.
        minutes: Option<i64>,
    },
    /// Announce another owner.
    ChangeOwner(Box<owner_change::NewOwner>),
    /// Write down whom to contact when.
    SetContactSheet(Box<ContactSheet>),
    /// The change of the needs was read.
    ReadNeeds {
        /// What follows from it.
        note: Option<Words>,
    },
}

impl Command {
    /// What a sale begins with, if this begins it.
    pub fn opening(&self) -> Option<&Opening> {
        match self {
            Self::Open(opening) | Self::RecordHistory(opening, _) => Some(opening),
            _ => None,
        }
    }

    /// A cancelled sale takes corrections and words, but nothing new begins in it.
    pub(super) fn begins_something(&self) -> bool {
        let plans = matches!(self, Self::Touchpoint(_, command) if !command.plans().is_empty());
        plans
            || matches!(
                self,
                Self::PlanTouchpoint(..)
                    | Self::MakeAgenda(_)
                    | Self::PlanSession(..)
                    | Self::ProposeAdjustment(_)
                    | Self::AskNow { .. }
                    | Self::Cancel { .. }
                    | Self::ExpectDelivery { .. }
                    | Self::EndUnsatisfied { .. }
                    | Self::Agreement(_)
                    | Self::PlanMilestone(_)
                    | Self::ChangeOwner(_)
                    | Self::Relationship(_)
                    | Self::Introduction(introduction::Command::Offer(..))
                    | Self::RelationshipPlan(relationship_plan::Command::Suggest(_))
            )
    }

    /// The members that it names, by the field of the request.
    pub fn members(&self) -> Vec<(String, MemberId)> {
        let promises = self.opening().map_or(&[][..], |opening| &opening.promises).iter().enumerate();
        let makers = promises.filter_map(|(row, it)| Some((format!("/promises/{row}/made_by"), it.made_by?)));
        let people = self.people().into_iter().map(|(field, member)| (field.to_owned(), member));
        people.chain(makers).collect()
    }

    fn people(&self) -> Vec<(&'static str, MemberId)> {
        match self {
            Self::Open(opening) | Self::RecordHistory(opening, _) => vec![("/owner", opening.owner)],
            Self::MakePromise(making) => making.made_by.iter().map(|by| ("/made_by", *by)).collect(),
            Self::PlanTouchpoint(plan, remedy) => {
                let bridge = remedy.bridge().map(|plan| ("/bridge/owner", plan.owner));
                [("/owner", plan.owner)].into_iter().chain(bridge).collect()
            }
            Self::ChangeOwner(new) => vec![("/to", new.to)],
            Self::PlanSession(_, plan, remedy) => {
                let bridge = remedy.bridge().map(|plan| ("/bridge/owner", plan.owner));
                [("/plan/owner", plan.owner)].into_iter().chain(bridge).collect()
            }
            Self::RelationshipPlan(relationship_plan::Command::Suggest(terms)) => {
                vec![("/owner", terms.owner)]
            }
            Self::Touchpoint(_, touchpoint::Command::ChangeOwner { to, .. }) => vec![("/to", *to)],
            Self::Touchpoint(_, command) => {
                let checked = match command {
                    touchpoint::Command::ReportDone(report) => report.verified,
                    _ => None,
                };
                let plans = command.plans().into_iter().map(|(field, plan)| (field, plan.owner));
                plans.chain(checked.map(|verified| ("/verified/by", verified.by))).collect()
            }
            Self::SendUpdate(message) => {
                message.verified.iter().map(|verified| ("/verified/by", verified.by)).collect()
            }
            Self::Concern(_, concern::Command::Assign { to, .. } | concern::Command::HandOver { to, .. }) => {
                vec![("/to", *to)]
            }
            Self::PlanMilestone(plan) => vec![("/overseer", plan.overseer)],
            Self::Milestone(_, milestone::Command::AddSnag(note)) => {
                note.owner.iter().map(|owner| ("/owner", *owner)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The customers that it names besides those of an opening, by the field of the request.
    pub fn customers(&self) -> Vec<(String, CustomerId)> {
        match self {
            Self::Introduction(introduction::Command::Offer(offer, _)) => offer
                .other
                .customer
                .iter()
                .map(|customer| ("/other/customer".to_owned(), *customer))
                .collect(),
            Self::SetPeople(people) => {
                let named = people.iter().enumerate();
                named.map(|(row, it)| (format!("/people/{row}/customer"), it.customer)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The other sales that it names, by the field of the request.
    pub fn sales(&self) -> Vec<(&'static str, SaleId)> {
        match self {
            Self::Introduction(introduction::Command::Offer(_, Some(counterpart))) => {
                vec![("/counterpart/sale", counterpart.sale)]
            }
            _ => Vec::new(),
        }
    }

    /// The zones that it names, by the field of the request.
    pub fn zones(&self) -> Vec<(&'static str, &ZoneName)> {
        match self {
            Self::Open(opening) | Self::RecordHistory(opening, _) => {
                vec![("/time_zone", &opening.time_zone)]
            }
            Self::PlanSession(_, plan, remedy) => {
                let bridge = remedy.bridge().map(|plan| ("/bridge/slot/time_zone", &plan.slot.time_zone));
                [("/plan/slot/time_zone", &plan.slot.time_zone)].into_iter().chain(bridge).collect()
            }
            Self::PlanTouchpoint(plan, remedy) => {
                let bridge = remedy.bridge().map(|plan| ("/bridge/slot/time_zone", &plan.slot.time_zone));
                [("/slot/time_zone", &plan.slot.time_zone)].into_iter().chain(bridge).collect()
            }
            Self::Touchpoint(_, command) => {
                let slots = command.slots().into_iter().map(|(field, slot)| (field, &slot.time_zone));
                let plans = command.plans().into_iter().map(|(field, plan)| (field, &plan.slot.time_zone));
                slots.chain(plans).collect()
            }
            _ => Vec::new(),
        }
    }
}
