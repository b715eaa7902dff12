//! The dealer's portal: the page with the widget in it, under the policy that docs/embedding.md promises; the address that gives tokens; and the demo's own slider.

use std::{
    fmt,
    net::TcpListener,
    sync::{Mutex, PoisonError},
};

use actix_web::{
    App, HttpResponse, HttpServer, ResponseError,
    http::{StatusCode, header},
    middleware::DefaultHeaders,
    web::{self, Data, Json, Query},
};
use serde::{Deserialize, Serialize};

use crate::{
    cast::Story,
    page::page,
    theatre::{Standing, Theatre},
};

const STYLE: &str = include_str!("../page/portal.css");
const ICON: &str = include_str!("../page/icon.svg");
const SCRIPT: &str = include_str!("../page/portal.js");

/// Why there is no good answer.
#[derive(Debug)]
struct Failure {
    status: StatusCode,
    why: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.why)
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        self.status
    }
}

/// The server behind the portal is away, or the demo itself is wrong.
impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self { status: StatusCode::BAD_GATEWAY, why: format!("{error:#}") }
    }
}

type Answer = Result<HttpResponse, Failure>;

/// Serves the portal until the process is told to stop.
pub async fn serve(listener: TcpListener, theatre: Theatre) -> std::io::Result<()> {
    let theatre = Data::new(Mutex::new(theatre));
    let app = move || {
        let headers = DefaultHeaders::new()
            .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .add((header::REFERRER_POLICY, "same-origin"));
        App::new()
            .wrap(headers)
            .app_data(theatre.clone())
            .route("/", web::get().to(portal))
            .route("/portal.css", web::get().to(async || file("text/css; charset=utf-8", STYLE)))
            .route("/icon.svg", web::get().to(async || file("image/svg+xml", ICON)))
            .route("/portal.js", web::get().to(async || file("text/javascript; charset=utf-8", SCRIPT)))
            .route("/token", web::get().to(token))
            .route("/day", web::get().to(day))
            .route("/day", web::post().to(set_day))
    };
    HttpServer::new(app).workers(1).shutdown_timeout(1).listen(listener)?.run().await
}

fn file(media_type: &'static str, content: &'static str) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CACHE_CONTROL, "no-cache")).content_type(media_type).body(content)
}

/// Whom to be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct As {
    /// The key of a story; the first one if it is not said.
    customer: Option<String>,
}

impl As {
    fn story<'a>(&self, theatre: &'a Theatre) -> Result<&'a Story, Failure> {
        let story = match &self.customer {
            None => theatre.cast.stories.first(),
            Some(key) => theatre.cast.story(key),
        };
        story.ok_or_else(|| Failure {
            status: StatusCode::NOT_FOUND,
            why: "There is no such customer.".to_owned(),
        })
    }
}

/// Works with the theatre, one at a time, where waiting for the server holds nobody else up.
async fn at_the_theatre<T: Send + 'static>(
    theatre: Data<Mutex<Theatre>>,
    work: impl FnOnce(&mut Theatre) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let turn = move || work(&mut theatre.lock().unwrap_or_else(PoisonError::into_inner));
    match web::block(turn).await {
        Ok(answer) => answer,
        Err(error) => Err(anyhow::Error::from(error).into()),
    }
}

/// What a vendor's own server does behind its login: signs a token for whoever is logged in. Here anybody may be
/// anybody, which is why it listens at this machine alone.
async fn token(who: Query<As>, theatre: Data<Mutex<Theatre>>) -> Answer {
    let token = at_the_theatre(theatre, move |theatre| Ok(theatre.token(who.story(theatre)?)?)).await?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(answer.json(serde_json::json!({ "token": token })))
}

/// Where the story stands, for the slider.
#[derive(Debug, Serialize)]
pub struct DayOut {
    /// The day of the story.
    pub day: i64,
    /// Its date, in words.
    pub date: String,
    /// What one says at this hour.
    pub greeting: &'static str,
}

impl From<Standing> for DayOut {
    fn from(standing: Standing) -> Self {
        let local = standing.local;
        let greeting = match local.format("%H").to_string().as_str() {
            "00" | "01" | "02" | "03" | "04" | "18" | "19" | "20" | "21" | "22" | "23" => "Good evening",
            "12" | "13" | "14" | "15" | "16" | "17" => "Good afternoon",
            _ => "Good morning",
        };
        Self { day: standing.day, date: local.format("%A %-d %B").to_string(), greeting }
    }
}

async fn day(theatre: Data<Mutex<Theatre>>) -> Answer {
    let standing = at_the_theatre(theatre, |theatre| Ok(theatre.standing()?)).await?;
    Ok(HttpResponse::Ok().json(DayOut::from(standing)))
}

/// Where to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DayIn {
    day: i64,
}

async fn set_day(to: Json<DayIn>, theatre: Data<Mutex<Theatre>>) -> Answer {
    let work = move |theatre: &mut Theatre| {
        let last = theatre.cast.shop.last_day;
        if !(0..=last).contains(&to.day) {
            let why = format!("The story has the days 0 to {last}.");
            return Err(Failure { status: StatusCode::UNPROCESSABLE_ENTITY, why });
        }
        Ok(theatre.go_to(to.day)?.0)
    };
    Ok(HttpResponse::Ok().json(DayOut::from(at_the_theatre(theatre, work).await?)))
}

async fn portal(who: Query<As>, theatre: Data<Mutex<Theatre>>) -> Answer {
    let work = move |theatre: &mut Theatre| {
        let story = who.story(theatre)?;
        let today = DayOut::from(theatre.standing()?);
        Ok((policy(theatre.server()), page(theatre, story, &today)?.into_string()))
    };
    let (policy, page) = at_the_theatre(theatre, work).await?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_SECURITY_POLICY, policy));
    Ok(answer.content_type("text/html; charset=utf-8").body(page))
}

/// The two lines that the widget needs, and `'self'` for the page's own style, script and icon.
fn policy(api: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' {api} 'wasm-unsafe-eval'; connect-src 'self' {api}; \
         style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}
