//! The customer door: `/v1/portal`.

mod act;
mod adjustments;
mod asks;
mod cache;
mod calendar_feeds;
mod calendar_file;
mod concerns;
mod contact;
mod deliveries;
mod first_view;
mod handling;
mod history;
mod promises;
mod reader;
mod sales;
mod share_links;
pub mod summary;
mod touchpoints;
mod value;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::{cache::Bodies, reader::shown_to};

/// The handlers, below the door's path.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(sales::list_own_sales)
        .service(sales::get_own_sale)
        .service(contact::get_own_preferences)
        .service(contact::replace_own_preferences)
        .service(contact::get_own_needs)
        .service(contact::replace_own_needs)
        .service(contact::change_own_relationship)
        .service(contact::reply_to_owner_change)
        .service(history::get_own_history)
        .service(first_view::get_first_view)
        .service(first_view::post_first_view)
        .service(calendar_file::get_touchpoint_calendar)
        .service(calendar_feeds::create_calendar_feed)
        .service(calendar_feeds::list_own_calendar_feeds)
        .service(calendar_feeds::revoke_own_calendar_feed)
        .service(asks::open_own_ask)
        .service(asks::answer_ask)
        .service(asks::snooze_ask)
        .service(touchpoints::confirm_touchpoint)
        .service(touchpoints::request_touchpoint_move)
        .service(touchpoints::ask_for_touchpoint_times)
        .service(touchpoints::counter_touchpoint_move)
        .service(touchpoints::answer_consent)
        .service(touchpoints::accept_touchpoint_move)
        .service(touchpoints::decline_touchpoint_move)
        .service(touchpoints::complete_touchpoint)
        .service(touchpoints::agree_touchpoint)
        .service(touchpoints::dispute_touchpoint)
        .service(touchpoints::take_back_touchpoint)
        .service(touchpoints::cancel_touchpoint)
        .service(promises::reply_to_promise)
        .service(promises::dispute_promise)
        .service(promises::release_promise)
        .service(adjustments::reply_to_adjustment)
        .service(concerns::raise_own_concern)
        .service(concerns::write_to_concern)
        .service(concerns::confirm_concern)
        .service(concerns::deny_concern)
        .service(concerns::withdraw_concern)
        .service(deliveries::reply_to_delivery)
        .service(deliveries::answer_delivery_lines)
        .service(deliveries::end_own_follow_up)
        .service(concerns::disagree_with_answer)
        .service(concerns::describe_concern)
        .service(concerns::return_concern)
        .service(handling::reply_to_agreement)
        .service(handling::set_own_vital_areas)
        .service(handling::add_own_snag)
        .service(handling::confirm_snag)
        .service(handling::reopen_snag)
        .service(handling::get_own_clocks)
        .service(value::add_own_reason)
        .service(value::correct_reason)
        .service(value::add_own_expectation)
        .service(value::set_expectation_state)
        .service(value::agree_to_success)
        .service(value::correct_success)
        .service(value::open_resource)
        .service(value::find_resource_useful)
        .service(value::set_resource_aside)
        .service(value::accept_introduction)
        .service(value::decline_introduction)
        .service(value::grant_testimonial)
        .service(value::decline_testimonial)
        .service(value::revoke_testimonial)
        .service(value::name_referral)
        .service(value::withdraw_referral)
        .service(value::accept_relationship_plan)
        .service(value::propose_plan_change)
        .service(summary::get_own_status_summary)
        .service(share_links::create_share_link)
        .service(share_links::list_own_share_links)
        .service(share_links::revoke_own_share_link);
}
