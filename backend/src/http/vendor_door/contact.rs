//! Contact discipline: the customer's wishes and needs, whom to contact when, who looks after them, and whether
//! follow-up goes on.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    actor::{Actor, Role},
    api::{
        contact::{NeedsInput, NeedsOut, RelationshipBody},
        vendor_door::{
            contact::{OwnerChangeInput, PeopleBody, RemarkInput},
            sale_view::VendorSale,
        },
    },
    domain::{
        cadence::{Cadence, cadence},
        contact_sheet::ContactSheet,
        owner_change,
        preference::Preferences,
        sale::Command,
    },
    error::Rejection,
    id::{CustomerId, OwnerChangeId, VendorId},
};

use super::{
    act::{Act, locate},
    write::{Present, Written, shown, write},
};
use crate::{
    auth::api_key::{SalesRead, SalesWrite, SettingsRead, SettingsWrite, VendorKey},
    db::Conn,
    http::extract::{Id, IdempotencyKey, IfMatch, SaleKey, Valid},
    problem::Error,
    repo::{
        contact_sheet,
        customer::{self, Stored},
    },
    service::{Unit, contacts, look},
    state::App,
};

/// A part of a customer's record, with the version of the whole.
fn present<T>(
    conn: &mut Conn,
    (vendor, id): (VendorId, CustomerId),
    part: impl FnOnce(&Stored) -> T,
) -> Result<Present<T>, Error> {
    Ok(customer::find(conn, vendor, id)?.map(|stored| (stored.version, part(&stored))))
}

fn wishes(stored: &Stored) -> Preferences {
    stored.record.preferences()
}

fn needs(stored: &Stored) -> NeedsOut {
    NeedsOut::from(&stored.record.contact.needs)
}

fn written<T>(id: CustomerId, stored: &Stored, part: impl FnOnce(&Stored) -> T) -> Written<T> {
    Written { status: 200, id: id.to_string(), version: stored.version, record: part(stored) }
}

/// How a customer wishes to be treated. The `ETag` is the version of their record.
#[utoipa::path(get, path = "", responses((status = 200, body = Preferences)))]
pub async fn get_preferences(
    key: VendorKey<SalesRead>,
    Id(id): Id<CustomerId>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let found = app.db.read(move |conn| present(conn, (key.vendor, id), wishes)).await?;
    let (version, wishes) = found.ok_or_else(Rejection::not_found)?;
    Ok(shown(version, &wishes))
}

/// Replace how a customer wishes to be treated. What is planned and unconfirmed follows at once.
#[utoipa::path(put, path = "", responses((status = 200, body = Preferences)), request_body = Preferences)]
pub async fn replace_preferences(
    request: HttpRequest,
    key: VendorKey<SalesWrite>,
    Id(id): Id<CustomerId>,
    IfMatch(version): IfMatch,
    idempotency: IdempotencyKey,
    Valid(body): Valid<Preferences>,
) -> Result<HttpResponse, Error> {
    let (vendor, new) = (key.vendor, body.clone());
    let work = move |conn: &mut Conn, app: &App| {
        let stored = contacts::set_preferences(conn, app, (vendor, id), Some(version), (&new, Role::Member))?;
        Ok(written(id, &stored, wishes))
    };
    let present = move |conn: &mut Conn, _: &str| present(conn, (vendor, id), wishes);
    write(&request, &key, (idempotency, &body), work, present).await
}

/// What a customer needs, with the last changes. The `ETag` is the version of their record.
#[utoipa::path(get, path = "", responses((status = 200, body = NeedsOut)))]
pub async fn get_needs(
    key: VendorKey<SalesRead>,
    Id(id): Id<CustomerId>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let found = app.db.read(move |conn| present(conn, (key.vendor, id), needs)).await?;
    let (version, needs) = found.ok_or_else(Rejection::not_found)?;
    Ok(shown(version, &needs))
}

/// Replace what a customer needs. The difference is kept, here and with every sale that goes on.
#[utoipa::path(put, path = "", responses((status = 200, body = NeedsOut)), request_body = NeedsInput)]
pub async fn replace_needs(
    request: HttpRequest,
    key: VendorKey<SalesWrite>,
    Id(id): Id<CustomerId>,
    IfMatch(version): IfMatch,
    idempotency: IdempotencyKey,
    Valid(body): Valid<NeedsInput>,
) -> Result<HttpResponse, Error> {
    let (vendor, new) = (key.vendor, body.clone());
    let work = move |conn: &mut Conn, app: &App| {
        let said = (&*new.items, Role::Member);
        let stored = contacts::set_needs(conn, app, (vendor, id), Some(version), said)?;
        Ok(written(id, &stored, needs))
    };
    let present = move |conn: &mut Conn, _: &str| present(conn, (vendor, id), needs);
    write(&request, &key, (idempotency, &body), work, present).await
}

