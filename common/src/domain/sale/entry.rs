//! What an event says in the history of its sale.

use super::Sale;
use crate::{
    domain::{
        check::{About, Ask},
        entry::{Entry, Page, Titles},
        event::EventBody,
        member::Member,
        shape::Subject,
        subject::subjects,
    },
    text::Line,
};

impl Titles for Sale {
    fn called(&self, part: About) -> Option<String> {
        match part {
            About::Sale => Some(self.title.to_string()),
            About::Touchpoint(id) => self.touchpoint(id).map(|it| it.plan.title.to_string()),
            About::Delivery(id) => self.delivery(id).map(|it| it.reference.to_string()),
            About::Promise(id) => self.promise(id).map(|it| it.making.statement.to_string()),
            About::Concern(id) => self.concern(id).map(|it| it.opening.number.to_string()),
            About::Expectation(id) => self.expectation(id).map(|it| it.statement.to_string()),
            About::VitalArea(id) => self.vital_area(id).map(|it| it.area.to_string()),
        }
    }

    fn named_by(&self, ask: &Ask) -> Option<String> {
        Self::named_by(self, ask)
    }

    fn currency(&self) -> Option<&Line> {
        self.currency.as_ref()
    }
}

macro_rules! entries {
    (
        each { $($each:ident($each_id:ident) $each_file:ident in $each_field:ident,)+ }
        list { $($list:ident($list_id:ident) $list_file:ident in $list_field:ident,)+ }
        one { $($one:ident $one_file:ident in $one_field:ident,)+ }
        told { $($told:ident($told_id:ident) $told_file:ident in $told_field:ident,)+ }
        kept { $($kept:ident $kept_file:ident in $kept_field:ident,)+ }
    ) => {
        /// What the event says, told from the sale as it stands now and with the names of the vendor's people.
        pub fn entry(body: &EventBody, sale: &Sale, members: &[Member]) -> Entry {
            let page = Page { sale, members };
            match body {
                EventBody::Sale { event } => event.entry(sale, (), page),
                $(EventBody::$each { id, event } => event.entry(&sale.$each_field, *id, page),)+
                $(EventBody::$list { id, event } => event.entry(&sale.$list_field, *id, page),)+
                $(EventBody::$one { event } => event.entry(&sale.$one_field, (), page),)+
                $(EventBody::$told { id, event } => event.entry(&sale.$told_field, *id, page),)+
                $(EventBody::$kept { event } => event.entry(&sale.$kept_field, (), page),)+
            }
        }
    };
}

subjects!(entries);
