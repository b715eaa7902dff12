//! What has no door: addresses that show what they show to whoever has them.

use super::{calendar_feed, shared_page, table::rows};

rows! {
    GET "/v1/calendar/{token}" => calendar_feed::get_calendar_feed;
    GET "/v1/shared/{token}" => shared_page::get_shared_summary;
}
