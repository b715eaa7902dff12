//! What the rules must know that other sales decide too, read when nobody else decides about this customer any more:
//! the vendor as it is now, what the customer was asked lately, and whether they have a concern elsewhere. All of it in
//! one question, because it is asked with every write.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types::Text};
use followthrough_common::{
    domain::{check::LedgerEntry, concern::ConcernState, transition::Machine},
    id::{AskId, CustomerId, SaleId, VendorId},
};

use super::{
    idempotency::{self, Claim, Claimed},
    vendor::{self, Vendor},
};
use crate::db::{
    Conn, DbResult, Typed,
    column::{Flag, Instant, Word},
    kept,
};

/// How far back the rules on how often somebody is asked look: the ninety days between two questions about the
/// relationship, with a margin.
const LEDGER_DAYS: i64 = 100;

/// The customer's sales, newest first.
const OWN: &str = "(SELECT sale_id FROM sale_customer WHERE vendor_id = $1 AND customer_id = $2 \
     ORDER BY sale_id DESC LIMIT 200)";

/// What was so when the customer's turn came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lately {
    /// The customer.
    pub customer: CustomerId,
    /// The vendor.
    pub vendor: Vendor,
    /// What the customer, and those who share sales with them, were asked lately.
    pub ledger: Vec<LedgerEntry>,
    /// Whether a concern is open in another sale of this customer.
    pub has_concern_elsewhere: bool,
    /// What became of the request's key; none, if nobody has used it.
    pub claimed: Option<Claimed>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(embed)]
    vendor: Vendor,
    #[diesel(embed)]
    claimed: Option<idempotency::Row>,
    #[diesel(sql_type = Flag)]
    has_concern_elsewhere: bool,
    #[diesel(embed)]
    asked: Option<Asked>,
}

#[derive(QueryableByName)]
struct Asked {
    #[diesel(sql_type = Word)]
    ask_id: AskId,
    #[diesel(sql_type = Word)]
    sale_id: SaleId,
    #[diesel(sql_type = Word)]
    customer_id: CustomerId,
    #[diesel(sql_type = Text)]
    check_name: String,
    #[diesel(sql_type = Instant)]
    offered_at: DateTime<Utc>,
    #[diesel(sql_type = Flag)]
    is_open: bool,
    #[diesel(sql_type = Flag)]
    counts: bool,
}

/// The rules look back thirty days and count to four, so two hundred sales, people and questions are plenty. Whoever
/// shares a sale with the customer was asked instead of them. From the few sales of the customer to what belongs to
/// them, by `CROSS JOIN` and in this order: SQLite, which counts no rows, would go through all that the vendor has.
fn text() -> String {
    let open = ConcernState::STATES.iter().filter(|state| state.is_open());
    let open: Vec<String> = open.map(|state| format!("'{}'", state.as_str())).collect();
    format!(
        "SELECT {vendor}, {claimed}, CAST(CASE WHEN EXISTS (SELECT 1 FROM {OWN} own CROSS JOIN concern \
         WHERE concern.vendor_id = $1 AND concern.sale_id = own.sale_id AND concern.sale_id <> $3 \
         AND concern.state IN ({open})) THEN 1 ELSE 0 END AS BIGINT) AS has_concern_elsewhere, \
         asked.id AS ask_id, asked.sale_id, asked.customer_id, asked.check_name, asked.offered_at, \
         asked.is_open, asked.counts \
         FROM vendor LEFT JOIN idempotency ON idempotency.vendor_id = vendor.id \
         AND idempotency.subject = $4 AND idempotency.operation = $5 AND idempotency.key = $6 \
         LEFT JOIN ask AS asked ON asked.vendor_id = $1 AND asked.customer_id IN ( \
         SELECT CAST($2 AS TEXT) UNION ALL SELECT them.customer_id FROM {OWN} own CROSS JOIN sale_customer them \
         WHERE them.vendor_id = $1 AND them.sale_id = own.sale_id) \
         AND (asked.offered_at >= vendor.clock_offset + $7 OR asked.is_open = 1) \
         WHERE vendor.id = $1 ORDER BY asked.offered_at DESC, asked.id LIMIT 200",
        vendor = vendor::COLUMNS,
        claimed = idempotency::COLUMNS,
        open = open.join(", "),
    )
}

/// What is so now, and what became of the key of a request that has claimed none yet. `real_now` is real time, which the
/// vendor's clock is ahead of.
pub fn find(
    conn: &mut Conn,
    vendor: VendorId,
    (customer, sale): (CustomerId, SaleId),
    claim: Option<&Claim>,
    real_now: DateTime<Utc>,
) -> DbResult<Option<Lately>> {
    let since = real_now - TimeDelta::days(LEDGER_DAYS);
    let asked = sql_query(text())
        .bind::<Word, _>(Typed(vendor))
        .bind::<Word, _>(Typed(customer))
        .bind::<Word, _>(Typed(sale))
        .bind::<Text, _>(claim.map(|claim| claim.subject.clone()).unwrap_or_default())
        .bind::<Text, _>(claim.map(|claim| claim.operation.clone()).unwrap_or_default())
        .bind::<Text, _>(claim.map(|claim| claim.key.clone()).unwrap_or_default())
        .bind::<Instant, _>(Typed(since));
    let rows: Vec<Row> = kept(asked).load(conn)?;
    let mut found: Option<Lately> = None;
    for row in rows {
        let known = found.get_or_insert_with(|| Lately {
            customer,
            vendor: row.vendor,
            ledger: Vec::new(),
            has_concern_elsewhere: row.has_concern_elsewhere,
            claimed: claim.and_then(|claim| Some(row.claimed?.judge(claim))),
        });
        known.ledger.extend(row.asked.map(LedgerEntry::from));
    }
    Ok(found)
}

impl From<Asked> for LedgerEntry {
    fn from(asked: Asked) -> Self {
        Self {
            ask: asked.ask_id,
            sale: asked.sale_id,
            customer: asked.customer_id,
            check: asked.check_name,
            // Only the rules of the sale itself know its occasions; here each question stands alone.
            occasion: None,
            offered_at: asked.offered_at,
            is_open: asked.is_open,
            counts: asked.counts,
        }
    }
}
