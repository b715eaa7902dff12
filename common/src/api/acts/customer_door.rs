//! What a customer can do with a sale.

use super::{Stateless, TheOnly, acts};
use crate::{
    api::{
        contact::{OwnerReplyBody, RelationshipBody},
        customer_door::{
            AcceptMoveBody, AdjustmentReplyBody, AnswerBody, DeliveryReplyBody, MessageBody, MoveBody,
            NoteBody, OwnAskBody, PlainBody, PromiseReplyBody, WhyBody,
            agenda::ConsentBody,
            handling::{AgreementReplyBody, ConcernBody, ReturnBody, SnagBody, VitalAreasBody},
            handover::{DeliveryLinesBody, EndingBody},
            value::{
                ExpectationStateBody, PlanAcceptance, PlanWish, ReasonCorrection, SuccessCorrection,
                TestimonialGrant,
            },
        },
    },
    domain::{
        attachment::{self, Sent},
        check::{self, About},
        concern, delivery, expectation, introduction,
        milestone::{self, SnagCommand},
        promise, reason,
        referral::{self, ReferralAction},
        relationship_plan,
        resource::{self, ResourceAction},
        sale::Command,
        success, testimonial,
        touchpoint::{self, Remedy},
    },
    id::{
        AdjustmentId, AskId, ConcernId, DeliveryId, ExpectationId, FileId, IntroductionId, MilestoneId,
        OwnerChangeId, PromiseId, ReasonId, ReferralId, ResourceId, SnagId, SuccessId, TestimonialId,
        TouchpointId,
    },
};

/// Everything that a customer can do.
pub fn all(rows: &mut impl super::Rows) {
    answering(rows);
    on_the_agenda(rows);
    about_concerns(rows);
}

acts! {
    /// To questions.
    answering, Answer, "/v1/portal/sales/{sale}" {
    /// Be asked now whether everything is as promised, without waiting for the day on which the vendor asks; the
    /// answer is given to the question that opens. Of a question that is open already, nothing changes.
    OpenOwnAsk Post "/asks" (), OwnAskBody => |(), body| Command::AskNow { check: body.check, about: About::Sale };

    /// Answer a question, or correct the answer. A bad answer opens a concern in the same request.
    AnswerAsk Post "/asks/{ask}/answers" AskId, AnswerBody => |id, body| Command::Ask(id, body.into());

    /// Not now: the question comes back in three days.
    SnoozeAsk Post "/asks/{ask}/snooze" AskId, PlainBody => |id, _| Command::Ask(id, check::Command::Snooze);
    }
}

