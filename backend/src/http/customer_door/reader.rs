//! Who reads at the customer door, and what of a sale they are shown.

use actix_web::HttpRequest;
use followthrough_common::{
    actor::Actor,
    api::{
        page::MOST,
        view::{CustomerView, customer_view},
        whole::WholeView,
    },
    domain::sale::Sale,
    error::Rejection,
    id::{CustomerId, SaleId, VendorId},
    time::ZoneName,
};
use sha2::{Digest as _, Sha256};

use crate::{
    auth::customer::Principal,
    db::Conn,
    http::{
        answer::write,
        extract::{Extent, Revision, SaleKey},
    },
    problem::Error,
    repo::{
        customer::{self, Stored},
        idempotency::StoredAnswer,
        own_sale::{self, Begun, Named, OwnSale},
    },
    service::{Fresh, files::Place, view},
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

    /// Everything from which their page begins.
    pub fn begin(&self, conn: &mut Conn) -> Result<Begun, Error> {
        let begun = own_sale::begin(conn, self.vendor(), self.principal.subject(), MOST.into())?;
        begun.ok_or_else(|| Rejection::not_found().into())
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

    /// Where what they send belongs, if the sale is theirs and their token covers it.
    pub fn place(&self, conn: &mut Conn, key: &SaleKey) -> Result<Place, Error> {
        let OwnSale { customer, sale, reference, .. } = self.own(conn, key)?;
        if !self.principal.covers(sale, &reference) {
            return Err(Rejection::not_found().into());
        }
        Ok(Place { vendor: self.vendor(), customer, sale })
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
        let (reader, revision) = self.tagged(conn, fresh)?;
        Ok((view::whole(conn, &reader.record, self.principal.locale(), fresh)?, revision))
    }

    /// What is drawn at once, and its tag.
    pub fn view(&self, conn: &mut Conn, fresh: &Fresh<'_>) -> Result<(CustomerView, Revision), Error> {
        let (reader, revision) = self.tagged(conn, fresh)?;
        let locale = self.principal.locale();
        Ok((view::shown_to(&reader.record, locale, fresh, customer_view), revision))
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

    /// Who reads, if the token covers the sale, and the tag of what they see.
    fn tagged(&self, conn: &mut Conn, fresh: &Fresh<'_>) -> Result<(Stored, Revision), Error> {
        let reader = self.record_beside(conn, fresh)?;
        self.check_covers(fresh.sale)?;
        let settings = fresh.vendor.settings_version;
        let versions = Versions { sale: fresh.sale.version, customer: reader.version, settings };
        Ok((reader, self.revision(fresh.sale.id, versions)))
    }

    /// The same as an answer, as much of it as the client wants.
    pub fn answer(&self, conn: &mut Conn, fresh: &Fresh<'_>, extent: Extent) -> Result<StoredAnswer, Error> {
        let (body, revision) = match extent {
            Extent::Whole => {
                let (view, revision) = self.whole(conn, fresh)?;
                (write(&view)?, revision)
            }
            Extent::Minimal => {
                let (view, revision) = self.view(conn, fresh)?;
                (write(&view)?, revision)
            }
        };
        Ok(StoredAnswer { status: 200, etag: Some(revision.as_str().to_owned()), body })
    }
}
