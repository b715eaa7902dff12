//! How many requests somebody may make per minute. Who is known is counted as who they are, wherever they
//! sit; only who shows nothing, or nothing good, is counted by address, so that one of many behind a shared
//! address cannot lock out the others. Reads are counted in this process, writes also in rows that all
//! servers share ([`super::tally`]). Knows nothing of what the requests are about.

use std::{fmt, sync::atomic::Ordering};

use actix_web::{HttpMessage as _, HttpRequest, http::Method, web::Data};
use followthrough_common::{error::ErrorCode, id::VendorId};

pub use super::counts::Counts;
use super::{
    address::{Address, Witness},
    tally::Tally,
};
use crate::{config::Limits, problem::Error, state::App, telemetry::Metrics, vault::Vault};

/// Whether a request changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It does not.
    Read,
    /// It does.
    Write,
}

impl Access {
    /// What a method is for.
    pub fn of(method: &Method) -> Self {
        if method.is_safe() { Self::Read } else { Self::Write }
    }
}

/// The window of every limit, in seconds.
pub const WINDOW: i64 = 60;

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// The requests of one customer.
    Customer,
    /// The requests of all customers and keys of one vendor.
    Vendor,
    /// What one address, or one network of IPv6, sends without being known.
    Address(Sort),
}

/// What an address is counted for. Each has a count of its own, so that none of them uses up another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Requests that need no proof, show none, or lead nowhere.
    Requests,
    /// Tokens and keys that are not genuine, and look-ups to find out.
    Refused,
    /// Questions of browsers whether a page may ask, and look-ups of pages that nobody remembers.
    Preflights,
    /// The documents of the API.
    Documents,
    /// Whether the server lives and is ready.
    Health,
}

impl Sort {
    fn limit(self, limits: &Limits) -> u32 {
        match self {
            Self::Requests => limits.requests_per_minute_address,
            Self::Refused => limits.refused_per_minute_address,
            Self::Preflights => limits.preflights_per_minute_address,
            Self::Documents => limits.documents_per_minute_address,
            Self::Health => limits.health_per_minute_address,
        }
    }
}

impl Bound {
    /// What is counted, for the sentence of a refusal.
    fn things(self) -> &'static str {
        match self {
            Self::Customer => "requests of one customer",
            Self::Vendor => "requests of one vendor",
            Self::Address(Sort::Requests) => "requests without a token or key from one address",
            Self::Address(Sort::Refused) => "refused tokens and keys from one address",
            Self::Address(Sort::Preflights) => "preflights from one address",
            Self::Address(Sort::Documents) => "requests for documents from one address",
            Self::Address(Sort::Health) => "requests for health from one address",
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Customer => "customer",
            Self::Vendor => "vendor",
            Self::Address(Sort::Requests) => "address",
            Self::Address(Sort::Refused) => "refused-credentials",
            Self::Address(Sort::Preflights) => "preflights",
            Self::Address(Sort::Documents) => "documents",
            Self::Address(Sort::Health) => "health",
        })
    }
}

/// What is left of the tightest limit of a request; answers tell it in `RateLimit` and `RateLimit-Policy`
/// (draft-ietf-httpapi-ratelimit-headers).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Whose limit it is.
    pub bound: Bound,
    /// Requests per minute.
    pub limit: u32,
    /// Requests left; none when this one is refused.
    pub left: Option<u32>,
    /// Seconds until there is room again.
    pub resets_in: u32,
}

impl Allowance {
    /// Whether this request is one too many.
    pub fn is_used_up(self) -> bool {
        self.left.is_none()
    }

    /// The tighter of two.
    #[must_use]
    pub fn tighter(self, other: Self) -> Self {
        if other.left < self.left { other } else { self }
    }

    /// The value of `RateLimit`.
    pub fn state(self) -> String {
        format!("\"{}\";r={};t={}", self.bound, self.left.unwrap_or_default(), self.resets_in)
    }

    /// The value of `RateLimit-Policy`.
    pub fn policy(self) -> String {
        format!("\"{}\";q={};w={WINDOW}", self.bound, self.limit)
    }
}

/// Who asks, once it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Whose customer or system.
    pub vendor: VendorId,
    /// The customer, if it is one.
    pub customer: Option<String>,
}

/// One count that a request of somebody known falls into.
#[derive(Debug)]
pub(super) struct Share {
    pub(super) bound: Bound,
    pub(super) limit: u32,
    /// Its name among the rows.
    pub(super) bucket: String,
    /// Its name in this process.
    pub(super) key: String,
}

impl Caller {
    /// The customer's own count comes first: who is over it does not use up the vendor's too.
    fn shares(&self, access: Access, App { config, vault, .. }: &App) -> Vec<Share> {
        let limits = &config.limits;
        let (of_customer, of_vendor) = match access {
            Access::Read => (limits.reads_per_minute_customer, limits.reads_per_minute_vendor),
            Access::Write => (limits.writes_per_minute_customer, limits.writes_per_minute_vendor),
        };
        let vendor = self.vendor;
        let customer = self.customer.as_ref().map(|customer| Share {
            bound: Bound::Customer,
            limit: of_customer,
            bucket: bucket(vault, "customer", customer),
            key: format!("{access:?} {vendor} {customer}"),
        });
        let all = Share {
            bound: Bound::Vendor,
            limit: of_vendor,
            bucket: "vendor".to_owned(),
            key: format!("{access:?} {vendor}"),
        };
        customer.into_iter().chain([all]).collect()
    }
}

