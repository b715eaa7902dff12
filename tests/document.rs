//! Prints the OpenAPI document as the handlers make it now; `cargo xtask gen` writes it into openapi.json.

use std::io::{self, Write as _};

fn main() -> io::Result<()> {
    writeln!(io::stdout(), "{}", followthrough_backend::http::openapi::collect()?.trim_end())
}
