//! What a customer of the story does beside the sale: needs, and addresses for others.

use followthrough_common::{
    actor::Role,
    api::share_links::ShareLinkInput,
    domain::needs::Need,
    id::{CustomerId, SaleId},
};

use super::{Stage, line};
use crate::{
    db::Conn,
    demo::{act::words, deed::Deed},
    problem::Error,
    repo::{customer, share_link},
    service::{contacts, share_links},
};

/// Does the deed, unless it happened before or is none of these.
pub(super) async fn perform(
    stage: &Stage,
    (customer, sale): (CustomerId, SaleId),
    deed: Deed,
) -> Result<(), Error> {
    let (server, vendor) = (stage.app.clone(), stage.vendor);
    let work = move |conn: &mut Conn| {
        match deed {
            Deed::Need(topic, text) => {
                let known = customer::find(conn, vendor, customer)?;
                let known = known.map(|known| known.record.contact.needs.items).unwrap_or_default();
                let topic = line(topic)?;
                if let Some(text) = words(text)
                    && !known.iter().any(|need| need.topic == topic)
                {
                    let items: Vec<Need> = known.into_iter().chain([Need { topic, text }]).collect();
                    let who = (vendor, customer);
                    contacts::set_needs(conn, &server, who, None, (&items, Role::Customer))?;
                }
            }
            Deed::Share { name } if share_link::list(conn, vendor, sale)?.is_empty() => {
                let input = ShareLinkInput { name: line(name)?, expires_in_days: None };
                share_links::create(conn, &server, vendor, (customer, sale), &input)?;
            }
            _ => {}
        }
        Ok(())
    };
    match deed {
        Deed::Need(..) | Deed::Share { .. } => stage.app.db.write(work).await,
        _ => Ok(()),
    }
}
