//! Files on the wire: received by acts that bring one, and served to who may see what they belong to.

use std::{fs, io::Write as _};

use actix_web::{
    HttpRequest, HttpResponse,
    body::SizedStream,
    http::{
        StatusCode,
        header::{self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue},
    },
    web::{self, Data, Payload},
};
use followthrough_common::{
    actor::Actor,
    domain::{file::File, sale::Sale},
    error::Rejection,
    id::{ConcernId, FileId},
};
use futures_util::StreamExt as _;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::{
    acts::{Row, Wish},
    customer_door::Reader,
    extract::{BodyLimits, Id, IfNoneMatch, Revision, SaleKey, check_size, too_large, unreadable},
    shared::app,
    vendor_door::locate,
};
use crate::{
    auth::{
        api_key::{SalesRead, VendorKey},
        customer::{AgendaRead, Customer},
    },
    files::Key,
    problem::Error,
    service::{
        Unit,
        files::{Place, arrive, foresee, unseen},
        look,
    },
    state::App,
};

/// So many bytes are written down at once.
const PIECE: usize = 256 * 1024;

/// Lets an act happen that brings a file. Its bytes are kept before, and forgotten if it does not happen.
pub async fn bring<F>(
    row: Row,
    (request, payload): (&HttpRequest, Payload),
    (actor, place, ids): (Actor, Place, &[String]),
    act: impl FnOnce(Wish) -> F,
) -> Result<HttpResponse, Error>
where
    F: Future<Output = Result<HttpResponse, Error>>,
{
    let app = app(request)?;
    let (name, said) = said(request)?;
    let Wish { command, .. } = row.with_file(ids, &unseen(place), said.clone()).map_err(about_parameters)?;
    foresee(&app, place, actor, command).await.map_err(about_parameters)?;
    let (received, digest) = receive(&app, request, payload).await?;
    let understood = format!("{digest} {name:?} {said:?}");
    let arrived = arrive(&app, place, received, name.as_deref()).await?;
    let outcome = match row.with_file(ids, &arrived.file, said) {
        Ok(wish) => act(Wish { understood, ..wish }).await,
        Err(error) => Err(error),
    };
    let may_be_held = match &outcome {
        Ok(response) => !response.headers().contains_key("Idempotency-Replayed"),
        Err(Error::Rejected(_) | Error::Stale(..)) => false,
        // What is not known may have happened.
        Err(Error::Storage(_) | Error::Undecided | Error::Race | Error::Internal(_)) => true,
    };
    if !may_be_held {
        arrived.forget(&app).await;
    }
    outcome.map_err(about_parameters)
}

/// What stands in the query: how the sender calls the file, and the fields of the act.
fn said(request: &HttpRequest) -> Result<(Option<String>, Map<String, Value>), Error> {
    let mut fields = Map::new();
    for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
        let value = value.parse::<u64>().map_or_else(|_| Value::from(&*value), Value::from);
        if fields.insert(name.to_string(), value).is_some() {
            return Err(Rejection::field(name, "is given twice").into());
        }
    }
    let name =
        fields.remove("name").map(|name| name.as_str().map_or_else(|| name.to_string(), str::to_owned));
    Ok((name, fields))
}

/// What is said of a field is said of a parameter.
fn about_parameters(error: Error) -> Error {
    let Error::Rejected(mut rejection) = error else { return error };
    for error in &mut rejection.errors {
        error.pointer = error.pointer.trim_start_matches('/').to_owned();
    }
    rejection.into()
}

/// The body in a file, with what it can be known by. What its sender says of its type makes no difference.
async fn receive(
    app: &App,
    request: &HttpRequest,
    mut payload: Payload,
) -> Result<(fs::File, String), Error> {
    let limits = BodyLimits { bytes: app.config.limits.file_bytes };
    check_size(request, limits)?;
    let mut file = app.files.scratch()?;
    let (mut digest, mut piece, mut left) = (Sha256::new(), Vec::new(), limits.bytes);
    loop {
        let chunk = payload.next().await.transpose().map_err(unreadable)?;
        let is_end = chunk.is_none();
        if let Some(chunk) = chunk {
            left = left.checked_sub(chunk.len()).ok_or_else(|| too_large(limits.bytes))?;
            digest.update(&chunk);
            piece.extend_from_slice(&chunk);
        }
        if is_end || piece.len() >= PIECE {
            file = append(file, std::mem::take(&mut piece)).await?;
        }
        if is_end {
            return Ok((file, format!("{:x}", digest.finalize())));
        }
    }
}

