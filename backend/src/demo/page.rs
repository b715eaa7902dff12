//! The portal page of the dealer, with the widget in it, and what the page itself asks for. The widget is
//! embedded as any vendor's page would do it, under the policy that docs/embedding.md promises.

use actix_web::{
    HttpResponse,
    http::{Method, header},
    web::Data,
};
use followthrough_common::{
    domain::member::initials,
    error::{ErrorCode, Rejection},
};
use futures_util::future::{Ready, ready};
use serde::{Deserialize, Serialize};

use super::{
    cast::{self, PARTS, Part},
    stage::{Round, Stage, Standing},
    story::LAST_DAY,
};
use crate::{
    http::{
        extract::{Filter, Valid},
        table::Table,
    },
    problem::Error,
    state::App,
};

const PAGE: &str = include_str!("page/portal.html");
const STYLE: &str = include_str!("page/portal.css");
const ICON: &str = include_str!("page/icon.svg");
const SCRIPT: &str = include_str!("page/portal.js");

/// The page and everything that it asks for. Only for a server whose configuration says `demo.enabled`.
pub fn routes(table: &mut Table) {
    table.add(Method::GET, "/", portal);
    table.add(Method::GET, "/demo/portal.css", || file("text/css; charset=utf-8", STYLE));
    table.add(Method::GET, "/demo/icon.svg", || file("image/svg+xml", ICON));
    table.add(Method::GET, "/demo/portal.js", || file("text/javascript; charset=utf-8", SCRIPT));
    table.add(Method::GET, "/demo/token", token);
    table.add(Method::GET, "/demo/day", day);
    table.add(Method::POST, "/demo/day", set_day);
}

fn file(media_type: &'static str, content: &'static str) -> Ready<HttpResponse> {
    let mut answer = HttpResponse::Ok();
    ready(answer.insert_header((header::CACHE_CONTROL, "no-cache")).content_type(media_type).body(content))
}

/// Whom to be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct As {
    /// The key of a part; the first one if it is not said.
    customer: Option<String>,
}

impl As {
    fn part(&self) -> Result<&'static Part, Error> {
        let [first, ..] = PARTS;
        match &self.customer {
            None => Ok(first),
            Some(key) => cast::part(key).ok_or_else(|| Rejection::not_found().into()),
        }
    }
}

async fn on_stage(app: &App) -> Result<(Stage, Round), Error> {
    let missing = || Error::refused(ErrorCode::NotFound, "Run `followthrough seed-demo` first.");
    let stage = Stage::find(app).await?.ok_or_else(missing)?;
    let round = stage.round().await?.ok_or_else(missing)?;
    Ok((stage, round))
}

/// What a vendor's own server does behind its login: signs a token for whoever is logged in. Here anybody
/// may be anybody, which is why the demo is for demo vendors only.
async fn token(Filter(who): Filter<As>, app: Data<App>) -> Result<HttpResponse, Error> {
    let part = who.part()?;
    let (stage, round) = on_stage(&app).await?;
    let token = stage.token(&round, part).await?;
    Ok(HttpResponse::Ok().json(serde_json::json!({ "token": token })))
}

/// Where the story stands, for the slider.
#[derive(Debug, Serialize)]
struct DayOut {
    day: i64,
    date: String,
    greeting: &'static str,
}

impl DayOut {
    fn new(round: &Round, standing: Standing) -> Self {
        let timeline = &round.timeline;
        let local = timeline.zones.local(&timeline.zone, standing.now);
        let greeting = match local.format("%H").to_string().as_str() {
            "00" | "01" | "02" | "03" | "04" | "18" | "19" | "20" | "21" | "22" | "23" => "Good evening",
            "12" | "13" | "14" | "15" | "16" | "17" => "Good afternoon",
            _ => "Good morning",
        };
        Self { day: standing.day, date: local.format("%A %-d %B").to_string(), greeting }
    }
}

async fn day(app: Data<App>) -> Result<HttpResponse, Error> {
    let (stage, round) = on_stage(&app).await?;
    let standing = stage.standing(&round).await?;
    Ok(HttpResponse::Ok().json(DayOut::new(&round, standing)))
}

/// Where to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DayIn {
    day: i64,
}

async fn set_day(Valid(to): Valid<DayIn>, app: Data<App>) -> Result<HttpResponse, Error> {
    if !(0..=LAST_DAY).contains(&to.day) {
        return Err(Rejection::field("/day", format!("must be 0 to {LAST_DAY}")).into());
    }
    let (stage, _) = on_stage(&app).await?;
    let (round, standing) = stage.go_to(to.day).await?;
    Ok(HttpResponse::Ok().json(DayOut::new(&round, standing)))
}

async fn portal(Filter(who): Filter<As>, app: Data<App>) -> Result<HttpResponse, Error> {
    let part = who.part()?;
    let (stage, round) = on_stage(&app).await?;
    let today = DayOut::new(&round, stage.standing(&round).await?);
    let api = app.config.server.public_url.as_str();
    let first_name = part.name.split(' ').next().unwrap_or(part.name);
    let values = [
        ("api", api.to_owned()),
        ("vendor", stage.vendor.to_string()),
        ("shop", cast::VENDOR.to_owned()),
        ("phone", cast::VENDOR_PHONE.to_owned()),
        ("tel", cast::VENDOR_PHONE.replace(' ', "")),
        ("key", part.key.to_owned()),
        ("name", part.name.to_owned()),
        ("first_name", first_name.to_owned()),
        ("company", part.company.to_owned()),
        ("initials", initials(part.name)),
        ("order", Round::reference(round.number, part)),
        ("title", part.title.to_owned()),
        ("price", price(part.price)),
        ("about", part.about.to_owned()),
        ("greeting", today.greeting.to_owned()),
        ("date", today.date.clone()),
        ("day", today.day.to_string()),
        ("last_day", LAST_DAY.to_string()),
    ];
    let mut page = PAGE.replace("{{people}}", &people(part));
    for (name, value) in values {
        page = page.replace(&format!("{{{{{name}}}}}"), &escaped(&value));
    }
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_SECURITY_POLICY, policy(api)))
        .content_type("text/html; charset=utf-8")
        .body(page))
}

/// The two lines that the widget needs, and `'self'` for the page's own style, script and icon.
fn policy(api: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' {api} 'wasm-unsafe-eval'; connect-src 'self' {api}; \
         style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

fn people(present: &Part) -> String {
    let link = |part: &Part| {
        let is_present = part.key == present.key;
        let current = if is_present { " aria-current=\"page\"" } else { "" };
        format!(
            "<li><a href=\"/?customer={}\"{current}><b>{}</b><span>{}</span></a></li>",
            part.key,
            escaped(part.name),
            escaped(part.about)
        )
    };
    PARTS.into_iter().map(link).collect()
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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
