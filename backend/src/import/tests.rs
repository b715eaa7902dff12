//! The made-up file on real databases: what is stored, what is told, and that a second time changes nothing.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use followthrough_common::{api::reports::ReportSummary, domain::member::Member, text::Line, time::ZoneName};

use super::{
    Counts, Map,
    command::{self, Options, Summary},
};
use crate::{
    repo::{event, sale, snapshot, vendor::Mode},
    report,
    scratch::Scratch,
    service::{
        members,
        vendors::{self, NewVendor},
    },
    state::App,
};

/// Tests run side by side; each has a folder of its own.
static NEXT: AtomicU32 = AtomicU32::new(0);

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/examples")
}

struct Shop {
    app: App,
    folder: PathBuf,
    // Removed with the test.
    _scratch: Scratch,
}

impl Shop {
    async fn open(scratch: Scratch) -> Self {
        let (app, _) = scratch.app();
        let shop = Self::without_member(app, scratch).await;
        let vendor = shop.app.db.read(command::only_vendor).await.unwrap();
        let server = shop.app.clone();
        let add = move |conn: &mut _| {
            members::create(conn, &server, vendor, |id| Member {
                id,
                name: line("Ana Lima"),
                role: None,
                phone: None,
                email: None,
                languages: Vec::new(),
            })
        };
        shop.app.db.write(add).await.unwrap();
        shop
    }

