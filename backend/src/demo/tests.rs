//! The story as it is played on a real database.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use followthrough_common::{
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
        sale::{Sale, SaleState},
        success::SuccessState,
        template::first_30_days,
        testimonial::TestimonialState,
        touchpoint::TouchpointState,
    },
    id::{SaleId, VendorId},
    text::Words,
};

use super::{
    Seeded,
    cast::{PARTS, SESSIONS, part},
    seed,
    stage::{Round, Stage},
    story::{Act, LAST_DAY},
};
use crate::{
    auth::token::{Key, Rules, Unverified},
    db::Conn,
    problem::Error,
    repo::{
        Page, customer, event, share_link,
        signing_key::{self, Material},
    },
    scratch::Scratch,
    service::testimonials,
    state::App,
};

async fn begun(scratch: &Scratch) -> (App, Stage, Round) {
    let (app, _) = scratch.app();
    assert_eq!(seed(&app).await.unwrap(), Seeded::Made);
    let stage = Stage::find(&app).await.unwrap().unwrap();
    let round = stage.round().await.unwrap().unwrap();
    (app, stage, round)
}

async fn sale(stage: &Stage, round: &Round, key: &str) -> Sale {
    stage.sale(round, part(key).unwrap()).await.unwrap().unwrap()
}

#[test]
fn cues_are_in_order_and_name_what_there_is() {
    let agenda = first_30_days().unwrap();
    let exists = |key: &str| {
        agenda.items.iter().any(|item| &*item.key == key)
            || SESSIONS.iter().any(|session| session.item == key)
    };
    for part in PARTS {
        assert!(part.cues.is_sorted_by_key(|cue| cue.at), "{}", part.key);
        for cue in part.cues {
            assert!(cue.at.0 <= LAST_DAY, "{}: {cue:?}", part.key);
            match cue.act {
                Act::Report { item, note } => assert!(exists(item) && Words::parse(note).is_ok(), "{cue:?}"),
                Act::Agree { item }
                | Act::Complete { item }
                | Act::Confirm { item }
                | Act::AcceptMove { item }
                | Act::Plan { item, .. }
                | Act::Move { item, .. }
                | Act::AskToMove { item, .. } => assert!(exists(item), "{cue:?}"),
                _ => {}
            }
        }
    }
}

#[tokio::test]
async fn on_the_first_stop_all_three_have_something_to_say() {
    for scratch in Scratch::each() {
        let (_app, stage, round) = begun(&scratch).await;
        assert_eq!(stage.standing(&round).await.unwrap().day, 7);

        let mette = sale(&stage, &round, "mette").await;
        let question = mette.asks.iter().find(|ask| ask.state == AskState::Offered).unwrap();
        assert_eq!(&*question.plan.check, "expected@1");
        assert!(!mette.expectations.is_empty());

        let henrik = sale(&stage, &round, "henrik").await;
        let moved = henrik.touchpoints.iter().find(|item| item.moves.len() == 2).unwrap();
        assert_eq!(moved.state, TouchpointState::Planned);
        let late = henrik.promises.iter().find(|promise| promise.proposed.is_some()).unwrap();
        let due = late.current_due.unwrap();
        assert!(late.state == PromiseState::Made && due < round.timeline.date(7));

        let sara = sale(&stage, &round, "sara").await;
        assert_eq!(sara.concerns.first().unwrap().state, ConcernState::Proposed);
    }
}

#[tokio::test]
async fn seeding_again_changes_nothing() {
    let scratch = Scratch::new();
    let (app, stage, round) = begun(&scratch).await;
    let before = sale(&stage, &round, "mette").await.version;
    assert_eq!(seed(&app).await.unwrap(), Seeded::WasThere);
    assert_eq!(stage.round().await.unwrap().unwrap().number, 1);
    assert_eq!(sale(&stage, &round, "mette").await.version, before);
}

#[tokio::test]
async fn the_last_day_asks_for_the_last_word_and_leaves_nothing_unreported() {
    let scratch = Scratch::new();
    let (_app, stage, round) = begun(&scratch).await;
    stage.go_to(LAST_DAY).await.unwrap();
    let mette = sale(&stage, &round, "mette").await;
    let open: Vec<_> = mette.asks.iter().filter(|ask| ask.state == AskState::Offered).collect();
    assert_eq!(open.iter().map(|ask| &*ask.plan.check).collect::<Vec<_>>(), ["complete@1"]);
    for part in PARTS {
        let sale = sale(&stage, &round, part.key).await;
        assert!(sale.concerns.iter().all(|concern| !concern.state.is_open()), "{}", part.key);
        let now = stage.standing(&round).await.unwrap().now;
        let is_unreported = |item: &&followthrough_common::domain::touchpoint::Touchpoint| {
            let facts = item.facts(&round.timeline.zones);
            facts.is_open() && facts.kind.is_outward() && facts.ends_at < now
        };
        assert_eq!(sale.touchpoints.iter().find(is_unreported), None, "{}", part.key);
    }
}

