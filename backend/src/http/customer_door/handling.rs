//! What a customer says about how problems are handled: the agreement, what matters most, small things.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use followthrough_common::{
    api::{
        clocks::ClocksOut,
        customer_door::{
            NoteBody, PlainBody,
            handling::{AgreementReplyBody, SnagBody, VitalAreasBody},
        },
        whole::WholeView,
    },
    domain::{
        milestone::{self, SnagCommand},
        sale::Command,
    },
    id::{MilestoneId, SnagId},
};

use super::{act::Act, reader::Reader};
use crate::{
    auth::customer::{AgendaRead, ConcernWrite, Customer},
    http::extract::{Id, SaleKey, Valid},
    problem::Error,
    service::{Unit, look},
    state::App,
};

/// Accept what happens when something goes wrong, or say what should be different.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = AgreementReplyBody)]
pub async fn reply_to_agreement(
    customer: Act<ConcernWrite>,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<AgreementReplyBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Agreement(body.clone().into_command()?);
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// Say what matters most, up to five areas, most vital first.
#[utoipa::path(put, path = "", responses((status = 200, body = WholeView)), request_body = VitalAreasBody)]
pub async fn set_own_vital_areas(
    customer: Act<ConcernWrite>,
    Id(sale): Id<SaleKey>,
    Valid(body): Valid<VitalAreasBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::SetVitalAreas(body.clone().into());
    customer.send(sale, command, None, &body).await
}

/// Write down a small thing that is wrong.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = SnagBody)]
pub async fn add_own_snag(
    customer: Act<ConcernWrite>,
    Id((sale, id)): Id<(SaleKey, MilestoneId)>,
    Valid(body): Valid<SnagBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Milestone(id, milestone::Command::AddSnag(body.clone().into()));
    customer.send(sale, command, None, &body).await
}

/// It is right.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = PlainBody)]
pub async fn confirm_snag(
    customer: Act<ConcernWrite>,
    Id((sale, id, snag)): Id<(SaleKey, MilestoneId, SnagId)>,
    Valid(body): Valid<PlainBody>,
) -> Result<HttpResponse, Error> {
    let command = Command::Milestone(id, milestone::Command::Snag(snag, SnagCommand::Confirm));
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// It is still wrong.
#[utoipa::path(post, path = "", responses((status = 200, body = WholeView)), request_body = NoteBody)]
pub async fn reopen_snag(
    customer: Act<ConcernWrite>,
    Id((sale, id, snag)): Id<(SaleKey, MilestoneId, SnagId)>,
    Valid(body): Valid<NoteBody>,
) -> Result<HttpResponse, Error> {
    let command = SnagCommand::Reopen { note: body.note.clone() };
    let command = Command::Milestone(id, milestone::Command::Snag(snag, command));
    customer.send(sale, command, body.expected_state.clone(), &body).await
}

/// What the clocks of the open concerns show now, in working time and in absolute time.
#[utoipa::path(get, path = "", responses((status = 200, body = ClocksOut)))]
pub async fn get_own_clocks(
    request: HttpRequest,
    customer: Customer<AgendaRead>,
    Id(key): Id<SaleKey>,
    app: Data<App>,
) -> Result<HttpResponse, Error> {
    let reader = Reader::new(customer.0, &request);
    let server = app.clone();
    let clocks = app.db.snapshot(move |conn| {
        let (customer, sale) = reader.locate(conn, &key)?;
        let mut unit = Unit::open(conn, &server, reader.vendor())?;
        look(conn, &mut unit, Reader::actor(customer), sale, |_, fresh| {
            reader.check_covers(fresh.sale)?;
            Ok(fresh.clocks())
        })
    });
    Ok(HttpResponse::Ok().json(clocks.await?))
}
