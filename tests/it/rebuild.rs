//! The event log is the truth: what is folded from it anew is what stands in every other table.

use followthrough_backend::service::rebuild::{Mode, Totals};
use serde_json::json;

use crate::{
    builders::{TestSale, a_sale},
    harness::TestApp,
};

/// What does not agree.
fn differences(app: &TestApp, mode: Mode) -> Vec<String> {
    let (Totals { sales, events, differences }, found) = app.differences(mode);
    assert_eq!(usize::try_from(differences).unwrap(), found.len());
    assert_eq!(usize::try_from(sales).unwrap(), app.database.count("sale"));
    assert_eq!(usize::try_from(events).unwrap(), app.database.count("sale_event"));
    found
}

/// Something of everything, by both sides and by time.
fn traffic(app: &TestApp) -> TestSale {
    let vendor = app.vendor("Nordic Coffee");
    let (sale, quiet, cancelled) =
        (a_sale().open(app, &vendor), a_sale().open(app, &vendor), a_sale().open(app, &vendor));
    cancelled.vendor_does("/cancel", &json!({"reason": "Changed their mind"}));
    let promise = json!({"statement": "A grinder", "kind": "service", "source": "proposal", "original_due": "2026-11-06"});
    sale.vendor_does("/promises", &promise);
    sale.vendor_does("/payments", &json!({"reference": "P-1", "amount": 129_900, "state": "cleared"}));
    sale.vendor_does("/expected-delivery", &json!({"on": "2026-11-10"}));
    sale.wait_until("2026-11-10T10:00:00Z");
    sale.vendor_does("/deliveries", &json!({"reference": "D-1", "delivered_on": "2026-11-10"}));
    let training = sale.touchpoint("First session: getting going").id;
    sale.customer_does(&format!("/touchpoints/{training}/confirm"), &json!({}));
    sale.wait_until("2026-11-12T12:00:00Z");
    let ask = sale.open_ask().id;
    let answers = format!("/asks/{ask}/answers");
    sale.customer_does(&answers, &json!({"value": "not_as_expected"}));
    sale.customer_does(&answers, &json!({"value": "not_as_expected", "text": "It drips"}));
    let concern = sale.view().concerns[0].id;
    sale.vendor_does(
        &format!("/concerns/{concern}/propose"),
        &json!({"text": "A new seal", "due": "2026-11-16"}),
    );
    sale.customer_does(&format!("/concerns/{concern}/confirm"), &json!({}));
    // Six weeks go by; what time brings to both sales is on the record too.
    quiet.wait_until("2026-12-28T12:00:00Z");
    sale
}

both!(the_tables_agree_with_the_log_and_a_planted_difference_is_found_and_repaired);
fn the_tables_agree_with_the_log_and_a_planted_difference_is_found_and_repaired(app: &TestApp) {
    let sale = traffic(app);
    assert_eq!(differences(app, Mode::Check), Vec::<String>::new());
    let before = sale.browser.view(sale.id);
    for (planted, expected) in [
        ("UPDATE concern SET state = 'lapsed'", "concern"),
        ("UPDATE answer SET choice = 'better'", "answer"),
        ("DELETE FROM promise", "promise"),
        ("UPDATE ask SET is_open = 1 - is_open", "ask"),
        ("UPDATE sale SET title = 'Another machine'", "sale.title"),
        ("DELETE FROM sale_customer", "sale_customer"),
        ("UPDATE sale SET next_due_at = NULL", "sale.next_due_at"),
        ("UPDATE sale_snapshot SET body = replace(body, 'Coffee', 'Toffee')", "sale_snapshot"),
    ] {
        app.database.execute(planted);
        let found = differences(app, Mode::Check);
        assert!(found.iter().any(|what| what.starts_with(expected)), "{planted}: {found:?}");
        assert_eq!(differences(app, Mode::Check).len(), found.len(), "a check changes nothing");
        differences(app, Mode::Repair);
        assert_eq!(differences(app, Mode::Check), Vec::<String>::new(), "{planted}");
    }
    assert_eq!(sale.browser.view(sale.id), before);
}
