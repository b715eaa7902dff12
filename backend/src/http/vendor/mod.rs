//! The vendor door: `/v1`.

mod act;
mod adjustments;
mod agreements;
mod asks;
mod calendar_feeds;
mod calendars;
mod completion;
mod concern_care;
mod concerns;
mod contact;
mod customers;
mod history;
mod keys;
mod members;
mod milestones;
mod opening;
mod pages;
mod pledge;
mod policy;
mod promise_terms;
mod promises;
mod records;
mod sales;
mod settings;
mod share_links;
mod summary;
mod templates;
mod testimonials;
mod touchpoints;
mod value;
mod worklist;
mod write;

use utoipa_actix_web::service_config::ServiceConfig;

use super::{imports, reports};

/// The handlers, below the door's path.
pub fn routes(config: &mut ServiceConfig<'_>) {
    sale_routes(config);
    record_routes(config);
}

/// What is kept beside the sales: people, settings, keys, figures.
fn record_routes(config: &mut ServiceConfig<'_>) {
    config
        .service(customers::create_customer)
        .service(customers::list_customers)
        .service(customers::get_customer)
        .service(customers::replace_customer)
        .service(members::create_member)
        .service(members::list_members)
        .service(members::get_member)
        .service(members::replace_member)
        .service(concern_care::answer_finally)
        .service(concern_care::assign_concern)
        .service(concern_care::hand_over_concern)
        .service(concern_care::extend_concern)
        .service(concern_care::note_on_concern)
        .service(concern_care::set_root_cause)
        .service(concern_care::link_concerns)
        .service(agreements::get_standard_agreement)
        .service(agreements::replace_standard_agreement)
        .service(agreements::offer_agreement)
        .service(promise_terms::warn_of_promise)
        .service(promise_terms::propose_promise_change)
        .service(promise_terms::offer_promise_remedy)
        .service(promise_terms::add_promise_session)
        .service(promise_terms::remove_promise_session)
        .service(testimonials::list_testimonials)
        .service(worklist::get_worklist)
        .service(worklist::report_without_agenda)
        .service(templates::create_template)
        .service(templates::list_templates)
        .service(templates::get_template)
        .service(templates::replace_template)
        .service(calendar_feeds::list_calendar_feeds)
        .service(calendar_feeds::revoke_calendar_feed)
        .service(calendars::create_calendar)
        .service(calendars::list_calendars)
        .service(calendars::get_calendar)
        .service(calendars::replace_calendar)
        .service(pledge::get_pledge)
        .service(pledge::replace_pledge)
        .service(policy::get_policy)
        .service(policy::replace_policy)
        .service(keys::create_api_key)
        .service(keys::list_api_keys)
        .service(keys::revoke_api_key)
        .service(keys::create_signing_key)
        .service(keys::list_signing_keys)
        .service(keys::retire_signing_key)
        .service(settings::list_origins)
        .service(settings::add_origin)
        .service(settings::remove_origin)
        .service(settings::get_test_clock)
        .service(settings::advance_test_clock)
        .service(imports::import_orders)
        .service(reports::report_summary)
        .service(reports::report_promises)
        .service(reports::report_checks)
        .service(reports::report_touchpoints)
        .service(reports::report_reply_times);
}

/// What is done with a sale.
fn sale_routes(config: &mut ServiceConfig<'_>) {
    config
        .service(sales::create_sale)
        .service(sales::list_sales)
        .service(sales::get_sale)
        .service(sales::cancel_sale)
        .service(sales::make_agenda)
        .service(sales::expect_delivery)
        .service(touchpoints::plan_touchpoint)
        .service(touchpoints::report_touchpoint)
        .service(touchpoints::move_touchpoint)
        .service(touchpoints::offer_times)
        .service(touchpoints::change_touchpoint_owner)
        .service(touchpoints::accept_customer_move)
        .service(touchpoints::decline_customer_move)
        .service(touchpoints::call_off_touchpoint)
        .service(touchpoints::report_missed_touchpoint)
        .service(asks::list_asks)
        .service(asks::ask_now)
        .service(asks::record_answer)
        .service(concerns::raise_concern)
        .service(concerns::acknowledge_concern)
        .service(concerns::start_concern)
        .service(concerns::message_customer)
        .service(concerns::ask_customer)
        .service(concerns::propose_solution)
        .service(milestones::plan_milestone)
        .service(milestones::reach_milestone)
        .service(milestones::slip_milestone)
        .service(milestones::drop_milestone)
        .service(milestones::add_snag)
        .service(milestones::fix_snag)
        .service(milestones::set_vital_areas)
        .service(milestones::set_reply_before)
        .service(milestones::get_clocks)
        .service(promises::make_promise)
        .service(promises::propose_promise_date)
        .service(promises::claim_promise_kept)
        .service(promises::give_up_promise)
        .service(adjustments::propose_adjustment)
        .service(adjustments::revise_adjustment)
        .service(adjustments::withdraw_adjustment)
        .service(records::report_delivery)
        .service(records::complete_delivery)
        .service(records::report_payment)
        .service(completion::get_completion)
        .service(completion::end_unsatisfied)
        .service(value::add_reason)
        .service(value::add_expectation)
        .service(value::write_success)
        .service(value::rewrite_success)
        .service(value::withdraw_success)
        .service(value::send_resource)
        .service(value::offer_introduction)
        .service(value::record_introduction_answer)
        .service(value::withdraw_introduction)
        .service(value::ask_for_testimonial)
        .service(value::withdraw_testimonial)
        .service(value::record_referral)
        .service(value::approach_referral)
        .service(value::win_referral)
        .service(value::lose_referral)
        .service(value::suggest_relationship_plan)
        .service(records::send_update)
        .service(contact::get_preferences)
        .service(contact::replace_preferences)
        .service(contact::get_needs)
        .service(contact::replace_needs)
        .service(contact::read_needs)
        .service(contact::get_cadence)
        .service(contact::change_relationship)
        .service(contact::replace_people)
        .service(contact::announce_owner_change)
        .service(contact::withdraw_owner_change)
        .service(contact::replace_sale_sheet)
        .service(contact::get_standard_sheet)
        .service(contact::replace_standard_sheet)
        .service(history::get_history)
        .service(history::write_note)
        .service(summary::get_status_summary)
        .service(share_links::list_share_links)
        .service(share_links::revoke_share_link);
}
