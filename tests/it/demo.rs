//! The demo's stories, played before a real server to their end. The demo knows the API alone, so whatever it does here
//! any vendor's system can do.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use followthrough_backend::clock::Clock as _;
use followthrough_common::{
    api::vendor_door::sale_view::{TouchpointOut, VendorSale},
    domain::{
        adjustment::AdjustmentState,
        agreement::AgreementState,
        check::AskState,
        concern::ConcernState,
        delivery::LineState,
        introduction::IntroductionState,
        milestone::{MilestoneState, SnagState},
        owner_change::OwnerChangeState,
        promise::PromiseState,
        relationship_plan::PlanState,
        resource::ResourceState,
        sale::SaleState,
        success::SuccessState,
        testimonial::TestimonialState,
        touchpoint::TouchpointState,
    },
};
use followthrough_demo::{Clock, Door, Keys, Played, Theatre, page::page, portal::DayOut};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    clients::{CustomerClient, VendorClient},
    harness::{PKCS8, TestApp, TestVendor},
};

const LAST_DAY: i64 = 30;
const KEYS: [&str; 3] = ["mette", "henrik", "sara"];

/// The demo beside a server.
struct Demo<'a> {
    app: &'a TestApp,
    vendor: TestVendor,
    folder: TempDir,
    theatre: Theatre,
}

fn door(app: &TestApp) -> Door {
    Door::behind(app.app.config.server.public_url.as_str(), &format!("http://{}", app.http.address))
}

fn clock(app: &TestApp) -> Clock {
    let clock = app.clock.clone();
    Box::new(move || clock.now().timestamp())
}

/// Nothing was refused, and something was done.
#[track_caller]
fn smooth(played: &Played) {
    assert!(played.left_out.is_empty(), "{:#?}", played.left_out);
    assert!(played.done > 0);
}

impl<'a> Demo<'a> {
    /// Seeded, so on day 7.
    fn begun(app: &'a TestApp) -> Self {
        let vendor = app.vendor("Nordhavn Kaffe");
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys {
            vendor: vendor.id.to_string(),
            api_key: vendor.key.clone(),
            signing_key: vendor.other_signer.key_id.clone(),
            private_key: STANDARD.encode(PKCS8),
        };
        let mut theatre = Theatre::with_keys(door(app), folder.path(), keys, clock(app)).unwrap();
        smooth(&theatre.seed().unwrap());
        Self { app, vendor, folder, theatre }
    }

    /// What a new process of it finds.
    fn again(&self) -> Theatre {
        Theatre::open(door(self.app), self.folder.path(), None, clock(self.app)).unwrap()
    }

    fn system(&self) -> VendorClient {
        self.vendor.client(self.app)
    }

    fn sale(&self, key: &str) -> VendorSale {
        let id = self.theatre.sale(self.theatre.cast.story(key).unwrap()).unwrap();
        self.system().sale(id.parse().unwrap())
    }

    fn customer(&self, key: &str) -> CustomerClient {
        let round = self.theatre.standing().unwrap().round;
        self.vendor.customer(self.app, &format!("{key}-{round}"))
    }

