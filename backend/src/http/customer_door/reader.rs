//! Who reads at the customer door, and what of a sale they are shown.

use actix_web::HttpRequest;
use followthrough_common::{
    actor::Actor,
    api::{
        view::{CustomerView, Records, VendorView, customer_view},
        whole::{WholeView, whole_view},
    },
    domain::{customer::CustomerRecord, sale::Sale},
    error::Rejection,
    id::{CustomerId, SaleId, VendorId},
    time::ZoneName,
};
use sha2::{Digest as _, Sha256};

use crate::{
    auth::customer::Principal,
    db::Conn,
    http::extract::{Revision, SaleKey},
    problem::Error,
    repo::{
        contact_sheet,
        customer::{self, Stored},
        idempotency::StoredAnswer,
        member,
        own_sale::{self, Named, OwnSale},
        pledge,
        vendor::{Mode, Vendor},
    },
    service::{Fresh, testimonials},
};

/// A customer who reads, with what their page shows.
#[derive(Debug, Clone)]
pub struct Reader {
    principal: Principal,
    build: String,
}

/// What a view depends on besides the sale.
#[derive(Debug, Clone, Copy)]
pub struct Versions {
    /// The number of the sale's events.
    pub sale: u64,
    /// The version of the record of who reads.
    pub customer: i64,
    /// The version of the vendor's settings.
    pub settings: i64,
}

impl Reader {
    /// The customer of this request.
    pub fn new(principal: Principal, request: &HttpRequest) -> Self {
        let assets = request.app_data::<actix_web::web::Data<crate::assets::Assets>>();
        let build = assets.map(|assets| assets.build().to_owned()).unwrap_or_default();
        Self { principal, build }
    }

    /// Whose customer it is.
    pub fn vendor(&self) -> VendorId {
        self.principal.vendor()
    }

    /// Who it is in idempotency rows.
    pub fn subject(&self) -> String {
        format!("customer {}", &**self.principal.subject())
    }

    /// What the token says.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The record behind the token; none for somebody whom the vendor never told us of.
    pub fn record(&self, conn: &mut Conn) -> Result<Option<Stored>, Error> {
        Ok(customer::find_external(conn, self.vendor(), self.principal.subject())?)
    }

    /// The sale that a path names. What is not there or not theirs is not found, by one and the same question.
    pub fn own(&self, conn: &mut Conn, key: &SaleKey) -> Result<OwnSale, Error> {
        let named = match key {
            SaleKey::Id(id) => Named::Id(*id),
            SaleKey::Reference(reference) => Named::Reference(reference),
        };
        let found = own_sale::find(conn, self.vendor(), self.principal.subject(), named)?;
        found.ok_or_else(|| Rejection::not_found().into())
    }

    /// The customer's id and the sale's.
    pub fn locate(&self, conn: &mut Conn, key: &SaleKey) -> Result<(CustomerId, SaleId), Error> {
        self.own(conn, key).map(|own| (own.customer, own.sale))
    }

    /// The actor of what this customer does.
    pub fn actor(id: CustomerId) -> Actor {
        Actor::Customer(id)
    }

    /// The strong tag of what they are shown: it changes with everything that the view is made of.
    pub fn revision(&self, id: SaleId, versions: Versions) -> Revision {
        let Versions { sale, customer, settings } = versions;
        let locale = self.principal.locale().unwrap_or_default();
        let zone = self.principal.zone().map(ZoneName::as_str).unwrap_or_default();
        let subject = &**self.principal.subject();
        let parts = format!("{id} {sale} {customer} {settings} {locale} {zone} {} {subject}", self.build);
        let digest = format!("{:x}", Sha256::digest(parts));
        Revision::new(digest.get(..32).unwrap_or_default())
    }

    /// Everything that they see of the sale, and its tag.
    pub fn whole(&self, conn: &mut Conn, fresh: &Fresh<'_>) -> Result<(WholeView, Revision), Error> {
        let reader = self.record_beside(conn, fresh)?;
        let proof = testimonials::proof(conn, fresh.sale, reader.record.id)?;
        let people = match fresh.sale.customers.as_slice() {
            [only] if *only == fresh.customer.record.id => vec![fresh.customer.record.clone()],
            all => customer::find_many(conn, self.vendor(), all)?,
        };
        self.look(conn, fresh, &reader, |sale, records| whole_view(sale, records, &people, proof))
    }

    /// What is drawn at once, and its tag.
    pub fn view(&self, conn: &mut Conn, fresh: &Fresh<'_>) -> Result<(CustomerView, Revision), Error> {
        let reader = self.record_beside(conn, fresh)?;
        self.look(conn, fresh, &reader, customer_view)
    }

    /// The record behind the token, which mostly is there already: who reads is mostly the sale's first customer.
    fn record_beside(&self, conn: &mut Conn, fresh: &Fresh<'_>) -> Result<Stored, Error> {
        if fresh.customer.record.external_id == *self.principal.subject() {
            return Ok(fresh.customer.clone());
        }
        self.record(conn)?.ok_or_else(|| Rejection::not_found().into())
    }

    /// Refuses a sale that the token does not cover, as if it were not there.
    pub fn check_covers(&self, sale: &Sale) -> Result<(), Error> {
        let covers = self.principal.covers(sale.id, &sale.reference);
        if covers { Ok(()) } else { Err(Rejection::not_found().into()) }
    }

    fn look<T>(
        &self,
        conn: &mut Conn,
        fresh: &Fresh<'_>,
        record: &Stored,
        view: impl FnOnce(&Sale, Records<'_>) -> T,
    ) -> Result<(T, Revision), Error> {
        let sale = fresh.sale;
        self.check_covers(sale)?;
        let settings = fresh.vendor.settings_version;
        let versions = Versions { sale: sale.version, customer: record.version, settings };
        let shown = shown_to(conn, &record.record, self.principal.locale(), fresh, view)?;
        Ok((shown, self.revision(sale.id, versions)))
    }

    /// The same as an answer.
    pub fn answer(&self, conn: &mut Conn, fresh: &Fresh<'_>) -> Result<StoredAnswer, Error> {
        let (view, revision) = self.whole(conn, fresh)?;
        let body = serde_json::to_string(&view).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(StoredAnswer { status: 200, etag: Some(revision.as_str().to_owned()), body })
    }
}

/// What a customer is shown of a sale, in the language of their portal or else in their own.
pub fn shown_to<T>(
    conn: &mut Conn,
    customer: &CustomerRecord,
    locale: Option<&str>,
    fresh: &Fresh<'_>,
    view: impl FnOnce(&Sale, Records<'_>) -> T,
) -> Result<T, Error> {
    let members = member::all(conn, fresh.vendor.id)?;
    let standard = contact_sheet::newest(conn, fresh.vendor.id)?.map(|stored| stored.record);
    let vendor = vendor_view(fresh.vendor);
    let pledge = pledge::newest(conn, fresh.vendor.id)?.record;
    let records = Records {
        vendor: &vendor,
        members: &members,
        customer,
        locale: locale.or(customer.locale.as_deref()),
        pledge: &pledge,
        standard_sheet: standard.as_ref(),
        policy: fresh.policy,
        calendar: fresh.calendar,
        calendars: fresh.calendars,
        standard: fresh.standard,
        zones: fresh.zones,
    };
    Ok(view(fresh.sale, records))
}

fn vendor_view(vendor: &Vendor) -> VendorView {
    VendorView {
        id: vendor.id,
        name: vendor.name.clone(),
        phone: vendor.phone.clone(),
        is_test: vendor.mode == Mode::Test,
    }
}
