//! The rest of what a customer sees of the questions: who reads the answer, what each one lists, what somebody
//! wrote down for them.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::promises::name;
use crate::{
    api::view::Records,
    domain::{
        check::{Ask, AskState, Channel, Part},
        sale::Sale,
    },
    id::{AskId, ExpectationId, MemberId},
    text::{Line, Words},
};

/// Something that the customer expects, to be answered by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListedExpectation {
    /// Its id.
    pub id: ExpectationId,
    /// In the customer's words.
    pub statement: Words,
}

/// An answer that a member wrote down for the customer; it can be corrected at any time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RecordedAnswerView))]
pub struct RecordedView {
    /// Who wrote it down.
    pub by: Option<Line>,
    /// How the customer gave it.
    pub channel: Channel,
    /// When.
    pub at: DateTime<Utc>,
}

/// What stands behind a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskRecord {
    /// Its id.
    pub id: AskId,
    /// Who reads the answer today.
    pub read_by: MemberId,
    /// What the question lists; each may be answered by itself.
    pub lists: Vec<ListedExpectation>,
    /// What was answered to each.
    pub parts: Vec<Part>,
    /// How often the answer was corrected.
    pub corrections: usize,
    /// If a member wrote the answer down.
    pub recorded: Option<RecordedView>,
}

/// What stands behind each question that was asked.
pub(super) fn ask_records(sale: &Sale, records: Records<'_>) -> Vec<AskRecord> {
    let asked = sale.asks.iter();
    let asked =
        asked.filter(|it| matches!(it.state, AskState::Offered | AskState::Snoozed | AskState::Answered));
    asked.map(|it| ask_record(it, sale, records)).collect()
}

fn ask_record(it: &Ask, sale: &Sale, records: Records<'_>) -> AskRecord {
    let lists = sale.listed_by(it, records.world.zones);
    let recorded = it.answer().and_then(|answer| {
        let channel = answer.channel?;
        Some(RecordedView { by: name(answer.by, records), channel, at: answer.at })
    });
    AskRecord {
        id: it.id,
        read_by: sale.owner,
        lists: lists.map(|it| ListedExpectation { id: it.id, statement: it.statement.clone() }).collect(),
        parts: it.answer().map(|answer| answer.parts.clone()).unwrap_or_default(),
        corrections: it.answers.len().saturating_sub(1),
        recorded,
    }
}
