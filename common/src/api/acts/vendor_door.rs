//! What a vendor's people and systems do with a sale. What must look something up before the sale is told (a
//! sale's beginning, its template, the vendor's standard terms) stands with the other handlers.

use super::{Stateless, TheOnly, acts};
use crate::{
    api::{
        contact::RelationshipBody,
        customer_door::{
            AcceptMoveBody, MessageBody, MoveBody, NewDayBody, NoteBody, PlainBody, ReasonBody,
            SuggestionBody, WhyBody, handling::VitalAreasBody, handover::EndingBody,
        },
        vendor_door::{
            asks::{AskInput, RecordedAnswer},
            concerns::{ConcernAssignment, ConcernFinalAnswer, ConcernHandOver, ConcernInput, ConcernLink},
            contact::{OwnerChangeInput, PeopleBody},
            deliveries::DeliveryCompletion,
            handling::{MilestoneSlip, ReplyBefore},
            promises::{ChangeProposal, KeptClaim, PromiseInput, RiskNotice, SessionInput, SessionRemoval},
            sales::{DeliveryExpectation, SaleCancellation},
            touchpoints::{
                TouchpointCancellation, TouchpointMiss, TouchpointMove, TouchpointOwner, TouchpointPlan,
                TouchpointReport,
            },
            value::{IntroductionInput, OtherAnswer, RelationshipPlanInput, SuccessRewrite},
        },
    },
    domain::{
        adjustment,
        attachment::{self, Sent},
        check, concern,
        contact_sheet::ContactSheet,
        delivery, expectation, introduction,
        milestone::{self, SnagCommand},
        note::Note,
        owner_change, payment, promise, reason,
        referral::{self, ReferralAction},
        relationship_plan, resource,
        sale::Command,
        success, testimonial, touchpoint, update,
    },
    id::{
        AdjustmentId, AskId, ConcernId, DeliveryId, FileId, IntroductionId, MilestoneId, OwnerChangeId,
        PromiseId, ReferralId, SnagId, SuccessId, TestimonialId, TouchpointId,
    },
};

