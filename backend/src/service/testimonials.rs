//! What other customers say, beside the reasons of one.

use followthrough_common::{
    api::value::Proof,
    domain::{reason::ReasonKind, sale::Sale},
    id::CustomerId,
};

use crate::{
    db::{Conn, DbResult},
    repo::testimonial::{self, Kept},
};

/// So many stand beside the reasons.
const MOST: usize = 3;

/// What this customer of the sale is shown: what speaks to the kinds of the sale's reasons first, then the
/// newest. Never of a sale of their own, and never without consent.
pub fn proof(conn: &mut Conn, sale: &Sale, customer: CustomerId) -> DbResult<Vec<Proof>> {
    let kinds: Vec<ReasonKind> = sale.reasons.iter().map(|reason| reason.kind).collect();
    let most = i64::try_from(MOST).unwrap_or_default();
    let mut found = testimonial::of_others(conn, sale.vendor, customer, (Some(&kinds), most))?;
    if found.len() < MOST {
        let newest = testimonial::of_others(conn, sale.vendor, customer, (None, most))?;
        found.extend(newest.into_iter().filter(|it| !is_in(&found, it)).collect::<Vec<_>>());
        found.truncate(MOST);
    }
    Ok(found.into_iter().filter_map(shown).collect())
}

fn is_in(found: &[Kept], it: &Kept) -> bool {
    found.iter().any(|known| known.testimonial.id == it.testimonial.id)
}

fn shown(kept: Kept) -> Option<Proof> {
    let reason_kind = kept.testimonial.reason_kind;
    kept.testimonial.grant.map(|grant| Proof {
        words: grant.words,
        shown_as: grant.shown_as,
        reason_kind,
        since: grant.at,
    })
}
