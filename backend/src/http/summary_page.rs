//! The status page as HTML to be printed: one page, no script, nothing from elsewhere, every text escaped.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::NaiveDate;
use followthrough_common::{
    api::summary::{PromiseLine, PromiseStanding, StatusSummary},
    words::{DateForm, Language, PageTexts, Texts},
};
use maud::{Markup, PreEscaped, Render, html};
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

/// The page.
pub fn page(summary: &StatusSummary, locale: Option<&str>) -> Markup {
    let language = Language::nearest(locale);
    let it = PageTexts::of(language);
    html! {
        (PreEscaped("<!doctype html>"))
        html lang=(language.tag()) dir=(language.direction().as_str()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta name="robots" content="noindex";
                title { (summary.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (summary.title) }
                    p { bdi { (summary.vendor) } " · " (it.as_of()) " " (day(summary.on, language)) }
                    table { (rows(summary, it)) }
                    (lists(summary, it))
                }
            }
        }
    }
}

fn rows(summary: &StatusSummary, it: PageTexts) -> Markup {
    let day = |date| day(date, it.language);
    let yes = |is_so: bool| if is_so { it.yes() } else { it.not_yet() };
    html! {
        (row(it.order(), &html! { bdi { (summary.reference) } }))
        @if let Some(owner) = &summary.owner {
            (row(it.looks_after(), &html! { bdi { (owner) } }))
        }
        (row(it.delivered(), &html! {
            (yes(summary.is_delivered))
            @if let Some(on) = summary.delivered_on { " · " (day(on)) }
        }))
        @if let Some(on) = summary.delivery_expected_on {
            (row(it.expected(), &day(on)))
        }
        (row(it.paid(), &yes(summary.is_paid)))
        (row(it.satisfied(), &yes(summary.is_satisfied)))
        (row(it.promises(), &html! {
            (it.promises()) ": " (summary.promised) " · " (it.kept()) ": " (summary.kept) " · "
            (it.late()) ": " (summary.late)
        }))
        (row(it.concerns(), &summary.open_concerns))
        @if let Some(on) = summary.next_contact_on {
            (row(it.next(), &day(on)))
        }
    }
}

fn row(name: &str, value: &dyn Render) -> Markup {
    html! { tr { th scope="row" { (name) } td { (value) } } }
}

fn lists(summary: &StatusSummary, it: PageTexts) -> Markup {
    html! {
        @if !summary.promises.is_empty() {
            h2 { (it.promises()) }
            table { @for promise in &summary.promises { (promise_row(promise, it)) } }
        }
        @if !summary.successes.is_empty() {
            h2 { (it.successes()) }
            ul { @for sentence in &summary.successes { li { (sentence) } } }
        }
    }
}

fn promise_row(promise: &PromiseLine, it: PageTexts) -> Markup {
    let word = match promise.standing {
        PromiseStanding::Kept => it.kept(),
        PromiseStanding::KeptLate => it.kept_late(),
        PromiseStanding::Late => it.late(),
        PromiseStanding::Open => it.open(),
        PromiseStanding::Broken => it.broken(),
        PromiseStanding::Released => it.released(),
    };
    let day = |date| day(date, it.language);
    let first = promise.original_due.filter(|first| Some(*first) != promise.current_due);
    html! {
        tr {
            td { (promise.statement) }
            td {
                @if let Some(due) = promise.current_due { (day(due)) }
                @if let Some(first) = first { " (" (it.first_promised()) " " (day(first)) ")" }
            }
            td { (word) }
        }
    }
}

fn day(date: NaiveDate, language: Language) -> Markup {
    html! { time datetime=(date) { (Texts::of(language).date(DateForm::Full, date)) } }
}
