//! The customer door: `/v1/portal`, one row for each thing that can be asked of it.

mod act;
mod all_sales;
mod cache;
mod calendar_feeds;
mod calendar_file;
mod clocks;
mod first_view;
mod history;
mod own_record;
mod reader;
mod sales;
mod share_links;
pub mod summary;

pub use self::{act::routes as acts, cache::Bodies, reader::Reader};
use super::{files, table::rows};

rows! {
    GET "/v1/portal/sales" => sales::list_own_sales;
    GET "/v1/portal/sales/{sale}" => sales::get_own_sale;
    GET "/v1/portal/preferences" => own_record::get_own_preferences;
    PUT "/v1/portal/preferences" => own_record::replace_own_preferences;
    GET "/v1/portal/needs" => own_record::get_own_needs;
    PUT "/v1/portal/needs" => own_record::replace_own_needs;
    GET "/v1/portal/sales/{sale}/history" => history::get_own_history;
    GET "/v1/portal/view" => first_view::get_first_view;
    POST "/v1/portal/view" => first_view::post_first_view;
    GET "/v1/portal/sales/{sale}/touchpoints/{touchpoint}/calendar.ics" => calendar_file::get_touchpoint_calendar;
    POST "/v1/portal/calendar-feeds" => calendar_feeds::create_calendar_feed;
    GET "/v1/portal/calendar-feeds" => calendar_feeds::list_own_calendar_feeds;
    POST "/v1/portal/calendar-feeds/{feed}/revoke" => calendar_feeds::revoke_own_calendar_feed;
    GET "/v1/portal/sales/{sale}/clocks" => clocks::get_own_clocks;
    GET "/v1/portal/sales/{sale}/status-summary" => summary::get_own_status_summary;
    GET "/v1/portal/sales/{sale}/concerns/{concern}/files/{file}" => files::get_own_concern_file;
    POST "/v1/portal/sales/{sale}/share-links" => share_links::create_share_link;
    GET "/v1/portal/sales/{sale}/share-links" => share_links::list_own_share_links;
    POST "/v1/portal/sales/{sale}/share-links/{link}/revoke" => share_links::revoke_own_share_link;
}
