//! What a customer is shown of a sale: the records that a view needs besides the world of the sale, and what other
//! customers say.

use followthrough_common::{
    api::{
        view::{Records, VendorView},
        whole::{WholeView, whole_view},
    },
    domain::{customer::CustomerRecord, sale::Sale},
};

use super::unit::Fresh;
use crate::{
    db::Conn,
    problem::Error,
    repo::vendor::{Mode, Vendor},
};

/// What a customer is shown of a sale, in the language of their portal or else in their own.
pub fn shown_to<T>(
    customer: &CustomerRecord,
    locale: Option<&str>,
    fresh: &Fresh<'_>,
    view: impl FnOnce(&Sale, Records<'_>) -> T,
) -> T {
    let records = Records {
        vendor: &vendor_view(fresh.vendor),
        members: &fresh.settings.members,
        customer,
        locale: locale.or(customer.locale.as_deref()),
        pledge: &fresh.settings.pledge,
        standard_sheet: fresh.settings.sheet.as_ref(),
        world: fresh.world,
    };
    view(fresh.sale, records)
}

/// Everything that they are shown of it.
pub fn whole(
    conn: &mut Conn,
    customer: &CustomerRecord,
    locale: Option<&str>,
    fresh: &Fresh<'_>,
) -> Result<WholeView, Error> {
    let proof = fresh.settings.proof(conn, fresh.sale, customer.id)?;
    let first = std::iter::once(&fresh.customer.record);
    let people: Vec<CustomerRecord> = first.chain(fresh.world.others).cloned().collect();
    Ok(shown_to(customer, locale, fresh, |sale, records| whole_view(sale, records, &people, proof)))
}

fn vendor_view(vendor: &Vendor) -> VendorView {
    VendorView {
        id: vendor.id,
        name: vendor.name.clone(),
        phone: vendor.phone.clone(),
        is_test: vendor.mode == Mode::Test,
    }
}