acts! {
    /// With the agenda, the promises, what was delivered, and what a sale is worth.
    on_the_agenda, Agenda, "/v1/portal/sales/{sale}" {
    /// Let the follow-up rest, go on or end: it is the customer's choice.
    ChangeOwnRelationship Post "/relationship" TheOnly, RelationshipBody => |_, body| Command::Relationship(body.into());

    /// Say whether the new contact is fine. "Not fine" raises a concern, and the change waits.
    ReplyToOwnerChange Post "/owner-changes/{change}/reply" OwnerChangeId, OwnerReplyBody =>
        |id, body| Command::OwnerChange(id, body.into());

    /// That suits me.
    ConfirmTouchpoint Post "/touchpoints/{touchpoint}/confirm" TouchpointId, PlainBody =>
        |id, _| Command::Touchpoint(id, touchpoint::Command::Confirm);

    /// Suggest other times; the old one stands until the vendor picks one.
    RequestTouchpointMove Post "/touchpoints/{touchpoint}/move-requests" TouchpointId, MoveBody =>
        |id, MoveBody { options, reason }| Command::Touchpoint(id, touchpoint::Command::RequestMove { options, reason });

    /// Ask which other times there are; the old one stands until you pick one.
    AskForTouchpointTimes Post "/touchpoints/{touchpoint}/ask-for-times" TouchpointId, WhyBody =>
        |id, WhyBody { reason }| Command::Touchpoint(id, touchpoint::Command::AskForTimes { reason });

    /// Answer the vendor's times with your own; the old one stands until the vendor picks one.
    CounterTouchpointMove Post "/touchpoints/{touchpoint}/counter-move" TouchpointId, MoveBody =>
        |id, MoveBody { options, reason }| Command::Touchpoint(id, touchpoint::Command::CounterMove { options, reason });

    /// "That is fine", or not: the answer to a wish of the vendor's that breaks a rule.
    AnswerConsent Post "/touchpoints/{touchpoint}/consent" TouchpointId, ConsentBody =>
        |id, body| Command::Touchpoint(id, body.into());

    /// Take one of the times that the vendor suggests.
    AcceptTouchpointMove Post "/touchpoints/{touchpoint}/accept-move" TouchpointId, AcceptMoveBody =>
        |id, AcceptMoveBody { option }| Command::Touchpoint(id, touchpoint::Command::AcceptMove { option });

    /// Take none of the times that the vendor suggests; the old one stands.
    DeclineTouchpointMove Post "/touchpoints/{touchpoint}/decline-move" TouchpointId, NoteBody =>
        |id, NoteBody { note: reason }| Command::Touchpoint(id, touchpoint::Command::DeclineMove { reason });

    /// A step of the customer's own is taken.
    CompleteTouchpoint Post "/touchpoints/{touchpoint}/complete" TouchpointId, PlainBody =>
        |id, _| Command::Touchpoint(id, touchpoint::Command::Complete);

    /// Yes, it happened.
    AgreeTouchpoint Post "/touchpoints/{touchpoint}/agree" TouchpointId, PlainBody =>
        |id, _| Command::Touchpoint(id, touchpoint::Command::AgreeDone);

    /// This did not happen.
    DisputeTouchpoint Post "/touchpoints/{touchpoint}/dispute" TouchpointId, NoteBody =>
        |id, NoteBody { note }| Command::Touchpoint(id, touchpoint::Command::Dispute { note });

    /// It did happen after all.
    TakeBackTouchpoint Post "/touchpoints/{touchpoint}/take-back" TouchpointId, PlainBody =>
        |id, _| Command::Touchpoint(id, touchpoint::Command::TakeBack);

    /// Call it off, until a day before.
    CancelTouchpoint Post "/touchpoints/{touchpoint}/cancel" TouchpointId, NoteBody => |id, NoteBody { note: reason }| {
        let (replacement, remedy) = (None, Remedy::Nothing);
        Command::Touchpoint(id, touchpoint::Command::Cancel { reason, replacement, remedy })
    };

    /// Answer to a proposed date, to other words, to something in its place, or to "kept".
    ReplyToPromise Post "/promises/{promise}/reply" PromiseId, PromiseReplyBody =>
        |id, body| Command::Promise(id, body.try_into()?);

    /// Not kept, or not as described.
    DisputePromise Post "/promises/{promise}/dispute" PromiseId, NoteBody =>
        |id, NoteBody { note }| Command::Promise(id, promise::Command::Dispute { note });

    /// Never mind: the customer no longer wants it.
    ReleasePromise Post "/promises/{promise}/release" PromiseId, PlainBody =>
        |id, _| Command::Promise(id, promise::Command::Release);

    /// Take it, leave it, or talk about it first.
    ReplyToAdjustment Post "/adjustments/{adjustment}/reply" AdjustmentId, AdjustmentReplyBody =>
        |id, body| Command::Adjustment(id, body.try_into()?);

    /// Received, all there; or something is missing.
    ReplyToDelivery Post "/deliveries/{delivery}/reply" DeliveryId, DeliveryReplyBody =>
        |id, body| Command::Delivery(id, body.into());

    /// Accepted, short or refused, line by line. What is wrong raises a concern in the same request.
    AnswerDeliveryLines Post "/deliveries/{delivery}/lines" DeliveryId, DeliveryLinesBody =>
        |id, body| Command::Delivery(id, delivery::Command::AnswerLines { replies: body.lines });

    /// End the follow-up: the customer is not satisfied.
    EndOwnFollowUp Post "/end-unsatisfied" (), EndingBody =>
        |(), EndingBody { reason }| Command::EndUnsatisfied { reason };

    /// Why you chose this.
    AddOwnReason Post "/reasons" (), reason::Telling => |(), told| Command::Reason(reason::Command::Add(told));

    /// Say a reason better.
    CorrectReason Post "/reasons/{reason}/correct" Stateless<ReasonId>, ReasonCorrection =>
        |Stateless(id), ReasonCorrection { text, kind }| Command::Reason(reason::Command::Correct { id, text, kind });

    /// What you expect.
    AddOwnExpectation Post "/expectations" (), expectation::Wording =>
        |(), wording| Command::Expectation(expectation::Command::Add(wording));

    /// Whether an expectation came true. "Not met" raises a concern in the same request.
    SetExpectationState Post "/expectations/{expectation}/state" ExpectationId, ExpectationStateBody =>
        |id, ExpectationStateBody { state, note }|
        Command::Expectation(expectation::Command::SetState { id, state, note, ask: None });

    /// Yes, so it was.
    AgreeToSuccess Post "/successes/{success}/agree" SuccessId, PlainBody =>
        |id, _| Command::Success(success::Command::Act(id, success::Act::Agree));

    /// Not quite: how it was, in your words.
    CorrectSuccess Post "/successes/{success}/correct" SuccessId, SuccessCorrection =>
        |id, SuccessCorrection { words }| Command::Success(success::Command::Act(id, success::Act::Correct { words }));

    /// It was opened.
    OpenResource Post "/resources/{resource}/open" ResourceId, NoteBody =>
        |id, NoteBody { note }| Command::Resource(resource::Command::Act(id, ResourceAction::Open, note));

    /// That was useful.
    FindResourceUseful Post "/resources/{resource}/useful" ResourceId, NoteBody =>
        |id, NoteBody { note }| Command::Resource(resource::Command::Act(id, ResourceAction::FindUseful, note));

    /// Not for me.
    SetResourceAside Post "/resources/{resource}/not-for-me" ResourceId, NoteBody =>
        |id, NoteBody { note }| Command::Resource(resource::Command::Act(id, ResourceAction::SetAside, note));

    /// Yes, introduce us.
    AcceptIntroduction Post "/introductions/{introduction}/accept" IntroductionId, PlainBody =>
        |id, _| Command::Introduction(introduction::Command::Act(id, introduction::Act::Accept));

    /// No, thank you.
    DeclineIntroduction Post "/introductions/{introduction}/decline" IntroductionId, NoteBody =>
        |id, NoteBody { note }|
        Command::Introduction(introduction::Command::Act(id, introduction::Act::Decline { note }));

    /// Yes, you may show this, there and nowhere else.
    GrantTestimonial Post "/testimonials/{testimonial}/grant" TestimonialId, TestimonialGrant =>
        |id, TestimonialGrant { words, shown_as, uses }|
        Command::Testimonial(testimonial::Command::Act(id, testimonial::Act::Grant { words, shown_as, uses }));

    /// No.
    DeclineTestimonial Post "/testimonials/{testimonial}/decline" TestimonialId, PlainBody =>
        |id, _| Command::Testimonial(testimonial::Command::Act(id, testimonial::Act::Decline));

    /// No longer: it is not shown from now on.
    RevokeTestimonial Post "/testimonials/{testimonial}/revoke" TestimonialId, PlainBody =>
        |id, _| Command::Testimonial(testimonial::Command::Act(id, testimonial::Act::Revoke));

    /// Who else could use this; refused until you are satisfied.
    NameReferral Post "/referrals" (), referral::Naming =>
        |(), named| Command::Referral(referral::Command::Name(named));

    /// Take a name back.
    WithdrawReferral Post "/referrals/{referral}/withdraw" ReferralId, PlainBody =>
        |id, _| Command::Referral(referral::Command::Act(id, ReferralAction::Withdraw));

    /// The plan suits me.
    AcceptRelationshipPlan Post "/relationship-plan/accept" TheOnly, PlanAcceptance =>
        |_, PlanAcceptance { version }|
        Command::RelationshipPlan(relationship_plan::Command::Accept { version });

    /// I would like the plan otherwise.
    ProposePlanChange Post "/relationship-plan/propose-change" TheOnly, PlanWish =>
        |_, PlanWish { wish }| Command::RelationshipPlan(relationship_plan::Command::WantChange { wish });
    }
}

