//! Which address a request came from, as far as the network tells: the peer's, or what proxies of our own
//! say. Knows nothing of limits.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::{HttpRequest, http::header::HeaderValue};

/// The header in which a proxy adds the address that it saw behind those of the proxies before it.
const FORWARDED: &str = "x-forwarded-for";

/// Where a request came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The address, or the network of IPv6, as a key.
    pub network: String,
    /// Who says so.
    pub witness: Witness,
}

/// Who says where a request came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Witness {
    /// The connection itself; no proxy is trusted.
    Peer,
    /// A proxy of our own.
    Proxy,
    /// The connection itself, because the proxies that are trusted said nothing that is an address.
    SilentProxy,
}

impl Address {
    /// The client's address: with proxies of our own in front, what the outermost of them saw. Where they say
    /// nothing, it is the peer's: that is a proxy with all its clients, or somebody who came around it, and
    /// either is counted as what it is.
    pub fn of(request: &HttpRequest, trusted_proxies: usize) -> Self {
        let peer = || request.peer_addr().map_or_else(|| "unknown".to_owned(), |peer| network(peer.ip()));
        if trusted_proxies == 0 {
            return Self { network: peer(), witness: Witness::Peer };
        }
        match forwarded(request, trusted_proxies) {
            Some(address) => Self { network: network(address), witness: Witness::Proxy },
            None => Self { network: peer(), witness: Witness::SilentProxy },
        }
    }
}

/// The entry that the outermost trusted proxy wrote, counted from the end: what stands before it is the
/// client's own and may be anything, even no text.
fn forwarded(request: &HttpRequest, trusted_proxies: usize) -> Option<IpAddr> {
    let lines = request.headers().get_all(FORWARDED).map(HeaderValue::as_bytes);
    let chain: Vec<&[u8]> = lines.flat_map(|line| line.split(|byte| *byte == b',')).collect();
    let entry = chain.get(chain.len().checked_sub(trusted_proxies)?)?;
    parse(std::str::from_utf8(entry).ok()?.trim())
}

/// An address as proxies write it: alone, with the client's port, or IPv6 in brackets with or without one.
fn parse(text: &str) -> Option<IpAddr> {
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    text.parse().ok().or_else(with_port).or_else(bracketed)
}

/// Who has one address of an IPv6 network usually has all 2⁶⁴ of it.
pub fn network(address: IpAddr) -> String {
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

    fn of(lines: &[&[u8]], proxies: usize) -> (String, Witness) {
        let mut request = TestRequest::default().peer_addr("198.51.100.7:1000".parse().unwrap());
        for line in lines {
            request = request.append_header((FORWARDED, HeaderValue::from_bytes(line).unwrap()));
        }
        let Address { network, witness } = Address::of(&request.to_http_request(), proxies);
        (network, witness)
    }

    #[test]
    fn only_our_own_proxies_say_who_the_client_is() {
        let peer = "198.51.100.7".to_owned();
        assert_eq!(of(&[b"203.0.113.1"], 0), (peer.clone(), Witness::Peer));
        for nothing in ["", "unknown", "_hidden", "203.0.113", "203.0.113.1:port", "[203.0.113.1]", "[::1"] {
            assert_eq!(of(&[nothing.as_bytes()], 1), (peer.clone(), Witness::SilentProxy), "{nothing}");
        }
        assert_eq!(of(&[], 1), (peer.clone(), Witness::SilentProxy));
        assert_eq!(of(&[b"203.0.113.1"], 2), (peer, Witness::SilentProxy));
    }

    #[test]
    fn an_address_may_have_a_port_and_brackets_behind_any_number_of_proxies() {
        for (lines, proxies, network) in [
            (&["203.0.113.1"][..], 1, "203.0.113.1"),
            (&["1.1.1.1, 203.0.113.1"], 1, "203.0.113.1"),
            (&["203.0.113.1:1234"], 1, "203.0.113.1"),
            (&["1.1.1.1:5 ,203.0.113.1:1234,10.0.0.1:80"], 2, "203.0.113.1"),
            (&["1.1.1.1, 203.0.113.1", "10.0.0.1"], 2, "203.0.113.1"),
            (&["1.1.1.1", "203.0.113.1:7", "10.0.0.1", "10.0.0.2"], 3, "203.0.113.1"),
            (&["2001:db8:1:2:3:4:5:6"], 1, "2001:db8:1:2::/64"),
            (&["[2001:db8:1:2:3:4:5:6]"], 1, "2001:db8:1:2::/64"),
            (&["[2001:db8:1:2:3:4:5:6]:443"], 1, "2001:db8:1:2::/64"),
            (&["[2001:db8:1:2::9]:443, [::1]:80"], 2, "2001:db8:1:2::/64"),
            (&["::ffff:203.0.113.1"], 1, "203.0.113.1"),
            (&["[::ffff:203.0.113.1]:80"], 1, "203.0.113.1"),
        ] {
            let bytes: Vec<&[u8]> = lines.iter().map(|line| line.as_bytes()).collect();
            assert_eq!(of(&bytes, proxies), (network.to_owned(), Witness::Proxy), "{lines:?}");
        }
        // What a client wrote before the proxy's entry spoils nothing.
        assert_eq!(of(&[b"\xff\xfe, 203.0.113.1"], 1), ("203.0.113.1".to_owned(), Witness::Proxy));
    }
}
