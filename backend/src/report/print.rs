//! The figures as text for people.

use std::fmt::{self, Write as _};

use followthrough_common::api::reports::{
    AnswerFigures, PromiseFigures, ReportSummary, SaleFigures, WordCount,
};

/// The report as the command prints it.
pub fn printed(summary: &ReportSummary) -> String {
    let mut text = String::new();
    // Writing to a text cannot fail.
    let _ = write(&mut text, summary);
    text
}

fn write(out: &mut String, summary: &ReportSummary) -> fmt::Result {
    sales(out, &summary.sales)?;
    promises(out, &summary.promises)?;
    for figures in &summary.answers {
        answers(out, figures)?;
    }
    writeln!(out, "\nReviews asked for before the delivery: {}", grouped(summary.surveys_before_delivery))
}

fn sales(out: &mut String, figures: &SaleFigures) -> fmt::Result {
    writeln!(out, "Sales")?;
    line(out, "all", figures.total, "")?;
    line(out, "distinct customers", figures.customers, "")?;
    line(out, "with a payment", figures.with_payment, "")?;
    line(out, "with a delivery time", figures.with_delivery, "")?;
    words(out, "by state", &figures.by_state)?;
    words(out, "by your own status", &figures.by_status)
}

fn words(out: &mut String, title: &str, rows: &[WordCount]) -> fmt::Result {
    writeln!(out, "\n  {title}")?;
    for row in rows {
        line(out, row.word.as_deref().unwrap_or("(none)"), row.count, "")?;
    }
    Ok(())
}

fn promises(out: &mut String, figures: &PromiseFigures) -> fmt::Result {
    writeln!(out, "\nPromises, against their original date")?;
    line(out, "kept on or before it", figures.on_original, &share(figures.on_original_percent))?;
    line(out, "kept later", figures.late, &share(figures.late_percent))?;
    for (label, count) in [
        ("of these on a date agreed later", figures.late_as_agreed),
        ("broken", figures.broken),
        ("released by the customer", figures.released),
    ] {
        if count > 0 {
            line(out, label, count, "")?;
        }
    }
    line(out, "open", figures.open, "")
}

fn answers(out: &mut String, figures: &AnswerFigures) -> fmt::Result {
    writeln!(out, "\nAnswers to {}", figures.check)?;
    for row in &figures.choices {
        line(out, row.word.as_deref().unwrap_or_default(), row.count, "")?;
    }
    line(out, "n", figures.n, "")?;
    if let Some(mean) = figures.mean {
        writeln!(out, "  {:<32}{mean:>12.4}", "mean")?;
    }
    if let Some(csat) = figures.csat_percent {
        writeln!(out, "  {:<32}{csat:>12.2} %", "CSAT (top two of five)")?;
    }
    if figures.mean.is_none() && figures.csat_percent.is_none() && figures.metric.is_some() {
        writeln!(out, "  no score under five answers")?;
    }
    line(out, "with a comment", figures.with_comment, "")?;
    line(out, "with a line break in it", figures.with_line_break, "")
}

fn share(percent: Option<f64>) -> String {
    percent.map(|percent| format!("   {percent:.2} %")).unwrap_or_default()
}

fn line(out: &mut String, label: &str, count: u64, more: &str) -> fmt::Result {
    writeln!(out, "  {label:<32}{:>12}{more}", grouped(count))
}

/// `12,326`.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(
            [0, 999, 1_000, 12_326, 1_000_000].map(grouped),
            ["0", "999", "1,000", "12,326", "1,000,000"]
        );
    }
}
