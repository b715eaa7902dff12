//! The beginning of a sale and the facts of the vendor's own systems, as the history tells them.

use super::{Entry, Page};
use crate::{
    domain::{delivery, history::History, payment, sale::Opening, update},
    id::DeliveryId,
};

/// The sale began.
pub(super) fn opened(opening: &Opening, page: Page<'_>) -> Entry {
    Entry::shown()
        .with("title", &opening.title)
        .with("reference", &opening.reference)
        .with("owner", page.name(opening.owner))
        .and("delivery_expected_on", opening.anchors.expected_delivery_on)
}

/// What was before we knew the sale.
pub(super) fn history(history: &History) -> Entry {
    Entry::shown()
        .and("paid_at", history.paid.map(|(at, _)| at.to_rfc3339()))
        .and("promised_on", history.promised_on)
        .and("delivered_on", history.delivered_on)
        .and("ended", history.ended.as_deref())
}

/// About a delivery.
pub(super) fn delivery(id: DeliveryId, event: &delivery::Event, page: Page<'_>) -> Entry {
    use delivery::Event as E;
    let reference = page.sale.delivery(id).map(|it| it.report.reference.clone());
    let entry = Entry::shown().and("reference", reference);
    match event {
        E::Reported(report) => {
            entry.with("on", report.delivered_on).and("evidence", report.evidence.as_deref())
        }
        E::Incomplete { note } => entry.and("note", note.as_deref()),
        E::LinesAnswered { replies } => replies
            .iter()
            .fold(entry, |entry, reply| line(entry, id, reply.line, page).word("verdict", &reply.verdict)),
        E::LinesCompleted { lines } | E::Completed { lines } => {
            lines.iter().fold(entry, |entry, number| line(entry, id, *number, page))
        }
        E::Accepted => entry,
    }
}

/// A line of the delivery by what was in it.
fn line(entry: Entry, id: DeliveryId, number: u32, page: Page<'_>) -> Entry {
    let lines = page.sale.delivery(id).map_or(&[][..], |delivery| &delivery.lines);
    let line = lines.iter().find(|line| line.number == number);
    entry.and("article", line.map(|line| &line.item.article))
}

/// About a payment: the amount in minor units.
pub(super) fn payment(report: &payment::Report, page: Page<'_>) -> Entry {
    Entry::shown()
        .with("reference", &report.reference)
        .with("amount", report.amount)
        .and("currency", page.sale.currency.as_deref())
}

/// News, with who looked.
pub(super) fn update(message: &update::Message, page: Page<'_>) -> Entry {
    let verified = message.verified.as_ref();
    Entry::shown()
        .word("kind", &message.kind)
        .with("text", &message.text)
        .and("verified_by", verified.map(|it| page.name(it.by)))
        .and("verified_at", verified.map(|it| it.at.to_rfc3339()))
}
