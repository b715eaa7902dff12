//! The reasons to look at a sale, in the order of their urgency. First comes what breaks trust while nobody
//! looks; last what could be won.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// What a reason is about, for lists of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WorkKind {
    /// The plan with the customer.
    Agenda,
    /// What was promised.
    Promise,
    /// What the customer raised.
    Concern,
    /// The silence clock.
    Silence,
    /// The customer waits for an answer.
    Reply,
    /// Whether the sale is followed up at all.
    FollowUp,
    /// The customer's record changed.
    Customer,
    /// Whether the sale is complete.
    Completion,
    /// What could come next.
    NextSale,
}

impl WorkKind {
    /// The word in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agenda => "agenda",
            Self::Promise => "promise",
            Self::Concern => "concern",
            Self::Silence => "silence",
            Self::Reply => "reply",
            Self::FollowUp => "follow_up",
            Self::Customer => "customer",
            Self::Completion => "completion",
            Self::NextSale => "next_sale",
        }
    }
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident $code:literal $rank:literal $kind:ident $words:literal => $task:literal;)+) => {
        /// Why somebody should look at a sale.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        // Not `rename = $code` for each: the OpenAPI document would not see it. A test compares both.
        #[serde(rename_all = "snake_case")]
        pub enum ReasonCode { $($(#[$doc])* $name),+ }

        impl ReasonCode {
            /// Every reason, the most urgent first.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// The word in the data.
            pub fn as_str(self) -> &'static str { match self { $(Self::$name => $code),+ } }
            /// How urgent it is; a lower number comes first.
            pub fn rank(self) -> u16 { match self { $(Self::$name => $rank),+ } }
            /// What it is about.
            pub fn kind(self) -> WorkKind { match self { $(Self::$name => WorkKind::$kind),+ } }
            /// The reason in plain words.
            pub fn words(self) -> &'static str { match self { $(Self::$name => $words),+ } }
            /// What to do about it.
            pub fn task(self) -> &'static str { match self { $(Self::$name => $task),+ } }
        }
    };
}

reasons! {
    /// Moves tore a gap that the customer did not agree to.
    MomentumBroken "momentum_broken" 10 Agenda
        "Moves have torn a gap that is longer than we allow" => "Offer an earlier time or a call in between";
    /// One item was moved again and again.
    MovedTooOften "moved_too_often" 12 Agenda
        "We have moved this for the third time" => "Call in person; the manager knows";
    /// We did not come, and nothing is planned instead.
    MissedByUs "missed_by_us" 14 Agenda
        "We missed this, and nothing is planned instead" => "Apologize and plan it anew";
    /// Something required was called off, and nothing is planned instead.
    RequiredCalledOff "required_called_off" 16 Agenda
        "The customer called off what belongs to the plan, and nothing is planned instead"
        => "Ask what suits them, and plan it anew";
    /// A concern's time is over.
    ConcernOverdue "concern_overdue" 20 Concern
        "The time that we gave ourselves for this concern is over" => "Answer now, and say when the next word comes";
    /// We have been silent for too long.
    SilenceOver "silence_over" 22 Silence
        "We have been silent for longer than we allow; the customer sees that we owe a word"
        => "Send news, also that nothing is new, if you checked";
    /// A promise is late.
    PromiseLate "promise_late" 24 Promise
        "This promise is late" => "Say when it will be kept, and propose a date";
    /// A promise was given up, and nothing was offered in its place.
    PromiseBroken "promise_broken" 25 Promise
        "We gave this promise up and offered nothing in its place" => "Offer something in its place";
    /// The sale was complete and is no longer.
    CompletionLost "completion_lost" 26 Completion
        "The sale was complete and is not any more" => "Find out why, and talk to the customer";
    /// The customer does not take what was offered in place of a promise that we gave up.
    RemedyDeclined "remedy_declined" 27 Promise
        "The customer does not take what we offered in place of this promise" => "Offer something else in its place";
    /// The customer is not happy with the new contact.
    OwnerContested "owner_contested" 28 Customer
        "The customer does not agree to the new contact" => "Talk to the customer before the change";
    /// A milestone's day is over, and it is not reached.
    MilestoneLate "milestone_late" 29 Agenda
        "The day of this milestone is over, and it is not reached" => "Say that it is reached, or when it will be and why";
    /// The customer says that something did not happen.
    Contradicted "contradicted" 30 Reply
        "The customer contradicts what we reported" => "Ask what happened, and put it right";
    /// A small thing should be right by now.
    SnagOverdue "snag_overdue" 31 Concern
        "This small thing should be right by now" => "Put it right, and say so";
    /// Most of a concern's time is over.
    ConcernNearlyOverdue "concern_nearly_overdue" 32 Concern
        "Three quarters of the time for this concern are over" => "Answer today";
    /// The customer wrote or raised something.
    ConcernWaits "concern_waits" 34 Reply
        "The customer waits for our answer" => "Answer";
    /// We said that a small thing is right, and the customer does not agree.
    SnagReopened "snag_reopened" 35 Reply
        "We said that this small thing is right, and the customer does not agree" => "Look at it again with them";
    /// The customer suggests other times.
    MoveWaits "move_waits" 36 Reply
        "The customer asked to move this" => "Accept a time, or suggest another";
    /// The customer wants something else agreed for when something goes wrong.
    AgreementChangeWanted "agreement_change_wanted" 37 Reply
        "The customer wants the agreement about problems changed" => "Offer the next version, or talk to them";
    /// Nobody reported whether it happened.
    NotReported "not_reported" 38 Agenda
        "Nobody has reported whether this happened" => "Report it, or say that it was missed";
    /// The customer would like to keep in touch in another way.
    PlanChangeWanted "plan_change_wanted" 39 Reply
        "The customer would like to keep in touch in another way" => "Suggest another plan";
    /// A promise may not be kept in time.
    PromiseAtRisk "promise_at_risk" 40 Promise
        "This promise is at risk" => "Settle the new date with the customer";
    /// The customer did not come to what the agenda needs, and nothing is planned instead.
    MissedByCustomer "missed_by_customer" 41 Agenda
        "The customer missed this, and nothing is planned instead" => "Ask what suits them, and plan it anew";
    /// It is on the agenda today.
    DueToday "due_today" 42 Agenda
        "This is on the agenda today" => "Do it, and report it";
    /// Most of the silence that we allow is over.
    SilenceNear "silence_near" 44 Silence
        "Three quarters of the silence that we allow are over" => "Send news today or tomorrow";
    /// A promise is due soon.
    PromiseDueSoon "promise_due_soon" 46 Promise
        "This promise is due soon" => "Make sure that it will be kept; say so early if not";
    /// The customer says that a success was otherwise.
    SuccessCorrected "success_corrected" 47 Reply
        "The customer says how this success really was" => "Write it as they said, or take it back";
    /// The customer's needs changed.
    NeedsChanged "needs_changed" 48 Customer
        "The customer's needs have changed" => "Read the change, and see what it means for the plan";
    /// A small thing is wrong.
    SnagOpen "snag_open" 49 Concern
        "A small thing is wrong" => "Put it right, and say so";
    /// Nothing is planned at all.
    NoAgenda "no_agenda" 50 FollowUp
        "This sale has no agenda" => "Plan the follow-up";
    /// Delivered and paid, and nobody asks for the customer's word.
    WordNotAsked "word_not_asked" 51 Completion
        "Delivered and paid, but nobody asks any more whether the customer is satisfied"
        => "Ask them, or talk to them about what is missing";
    /// Less is planned than every sale gets.
    BelowMinimum "below_minimum" 52 FollowUp
        "Less follow-up is planned than every sale gets" => "Plan what is missing";
    /// The customer would like to meet somebody, whose answer we do not have.
    IntroductionWaits "introduction_waits" 53 Reply
        "The customer said yes to an introduction" => "Ask the other one, and record the answer";
    /// No next contact is planned.
    NoNextContact "no_next_contact" 54 FollowUp
        "No next contact is planned" => "Plan the next contact";
    /// The customer named somebody who could use this too.
    ReferralNamed "referral_named" 88 NextSale
        "The customer named somebody who could use this too" => "Speak with them, and say so";
    /// The customer is satisfied: who else could use this?
    NextSale "next_sale" 90 NextSale
        "The customer is satisfied" => "Ask what comes next, and who else could use this";
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl FromStr for ReasonCode {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|code| code.as_str() == word).ok_or("is no reason")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reasons_stand_in_the_order_of_their_ranks_and_every_word_is_the_tables() {
        let ranks: Vec<u16> = ReasonCode::ALL.iter().map(|code| code.rank()).collect();
        assert!(ranks.windows(2).all(|pair| pair[0] < pair[1]), "{ranks:?}");
        // With 52 bits of time below it, a rank has ten.
        assert!(ranks.iter().all(|rank| *rank < 1024));
        for code in ReasonCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
            assert_eq!(code.as_str().parse(), Ok(*code));
            assert_eq!(serde_json::to_value(code.kind()).unwrap(), code.kind().as_str());
        }
    }
}
