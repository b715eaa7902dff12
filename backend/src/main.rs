//! The binary: everything it does is a command of [`followthrough_backend::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    followthrough_backend::cli::main()
}
