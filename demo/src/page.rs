//! The portal's page: a shop's own, with the widget embedded as any vendor's page would do it, and above it what makes
//! it a demo.

use anyhow::Context as _;
use followthrough_common::domain::member::initials;
use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use crate::{cast::Story, portal::DayOut, theatre::Theatre};

/// The weeks of the slider.
const WEEKS: [i64; 5] = [0, 7, 14, 21, 28];

/// The page of the customer whose story it is.
pub fn page(theatre: &Theatre, story: &Story, today: &DayOut) -> anyhow::Result<Markup> {
    let (api, shop) = (theatre.server(), &theatre.cast.shop);
    let order = theatre.reference(story)?;
    let invoiced = story.sale.get("invoiced").and_then(Value::as_i64);
    let price = price(invoiced.context("a sale without a price")?);
    let first_name = Story::text(&story.customer, "name").split(' ').next().unwrap_or_default();
    Ok(html! {
        (PreEscaped("<!doctype html>"))
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "Your order · " (shop.name) }
                link rel="stylesheet" href="/portal.css";
                link rel="icon" href="/icon.svg";
                script type="module" src={ (api) "/v1/embed.js" } {}
                script type="module" src="/portal.js" {}
            }
            body {
                (controls(theatre, story, today))
                (top(theatre, story))
                main {
                    h1 { span #greeting { (today.greeting) } ", " (first_name) }
                    dl.order {
                        div { dt { "Order" } dd { (order) } }
                        div { dt { "What" } dd { (Story::text(&story.sale, "title")) } }
                        div { dt { "Total" } dd { (price) } }
                    }
                    follow-through vendor=(theatre.vendor()) api=(api) token-url={ "/token?customer=" (story.key) }
                        sale=(order) loading="eager" reserve="64em" {
                        p {
                            "Questions about your order? Call " (shop.name) ": "
                            a href={ "tel:" (shop.phone.replace(' ', "")) } { (shop.phone) }
                        }
                    }
                    details.heard {
                        summary { "What this page hears from the widget" }
                        p {
                            "The widget tells its page what happened, with ids and states only, never a customer's words."
                        }
                        ol #heard reversed {}
                    }
                }
                footer {
                    p {
                        (shop.name) " is made up, and so are its customers. "
                        a href={ (api) "/docs" } { "API reference" }
                    }
                }
            }
        }
    })
}

/// Whom to be, and on which day.
fn controls(theatre: &Theatre, story: &Story, today: &DayOut) -> Markup {
    html! {
        section.demo aria-label="Demo controls" {
            div.demo-inner {
                details.who {
                    summary {
                        span.label { "Demo: you are" } " "
                        span.now { (Story::text(&story.customer, "name")) } " "
                        svg viewBox="0 0 16 16" aria-hidden="true" { path d="m4 6 4 4 4-4" {} }
                    }
                    ul { @for other in &theatre.cast.stories { (person(other, story)) } }
                }
                form.days {
                    label.label for="day" { "Day of the story" } " "
                    input #day type="range" min="0" max=(theatre.cast.shop.last_day) step="1" value=(today.day)
                        list="weeks" autocomplete="off";
                    datalist #weeks { @for day in WEEKS { option value=(day) {} } }
                    output #shown for="day" { b { "Day " (today.day) } " " span { (today.date) } }
                }
            }
            p #note.demo-note role="status" {}
        }
    }
}

fn person(story: &Story, present: &Story) -> Markup {
    html! {
        li {
            a href={ "/?customer=" (story.key) } aria-current=[(story.key == present.key).then_some("page")] {
                b { (Story::text(&story.customer, "name")) }
                span { (story.about) }
            }
        }
    }
}

fn top(theatre: &Theatre, story: &Story) -> Markup {
    let cup = "M5 11h17v7a7 7 0 0 1-7 7h-3a7 7 0 0 1-7-7zM22 13h2a4 4 0 0 1 0 8h-2.6M10 3c-1.5 2 1.5 3 0 5M16 3c-1.5 2 \
               1.5 3 0 5";
    let home = format!("/?customer={}", story.key);
    html! {
        header.top {
            a.brand href=(home) {
                svg viewBox="0 0 32 32" aria-hidden="true" { path d=(cup) {} } " "
                (theatre.cast.shop.name)
            }
            nav aria-label="Portal" {
                a href=(home) aria-current="page" { "Your order" } " "
                span { "Invoices" } " "
                span { "Beans" }
            }
            p.you {
                span.face aria-hidden="true" { (initials(Story::text(&story.customer, "name"))) } " "
                (Story::text(&story.customer, "company"))
            }
        }
    }
}

/// Whole kroner, in groups of three.
fn price(hundredths: i64) -> String {
    let digits = (hundredths / 100).to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len().saturating_sub(at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    format!("{text} kr.")
}