#[tokio::test]
async fn each_story_shows_what_stands_beside_the_agenda() {
    let scratch = Scratch::new();
    let (app, stage, round) = begun(&scratch).await;
    let sara = sale(&stage, &round, "sara").await;
    let proof =
        app.db.read(move |conn| Ok(testimonials::proof(conn, &sara, sara.customers[0])?)).await.unwrap();
    assert_eq!(proof.len(), 1, "on the first stop the others read what Mette lets be shown");
    // Going on in two steps plays nothing twice.
    stage.go_to(16).await.unwrap();
    stage.go_to(LAST_DAY).await.unwrap();

    let mette = sale(&stage, &round, "mette").await;
    assert_eq!(mette.handling.agreement.state, AgreementState::Accepted);
    assert!(mette.deliveries[0].lines.iter().all(|line| line.state == LineState::Accepted));
    assert_eq!(mette.deliveries[0].lines.len(), 3);
    assert_eq!(mette.promises[1].sessions.len(), 2);
    assert_eq!(mette.successes[0].state, SuccessState::Agreed);
    assert_eq!(mette.testimonials[0].state, TestimonialState::Granted);
    assert_eq!(mette.resources[0].state, ResourceState::Useful);
    assert_eq!(mette.introductions[0].state, IntroductionState::Introduced);
    assert_eq!(mette.relationship_plan.unwrap().state, PlanState::Accepted);

    let henrik = sale(&stage, &round, "henrik").await;
    assert_eq!(henrik.handling.vital_areas.len(), 1);
    assert_eq!(henrik.introductions[0].state, IntroductionState::Introduced);
    let milestone = &henrik.handling.milestones[0];
    assert_eq!((milestone.slips.len(), milestone.state), (1, MilestoneState::Reached));
    assert_eq!(milestone.snags.iter().map(|snag| snag.state).collect::<Vec<_>>(), [SnagState::Confirmed]);
    assert_eq!(henrik.adjustments[0].state, AdjustmentState::Accepted);
    assert_eq!(henrik.contact.owner_changes[0].state, OwnerChangeState::Effective);
    assert!(
        henrik.promises.iter().all(|it| it.making.original_due.is_none() || it.state == PromiseState::Kept)
    );

    let sara = sale(&stage, &round, "sara").await;
    let fates: Vec<_> = sara.promises.iter().map(|promise| promise.state).collect();
    assert!(fates.contains(&PromiseState::MadeGood) && fates.contains(&PromiseState::Kept), "{fates:?}");
    assert!(sara.promises.iter().any(|promise| promise.risk.is_some()));
    assert!(sara.concerns[0].inside.root_cause.is_some());
    assert_eq!((sara.resources.len(), sara.successes.len()), (1, 1));
    let (vendor, customer, id) = (stage.vendor, sara.customers[0], mette.id);
    let beside = move |conn: &mut _| {
        let needs = customer::find(conn, vendor, customer)?.unwrap().record.contact.needs;
        Ok((
            needs.items.len(),
            share_link::list(conn, vendor, id)?.len(),
            event_kinds(conn, vendor, henrik.id)?,
        ))
    };
    let (needs, links, kinds) = app.db.read(beside).await.unwrap();
    assert_eq!((needs, links), (2, 1));
    assert_eq!(kinds.iter().filter(|kind| **kind == "note.written").count(), 1, "{kinds:?}");
}

fn event_kinds(conn: &mut Conn, vendor: VendorId, sale: SaleId) -> Result<Vec<&'static str>, Error> {
    Ok(event::list(conn, vendor, sale, 0, 1_000)?.iter().map(|event| event.body.kind()).collect())
}

#[tokio::test]
async fn going_back_begins_anew_with_fresh_sales_and_customers() {
    let scratch = Scratch::new();
    let (_app, stage, first) = begun(&scratch).await;
    let (second, standing) = stage.go_to(3).await.unwrap();
    assert_eq!((second.number, standing.day), (2, 3));
    let (old, new) = (sale(&stage, &first, "sara").await, sale(&stage, &second, "sara").await);
    assert_eq!((old.state, new.state), (SaleState::Cancelled, SaleState::Active));
    assert_ne!(old.customers, new.customers);
    assert!(new.concerns.is_empty());
}

#[tokio::test]
async fn the_portal_signs_tokens_that_the_door_takes() {
    let scratch = Scratch::new();
    let (app, stage, round) = begun(&scratch).await;
    let token = stage.token(&round, part("henrik").unwrap()).await.unwrap();
    let vendor = stage.vendor;
    let keys = app.db.read(move |conn| Ok(signing_key::list(conn, vendor, &Page::first(1))?)).await.unwrap();
    let Material::Hs256 { sealed_secret } = &keys[0].material else { panic!("the demo shares a secret") };
    let secret = app.vault.open(&signing_key::place(vendor, keys[0].id), sealed_secret).unwrap();
    let key = Key::Hs256(URL_SAFE_NO_PAD.decode(secret).unwrap());
    let audience = app.config.server.public_url.as_str();
    let rules = Rules { audience, now: app.clock.now(), valid_after: None };
    assert!(Unverified::parse(&token).unwrap().verify(&key, rules).is_ok());
}