    /// What the customer sees first: text and marks of the first view.
    fn screen(&self, key: &str) -> String {
        let first = self.customer(key).get("/v1/portal/view").must(200).json();
        first["html"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    fn shows(&self, key: &str, texts: &[&str]) {
        let screen = self.screen(key);
        for text in texts {
            assert!(screen.contains(text), "{key} does not see {text:?} in {screen}");
        }
    }
}

fn offered(sale: &VendorSale) -> Vec<&str> {
    sale.asks.iter().filter(|ask| ask.state == AskState::Offered).map(|ask| &*ask.check).collect()
}

both!(on_the_first_stop_all_three_have_something_to_say);
fn on_the_first_stop_all_three_have_something_to_say(app: &TestApp) {
    let demo = Demo::begun(app);
    assert_eq!(demo.theatre.standing().unwrap().day, 7);

    let mette = demo.sale("mette");
    assert_eq!(offered(&mette), ["expected@1"]);
    demo.shows(
        "mette",
        &["Was everything as you had expected?", "Espresso ready three minutes after we open."],
    );

    let henrik = demo.sale("henrik");
    let moved = henrik.touchpoints.iter().find(|item| item.moves.len() == 2).unwrap();
    assert_eq!(moved.state, TouchpointState::Planned);
    let late = henrik.promises.iter().find(|promise| promise.proposed.is_some()).unwrap();
    let proposed = late.proposed.as_ref().unwrap().due;
    assert!(late.state == PromiseState::Made && late.current_due.unwrap() < proposed);
    demo.shows("henrik", &["Moved by us.", "Does the new time suit you?"]);

    let sara = demo.sale("sara");
    assert_eq!(sara.concerns[0].state, ConcernState::Proposed);
    demo.shows("sara", &["What we are putting right", "Is it sorted for you?"]);
    let whole = demo.customer("sara").get(&format!("/v1/portal/sales/{}", sara.id)).must(200).json();
    let proof = whole["value"]["proof"].as_array().unwrap();
    assert_eq!(proof.len(), 1, "on the first stop the others read what Mette lets be shown");
}

both!(the_portals_page_embeds_the_widget_for_whoever_looks);
fn the_portals_page_embeds_the_widget_for_whoever_looks(app: &TestApp) {
    let Demo { mut theatre, .. } = Demo::begun(app);
    theatre.cast.shop.name = "Nordhavn <Kaffe>".to_owned();
    let today = DayOut::from(theatre.standing().unwrap());
    let henrik = theatre.cast.story("henrik").unwrap();
    let shown = page(&theatre, henrik, &today).unwrap().into_string();
    let (vendor, api) = (theatre.vendor(), theatre.server());
    let order = theatre.reference(henrik).unwrap();
    for text in [
        format!(
            "<follow-through vendor=\"{vendor}\" api=\"{api}\" token-url=\"/token?customer=henrik\" sale=\"{order}\""
        ),
        format!("<script type=\"module\" src=\"{api}/v1/embed.js\"></script>"),
        "<title>Your order · Nordhavn &lt;Kaffe&gt;</title>".to_owned(),
        "<a href=\"/?customer=henrik\" aria-current=\"page\"><b>".to_owned(),
        "<a href=\"/?customer=sara\"><b>".to_owned(),
        "<b>Day 7</b>".to_owned(),
    ] {
        assert!(shown.contains(&text), "no {text:?} in {shown}");
    }
}

both!(seeding_again_changes_nothing_and_a_request_sent_twice_has_its_effect_once);
fn seeding_again_changes_nothing_and_a_request_sent_twice_has_its_effect_once(app: &TestApp) {
    let demo = Demo::begun(app);
    let before = KEYS.map(|key| demo.sale(key).version);
    assert_eq!(demo.again().seed().unwrap(), Played::default());
    assert_eq!(KEYS.map(|key| demo.sale(key).version), before);

    // As if the process had been ended before it could write down how far it is.
    let notes = demo.folder.path().join("dealer.json");
    let mut memory: Value = serde_json::from_str(&std::fs::read_to_string(&notes).unwrap()).unwrap();
    assert_eq!(memory["round"]["played"], "7 09:30");
    memory["round"]["played"] = json!("4 12:00");
    std::fs::write(&notes, memory.to_string()).unwrap();
    assert!(demo.again().seed().unwrap().done > 0);
    assert_eq!(KEYS.map(|key| demo.sale(key).version), before);
    assert_eq!(demo.theatre.standing().unwrap().round, 1);
}

both!(every_story_is_played_to_its_end_and_no_request_is_refused);
fn every_story_is_played_to_its_end_and_no_request_is_refused(app: &TestApp) {
    let mut demo = Demo::begun(app);
    for day in [16, LAST_DAY] {
        let (standing, played) = demo.theatre.go_to(day).unwrap();
        smooth(&played);
        assert_eq!((standing.round, standing.day), (1, day));
    }
    nothing_is_left_unreported(&demo);
    mettes_ends_well(&demo);
    henriks_is_put_right(&demo);
    saras_is_hers_to_end(&demo);
}

fn nothing_is_left_unreported(demo: &Demo<'_>) {
    let today = demo.theatre.standing().unwrap().local.date();
    for key in KEYS {
        let sale = demo.sale(key);
        assert!(sale.concerns.iter().all(|concern| !concern.state.is_open()), "{key}");
        let is_unreported = |item: &&TouchpointOut| {
            let is_open = matches!(item.state, TouchpointState::Planned | TouchpointState::Confirmed);
            is_open && item.kind.is_outward() && item.slot.local_date < today
        };
        assert_eq!(sale.touchpoints.iter().find(is_unreported), None, "{key}");
    }
}

fn mettes_ends_well(demo: &Demo<'_>) {
    let mette = demo.sale("mette");
    assert_eq!(offered(&mette), ["complete@1"]);
    assert_eq!(mette.handling.agreement.state, AgreementState::Accepted);
    let steps = &mette.handling.agreement.versions[0].terms.steps;
    assert_eq!(steps.iter().map(|step| &*step.name).collect::<Vec<_>>(), ["Karl Nordhavn"]);
    assert!(mette.deliveries[0].lines.iter().all(|line| line.state == LineState::Accepted));
    assert_eq!(mette.deliveries[0].lines.len(), 3);
    assert_eq!(mette.promises[1].sessions.as_ref().unwrap().total, 2);
    assert_eq!(mette.value.successes[0].state, SuccessState::Agreed);
    assert_eq!(mette.value.testimonials[0].state, TestimonialState::Granted);
    assert_eq!(mette.value.resources[0].state, ResourceState::Useful);
    assert_eq!(mette.value.introductions[0].state, IntroductionState::Introduced);
    assert_eq!(mette.value.relationship_plan.as_ref().unwrap().state, PlanState::Accepted);
    let links = demo.customer("mette").get(&format!("/v1/portal/sales/{}/share-links", mette.id)).must(200);
    assert_eq!(links.json()["items"].as_array().unwrap().len(), 1);
    demo.shows("mette", &["and are you satisfied?", "Kept on the day."]);
    let whole = demo.customer("mette").get(&format!("/v1/portal/sales/{}", mette.id)).must(200).body;
    assert!(
        whole.contains("Call the owner himself.") && whole.contains("Karl Nordhavn"),
        "whom to call when"
    );
}

fn henriks_is_put_right(demo: &Demo<'_>) {
    let henrik = demo.sale("henrik");
    assert_eq!(henrik.handling.vital_areas.len(), 1);
    assert_eq!(henrik.value.introductions[0].state, IntroductionState::Introduced);
    let milestone = &henrik.handling.milestones[0];
    assert_eq!((milestone.slips.len(), milestone.state), (1, MilestoneState::Reached));
    assert_eq!(milestone.snags.iter().map(|snag| snag.state).collect::<Vec<_>>(), [SnagState::Confirmed]);
    assert_eq!(henrik.adjustments[0].state, AdjustmentState::Accepted);
    assert_eq!(henrik.contact.owner_changes[0].state, OwnerChangeState::Effective);
    assert_eq!(henrik.owner, henrik.contact.owner_changes[0].to);
    let mut dated = henrik.promises.iter().filter(|it| it.original_due.is_some());
    assert!(dated.all(|it| it.state == PromiseState::Kept));
    let mut notes = 0;
    let mut path = format!("/v1/sales/{}/history", henrik.id);
    loop {
        let page = demo.system().get(&path).must(200);
        notes += page.body.matches("He likes to hear bad news by telephone.").count();
        let Some(cursor) = page.json()["next_cursor"].as_str().map(str::to_owned) else { break };
        path = format!("/v1/sales/{}/history?cursor={cursor}", henrik.id);
    }
    assert_eq!(notes, 1);
    assert!(!demo.screen("henrik").contains("bad news"), "that is for the shop's own eyes");
}

fn saras_is_hers_to_end(demo: &Demo<'_>) {
    let sara = demo.sale("sara");
    let fates: Vec<_> = sara.promises.iter().map(|promise| promise.state).collect();
    assert!(fates.contains(&PromiseState::MadeGood) && fates.contains(&PromiseState::Kept), "{fates:?}");
    assert!(sara.promises.iter().any(|promise| promise.risk.is_some()));
    assert!(sara.handling.concerns[0].root_cause.is_some());
    assert_eq!((sara.value.resources.len(), sara.value.successes.len()), (1, 1));
    let needs = demo.customer("sara").get("/v1/portal/needs").must(200).json();
    assert_eq!(needs["items"].as_array().unwrap().len(), 2);
}

both!(going_back_begins_anew_with_fresh_sales_and_customers);
fn going_back_begins_anew_with_fresh_sales_and_customers(app: &TestApp) {
    let mut demo = Demo::begun(app);
    let old = demo.sale("sara");
    let (standing, played) = demo.theatre.go_to(3).unwrap();
    smooth(&played);
    assert_eq!((standing.round, standing.day), (2, 3));
    let new = demo.sale("sara");
    assert_eq!((demo.system().sale(old.id).state, new.state), (SaleState::Cancelled, SaleState::Active));
    assert_ne!((&old.reference, &old.customers), (&new.reference, &new.customers));
    assert!(new.concerns.is_empty());
}

both!(what_a_visitor_did_first_is_left_out_and_the_story_goes_on);
fn what_a_visitor_did_first_is_left_out_and_the_story_goes_on(app: &TestApp) {
    let mut demo = Demo::begun(app);
    let (mette, sara) = (demo.sale("mette"), demo.sale("sara"));
    let mut tokens = demo.theatre.cast.stories.iter().map(|story| demo.theatre.token(story).unwrap());
    let token = tokens.next().unwrap();
    let bearer = format!("Bearer {token}");
    let says = |path: &str, body: &Value, bearer: &str| {
        let headers = [
            ("Authorization", bearer),
            ("Content-Type", "application/json"),
            ("Idempotency-Key", "a-visitor-was-there-first"),
        ];
        demo.app.http.send("POST", path, &headers, Some(body.to_string().as_bytes())).must(200)
    };
    let ask = mette.asks.iter().find(|ask| ask.state == AskState::Offered).unwrap();
    let path = format!("/v1/portal/sales/{}/asks/{}/answers", mette.id, ask.id);
    says(&path, &json!({"value": "better"}), &bearer);
    let bearer = format!("Bearer {}", tokens.next_back().unwrap());
    let path = format!("/v1/portal/sales/{}/concerns/{}/confirm", sara.id, sara.concerns[0].id);
    says(&path, &json!({}), &bearer);
    drop(tokens);

    let (_, played) = demo.theatre.go_to(9).unwrap();
    let [answer, sorted] = played.left_out.as_slice() else { panic!("{:?}", played.left_out) };
    assert!(answer.starts_with("sara on 7 15:30, customer:") && answer.contains(": 409 "), "{answer}");
    assert!(sorted.starts_with("mette on 7 17:40, customer:"), "{sorted}");
    let answered = demo.sale("mette");
    let answers = &answered.asks.iter().find(|it| it.id == ask.id).unwrap().answers;
    assert_eq!(answers.iter().map(|it| &*it.value).collect::<Vec<_>>(), ["better"]);
}
