//! `cargo xtask …`: the commands of this workspace. This file only picks the command.

mod arguments;
mod bench;
mod bindings;
mod browser;
mod cargo;
mod check;
mod debian;
mod demo;
mod faults;
mod generated;
mod golden;
mod help;
mod http;
mod postgres;
mod process;
mod say;
mod size;
mod test;
mod tools;
mod widget;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::arguments::Arguments;
use crate::workspace::Workspace;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            say::fault(&error);
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut arguments = Arguments::of_process();
    let command = arguments.next_word().unwrap_or_else(|| "help".to_owned());
    if command == "help" || command == "--help" || arguments.flag("--help") {
        return help::print(&command, &mut arguments);
    }
    let workspace = Workspace::find()?;
    match command.as_str() {
        "demo" => demo::run(&workspace, arguments),
        "test" => test::run(&workspace, arguments),
        "check" => check::run(&workspace, arguments),
        "widget" => widget::run(&workspace, arguments),
        "size" => size::run(&workspace, arguments),
        "faults" => faults::run(&workspace, arguments),
        "bench" => bench::run(&workspace, arguments),
        "gen" => generated::run(&workspace, arguments),
        other => bail!("there is no command `{other}`; `cargo xtask help` lists the commands"),
    }
}
