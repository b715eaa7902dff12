//! How many requests somebody may make per minute: reads are counted in this process, writes in rows
//! that all servers share. Knows nothing of what the requests are about.

use std::{
    collections::HashMap,
    fmt,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};

use actix_web::{HttpMessage as _, HttpRequest, web::Data};
use followthrough_common::{error::ErrorCode, id::VendorId};
use sha2::{Digest as _, Sha256};

use crate::{db::Conn, problem::Error, repo::rate_bucket, state::App, telemetry::Metrics};

/// Whether a request changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It does not.
    Read,
    /// It does.
    Write,
}

/// The window of every limit, in seconds.
pub const WINDOW: i64 = 60;
/// The most keys that one process counts; beyond it, counts of earlier windows go first.
const MOST_KEYS: usize = 100_000;

/// Whose requests are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// One address, or one network of IPv6.
    Address,
    /// One customer.
    Customer,
    /// All customers and keys of one vendor.
    Vendor,
}

impl fmt::Display for Bound {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Address => "address",
            Self::Customer => "customer",
            Self::Vendor => "vendor",
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

/// The counts of this process, in windows of a minute.
#[derive(Debug, Default)]
pub struct Counts(Mutex<HashMap<(Bound, String), (i64, u32)>>);

impl Counts {
    /// Counts one request of `key` at `now` (Unix seconds).
    pub fn take(&self, bound: Bound, key: &str, limit: u32, now: i64) -> Allowance {
        let window = now.div_euclid(WINDOW);
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MOST_KEYS {
            counts.retain(|_, (counted, _)| *counted == window);
        }
        if counts.len() >= MOST_KEYS {
            counts.clear();
        }
        let (counted, used) = counts.entry((bound, key.to_owned())).or_insert((window, 0));
        if *counted != window {
            (*counted, *used) = (window, 0);
        }
        *used = used.saturating_add(1);
        Allowance { bound, limit, left: limit.checked_sub(*used), resets_in: until_next_window(now) }
    }
}

/// Seconds until the window of `now` ends.
fn until_next_window(now: i64) -> u32 {
    u32::try_from(WINDOW - now.rem_euclid(WINDOW)).unwrap_or_default()
}

/// Who asks, once it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Whose customer or system.
    pub vendor: VendorId,
    /// The customer, if it is one.
    pub customer: Option<String>,
}

/// Counts a request by its address before anybody looks at what it shows, so that guessing is slow.
pub fn admit_address(request: &HttpRequest) -> Result<(), Error> {
    let (app, counts) = parts(request)?;
    let address = address_key(request, app.config.server.trusted_proxies);
    let limit = app.config.limits.reads_per_minute_ip;
    settle(request, counts.take(Bound::Address, &address, limit, app.clock.now().timestamp()))
}

/// Counts a request of somebody known: reads in this process, writes in rows.
pub async fn admit(request: &HttpRequest, caller: &Caller, access: Access) -> Result<(), Error> {
    let (app, counts) = parts(request)?;
    let now = app.clock.now().timestamp();
    let limits = &app.config.limits;
    let vendor = caller.vendor;
    match access {
        Access::Read => {
            let all = counts.take(Bound::Vendor, &vendor.to_string(), limits.reads_per_minute_vendor, now);
            let one = caller.customer.as_ref().map(|customer| {
                let key = format!("{vendor} {customer}");
                counts.take(Bound::Customer, &key, limits.reads_per_minute_customer, now)
            });
            settle(request, one.map_or(all, |one| all.tighter(one)))
        }
        Access::Write => {
            let address = address_key(request, app.config.server.trusted_proxies);
            let mut wanted = vec![
                (Bound::Vendor, "vendor".to_owned(), limits.writes_per_minute_vendor),
                (Bound::Address, bucket("address", &address), limits.writes_per_minute_ip),
            ];
            if let Some(customer) = &caller.customer {
                wanted.push((
                    Bound::Customer,
                    bucket("customer", customer),
                    limits.writes_per_minute_customer,
                ));
            } else {
                // A vendor's system sends all of its writes from few addresses; its own limit is enough.
                wanted.truncate(1);
            }
            let taken = app.db.write(move |conn| take_rows(conn, vendor, &wanted, now)).await?;
            taken.map_or(Ok(()), |allowance| settle(request, allowance))
        }
    }
}

