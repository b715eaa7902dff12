//! The status page as HTML to be printed: one page, no script, nothing from elsewhere, every text escaped.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::NaiveDate;
use followthrough_common::api::summary::{PromiseStanding, StatusSummary};
use sha2::{Digest as _, Sha256};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:44em;margin:2em auto;padding:0 1em;\
color:#1b1b1b;background:#fff}h1{font-size:1.5em;margin:0}table{border-collapse:collapse;width:100%}\
th,td{text-align:start;padding:.3em .6em .3em 0;border-bottom:1px solid #ccc;vertical-align:top}\
p{margin:.3em 0 1em}@media print{body{margin:0;max-width:none;font-size:11pt}@page{margin:18mm}}";

/// The words of the page in one language.
struct Texts {
    tag: &'static str,
    as_of: &'static str,
    order: &'static str,
    looks_after: &'static str,
    delivered: &'static str,
    expected: &'static str,
    paid: &'static str,
    satisfied: &'static str,
    yes: &'static str,
    not_yet: &'static str,
    promises: &'static str,
    kept: &'static str,
    kept_late: &'static str,
    late: &'static str,
    open: &'static str,
    broken: &'static str,
    released: &'static str,
    concerns: &'static str,
    next: &'static str,
    first_promised: &'static str,
    successes: &'static str,
}

macro_rules! texts {
    ($name:ident: $tag:literal, $($text:literal),+ $(,)?) => {
        texts!(@fill $name, $tag, [as_of order looks_after delivered expected paid satisfied yes not_yet promises kept kept_late late open broken released concerns next first_promised successes], [$($text)+]);
    };
    (@fill $name:ident, $tag:literal, [$($field:ident)+], [$($text:literal)+]) => {
        const $name: Texts = Texts { tag: $tag, $($field: $text),+ };
    };
}

texts!(EN: "en", "As of", "Order", "Looks after you", "Delivered", "Delivery expected", "Paid", "Satisfied", "yes", "not yet",
    "Promises", "kept", "kept late", "late", "open", "not kept", "no longer wanted", "Open concerns", "You hear from us by", "first promised for", "What has worked");
texts!(DE: "de", "Stand", "Bestellung", "Für Sie da", "Geliefert", "Lieferung erwartet", "Bezahlt", "Zufrieden", "ja", "noch nicht",
    "Zusagen", "gehalten", "verspätet gehalten", "überfällig", "offen", "nicht gehalten", "nicht mehr gewünscht", "Offene Anliegen", "Sie hören von uns bis", "zuerst zugesagt für", "Was gelungen ist");
texts!(FR: "fr", "État au", "Commande", "À votre service", "Livré", "Livraison prévue", "Payé", "Satisfait", "oui", "pas encore",
    "Engagements", "tenu", "tenu en retard", "en retard", "en cours", "non tenu", "plus souhaité", "Points en suspens", "De nos nouvelles au plus tard le", "promis d’abord pour", "Ce qui a réussi");
texts!(ES: "es", "Situación a", "Pedido", "Le atiende", "Entregado", "Entrega prevista", "Pagado", "Satisfecho", "sí", "todavía no",
    "Promesas", "cumplida", "cumplida con retraso", "atrasada", "pendiente", "no cumplida", "ya no se desea", "Asuntos pendientes", "Tendrá noticias nuestras antes del", "prometido al principio para", "Lo que ha salido bien");
texts!(PT: "pt-BR", "Situação em", "Pedido", "Quem cuida de você", "Entregue", "Entrega prevista", "Pago", "Satisfeito", "sim", "ainda não",
    "Promessas", "cumprida", "cumprida com atraso", "atrasada", "em aberto", "não cumprida", "não desejada mais", "Questões em aberto", "Você terá notícias até", "prometido primeiro para", "O que deu certo");
texts!(AR: "ar", "الوضع بتاريخ", "الطلب", "يهتم بكم", "تم التسليم", "التسليم المتوقع", "تم الدفع", "راضٍ", "نعم", "ليس بعد",
    "الوعود", "تم الوفاء", "تم الوفاء متأخرًا", "متأخر", "قائم", "لم يتم الوفاء", "لم يعد مطلوبًا", "المسائل المفتوحة", "ستسمعون منا حتى", "وُعد به أولًا في", "ما نجح");

fn texts(locale: Option<&str>) -> &'static Texts {
    let language = locale.unwrap_or("en").split('-').next().unwrap_or("en").to_lowercase();
    match language.as_str() {
        "de" => &DE,
        "fr" => &FR,
        "es" => &ES,
        "pt" => &PT,
        "ar" => &AR,
        _ => &EN,
    }
}

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