acts! {
    /// About what is wrong, and how it is handled.
    about_concerns, Concern, "/v1/portal/sales/{sale}" {
    /// Raise a concern. It has an owner and a clock in the answer already.
    RaiseOwnConcern Post "/concerns" (), ConcernBody => |(), body| Command::RaiseConcern(Box::new(body.into()));

    /// Say something about it.
    WriteToConcern Post "/concerns/{concern}/messages" ConcernId, MessageBody =>
        |id, MessageBody { text }| Command::Concern(id, concern::Command::Write { text });

    /// Show what is wrong: up to five files of up to ten megabytes with what was raised, and with each message. A
    /// picture is made anew, smaller and without when and where it was taken.
    AttachOwnFile File "/concerns/{concern}/files" Stateless<ConcernId>, Sent =>
        |Stateless(id), sent| Command::Attachment(attachment::Command::Attach(id, sent));

    /// Take a file back that you sent, while the concern is open.
    RemoveOwnFile Post "/concerns/{concern}/files/{file}/remove" (ConcernId, FileId), PlainBody =>
        |(id, file), _| Command::Attachment(attachment::Command::Remove(id, file));

    /// Yes, sorted.
    ConfirmConcern Post "/concerns/{concern}/confirm" ConcernId, PlainBody =>
        |id, _| Command::Concern(id, concern::Command::Confirm);

    /// Not yet: the next round begins.
    DenyConcern Post "/concerns/{concern}/not-yet" ConcernId, NoteBody =>
        |id, NoteBody { note: reason }| Command::Concern(id, concern::Command::NotYet { reason });

    /// Take it back.
    WithdrawConcern Post "/concerns/{concern}/withdraw" ConcernId, NoteBody =>
        |id, NoteBody { note: reason }| Command::Concern(id, concern::Command::Withdraw { reason });

    /// The final answer is not accepted: the concern is referred, and where else to go is shown.
    DisagreeWithAnswer Post "/concerns/{concern}/disagree" ConcernId, NoteBody =>
        |id, NoteBody { note: reason }| Command::Concern(id, concern::Command::Disagree { reason });

    /// Say better what it is, or how bad. What the customer says counts.
    DescribeConcern Post "/concerns/{concern}/describe" ConcernId, concern::Description =>
        |id, said| Command::Concern(id, concern::Command::Describe(Box::new(said)));

    /// It is back: raises another concern that follows this one.
    ReturnConcern Post "/concerns/{concern}/it-is-back" ConcernId, ReturnBody =>
        |id, ReturnBody { words, severity }| Command::Concern(id, concern::Command::Return { words, severity });

    /// Accept what happens when something goes wrong, or say what should be different.
    ReplyToAgreement Post "/agreement/replies" TheOnly, AgreementReplyBody =>
        |_, body| Command::Agreement(body.into_command()?);

    /// Say what matters most, up to five areas, most vital first.
    SetOwnVitalAreas Put "/vital-areas" (), VitalAreasBody => |(), body| Command::SetVitalAreas(body.areas);

    /// Write down a small thing that is wrong.
    AddOwnSnag Post "/milestones/{milestone}/snags" MilestoneId, SnagBody =>
        |id, body| Command::Milestone(id, milestone::Command::AddSnag(body.into()));

    /// It is right.
    ConfirmSnag Post "/milestones/{milestone}/snags/{snag}/confirm" (MilestoneId, SnagId), PlainBody =>
        |(id, snag), _| Command::Milestone(id, milestone::Command::Snag(snag, SnagCommand::Confirm));

    /// It is still wrong.
    ReopenSnag Post "/milestones/{milestone}/snags/{snag}/reopen" (MilestoneId, SnagId), NoteBody =>
        |(id, snag), NoteBody { note }|
        Command::Milestone(id, milestone::Command::Snag(snag, SnagCommand::Reopen { note }));
    }
}
