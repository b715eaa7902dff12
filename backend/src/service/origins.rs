//! The web origins on which a vendor shows the widget.

use followthrough_common::{error::Rejection, id::VendorId};

use crate::{db::Conn, problem::Error, repo::origin, state::App};

/// Allows an origin, written as browsers send it. Allowing it twice changes nothing.
pub fn add(conn: &mut Conn, app: &App, vendor: VendorId, written: &str) -> Result<(), Error> {
    if !is_origin(written) {
        let detail = "must be an origin as browsers send it, like https://shop.example";
        return Err(Rejection::field("/origin", detail).into());
    }
    Ok(origin::insert(conn, vendor, written, app.clock.now())?)
}

/// Scheme, host in lower case, a port unless it is the scheme's own, and nothing behind. Wildcards and
/// `null` are no origins. Plain http is for developers' own machines.
fn is_origin(written: &str) -> bool {
    let (host, is_local_only) = match (written.strip_prefix("https://"), written.strip_prefix("http://")) {
        (Some(host), _) => (host, false),
        (None, Some(host)) => (host, true),
        (None, None) => return false,
    };
    let (name, port) = host.rsplit_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let is_name =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || ".-".contains(letter);
    let own_port = if is_local_only { "80" } else { "443" };
    let is_port =
        |port: &str| port.parse::<u16>().is_ok_and(|number| number > 0 && number.to_string() == port);
    let is_local = matches!(name, "localhost" | "127.0.0.1") || name.ends_with(".localhost");
    !name.is_empty()
        && name.chars().all(is_name)
        && port.is_none_or(|port| is_port(port) && port != own_port)
        && (!is_local_only || is_local)
}

#[cfg(test)]
mod tests {
    use super::is_origin;

    #[test]
    fn only_what_a_browser_sends_is_an_origin() {
        for right in [
            "https://shop.example",
            "https://shop.example:8443",
            "http://localhost:3000",
            "http://127.0.0.1:1",
        ] {
            assert!(is_origin(right), "{right}");
        }
        for wrong in [
            "",
            "null",
            "*",
            "shop.example",
            "https://",
            "https://*.shop.example",
            "https://Shop.example",
            "https://shop.example/",
            "https://shop.example:443",
            "https://shop.example:0",
            "https://shop.example:08443",
            "https://user@shop.example",
            "http://shop.example",
        ] {
            assert!(!is_origin(wrong), "{wrong}");
        }
    }
}