async fn append(mut file: fs::File, piece: Vec<u8>) -> Result<fs::File, Error> {
    let written = web::block(move || file.write_all(&piece).map(|()| file)).await;
    let written = written.map_err(|error| Error::Internal(error.to_string()))?;
    written.map_err(|error| Error::Storage(format!("a file cannot be written down: {error}")))
}

/// A photo or document of a concern, to be saved.
#[utoipa::path(get, path = "", responses((
    status = 200,
    content((String = "image/jpeg"), (String = "image/png"), (String = "application/pdf"))
)))]
pub async fn get_own_concern_file(
    request: HttpRequest,
    customer: Customer<AgendaRead>,
    Id((sale, concern, file)): Id<(SaleKey, ConcernId, FileId)>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let (reader, server) = (Reader::new(customer.0, &request), app.clone());
    let found = app.db.snapshot(move |conn| {
        let Place { vendor, customer, sale } = reader.place(conn, &sale)?;
        let unit = Unit::reading(conn, &server, vendor)?;
        look(conn, &unit, Reader::actor(customer), sale, |_, fresh| find(fresh.sale, concern, file))
    });
    serve(&app, &request, found.await?).await
}

/// A photo or document of a concern, to be saved.
#[utoipa::path(get, path = "", responses((
    status = 200,
    content((String = "image/jpeg"), (String = "image/png"), (String = "application/pdf"))
)))]
pub async fn get_concern_file(
    request: HttpRequest,
    key: VendorKey<SalesRead>,
    Id((sale, concern, file)): Id<(SaleKey, ConcernId, FileId)>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let server = app.clone();
    let found = app.db.snapshot(move |conn| {
        let sale = locate(conn, key.vendor, &sale)?;
        let unit = Unit::reading(conn, &server, key.vendor)?;
        look(conn, &unit, Actor::System, sale, |_, fresh| find(fresh.sale, concern, file))
    });
    serve(&app, &request, found.await?).await
}

/// What a path names, and nothing that lies elsewhere.
fn find(sale: &Sale, concern: ConcernId, id: FileId) -> Result<(Key, File), Error> {
    let found = sale.attachments.iter().find(|it| (it.concern, it.file.id) == (concern, id));
    let it = found.ok_or_else(Rejection::not_found)?;
    Ok((Key::of(sale, &it.file), it.file.clone()))
}

/// The bytes of a file, to be saved and never shown: whatever they are, they are nothing that a page of this origin
/// could run.
async fn serve(app: &App, request: &HttpRequest, (key, file): (Key, File)) -> Result<HttpResponse, Error> {
    let revision = Revision::new(&file.id.to_string());
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::ETAG, revision.as_str()))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"));
    if IfNoneMatch::of(request).names(&revision) {
        return Ok(answer.status(StatusCode::NOT_MODIFIED).finish());
    }
    let (size, bytes) = app.files.get(key).await?.ok_or_else(Rejection::not_found)?;
    Ok(answer
        .content_type(file.kind.media_type())
        .insert_header(disposition(&file))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .body(SizedStream::new(size, bytes)))
}

/// RFC 6266: the name in ASCII for those who read no other, and in full.
fn disposition(file: &File) -> ContentDisposition {
    let name =
        file.name.as_ref().map_or_else(|| format!("{}.{}", file.id, file.kind.ending()), ToString::to_string);
    let is_plain =
        |letter: char| letter.is_ascii_graphic() && !matches!(letter, '"' | '\\' | '%') || letter == ' ';
    let plain = name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let full = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: name.into_bytes(),
    };
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(plain), DispositionParam::FilenameExt(full)],
    }
}
