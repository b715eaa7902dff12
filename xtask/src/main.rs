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

use anyhow::{Context, Result};
use clap::{CommandFactory as _, Parser as _};

use crate::arguments::{Arguments, Command};
use crate::workspace::Workspace;

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            say::fault(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    let Some(command) = arguments.command else {
        Arguments::command().print_help().context("cannot print the help")?;
        return Ok(ExitCode::SUCCESS);
    };
    let workspace = Workspace::find()?;
    match command {
        Command::Demo(options) => demo::run(&workspace, options),
        Command::Test(options) => test::run(&workspace, options),
        Command::Check(options) => check::run(&workspace, options),
        Command::Widget => widget::run(&workspace),
        Command::Size => size::run(&workspace),
        Command::Faults(options) => faults::run(&workspace, &options),
        Command::Bench(bench) => bench::run(&workspace, bench),
        Command::Gen => generated::run(&workspace),
    }
}
