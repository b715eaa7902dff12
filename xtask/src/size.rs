//! `cargo xtask size`: what a customer's browser loads, against the budgets.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::say;
use crate::widget::{self, Manifest};
use crate::workspace::Workspace;

/// Bytes after brotli (1 kB = 1,000 bytes) that each file may have; each language's texts have the last.
const BUDGETS: [u64; 5] = [8_000, 6_000, 8_000, 165_000, 6_000];

/// Builds the widget if it must, prints the table, fails above a budget.
pub fn run(workspace: &Workspace) -> Result<ExitCode> {
    widget::ensure_built(workspace)?;
    print_table(&workspace.assets())?;
    Ok(ExitCode::SUCCESS)
}

/// Prints raw size, brotli size and budget of each file; an error names those above.
pub fn print_table(assets: &Path) -> Result<()> {
    let manifest = Manifest::read(assets)?;
    say::line(format_args!("  {:<10}{:>12}{:>12}{:>12}", "", "raw", "brotli", "budget"));
    let mut above = Vec::new();
    let budgets = BUDGETS.into_iter().chain(BUDGETS.last().copied().into_iter().cycle());
    for ((what, name), budget) in manifest.files().into_iter().zip(budgets) {
        let raw = bytes_of(&assets.join(name))?;
        let brotli = bytes_of(&assets.join(format!("{name}.br")))?;
        let mark = if brotli > budget { "  above the budget" } else { "" };
        say::line(format_args!(
            "  {what:<10}{:>12}{:>12}{:>12}{mark}",
            grouped(raw),
            grouped(brotli),
            grouped(budget)
        ));
        if brotli > budget {
            above.push(what);
        }
    }
    if !above.is_empty() {
        bail!("above the budget: {}", above.join(", "));
    }
    Ok(())
}

fn bytes_of(file: &Path) -> Result<u64> {
    Ok(fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?.len())
}

/// `1234567` as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len().saturating_sub(at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
