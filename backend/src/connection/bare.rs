//! The answers that the HTTP library gives by itself when it cannot read a request: a status and nothing else.
//! Nothing follows them on a connection, so one can only stand at the end of what is written.

use actix_web::http::StatusCode;

/// The longest of them has about 130 bytes.
const LONGEST: usize = 200;

/// Where such an answer begins in what is about to be written, and its status.
pub fn find(written: &[u8]) -> Option<(usize, StatusCode)> {
    if !written.ends_with(b"\r\n\r\n") {
        return None;
    }
    let window = written.get(written.len().saturating_sub(LONGEST)..)?;
    let begins = window.windows(7).rposition(|word| word == b"HTTP/1.")?;
    let answer = std::str::from_utf8(window.get(begins..)?).ok()?;
    let status: u16 = answer.get(9..12)?.parse().ok()?;
    let is_bare = answer.contains("\r\ncontent-length: 0\r\n") && !answer.contains("\r\nx-request-id:");
    let status = StatusCode::from_u16(status).ok()?;
    let is_refusal = status.is_client_error() || status.is_server_error();
    (is_bare && is_refusal).then_some((written.len() - answer.len(), status))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &str = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\
                        date: Mon, 02 Nov 2026 09:00:00 GMT\r\n\r\n";

    #[test]
    fn it_is_found_alone_and_behind_others() {
        assert_eq!(find(BARE.as_bytes()), Some((0, StatusCode::BAD_REQUEST)));
        let both = format!("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok\n{BARE}");
        assert_eq!(find(both.as_bytes()), Some((both.len() - BARE.len(), StatusCode::BAD_REQUEST)));
    }

    #[test]
    fn our_own_answers_are_none() {
        for own in [
            "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok\n",
            "HTTP/1.1 204 No Content\r\nx-request-id: req_1\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nx-request-id: req_1\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\ncontent-length: 0\r\n\r\n",
            "\r\n\r\n",
            "",
        ] {
            assert_eq!(find(own.as_bytes()), None, "{own}");
        }
    }
}