fn take_rows(
    conn: &mut Conn,
    vendor: VendorId,
    wanted: &[(Bound, String, u32)],
    now: i64,
) -> Result<Option<Allowance>, Error> {
    let mut tightest: Option<Allowance> = None;
    for (bound, bucket, limit) in wanted {
        let used = rate_bucket::count(conn, vendor, bucket, now.div_euclid(WINDOW))?;
        let used = u32::try_from(used).unwrap_or(u32::MAX);
        let resets_in = until_next_window(now);
        let allowance = Allowance { bound: *bound, limit: *limit, left: limit.checked_sub(used), resets_in };
        tightest = Some(tightest.map_or(allowance, |known| known.tighter(allowance)));
    }
    Ok(tightest)
}

/// Keeps what the answer shall tell, and refuses a request too many.
fn settle(request: &HttpRequest, allowance: Allowance) -> Result<(), Error> {
    request.extensions_mut().insert(allowance);
    if !allowance.is_used_up() {
        return Ok(());
    }
    if let Some(metrics) = request.app_data::<Data<Metrics>>() {
        metrics.limited();
    }
    let detail = format!("At most {} requests per minute and {}.", allowance.limit, allowance.bound);
    Err(Error::refused(ErrorCode::RateLimited, detail))
}

fn parts(request: &HttpRequest) -> Result<(Data<App>, Data<Counts>), Error> {
    let app = request.app_data::<Data<App>>().cloned();
    let counts = request.app_data::<Data<Counts>>().cloned();
    app.zip(counts).ok_or_else(|| Error::Internal("the server was built without its parts".to_owned()))
}

/// A row's name; who it is stands there only as a hash.
fn bucket(kind: &str, who: &str) -> String {
    let digest = format!("{:x}", Sha256::digest(who.as_bytes()));
    format!("{kind}:{}", digest.get(..32).unwrap_or_default())
}

/// The client's address as a key: with proxies of our own in front, what the outermost of them saw.
/// A chain that is too short was not made by them, so such requests share one count.
pub fn address_key(request: &HttpRequest, trusted_proxies: usize) -> String {
    if trusted_proxies == 0 {
        return request.peer_addr().map_or_else(|| "unknown".to_owned(), |peer| network(peer.ip()));
    }
    let lines = request.headers().get_all("x-forwarded-for").filter_map(|line| line.to_str().ok());
    let chain: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let client = chain.len().checked_sub(trusted_proxies).and_then(|index| chain.get(index));
    client.and_then(|text| text.parse().ok()).map_or_else(|| "untrusted".to_owned(), network)
}

/// Who has one address of an IPv6 network usually has all 2⁶⁴ of it.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let network = u128::from(address) >> 64 << 64;
            format!("{}/64", Ipv6Addr::from(network))
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_window_lets_so_many_through_and_the_next_begins_anew() {
        let counts = Counts::default();
        let take = |now| counts.take(Bound::Address, "a", 2, now);
        assert!(!take(60).is_used_up());
        assert_eq!(take(61).state(), "\"address\";r=0;t=59");
        assert!(take(119).is_used_up());
        assert!(!take(120).is_used_up());
        assert!(!counts.take(Bound::Address, "b", 2, 120).is_used_up());
        assert_eq!(take(121).policy(), "\"address\";q=2;w=60");
    }

    #[test]
    fn the_tighter_limit_is_told() {
        let allowance = |bound, left| Allowance { bound, limit: 100, left, resets_in: 1 };
        let roomy = allowance(Bound::Vendor, Some(99));
        let tight = allowance(Bound::Customer, Some(0));
        let over = allowance(Bound::Address, None);
        assert_eq!(roomy.tighter(tight), tight);
        assert_eq!(tight.tighter(roomy), tight);
        assert_eq!(over.tighter(tight), over);
        assert_eq!(tight.tighter(over), over);
    }

    #[test]
    fn a_row_does_not_tell_who_it_is() {
        assert!(!bucket("address", "203.0.113.1").contains("203"));
    }

    #[test]
    fn only_our_own_proxies_say_who_the_client_is() {
        let peer = "198.51.100.7:1000".parse().unwrap();
        let key = |forwarded: &str, proxies| {
            let request =
                TestRequest::default().peer_addr(peer).insert_header(("X-Forwarded-For", forwarded));
            address_key(&request.to_http_request(), proxies)
        };
        assert_eq!(key("203.0.113.1", 0), "198.51.100.7");
        assert_eq!(key("1.1.1.1, 203.0.113.1", 1), "203.0.113.1");
        assert_eq!(key("1.1.1.1, 203.0.113.1, 10.0.0.1", 2), "203.0.113.1");
        assert_eq!(key("203.0.113.1", 2), "untrusted");
        assert_eq!(key("", 1), "untrusted");
        assert_eq!(key("2001:db8:1:2:3:4:5:6", 1), "2001:db8:1:2::/64");
        assert_eq!(key("::ffff:203.0.113.1", 1), "203.0.113.1");
    }
}
