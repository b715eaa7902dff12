//! The binary: everything it does is a command of [`followthrough_backend::cli`]. It is a package of its own so
//! that the server and the widget are compiled side by side and only this waits for both.

use std::{borrow::Cow, process::ExitCode};

use rust_embed::Embed;

/// The built widget. Without it the binary is built all the same, and `serve` says which command is missing.
#[derive(Embed)]
#[folder = "../../dist/assets"]
#[allow_missing = true]
struct Widget;

fn main() -> ExitCode {
    followthrough_backend::cli::main(file_of_widget)
}

fn file_of_widget(name: &str) -> Option<Cow<'static, [u8]>> {
    Widget::get(name).map(|file| file.data)
}
