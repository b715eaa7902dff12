//! How far the sale is, what it is worth to the customer, and what comes next, as the history tells it.

use super::{Entry, Page};
use crate::{
    domain::{
        completion::{Obstacle, Part},
        expectation, introduction, reason, referral, relationship_plan, resource, success, testimonial,
    },
    id::{ExpectationId, ReferralId, ResourceId, SuccessId},
};

/// The sale became complete.
pub(super) fn completed(last: Part) -> Entry {
    Entry::shown().word("last", &last)
}

/// The sale is no longer complete.
pub(super) fn reopened(because: &[Obstacle]) -> Entry {
    because.iter().fold(Entry::shown(), |entry, obstacle| entry.word("because", obstacle))
}

/// Why the customer chose this.
pub(super) fn reason(event: &reason::Event) -> Entry {
    match event {
        reason::Event::Added(telling) => Entry::shown()
            .with("text", &telling.text)
            .word("kind", &telling.kind)
            .and("said_by", telling.said_by.as_deref()),
        reason::Event::Corrected { text, .. } => Entry::shown().with("text", text),
    }
}

/// What the customer expects.
pub(super) fn expectation(id: ExpectationId, event: &expectation::Event, page: Page<'_>) -> Entry {
    let known = page.sale.expectations.iter().find(|it| it.id == id);
    match event {
        expectation::Event::Added(wording) => {
            Entry::shown().with("statement", &wording.statement).and("due", wording.due)
        }
        expectation::Event::StateSet { state, note, .. } => Entry::shown()
            .and("statement", known.map(|it| &it.statement))
            .word("state", state)
            .and("note", note.as_deref()),
    }
}

/// What went well.
pub(super) fn success(id: SuccessId, event: &success::Event, page: Page<'_>) -> Entry {
    use success::Event as E;
    let known = page.sale.successes.iter().find(|it| it.id == id);
    let entry = Entry::shown();
    match event {
        E::Written(written) => entry
            .with("sentence", &written.sentence)
            .with("on", written.happened_on)
            .and("evidence", written.evidence.as_deref()),
        E::Rewritten { sentence } => entry.with("sentence", sentence),
        E::Corrected { words } => entry.and("sentence", known.map(|it| &it.sentence)).with("words", words),
        E::Agreed | E::Withdrawn => entry.and("sentence", known.map(|it| &it.sentence)),
    }
}

/// What was found for the customer.
pub(super) fn resource(id: ResourceId, event: &resource::Event, page: Page<'_>) -> Entry {
    use resource::Event as E;
    let known = page.sale.resources.iter().find(|it| it.id == id);
    let entry = Entry::shown().and("title", known.map(|it| &it.title));
    match event {
        E::Sent(pick) => entry.with("link", &pick.link).with("why", &pick.why),
        E::FoundUseful { note } | E::SetAside { note } => entry.and("note", note.as_deref()),
        E::Opened => entry,
    }
}

/// Whom the customer may like to meet. The other one is not named here, and what they said to the vendor
/// stays there.
pub(super) fn introduction(event: &introduction::Event) -> Entry {
    use introduction::Event as E;
    match event {
        E::Offered(offer) => Entry::shown().with("about", &offer.about).with("why", &offer.why),
        E::CustomerDeclined { note } | E::Withdrawn { note } => Entry::shown().and("note", note.as_deref()),
        E::CustomerAgreed | E::OtherAgreed { .. } | E::OtherDeclined { .. } => Entry::shown(),
    }
}

/// What the customer lets the vendor show.
pub(super) fn testimonial(event: &testimonial::Event) -> Entry {
    use testimonial::Event as E;
    let uses = |entry, uses: &[testimonial::Use]| {
        uses.iter().fold(entry, |entry: Entry, place| entry.word("use", place))
    };
    match event {
        E::Asked(question) => uses(Entry::shown(), &question.uses),
        E::Granted { words, shown_as, uses: granted } => {
            uses(Entry::shown().with("words", words).with("shown_as", shown_as), granted)
        }
        E::Declined | E::Revoked | E::Withdrawn => Entry::shown(),
    }
}

/// Who else could use this. What became of it is the vendor's matter and theirs.
pub(super) fn referral(id: ReferralId, event: &referral::Event, page: Page<'_>) -> Entry {
    use referral::Event as E;
    let known = page.sale.referrals.iter().find(|it| it.id == id);
    match event {
        E::Named(naming) => Entry::shown().with("name", &naming.name).word("relation", &naming.relation),
        E::Withdrawn => Entry::shown().and("name", known.map(|it| &it.name)),
        E::Approached | E::Won | E::Lost => Entry::kept().and("name", known.map(|it| &it.name)),
    }
}

/// How the two keep in touch.
pub(super) fn relationship_plan(event: &relationship_plan::Event, page: Page<'_>) -> Entry {
    use relationship_plan::Event as E;
    match event {
        E::Suggested { terms, from } => Entry::shown()
            .with("from", from)
            .with("every", terms.interval.every)
            .word("unit", &terms.interval.unit)
            .with("next_review_on", terms.next_review_on)
            .with("owner", page.name(terms.owner)),
        E::ChangeWanted { wish } => Entry::shown().with("wish", wish),
        E::ContactPlanned { on, .. } => Entry::shown().with("on", on),
        E::Accepted => Entry::shown(),
    }
}
