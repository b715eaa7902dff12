//! The records that the story begins with.

use followthrough_common::{
    calendar::CalendarRef,
    domain::{
        agenda::{Agenda, Anchors},
        contact_sheet::{ContactSheet, Eventuality, SheetContact, SheetLine},
        customer::{ContactRecord, CustomerRecord},
        member::Member,
        promise::{Making, PromiseSource},
        sale::Opening,
    },
    id::{CustomerId, MemberId, TypedId as _, VendorId},
    text::{Line, Words},
};

use super::{Round, line, zone};
use crate::{
    db::Conn,
    demo::{
        cast::{self, Colleague, Part, Word},
        story,
    },
    problem::Error,
    repo::{
        calendar, customer, template,
        vendor::{self, Mode},
    },
    service::{customers, vendors::NewVendor},
    state::App,
};

fn words(text: &str) -> Result<Words, Error> {
    Words::parse(text).map_err(|fault| Error::Internal(format!("the demo says {text:?}, which {fault}")))
}

fn all(texts: &[&str]) -> Result<Vec<Words>, Error> {
    texts.iter().map(|text| words(text)).collect()
}

pub(super) fn vendor() -> Result<NewVendor, Error> {
    Ok(NewVendor {
        name: line(cast::VENDOR)?,
        phone: Some(line(cast::VENDOR_PHONE)?),
        mode: Mode::Test,
        time_zone: zone()?,
    })
}

/// A member without an id.
pub(super) fn member(colleague: &Colleague) -> Result<Member, Error> {
    Ok(Member {
        id: MemberId::from_bits(0),
        name: line(colleague.name)?,
        role: Some(line(colleague.role)?),
        phone: Some(line(colleague.phone)?),
        email: Some(line(colleague.email)?),
        languages: colleague.languages.iter().map(|tag| line(tag)).collect::<Result<_, _>>()?,
    })
}

/// Whom to call when.
pub(super) fn sheet() -> Result<ContactSheet, Error> {
    let row = |(eventuality, what_to_do, [first, second]): (Eventuality, &str, [&Colleague; 2])| {
        let (contact, backup) = (contact(first)?, Some(contact(second)?));
        let what_to_do = words(what_to_do)?;
        Ok::<_, Error>(SheetLine {
            eventuality,
            what_to_do,
            contact,
            backup,
            valid_from: None,
            valid_to: None,
        })
    };
    Ok(ContactSheet { lines: cast::SHEET.into_iter().map(row).collect::<Result<_, _>>()? })
}

fn contact(colleague: &Colleague) -> Result<SheetContact, Error> {
    Ok(SheetContact {
        name: line(colleague.name)?,
        role: Some(line(colleague.role)?),
        phone: Some(line(colleague.phone)?),
        email: Some(line(colleague.email)?),
        hours: None,
    })
}

/// The portal's own origin. On a developer's machine it has two names.
pub(super) fn origins(public_url: &str) -> Vec<String> {
    let other = match public_url.strip_prefix("http://127.0.0.1:") {
        Some(port) => Some(format!("http://localhost:{port}")),
        None => public_url.strip_prefix("http://localhost:").map(|port| format!("http://127.0.0.1:{port}")),
    };
    [Some(public_url.to_owned()), other].into_iter().flatten().collect()
}

/// What a part's sale begins with; its customer is made on the way.
pub(super) fn opening(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    owner: MemberId,
    round: &Round,
    part: &Part,
) -> Result<Opening, Error> {
    let missing = |what: &str| Error::Internal(format!("the demo's dealer has no {what}"));
    let dealer = vendor::find(conn, vendor)?.ok_or_else(|| missing("record"))?;
    let hours =
        calendar::newest(conn, vendor, dealer.default_calendar)?.ok_or_else(|| missing("calendar"))?;
    let agenda = template::newest(conn, vendor, dealer.default_template)?.ok_or_else(|| missing("agenda"))?;
    let timeline = &round.timeline;
    let promise = |Word(statement, kind, due, quantity): &Word| {
        let making = Making::new(words(statement)?, *kind, PromiseSource::Proposal);
        Ok::<_, Error>(Making {
            original_due: due.map(|day| timeline.date(day)),
            quantity: *quantity,
            ..making
        })
    };
    let subject = line(&Round::subject(round.number, part))?;
    let customer = if let Some(known) = customer::find_external(conn, vendor, &subject)? {
        known.record.id
    } else {
        let record = customer_record(subject, part)?;
        customers::create(conn, app, vendor, |id| CustomerRecord { id, ..record })?.record.id
    };
    let is_ours = |key: &str| cast::SESSIONS.iter().any(|session| session.item == key);
    let mut agenda = Agenda::of(agenda.record, agenda.version);
    agenda.items.retain(|item| !is_ours(&item.key));
    Ok(Opening {
        reference: line(&Round::reference(round.number, part))?,
        title: line(part.title)?,
        status: Some(line(cast::STATUS)?),
        owner,
        customers: vec![customer],
        time_zone: zone()?,
        calendar: CalendarRef { id: hours.id, version: hours.version },
        anchors: Anchors {
            purchased_at: timeline.instant(story::BEGIN),
            expected_delivery_on: Some(timeline.date(part.expected_on)),
            delivered_on: None,
        },
        invoiced: Some(part.price),
        currency: Some(line(cast::CURRENCY)?),
        expectations: all(part.expectations)?,
        reasons: all(part.reasons)?,
        withdrawal: None,
        promises: part.promises.iter().map(promise).collect::<Result<_, _>>()?,
        agenda: Some(agenda),
    })
}

/// A customer without an id.
fn customer_record(subject: Line, part: &Part) -> Result<CustomerRecord, Error> {
    Ok(CustomerRecord {
        id: CustomerId::from_bits(0),
        external_id: subject,
        name: line(part.name)?,
        company: Some(line(part.company)?),
        email: Some(line(part.email)?),
        phone: None,
        locale: None,
        time_zone: zone()?,
        wants_no_checks: false,
        contact: ContactRecord::default(),
    })
}
