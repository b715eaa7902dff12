//! What requests cost at the database: how many statements, and that none of the hot paths is prepared twice by the
//! same connection.

use diesel::{QueryableByName, RunQueryDsl as _, sql_query, sql_types::BigInt};
use followthrough_backend::{db::DbError, problem::Error};
use followthrough_common::error::ErrorCode;
use serde_json::json;

use crate::{
    builders::{TestSale, a_sale},
    clients::{fresh_key, path},
    harness::{
        Backend, TestApp,
        statements::{self, Statement},
    },
    http::Reply,
};

/// One connection of each kind, so that every request finds what the one before has prepared.
fn started(backend: Backend) -> TestApp {
    statements::listen();
    TestApp::start_with(backend, |config| config.database.pool_size = 1)
}

macro_rules! counted {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use crate::harness::Backend;

            #[test]
            fn sqlite() {
                super::$name(&super::started(Backend::Sqlite));
            }

            #[test]
            fn postgres() {
                super::$name(&super::started(Backend::Postgres));
            }
        }
    )+};
}

counted!(the_hot_paths_prepare_nothing_twice, a_sale_of_others_is_looked_for_as_one_that_is_not_there);

/// Everything that goes on all day, once. Gives what each request said to the database.
fn a_day(app: &TestApp, sale: &TestSale) -> Vec<(&'static str, Vec<Statement>)> {
    let mut said = Vec::new();
    let mut hear = |what| said.push((what, statements::heard(&app.database.plain_url())));
    hear("before");
    let view = sale.browser.get(&path(sale.id, "")).must(200);
    hear("a sale that was not asked for since it changed");
    sale.browser.get(&path(sale.id, "")).must(200);
    hear("a sale, 200");
    let tag = view.header("etag").to_owned();
    sale.browser.send("GET", &path(sale.id, ""), &[("If-None-Match", tag.as_str())], None).must(304);
    hear("a sale, 304");
    let token = sale.browser.token();
    let text = [("Content-Type", "text/plain")];
    app.http.send("POST", "/v1/portal/view", &text, Some(token.as_bytes())).must(200);
    hear("the first view");
    let areas = json!({"areas": [{"area": fresh_key()}, {"area": fresh_key()}]});
    sale.browser.put(&path(sale.id, "/vital-areas"), &areas).must(200);
    hear("an act of the customer");
    sale.system.acts(sale.id, "/notes", &json!({"text": fresh_key()}));
    hear("an act of the vendor");
    sale.system.get("/v1/worklist/today").must(200);
    hear("the worklist");
    said.split_off(2)
}

/// The most statements and transactions of each: what is read most takes one question, and what is written one
/// transaction, which brings PostgreSQL all changes at once.
fn most(what: &str, backend: Backend) -> (usize, usize) {
    match (what, backend) {
        ("a sale, 200" | "a sale, 304" | "the first view", _) => (1, 0),
        ("an act of the customer", Backend::Postgres) => (4, 1),
        ("an act of the vendor", Backend::Sqlite) => (8, 1),
        ("an act of the customer" | "the worklist", _) | ("an act of the vendor", Backend::Postgres) => {
            (7, 1)
        }
        _ => panic!("nobody said what {what} may take"),
    }
}

fn the_hot_paths_prepare_nothing_twice(app: &TestApp) {
    let sale = a_sale().open(app, &app.vendor("Nordic Coffee"));
    sale.wait_until("2026-11-10T10:00:00Z");
    for _ in 0..2 {
        a_day(app, &sale);
    }
    let mut again = Vec::new();
    for (what, said) in a_day(app, &sale) {
        let transactions = statements::begun(&said);
        let said: Vec<Statement> = said.into_iter().filter(|statement| !statement.is_control()).collect();
        println!(
            "{:?}, {what}: {} statements, {transactions} transactions",
            app.database.backend(),
            said.len()
        );
        let prepared = said.iter().filter(|statement| statement.was_prepared);
        again.extend(prepared.map(|statement| format!("{what}: {}", statement.text)));
        let (most, transactions_at_most) = most(what, app.database.backend());
        assert!(said.len() <= most, "{what} takes more than {most} statements: {said:#?}");
        assert!(transactions <= transactions_at_most, "{what} takes {transactions} transactions");
    }
    assert!(again.is_empty(), "prepared again: {again:#?}");
    if app.database.backend() == Backend::Sqlite {
        let reads = app.wait(app.app.db.read(prepared_anew)).unwrap();
        let writes = app.write(prepared_anew);
        assert_eq!((reads, writes), (0, 0), "statements that SQLite planned anew while they ran");
    }
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How often this connection planned a statement anew that it had prepared.
fn prepared_anew(conn: &mut followthrough_backend::db::Conn) -> Result<i64, Error> {
    let counted = sql_query("SELECT CAST(sum(reprep) AS INTEGER) AS count FROM sqlite_stmt WHERE run > 1");
    let counted: Count = counted.get_result(conn).map_err(DbError::from)?;
    Ok(counted.count)
}

/// Time would tell what the answer does not.
fn a_sale_of_others_is_looked_for_as_one_that_is_not_there(app: &TestApp) {
    let vendor = app.vendor("Nordic Coffee");
    let (own, others) = (a_sale().open(app, &vendor), a_sale().open(app, &vendor));
    let reference = others.view().sale.reference.to_string();
    let nobodys = "sale_01h2xcejqtf2nbrexx3vqjhp41";
    let (id, body) = (others.id.to_string(), json!({"areas": []}));
    let reads = |sale: &str| own.browser.get(&format!("/v1/portal/sales/{sale}"));
    let clocks = |sale: &str| own.browser.get(&format!("/v1/portal/sales/{sale}/clocks"));
    let acts = |sale: &str| own.browser.put(&format!("/v1/portal/sales/{sale}/vital-areas"), &body);
    let said = |ask: &dyn Fn(&str) -> Reply, sale: &str| -> Vec<String> {
        statements::heard(&app.database.plain_url());
        ask(sale).refused(ErrorCode::NotFound);
        let said = statements::heard(&app.database.plain_url());
        said.into_iter().filter(|it| !it.is_control()).map(|statement| statement.text).collect()
    };
    let asking: [&dyn Fn(&str) -> Reply; 3] = [&reads, &clocks, &acts];
    for ask in asking {
        // The first request of all looks up the key of the token too.
        said(ask, nobodys);
        assert_eq!(said(ask, &reference), said(ask, "NO-SUCH-ORDER"));
        assert_eq!(said(ask, &id), said(ask, nobodys));
    }
}
