//! The answer that counts of every ask, for lists, scores and exports.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use followthrough_common::{
    actor::Actor,
    domain::{
        check::{Channel, Mood},
        sale::Sale,
    },
    id::{AskId, CustomerId, MemberId, SaleId, VendorId},
};

use super::{
    insert::insert_rows,
    page::Page,
    read,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbError, DbResult, native, schema::answer};

const TABLE: &str = "answer";

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The ask that it answers.
    pub ask: AskId,
    /// The sale that it is about.
    pub sale: SaleId,
    /// Who was asked.
    pub customer: CustomerId,
    /// `key@version` of the question.
    pub check: String,
    /// How often it was corrected, plus one.
    pub revision: u64,
    /// The value of the choice.
    pub choice: String,
    /// The choice as a number, on scales that have numbers.
    pub score: Option<i64>,
    /// How it is meant.
    pub mood: Mood,
    /// In the customer's words.
    pub words: Option<String>,
    /// When it was given or last corrected.
    pub answered_at: DateTime<Utc>,
    /// The member who wrote it down for the customer.
    pub recorded_by: Option<MemberId>,
    /// How the customer gave it then.
    pub channel: Option<Channel>,
}

/// Which answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only to this question, `key@version`.
    pub check: Option<String>,
    /// Only of this sale.
    pub sale: Option<SaleId>,
    /// Only meant like this.
    pub mood: Option<Mood>,
}

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = answer, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    vendor_id: String,
    ask_id: String,
    sale_id: String,
    customer_id: String,
    check_name: String,
    revision: i64,
    choice: String,
    score: Option<i64>,
    mood: String,
    words: Option<String>,
    answered_at: i64,
    recorded_by: Option<String>,
    channel: Option<String>,
}

fn rows(sale: &Sale) -> DbResult<Vec<Row>> {
    let answered = sale.asks.iter().filter_map(|ask| Some((ask, ask.answer()?)));
    let row = answered.map(|(ask, newest)| {
        Ok(Row {
            vendor_id: sale.vendor.to_string(),
            ask_id: ask.id.to_string(),
            sale_id: sale.id.to_string(),
            customer_id: ask.plan.customer.to_string(),
            check_name: ask.plan.check.to_string(),
            revision: read::number(TABLE, ask.answers.len())?,
            choice: newest.value.to_string(),
            score: newest.value.parse().ok(),
            mood: read::to_word(TABLE, &ask.mood().unwrap_or(Mood::NotYet))?,
            words: newest.text.as_ref().map(ToString::to_string),
            answered_at: newest.at.timestamp_micros(),
            recorded_by: match newest.by {
                Actor::Member(id) => Some(id.to_string()),
                Actor::Customer(_) | Actor::System => None,
            },
            channel: newest.channel.map(|channel| channel.as_str().to_owned()),
        })
    });
    row.collect()
}

projected!(answer, ask_id, |before, after| before.asks == after.asks);

impl TryFrom<Row> for Answer {
    type Error = DbError;

    fn try_from(row: Row) -> DbResult<Self> {
        Ok(Self {
            ask: read::text(TABLE, &row.ask_id)?,
            sale: read::text(TABLE, &row.sale_id)?,
            customer: read::text(TABLE, &row.customer_id)?,
            check: row.check_name,
            revision: read::count(TABLE, row.revision)?,
            choice: row.choice,
            score: row.score,
            mood: read::word(TABLE, &row.mood)?,
            words: row.words,
            answered_at: read::instant(TABLE, row.answered_at)?,
            recorded_by: row.recorded_by.map(|id| read::text(TABLE, &id)).transpose()?,
            channel: row.channel.map(|word| read::word(TABLE, &word)).transpose()?,
        })
    }
}

/// One page, the newest asks first.
pub fn list(conn: &mut Conn, vendor: VendorId, filter: &Filter, page: &Page) -> DbResult<Vec<Answer>> {
    let mut rows = answer::table
        .filter(answer::vendor_id.eq(vendor.to_string()))
        .order(answer::ask_id.desc())
        .limit(page.limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(after) = &page.after {
        rows = rows.filter(answer::ask_id.lt(after.clone()));
    }
    if let Some(check) = &filter.check {
        rows = rows.filter(answer::check_name.eq(check.clone()));
    }
    if let Some(sale) = filter.sale {
        rows = rows.filter(answer::sale_id.eq(sale.to_string()));
    }
    if let Some(mood) = filter.mood {
        rows = rows.filter(answer::mood.eq(read::to_word(TABLE, &mood)?));
    }
    let rows: Vec<Row> = rows.load(conn)?;
    rows.into_iter().map(Answer::try_from).collect()
}