/// The change of the needs was read; what follows from it may be said.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = RemarkInput)]
pub async fn read_needs(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<RemarkInput>,
) -> Result<HttpResponse, Error> {
    act.send(sale, Command::ReadNeeds { note: body.note.clone() }, None, &body).await
}

/// How often the customer hears from the vendor, planned beside wished.
#[utoipa::path(get, path = "", responses((status = 200, body = Cadence)))]
pub async fn get_cadence(
    key: VendorKey<SalesRead>,
    Id(sale): Id<SaleKey>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let (server, vendor) = (app.clone(), key.vendor);
    let found = app.db.snapshot(move |conn| {
        let id = locate(conn, vendor, &sale)?;
        let mut unit = Unit::open(conn, &server, vendor)?;
        look(conn, &mut unit, Actor::System, id, |_, fresh| {
            let wishes = &fresh.customer.record.contact.preferences;
            Ok(cadence(fresh.sale, wishes, fresh.policy, fresh.zones))
        })
    });
    Ok(HttpResponse::Ok().json(found.await?))
}

/// Let the follow-up rest, go on or end. The record says who did.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = RelationshipBody)]
pub async fn change_relationship(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<RelationshipBody>,
) -> Result<HttpResponse, Error> {
    act.send(sale, Command::Relationship(body.clone().into()), None, &body).await
}

/// Say who belongs to the sale on the customer's side, and what each of them does there. All of them see the same;
/// the first one is asked and stays. Who is left out sees the sale no longer.
#[utoipa::path(put, path = "", responses((status = 200, body = VendorSale)), request_body = PeopleBody)]
pub async fn replace_people(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<PeopleBody>,
) -> Result<HttpResponse, Error> {
    act.send(sale, Command::SetPeople(body.people.clone()), None, &body).await
}

/// Announce another owner. The customer is told and asked before it takes effect; said too late for what is to
/// come, it waits for their consent.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = OwnerChangeInput)]
pub async fn announce_owner_change(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<OwnerChangeInput>,
) -> Result<HttpResponse, Error> {
    act.send(sale, body.clone().into_command()?, None, &body).await
}

/// Take the change of the owner back before it takes effect.
#[utoipa::path(post, path = "", responses((status = 200, body = VendorSale)), request_body = RemarkInput)]
pub async fn withdraw_owner_change(
    act: Act,
    Id((sale, id)): Id<(SaleKey, OwnerChangeId)>,
    Valid(body): Valid<RemarkInput>,
) -> Result<HttpResponse, Error> {
    let command = owner_change::Command::Withdraw { reason: body.note.clone() };
    act.send(sale, Command::OwnerChange(id, command), None, &body).await
}

/// Write down whom the customer of this sale contacts when. Every eventuality needs a line and a backup.
#[utoipa::path(put, path = "", responses((status = 200, body = VendorSale)), request_body = ContactSheet)]
pub async fn replace_sale_sheet(
    act: Act,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<ContactSheet>,
) -> Result<HttpResponse, Error> {
    act.send(sale, Command::SetContactSheet(Box::new(body.clone())), None, &body).await
}

fn standard_sheet(conn: &mut Conn, vendor: VendorId) -> Result<(i64, ContactSheet), Error> {
    let stored = contact_sheet::newest(conn, vendor)?;
    Ok(stored.map_or_else(Default::default, |stored| (stored.version, stored.record)))
}

/// The vendor's standard contact sheet, for sales without one of their own. Version 0 has no lines.
#[utoipa::path(get, path = "", responses((status = 200, body = ContactSheet)))]
pub async fn get_standard_sheet(key: VendorKey<SettingsRead>, app: Data<App>) -> Result<HttpResponse, Error> {
    let (version, record) = app.db.read(move |conn| standard_sheet(conn, key.vendor)).await?;
    Ok(shown(version, &record))
}

/// Replace the vendor's standard contact sheet.
#[utoipa::path(put, path = "", responses((status = 200, body = ContactSheet)), request_body = ContactSheet)]
pub async fn replace_standard_sheet(
    request: HttpRequest,
    key: VendorKey<SettingsWrite>,
    IfMatch(version): IfMatch,
    idempotency: IdempotencyKey,
    Valid(body): Valid<ContactSheet>,
) -> Result<HttpResponse, Error> {
    let (vendor, new) = (key.vendor, body.clone());
    let work = move |conn: &mut Conn, app: &App| {
        let stored = contacts::set_standard_sheet(conn, app, vendor, version, &new)?;
        Ok(Written { status: 200, id: String::new(), version: stored.version, record: stored.record })
    };
    let present = move |conn: &mut Conn, _: &str| Ok(Some(standard_sheet(conn, vendor)?));
    write(&request, &key, (idempotency, &body), work, present).await
}