/// Counts what an address does without being known.
pub fn admit_address(request: &HttpRequest, sort: Sort) -> Result<(), Error> {
    settle(request, take_address(request, sort)?)
}

/// The same where it is not the request that is refused, but a look-up that it would cost.
pub fn has_room(request: &HttpRequest, sort: Sort) -> Result<bool, Error> {
    Ok(!take_address(request, sort)?.is_used_up())
}

fn take_address(request: &HttpRequest, sort: Sort) -> Result<Allowance, Error> {
    let (app, counts) = parts(request)?;
    let Address { network, witness } = Address::of(request, app.config.server.trusted_proxies);
    // What checks the server's health comes around the proxies, and is no sign that they are silent.
    let is_worth_telling = witness == Witness::SilentProxy && sort != Sort::Health;
    if is_worth_telling && !counts.has_warned.swap(true, Ordering::Relaxed) {
        tracing::warn!(
            trusted_proxies = app.config.server.trusted_proxies,
            "a request came without an address in X-Forwarded-For, so its peer's was taken"
        );
    }
    let limit = sort.limit(&app.config.limits);
    Ok(counts.take(Bound::Address(sort), &network, limit, app.clock.now().timestamp()))
}

/// Takes back what [`admit_address`] counted, because it turned out otherwise.
pub fn give_back(request: &HttpRequest, sort: Sort) -> Result<(), Error> {
    let (app, counts) = parts(request)?;
    let Address { network, .. } = Address::of(request, app.config.server.trusted_proxies);
    counts.give_back(Bound::Address(sort), &network, app.clock.now().timestamp());
    request.extensions_mut().remove::<Allowance>();
    Ok(())
}

/// Counts a request of somebody known in this process. A write is left with the request as a [`Tally`], which goes on to
/// the rows.
pub fn admit(request: &HttpRequest, caller: &Caller, access: Access) -> Result<(), Error> {
    let (app, counts) = parts(request)?;
    let now = app.clock.now().timestamp();
    let shares = caller.shares(access, &app);
    // No server lets through more than all of them together, so who is over here is over everywhere.
    let here = tightest(&shares, |share| counts.take(share.bound, &share.key, share.limit, now));
    let Some(here) = here else { return Ok(()) };
    settle(request, here)?;
    if access == Access::Write {
        request.extensions_mut().insert(Tally::new(counts, caller.vendor, shares, now));
    }
    Ok(())
}

/// Counts one share after the other, up to one that is used up.
fn tightest(shares: &[Share], mut take: impl FnMut(&Share) -> Allowance) -> Option<Allowance> {
    let mut found: Option<Allowance> = None;
    for share in shares {
        let allowance = take(share);
        found = Some(found.map_or(allowance, |known| known.tighter(allowance)));
        if allowance.is_used_up() {
            break;
        }
    }
    found
}

/// Keeps what the answer shall tell, and refuses a request too many.
pub fn settle(request: &HttpRequest, allowance: Allowance) -> Result<(), Error> {
    request.extensions_mut().insert(allowance);
    if !allowance.is_used_up() {
        return Ok(());
    }
    if let Some(metrics) = request.app_data::<Data<Metrics>>() {
        metrics.limited();
    }
    Err(refused(allowance))
}

/// What a request too many is told.
pub(super) fn refused(allowance: Allowance) -> Error {
    let detail = format!("At most {} {} per minute.", allowance.limit, allowance.bound.things());
    Error::refused(ErrorCode::RateLimited, detail)
}

fn parts(request: &HttpRequest) -> Result<(Data<App>, Data<Counts>), Error> {
    let app = request.app_data::<Data<App>>().cloned();
    let counts = request.app_data::<Data<Counts>>().cloned();
    app.zip(counts).ok_or_else(|| Error::Internal("the server was built without its parts".to_owned()))
}

/// A row's name; who it is stands there only as a hash with a key. There are few enough addresses that a plain
/// hash of one is soon found by trying them all.
fn bucket(vault: &Vault, kind: &str, who: &str) -> String {
    let digest = vault.keyed_hash(&format!("rate of {kind}"), who);
    format!("{kind}:{}", digest.get(..32).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use sha2::Digest as _;

    use super::*;

    #[test]
    fn the_tighter_limit_is_told() {
        let allowance = |bound, left| Allowance { bound, limit: 100, left, resets_in: 1 };
        let roomy = allowance(Bound::Vendor, Some(99));
        let tight = allowance(Bound::Customer, Some(0));
        let over = allowance(Bound::Address(Sort::Refused), None);
        assert_eq!(roomy.tighter(tight), tight);
        assert_eq!(tight.tighter(roomy), tight);
        assert_eq!(over.tighter(tight), over);
        assert_eq!(tight.tighter(over), over);
    }

    #[test]
    fn a_row_does_not_tell_who_it_is() {
        let vault = |letter: &str| Vault::of(&format!("ftk_{}A", letter.repeat(85))).unwrap();
        let row = |vault: &Vault| bucket(vault, "address", "203.0.113.1");
        assert!(!row(&vault("A")).contains("203"));
        assert_eq!(row(&vault("A")), row(&vault("A")));
        // Who has the rows and not the key cannot find the address by trying all of them.
        assert_ne!(row(&vault("A")), row(&vault("B")));
        let plain = format!("{:x}", sha2::Sha256::digest(b"203.0.113.1"));
        assert!(!row(&vault("A")).contains(&plain[..32]));
    }
}
