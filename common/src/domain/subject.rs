//! The subjects of a sale, one file or folder each. None of them knows the sale that holds it.
//!
//! `subjects` lists those that have events: commands, events, what is remembered, what the history tells and what
//! a state is asked for follow from its rows.

pub mod adjustment;
pub mod agreement;
pub mod attachment;
pub mod check;
pub mod concern;
pub mod contact_sheet;
pub mod delivery;
pub mod expectation;
pub mod introduction;
pub mod milestone;
pub mod needs;
pub mod note;
pub mod owner_change;
pub mod payment;
pub mod people;
pub mod preference;
pub mod promise;
pub mod reason;
pub mod referral;
pub mod relationship;
pub mod relationship_plan;
pub mod resource;
pub mod success;
pub mod testimonial;
pub mod touchpoint;
pub mod update;
pub mod vital_area;

/// The rows, handed to the macro that is named. Each says the variant, the id, the file and the field of the sale;
/// which group it is in says how its command looks.
macro_rules! subjects {
    ($generate:ident $($more:tt)*) => {
        $generate! {
            // `Command::Touchpoint(id, command)`: decided with the rest of the sale, in `sale/decide/<file>`.
            each {
                Touchpoint(TouchpointId) touchpoint in touchpoints,
                Ask(AskId) check in asks,
                Concern(ConcernId) concern in concerns,
                Promise(PromiseId) promise in promises,
                Adjustment(AdjustmentId) adjustment in adjustments,
                Delivery(DeliveryId) delivery in deliveries,
                Milestone(MilestoneId) milestone in milestones,
                OwnerChange(OwnerChangeId) owner_change in owner_changes,
            }
            // `Command::Success(command)`: decided on its own things alone, by its `Wish`.
            list {
                Reason(ReasonId) reason in reasons,
                Expectation(ExpectationId) expectation in expectations,
                Success(SuccessId) success in successes,
                Resource(ResourceId) resource in resources,
                Introduction(IntroductionId) introduction in introductions,
                Testimonial(TestimonialId) testimonial in testimonials,
                Referral(ReferralId) referral in referrals,
                Attachment(FileId) attachment in attachments,
            }
            // `Command::Agreement(command)`: a sale has one; decided in `sale/decide/<file>`.
            one {
                Relationship relationship in relationship,
                Agreement agreement in agreement,
                RelationshipPlan relationship_plan in relationship_plan,
            }
            // Facts with an id, each with a command that is its own.
            told {
                Payment(PaymentId) payment in payments,
                Update(UpdateId) update in updates,
            }
            // Facts of which a sale has one, each with a command that is its own.
            kept {
                ContactSheet contact_sheet in contact_sheet,
                Preferences preference in preferences_seen,
                Needs needs in needs,
                VitalAreas vital_area in vital_areas,
            }
            $($more)*
        }
    };
}

pub(crate) use subjects;