fn day(date: NaiveDate) -> String {
    format!("<time datetime=\"{date}\">{date}</time>")
}

/// The page.
pub fn page(summary: &StatusSummary, locale: Option<&str>) -> String {
    let it = texts(locale);
    let direction = if it.tag == "ar" { "rtl" } else { "ltr" };
    let title = escape(&summary.title);
    let yes = |is_so: bool| if is_so { it.yes } else { it.not_yet };
    let mut rows = String::new();
    let mut row = |name: &str, value: &str| {
        // Writing into a string cannot fail.
        let _ = write!(rows, "<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>");
    };
    row(it.order, &format!("<bdi>{}</bdi>", escape(&summary.reference)));
    if let Some(owner) = &summary.owner {
        row(it.looks_after, &format!("<bdi>{}</bdi>", escape(owner)));
    }
    let delivered = summary.delivered_on.map(|on| format!(", {}", day(on))).unwrap_or_default();
    row(it.delivered, &format!("{}{delivered}", yes(summary.is_delivered)));
    if let Some(on) = summary.delivery_expected_on {
        row(it.expected, &day(on));
    }
    row(it.paid, yes(summary.is_paid));
    row(it.satisfied, yes(summary.is_satisfied));
    let counts = format!(
        "{}: {} · {}: {} · {}: {}",
        it.promises, summary.promised, it.kept, summary.kept, it.late, summary.late
    );
    row(it.promises, &counts);
    row(it.concerns, &summary.open_concerns.to_string());
    if let Some(on) = summary.next_contact_on {
        row(it.next, &day(on));
    }
    let mut lists = String::new();
    if !summary.promises.is_empty() {
        let items: String = summary.promises.iter().map(|promise| promise_row(promise, it)).collect();
        let _ = write!(lists, "<h2>{}</h2><table>{items}</table>", it.promises);
    }
    if !summary.successes.is_empty() {
        let _ = write!(lists, "<h2>{}</h2><ul>", it.successes);
        for sentence in &summary.successes {
            let _ = write!(lists, "<li>{}</li>", escape(sentence));
        }
        lists.push_str("</ul>");
    }
    format!(
        "<!doctype html><html lang=\"{}\" dir=\"{direction}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>\
         <p><bdi>{}</bdi> · {} {}</p><table>{rows}</table>{lists}</main></body></html>",
        it.tag,
        escape(&summary.vendor),
        it.as_of,
        day(summary.on),
    )
}

fn promise_row(promise: &followthrough_common::api::summary::PromiseLine, it: &Texts) -> String {
    let word = match promise.standing {
        PromiseStanding::Kept => it.kept,
        PromiseStanding::KeptLate => it.kept_late,
        PromiseStanding::Late => it.late,
        PromiseStanding::Open => it.open,
        PromiseStanding::Broken => it.broken,
        PromiseStanding::Released => it.released,
    };
    let due = promise.current_due.map(day).unwrap_or_default();
    let first = promise.original_due.filter(|first| Some(*first) != promise.current_due);
    let first = first.map(|on| format!(" ({} {})", it.first_promised, day(on))).unwrap_or_default();
    format!("<tr><td>{}</td><td>{due}{first}</td><td>{word}</td></tr>", escape(&promise.statement))
}