acts! {
    /// Everything that a vendor does.
    all, Sales, "/v1/sales/{sale}" {
    /// End the follow-up of a sale.
    CancelSale Post "/cancel" (), SaleCancellation => |(), SaleCancellation { reason }| Command::Cancel { reason };

    /// The delivery is expected on another day; what hangs on it moves along.
    ExpectDelivery Post "/expected-delivery" (), DeliveryExpectation =>
        |(), DeliveryExpectation { on }| Command::ExpectDelivery { on };

    /// Put something on the agenda. A first live contact that comes late, or a session far from the one before it,
    /// needs a bridge or the customer's consent.
    PlanTouchpoint Post "/touchpoints" (), TouchpointPlan => |(), body| body.into_command()?;

    /// It was done, and this comes next. The customer has three days to contradict.
    ReportTouchpoint Post "/touchpoints/{touchpoint}/report" TouchpointId, TouchpointReport =>
        |id, body| Command::Touchpoint(id, body.into_command()?);

    /// Another time; a confirmed touchpoint moves when the customer says yes. What breaks the rhythm of contacts
    /// needs a bridge or the customer's consent.
    MoveTouchpoint Post "/touchpoints/{touchpoint}/move" TouchpointId, TouchpointMove =>
        |id, body| Command::Touchpoint(id, body.into_command()?);

    /// Offer times that you can keep: to a customer who asks for some, against their own, or by your own wish.
    OfferTimes Post "/touchpoints/{touchpoint}/offer-times" TouchpointId, MoveBody =>
        |id, MoveBody { options, reason }| Command::Touchpoint(id, touchpoint::Command::OfferTimes { options, reason });

    /// Let somebody else come. The customer is told and confirms again; less than a day before, they are asked.
    ChangeTouchpointOwner Post "/touchpoints/{touchpoint}/owner" TouchpointId, TouchpointOwner =>
        |id, body| Command::Touchpoint(id, body.into_command()?);

    /// Take one of the times that the customer suggests.
    AcceptCustomerMove Post "/touchpoints/{touchpoint}/accept-move" TouchpointId, AcceptMoveBody =>
        |id, AcceptMoveBody { option }| Command::Touchpoint(id, touchpoint::Command::AcceptMove { option });

    /// Take none of the times that the customer suggests; the old one stands.
    DeclineCustomerMove Post "/touchpoints/{touchpoint}/decline-move" TouchpointId, WhyBody =>
        |id, WhyBody { reason }| Command::Touchpoint(id, touchpoint::Command::DeclineMove { reason });

    /// Call it off. What is required needs something in its place, and what breaks the rhythm of contacts a bridge
    /// or the customer's consent.
    CallOffTouchpoint Post "/touchpoints/{touchpoint}/cancel" TouchpointId, TouchpointCancellation =>
        |id, body| Command::Touchpoint(id, body.into_command()?);

    /// It did not happen. What stands in for it comes soon, is bridged, or waits for the customer's consent.
    ReportMissedTouchpoint Post "/touchpoints/{touchpoint}/missed" TouchpointId, TouchpointMiss =>
        |id, body| Command::Touchpoint(id, body.into_command()?);

    /// Ask the customer a question now; while they wish not to be disturbed it is planned for the end of that
    /// time. When a rule forbids it, the refusal names every one.
    AskNow Post "/asks" (), AskInput => |(), AskInput { check, about }| Command::AskNow { check, about };

    /// Write down what the customer answered on the telephone or face to face.
    RecordAnswer Post "/asks/{ask}/answers" AskId, RecordedAnswer =>
        |id, RecordedAnswer { value, text, channel }| Command::Ask(id, check::Command::Record { value, text, channel });

    /// Write down a concern that came by telephone or mail.
    RaiseConcern Post "/concerns" (), ConcernInput => |(), body| Command::RaiseConcern(Box::new(body.into_raise()));

    /// We have it.
    AcknowledgeConcern Post "/concerns/{concern}/acknowledge" ConcernId, PlainBody =>
        |id, _| Command::Concern(id, concern::Command::Acknowledge);

    /// Begin to work on it.
    StartConcern Post "/concerns/{concern}/start" ConcernId, PlainBody =>
        |id, _| Command::Concern(id, concern::Command::Start);

    /// Say something to the customer.
    MessageCustomer Post "/concerns/{concern}/messages" ConcernId, MessageBody =>
        |id, MessageBody { text }| Command::Concern(id, concern::Command::Write { text });

    /// Ask the customer for something; the clock stands still.
    AskCustomer Post "/concerns/{concern}/ask-customer" ConcernId, MessageBody =>
        |id, MessageBody { text }| Command::Concern(id, concern::Command::AskCustomer { text });

    /// Propose a solution; only the customer says whether it is one.
    ProposeSolution Post "/concerns/{concern}/propose" ConcernId, SuggestionBody =>
        |id, SuggestionBody { text, due }| Command::Concern(id, concern::Command::Propose { text, due });

    /// Say your last word, and where else the customer can go. They accept it, or disagree and are referred.
    AnswerFinally Post "/concerns/{concern}/final-answer" ConcernId, ConcernFinalAnswer =>
        |id, body| Command::Concern(id, body.into());

    /// Name who works on it; no customer sees that. A second round is worked on by somebody else, or say why not.
    AssignConcern Post "/concerns/{concern}/assign" ConcernId, ConcernAssignment =>
        |id, body| Command::Concern(id, body.into());

    /// Give it another owner. The customer is told who answers for it now, and why.
    HandOverConcern Post "/concerns/{concern}/hand-over" ConcernId, ConcernHandOver =>
        |id, body| Command::Concern(id, body.into());

    /// Take more time for a proposal, and tell the customer why before it is late.
    ExtendConcern Post "/concerns/{concern}/extend" ConcernId, NewDayBody =>
        |id, NewDayBody { due, reason }| Command::Concern(id, concern::Command::Extend { due, reason });

    /// Show something about a concern: up to five files of up to ten megabytes with what was raised, and with each
    /// message. The customer sees them.
    AttachFile File "/concerns/{concern}/files" Stateless<ConcernId>, Sent =>
        |Stateless(id), sent| Command::Attachment(attachment::Command::Attach(id, sent));

    /// Take back a file that your side has sent, while the concern is open.
    RemoveFile Post "/concerns/{concern}/files/{file}/remove" (ConcernId, FileId), PlainBody =>
        |(id, file), _| Command::Attachment(attachment::Command::Remove(id, file));

    /// Note something for yourselves; no customer sees it.
    NoteOnConcern Post "/concerns/{concern}/notes" ConcernId, MessageBody =>
        |id, MessageBody { text }| Command::Concern(id, concern::Command::Note { text });

    /// Write down what was behind it; no customer sees it. The same again replaces it.
    SetRootCause Put "/concerns/{concern}/root-cause" ConcernId, MessageBody =>
        |id, MessageBody { text }| Command::Concern(id, concern::Command::FindCause { text });

    /// Say that two concerns belong together. Both show it.
    LinkConcerns Post "/concerns/{concern}/links" ConcernId, ConcernLink =>
        |id, ConcernLink { to }| Command::Concern(id, concern::Command::Link { to });

    /// Plan a milestone that a named person sees to.
    PlanMilestone Post "/milestones" (), milestone::Plan => |(), plan| Command::PlanMilestone(Box::new(plan));

    /// It is reached.
    ReachMilestone Post "/milestones/{milestone}/reach" MilestoneId, NoteBody =>
        |id, NoteBody { note }| Command::Milestone(id, milestone::Command::Reach { note });

    /// It comes later; the first date stays on record.
    SlipMilestone Post "/milestones/{milestone}/slip" MilestoneId, MilestoneSlip =>
        |id, body| Command::Milestone(id, body.into());

    /// It is no longer needed.
    DropMilestone Post "/milestones/{milestone}/drop" MilestoneId, ReasonBody =>
        |id, ReasonBody { reason }| Command::Milestone(id, milestone::Command::Drop { reason });

    /// Write down a small thing that is wrong.
    AddSnag Post "/milestones/{milestone}/snags" MilestoneId, milestone::SnagNote =>
        |id, snag| Command::Milestone(id, milestone::Command::AddSnag(snag));

    /// A small thing is right; the customer says whether it is.
    FixSnag Post "/milestones/{milestone}/snags/{snag}/fix" (MilestoneId, SnagId), NoteBody =>
        |(id, snag), NoteBody { note }|
        Command::Milestone(id, milestone::Command::Snag(snag, SnagCommand::Fix { note }));

    /// What matters most to the customer, up to five, most vital first.
    SetVitalAreas Put "/vital-areas" (), VitalAreasBody => |(), body| Command::SetVitalAreas(body.areas);

    /// How fast you answered before the signature, by your own figure; the customer sees it beside the real one.
    SetReplyBefore Put "/reply-before" (), ReplyBefore =>
        |(), ReplyBefore { working_minutes: minutes }| Command::SetReplyBefore { minutes };

    /// Write a promise down. Its original date stays on record for ever.
    MakePromise Post "/promises" (), PromiseInput => |(), body| Command::MakePromise(Box::new(body.into()));

    /// Propose another date; the customer says yes or no.
    ProposePromiseDate Post "/promises/{promise}/propose-date" PromiseId, NewDayBody =>
        |id, NewDayBody { due, reason }| Command::Promise(id, promise::Command::ProposeDate { due, reason });

    /// It is kept. The customer has three days to contradict.
    ClaimPromiseKept Post "/promises/{promise}/claim-kept" PromiseId, KeptClaim =>
        |id, KeptClaim { kept_on, evidence }| Command::Promise(id, promise::Command::ClaimKept { kept_on, evidence });

    /// It cannot be kept.
    GiveUpPromise Post "/promises/{promise}/give-up" PromiseId, ReasonBody =>
        |id, ReasonBody { reason }| Command::Promise(id, promise::Command::GiveUp { reason });

    /// Warn that it may slip, before its day: why, what we do, what we suggest, perhaps another date.
    WarnOfPromise Post "/promises/{promise}/at-risk" PromiseId, RiskNotice => |id, body| Command::Promise(id, body.into());

    /// Propose other words or another number. Nothing changes without the customer's yes, and both stay on record.
    ProposePromiseChange Post "/promises/{promise}/propose-change" PromiseId, ChangeProposal =>
        |id, body| Command::Promise(id, body.into());

    /// Offer something in place of what was late, disputed or broken; the customer's yes makes it good.
    OfferPromiseRemedy Post "/promises/{promise}/offer-remedy" PromiseId, SuggestionBody =>
        |id, SuggestionBody { text, due }| Command::Promise(id, promise::Command::OfferRemedy { text, due });

    /// Count a touchpoint as a session of the promise, or plan one that counts. A session far from the one before
    /// needs a bridge or the customer's consent.
    AddPromiseSession Post "/promises/{promise}/sessions" PromiseId, SessionInput => |id, body| body.into_command(id)?;

    /// Do not count a touchpoint as a session any more; it stays on the agenda.
    RemovePromiseSession Post "/promises/{promise}/remove-session" PromiseId, SessionRemoval =>
        |id, SessionRemoval { touchpoint }| Command::Promise(id, promise::Command::UnlinkSession { touchpoint });

    /// Propose to do something differently, or something else.
    ProposeAdjustment Post "/adjustments" (), adjustment::Proposal =>
        |(), proposal| Command::ProposeAdjustment(Box::new(proposal));

    /// Propose it anew, in other words; what was proposed before stays on record.
    ReviseAdjustment Post "/adjustments/{adjustment}/revise" AdjustmentId, adjustment::Proposal =>
        |id, proposal| Command::Adjustment(id, adjustment::Command::Propose(Box::new(proposal)));

    /// Take it back.
    WithdrawAdjustment Post "/adjustments/{adjustment}/withdraw" AdjustmentId, ReasonBody =>
        |id, ReasonBody { reason }| Command::Adjustment(id, adjustment::Command::Withdraw { reason });

    /// Something arrived. The same reference again changes nothing.
    ReportDelivery Post "/deliveries" (), delivery::Report => |(), report| Command::ReportDelivery(Box::new(report));

    /// What was missing is there: all of it, or the lines that are named.
    CompleteDelivery Post "/deliveries/{delivery}/complete" DeliveryId, DeliveryCompletion =>
        |id, DeliveryCompletion { lines }| Command::Delivery(id, delivery::Command::Complete { lines });

    /// Money moved. The same reference again updates the state.
    ReportPayment Post "/payments" (), payment::Report => |(), report| Command::ReportPayment(report);

    /// End the follow-up honestly: the customer is not satisfied. It never counts as complete.
    EndUnsatisfied Post "/end-unsatisfied" (), EndingBody => |(), EndingBody { reason }| Command::EndUnsatisfied { reason };

    /// Write down why the customer chose this.
    AddReason Post "/reasons" (), reason::Telling => |(), told| Command::Reason(reason::Command::Add(told));

    /// Write down what the customer expects; only the customer says whether it came true.
    AddExpectation Post "/expectations" (), expectation::Wording =>
        |(), wording| Command::Expectation(expectation::Command::Add(wording));

    /// Write a success down. The customer agrees, or says how it was.
    WriteSuccess Post "/successes" (), success::Entry => |(), entry| Command::Success(success::Command::Write(entry));

    /// Write it as the customer said it was.
    RewriteSuccess Post "/successes/{success}/rewrite" SuccessId, SuccessRewrite =>
        |id, SuccessRewrite { sentence }| Command::Success(success::Command::Act(id, success::Act::Rewrite { sentence }));

    /// Take a success back that the customer has not agreed to.
    WithdrawSuccess Post "/successes/{success}/withdraw" SuccessId, PlainBody =>
        |id, _| Command::Success(success::Command::Act(id, success::Act::Withdraw));

    /// Put something useful on the customer's shelf.
    SendResource Post "/resources" (), resource::Pick => |(), pick| Command::Resource(resource::Command::Send(pick));

    /// Offer an introduction. Nobody is told how to reach the other before both said yes. With `counterpart` the
    /// other one is asked in their own portal and answers there; without it you ask them and record the answer.
    OfferIntroduction Post "/introductions" (), IntroductionInput => |(), body| Command::Introduction(body.into());

    /// Record what the other one told you, if they are not asked in their own portal.
    RecordIntroductionAnswer Post "/introductions/{introduction}/record-answer" IntroductionId, OtherAnswer =>
        |id, body| Command::Introduction(introduction::Command::Act(id, body.into()));

    /// Take an introduction back.
    WithdrawIntroduction Post "/introductions/{introduction}/withdraw" IntroductionId, NoteBody =>
        |id, NoteBody { note }| Command::Introduction(introduction::Command::Act(id, introduction::Act::Withdraw { note }));

    /// Ask whether a success that the customer agreed to may be shown to others, whatever they answered else.
    AskForTestimonial Post "/testimonials" (), testimonial::Question =>
        |(), question| Command::Testimonial(testimonial::Command::Ask(question));

    /// Take the question back, or show it no longer.
    WithdrawTestimonial Post "/testimonials/{testimonial}/withdraw" TestimonialId, PlainBody =>
        |id, _| Command::Testimonial(testimonial::Command::Act(id, testimonial::Act::Withdraw));

    /// Write down who else could use this; refused until the customer is satisfied.
    RecordReferral Post "/referrals" (), referral::Naming => |(), named| Command::Referral(referral::Command::Name(named));

    /// The vendor spoke with them.
    ApproachReferral Post "/referrals/{referral}/approach" ReferralId, PlainBody =>
        |id, _| Command::Referral(referral::Command::Act(id, ReferralAction::Approach));

    /// They bought.
    WinReferral Post "/referrals/{referral}/win" ReferralId, PlainBody =>
        |id, _| Command::Referral(referral::Command::Act(id, ReferralAction::Win));

    /// They did not want to.
    LoseReferral Post "/referrals/{referral}/lose" ReferralId, PlainBody =>
        |id, _| Command::Referral(referral::Command::Act(id, ReferralAction::Lose));

    /// Suggest how the two keep in touch after the first month; its contacts come onto the agenda one by one.
    SuggestRelationshipPlan Post "/relationship-plan" TheOnly, RelationshipPlanInput =>
        |_, body| Command::RelationshipPlan(relationship_plan::Command::Suggest(body.into()));

    /// Send news, also the news that nothing is new: then say who checked.
    SendUpdate Post "/updates" (), update::Message => |(), message| Command::SendUpdate(Box::new(message));

    /// The change of the needs was read; what follows from it may be said.
    ReadNeeds Post "/needs-read" (), NoteBody => |(), NoteBody { note }| Command::ReadNeeds { note };

    /// Let the follow-up rest, go on or end. The record says who did.
    ChangeRelationship Post "/relationship" TheOnly, RelationshipBody => |_, body| Command::Relationship(body.into());

    /// Say who belongs to the sale on the customer's side, and what each of them does there. All of them see the
    /// same; the first one is asked and stays. Who is left out sees the sale no longer.
    ReplacePeople Put "/people" (), PeopleBody => |(), PeopleBody { people }| Command::SetPeople(people);

    /// Announce another owner. The customer is told and asked before it takes effect; said too late for what is to
    /// come, it waits for their consent.
    AnnounceOwnerChange Post "/owner-changes" (), OwnerChangeInput => |(), body| body.into_command()?;

    /// Take the change of the owner back before it takes effect.
    WithdrawOwnerChange Post "/owner-changes/{change}/withdraw" OwnerChangeId, NoteBody =>
        |id, NoteBody { note: reason }| Command::OwnerChange(id, owner_change::Command::Withdraw { reason });

    /// Write down whom the customer of this sale contacts when. Every eventuality needs a line and a backup.
    ReplaceSaleSheet Put "/contact-sheet" (), ContactSheet => |(), sheet| Command::SetContactSheet(Box::new(sheet));

    /// Write something on the record. The customer may read it unless the note says otherwise; it is no word to
    /// the customer and quiets no clock.
    WriteNote Post "/notes" (), Note => |(), note| Command::Note(Box::new(note));
    }
}