    async fn without_member(app: App, scratch: Scratch) -> Self {
        let server = app.clone();
        let open = move |conn: &mut _| {
            let time_zone = ZoneName::utc();
            let new = NewVendor { name: line("Shop"), phone: None, mode: Mode::Live, time_zone };
            vendors::create(conn, &server, new)
        };
        app.db.write(open).await.unwrap();
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let folder =
            std::env::temp_dir().join(format!("followthrough-import-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self { app, folder, _scratch: scratch }
    }

    fn options(&self, file: PathBuf) -> Options {
        Options {
            file,
            map: examples().join("olist-map.toml"),
            vendor: None,
            owner: None,
            report: Some(self.folder.join("refused.csv")),
            format: None,
            batch: 5,
        }
    }

    async fn import(&self, file: PathBuf) -> Summary {
        command::run(&self.app, &self.options(file)).await.unwrap()
    }

    async fn import_text(&self, name: &str, text: &[u8]) -> Counts {
        let file = self.folder.join(name);
        std::fs::write(&file, text).unwrap();
        self.import(file).await.counts
    }

    fn refused(&self) -> String {
        std::fs::read_to_string(self.folder.join("refused.csv")).unwrap()
    }

    async fn report(&self) -> ReportSummary {
        report::of_vendor(&self.app, None).await.unwrap()
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn small_orders() -> String {
    std::fs::read_to_string(examples().join("small-orders.csv")).unwrap()
}

#[tokio::test]
async fn the_made_up_file_gives_its_figures_once_and_twice() {
    for scratch in Scratch::each() {
        let shop = Shop::open(scratch).await;
        let first = shop.import(examples().join("small-orders.csv")).await;
        assert_eq!(first.counts, Counts { lines: 12, stored: 12, unchanged: 0, refused: 0 });
        assert_eq!(shop.refused(), "line,reference,field,reason\n");
        let told = shop.report().await;
        let sales = &told.sales;
        assert_eq!(
            (sales.total, sales.customers, sales.with_payment, sales.with_delivery),
            (12, 11, 11, 9),
            "{sales:?}"
        );
        let words = |rows: &[followthrough_common::api::reports::WordCount]| -> Vec<(String, u64)> {
            rows.iter().map(|row| (row.word.clone().unwrap(), row.count)).collect()
        };
        assert_eq!(words(&sales.by_state), [("closed".into(), 11), ("cancelled".into(), 1)]);
        assert_eq!(words(&sales.by_status)[0], ("delivered".into(), 9));
        let promises = &told.promises;
        assert_eq!((promises.on_original, promises.late, promises.open), (7, 2, 3));
        assert_eq!((promises.on_original_percent, promises.late_percent), (Some(77.78), Some(22.22)));
        let review = &told.answers[0];
        assert_eq!((review.n, review.mean, review.csat_percent), (8, Some(3.625), Some(62.5)));
        assert_eq!((review.with_comment, review.with_line_break), (4, 1));
        // Example 3 was asked ten minutes before the parcel came, example 6 eleven days before.
        assert_eq!(told.surveys_before_delivery, 2);

        let again = shop.import(examples().join("small-orders.csv")).await;
        assert_eq!(again.counts, Counts { lines: 12, stored: 0, unchanged: 12, refused: 0 });
        assert_eq!(shop.report().await, told);
    }
}

#[tokio::test]
async fn the_past_is_kept_as_it_was_and_wakes_nothing() {
    let shop = Shop::open(Scratch::new()).await;
    shop.import(examples().join("small-orders.csv")).await;
    let read = |conn: &mut crate::db::Conn| {
        let vendor = command::only_vendor(conn)?;
        let id = sale::find_reference(conn, vendor, "example-0003")?.unwrap();
        let stored = (snapshot::load(conn, vendor, id)?.unwrap(), sale::head(conn, vendor, id)?.unwrap());
        Ok((stored, event::list(conn, vendor, id, 0, 10)?))
    };
    let (stored, events) = shop.app.db.read(read).await.unwrap();
    let kinds: Vec<_> = events.iter().map(|event| event.body.kind()).collect();
    assert_eq!(kinds, ["sale.opened", "sale.history_recorded"]);
    assert_eq!(stored.1.next_due_at, None);
    let sale = stored.0;
    assert!(sale.is_history && sale.concerns.is_empty() && sale.touchpoints.is_empty());
    assert_eq!(sale.deliveries[0].reported_at.to_rfc3339(), "2017-06-02T03:10:00+00:00");
    assert_eq!(sale.anchors.delivered_on.unwrap().to_string(), "2017-06-02");
    assert_eq!(sale.payments[0].amount, 31_000);
    let answer = sale.asks[0].answer().unwrap();
    let said = answer.text.as_ref().unwrap().to_string();
    assert_eq!(
        (&*answer.value, said.as_str()),
        ("2", "Ten minutes too late is late.\nAnd the box was \"open\".")
    );
}

#[tokio::test]
async fn each_broken_line_is_told_with_field_and_reason_and_the_others_are_stored() {
    for scratch in Scratch::each() {
        let shop = Shop::open(scratch).await;
        let text = small_orders()
            .replace("2017-03-01 10:15:00", "2017-02-29 10:15:00")
            .replace(",4,,\"Came on", ",6,,\"Came on")
            .replace("example-0004,", ",")
            .replace("seller-3\nexample-0005", "seller-3,more\nexample-0005")
            .replace(",shipped,", ",lost,")
            .replace("199.99", "R$ 200")
            .replace("person-06", "per\0son");
        let counts = shop.import_text("broken.csv", text.as_bytes()).await;
        assert_eq!(counts, Counts { lines: 12, stored: 6, unchanged: 0, refused: 6 });
        let known = "approved, canceled, created, delivered, invoiced, processing, shipped, unavailable";
        let expected = format!(
            "line,reference,field,reason\n\
             2,example-0001,purchased_at,\"\"\"2017-02-29 10:15:00\"\" is no date from 2000 to 2100 written as \
             %Y-%m-%d %H:%M:%S\"\n\
             3,example-0002,review_score,\"\"\"6\"\" is no score from 1 to 5\"\n\
             6,,,\"has 27 columns, the header has 26\"\n\
             8,example-0006,payment_value,\"\"\"R$ 200\"\" is no amount like 114.77\"\n\
             9,example-0007,customer_unique_id,must not contain control characters\n\
             12,example-0010,status,\"\"\"lost\"\" is none of {known}\"\n"
        );
        assert_eq!(shop.refused(), expected);
        // The same file put right brings the rest, and only that.
        let counts = shop.import_text("right.csv", small_orders().as_bytes()).await;
        assert_eq!(counts, Counts { lines: 12, stored: 6, unchanged: 6, refused: 0 });
    }
}

#[tokio::test]
async fn what_cannot_be_kept_as_it_stands_is_refused() {
    let shop = Shop::open(Scratch::new()).await;
    let long = "x".repeat(4_001);
    for (change, by, field) in [
        ("\"Came on", "\"\u{7}Came on", "review_comment"),
        ("Recommended", long.as_str(), "review_comment"),
        ("2018-03-09 19:00:00", "", "delivered_at"),
        ("2018-03-09 19:00:00", "2028-03-09 19:00:00", "delivered_at"),
        (",88.0,", ",,", "payment_value"),
        (",4,,,2018-01-16", ",,,Fine,2018-01-16", "review_score"),
        ("2018-06-30 07:00:00", "", "purchased_at"),
    ] {
        let counts = shop.import_text("one.csv", small_orders().replace(change, by).as_bytes()).await;
        assert_eq!(counts.refused, 1, "{field}");
        assert!(shop.refused().contains(&format!(",{field},")), "{}", shop.refused());
    }
}

#[tokio::test]
async fn a_map_that_does_not_fit_is_told_in_one_line_before_anything_is_read() {
    let shop = Shop::open(Scratch::new()).await;
    let file = shop.folder.join("other.csv");
    std::fs::write(&file, small_orders().replace("delivered_at", "arrived_at")).unwrap();
    let error = command::run(&shop.app, &shop.options(file)).await.unwrap_err().to_string();
    assert!(
        error.contains("the file has no column \"delivered_at\" (map: delivered); it has: order_id, "),
        "{error}"
    );
    assert_eq!(error.lines().count(), 1);
    assert_eq!(shop.report().await.sales.total, 0);
}

#[tokio::test]
async fn an_import_needs_somebody_to_look_after_the_customers() {
    let scratch = Scratch::new();
    let (app, _) = scratch.app();
    let shop = Shop::without_member(app, scratch).await;
    let options = shop.options(examples().join("small-orders.csv"));
    let error = command::run(&shop.app, &options).await.unwrap_err().to_string();
    assert!(error.contains("has no member"), "{error}");
}

#[tokio::test]
async fn a_young_order_gets_the_rest_of_its_agenda() {
    for scratch in Scratch::each() {
        let shop = Shop::open(scratch).await;
        // The clock of the tests shows 2 November 2026.
        let young = small_orders()
            .replace("2018-04-02 13:30:00", "2026-10-28 13:30:00")
            .replace("2018-04-25", "2026-11-10")
            .replace("2018-05-20 20:20:20", "2026-10-28 13:30:00")
            .replace("2018-06-12", "2026-11-10");
        shop.import_text("young.csv", young.as_bytes()).await;
        let read = |conn: &mut crate::db::Conn| {
            let vendor = command::only_vendor(conn)?;
            let mut find = |reference| {
                let id = sale::find_reference(conn, vendor, reference)?.unwrap();
                let due = sale::head(conn, vendor, id)?.unwrap().next_due_at;
                Ok::<_, crate::problem::Error>((snapshot::load(conn, vendor, id)?.unwrap(), due))
            };
            Ok((find("example-0010")?, find("example-0011")?))
        };
        let (open, cancelled) = shop.app.db.read(read).await.unwrap();
        assert!(open.0.is_active() && !open.0.is_history && open.1.is_some());
        assert!(!open.0.touchpoints.is_empty());
        assert!(cancelled.0.touchpoints.is_empty() && cancelled.1.is_none());
    }
}

#[tokio::test]
async fn lines_of_json_are_taken_with_the_same_map() {
    let shop = Shop::open(Scratch::new()).await;
    let good = r#"{"order_id":"j-1","customer_unique_id":"p-1","status":"delivered","purchased_at":"2017-03-01 10:15:00",
        "approved_at":null,"payment_value":12.5,"delivered_at":"2017-03-05 10:00:00","promised_delivery":"2017-03-05",
        "review_score":5,"review_comment":" \n","review_answered":"2017-03-07 10:00:00","other":{"a":[1]}}"#;
    let good = good.replace("\n ", "");
    let text = format!("{good}\n\n{{\"order_id\":\"j-2\"}}\nnonsense\n{}\n", "x".repeat(70_000));
    let counts = shop.import_text("orders.ndjson", text.as_bytes()).await;
    assert_eq!(counts, Counts { lines: 4, stored: 1, unchanged: 0, refused: 3 });
    let refused = shop.refused();
    let rows: Vec<&str> = refused.lines().skip(1).collect();
    assert_eq!(rows[0], "3,j-2,customer_unique_id,is empty");
    assert!(rows[1].starts_with("4,,,is no JSON object"), "{}", rows[1]);
    assert_eq!(rows[2], "5,,,is longer than 65536 bytes");
    // A comment of blanks is a comment, with its line break.
    let review = &shop.report().await.answers[0];
    assert_eq!((review.with_comment, review.with_line_break, review.mean), (1, 1, None));
}

#[test]
fn a_map_is_refused_in_one_line_that_names_the_entry() {
    let map = std::fs::read_to_string(examples().join("olist-map.toml")).unwrap();
    assert!(Map::parse(&map).is_ok());
    for (change, by, told) in [
        ("title = ", "titel = ", "unknown field `titel`"),
        ("reference = \"order_id\"", "", "missing field `reference`"),
        ("America/Sao_Paulo", "America/Sao_Paolo", "time_zone: America/Sao_Paolo is no IANA time zone"),
        ("[\"%Y-%m-%d %H:%M:%S\"]", "[\"yyyy\"]", "date_times: \"yyyy\" is neither"),
        ("{order_id}", "{order_id", "title: "),
        ("= \"open\"", "= \"under way\"", "unknown variant `under way`"),
        ("amount = \"payment_value\"", "", "columns: paid needs the column of the amount too"),
        ("format = \"csv\"", "format = \"csv\"\ndelimiter = \"ö\"", "delimiter: "),
        ("[columns]", "[columns]\ncolour = \"x\"", "unknown field `colour`"),
    ] {
        let fault = Map::parse(&map.replacen(change, by, 1)).unwrap_err().to_string();
        assert!(fault.contains(told) && fault.lines().count() == 1, "{fault}");
    }
}
