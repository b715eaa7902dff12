//! The status page as HTML to be printed: one page, no script, nothing from elsewhere, every text escaped.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::NaiveDate;
use followthrough_common::{
    api::summary::{PromiseLine, PromiseStanding, StatusSummary},
    words::{DateForm, Language, PageTexts, Texts},
};
use sha2::{Digest as _, Sha256};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:44em;margin:2em auto;padding:0 1em;\
color:#1b1b1b;background:#fff}h1{font-size:1.5em;margin:0}table{border-collapse:collapse;width:100%}\
th,td{text-align:start;padding:.3em .6em .3em 0;border-bottom:1px solid #ccc;vertical-align:top}\
p{margin:.3em 0 1em}@media print{body{margin:0;max-width:none;font-size:11pt}@page{margin:18mm}}";

/// The policy that lets the page have its own style and nothing else.
pub fn policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    format!("default-src 'none'; style-src 'sha256-{hash}'; frame-ancestors 'none'")
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

fn day(date: NaiveDate, language: Language) -> String {
    format!("<time datetime=\"{date}\">{}</time>", Texts::of(language).date(DateForm::Full, date))
}

/// The page.
pub fn page(summary: &StatusSummary, locale: Option<&str>) -> String {
    let language = Language::nearest(locale);
    let it = PageTexts::of(language);
    let day = |date| day(date, language);
    let title = escape(&summary.title);
    let yes = |is_so: bool| if is_so { it.yes() } else { it.not_yet() };
    let mut rows = String::new();
    let mut row = |name: &str, value: &str| {
        // Writing into a string cannot fail.
        let _ = write!(rows, "<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>");
    };
    row(it.order(), &format!("<bdi>{}</bdi>", escape(&summary.reference)));
    if let Some(owner) = &summary.owner {
        row(it.looks_after(), &format!("<bdi>{}</bdi>", escape(owner)));
    }
    let delivered = summary.delivered_on.map(|on| format!(" · {}", day(on))).unwrap_or_default();
    row(it.delivered(), &format!("{}{delivered}", yes(summary.is_delivered)));
    if let Some(on) = summary.delivery_expected_on {
        row(it.expected(), &day(on));
    }
    row(it.paid(), yes(summary.is_paid));
    row(it.satisfied(), yes(summary.is_satisfied));
    let counts = format!(
        "{}: {} · {}: {} · {}: {}",
        it.promises(),
        summary.promised,
        it.kept(),
        summary.kept,
        it.late(),
        summary.late
    );
    row(it.promises(), &counts);
    row(it.concerns(), &summary.open_concerns.to_string());
    if let Some(on) = summary.next_contact_on {
        row(it.next(), &day(on));
    }
    let mut lists = String::new();
    if !summary.promises.is_empty() {
        let items: String = summary.promises.iter().map(|promise| promise_row(promise, it)).collect();
        let _ = write!(lists, "<h2>{}</h2><table>{items}</table>", it.promises());
    }
    if !summary.successes.is_empty() {
        let _ = write!(lists, "<h2>{}</h2><ul>", it.successes());
        for sentence in &summary.successes {
            let _ = write!(lists, "<li>{}</li>", escape(sentence));
        }
        lists.push_str("</ul>");
    }
    format!(
        "<!doctype html><html lang=\"{}\" dir=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>\
         <p><bdi>{}</bdi> · {} {}</p><table>{rows}</table>{lists}</main></body></html>",
        language.tag(),
        language.direction().as_str(),
        escape(&summary.vendor),
        it.as_of(),
        day(summary.on),
    )
}

fn promise_row(promise: &PromiseLine, it: PageTexts) -> String {
    let word = match promise.standing {
        PromiseStanding::Kept => it.kept(),
        PromiseStanding::KeptLate => it.kept_late(),
        PromiseStanding::Late => it.late(),
        PromiseStanding::Open => it.open(),
        PromiseStanding::Broken => it.broken(),
        PromiseStanding::Released => it.released(),
    };
    let day = |date| day(date, it.language);
    let due = promise.current_due.map(day).unwrap_or_default();
    let first = promise.original_due.filter(|first| Some(*first) != promise.current_due);
    let first = first.map(|on| format!(" ({} {})", it.first_promised(), day(on))).unwrap_or_default();
    format!("<tr><td>{}</td><td>{due}{first}</td><td>{word}</td></tr>", escape(&promise.statement))
}
