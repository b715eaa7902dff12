//! The vendor's library of testimonials.

use actix_web::{HttpResponse, web::Data};
use followthrough_common::{
    api::{
        page::{Limit, Page},
        value::LibraryItem,
    },
    domain::testimonial::{TestimonialState, Use},
};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::pages::{Listing, PageQuery};
use crate::{
    auth::api_key::{SalesRead, VendorKey},
    http::extract::Filter,
    problem::Error,
    repo::testimonial::{self, Kept},
    state::App,
};

/// Which testimonials.
#[derive(Debug, Clone, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TestimonialsQuery {
    /// Only in this state.
    state: Option<TestimonialState>,
    /// The most items, 1 to 100; 25 if it is not said.
    #[serde(skip_serializing)]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<Limit>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing)]
    cursor: Option<String>,
}

/// Every testimonial that a customer was asked for, newest first, with their consent as it stands. One that is
/// granted for the portal stands beside the reasons of other customers; when it is taken back, no longer.
#[utoipa::path(get, path = "", params(TestimonialsQuery), responses((status = 200, body = Page<LibraryItem>)))]
pub async fn list_testimonials(
    key: VendorKey<SalesRead>,
    Filter(query): Filter<TestimonialsQuery>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let page = PageQuery { limit: query.limit, cursor: query.cursor.clone() };
    let (listing, page) = Listing::open(&key, "testimonials", &query, &page)?;
    let rows = app.db.read(move |conn| Ok(testimonial::list(conn, key.vendor, query.state, &page)?)).await?;
    Ok(HttpResponse::Ok().json(listing.page(rows, |row| row.testimonial.id.to_string(), item)))
}

fn item(kept: Kept) -> LibraryItem {
    let Kept { sale, testimonial } = kept;
    LibraryItem { sale, is_shown: testimonial.may_show(Use::Portal), testimonial }
}
