//! The happy one: delivered as promised; the first question lies open, and the next visit is tomorrow.

use super::{
    Act::{
        Accept, Agree, AgreeKept, AllWell, Also, Answer, ClaimKept, Complete, Confirm, Deliver, Move, News,
        Pay, Plan, Report,
    },
    At, Cue,
    Who::{Anna, Customer, Jonas},
    cue,
};

use followthrough_common::domain::reason::ReasonKind;

use crate::demo::deed::{
    Deed::{
        AcceptIntroduction, AcceptPlan, AgreeOnHandling, AgreeToSuccess, AllThere, AskToShow, FindUseful,
        Introduce, OfferHandling, Resource, Share, Show, Success, SuggestPlan, Vital,
    },
    Known,
};

/// What happens to Mette Holm.
pub const METTE: &[Cue] = &[
    cue(0, 8, 45, Anna, Plan { item: "training_1", at: At(8, 10, 0) }),
    cue(0, 8, 45, Anna, Plan { item: "training_2", at: At(14, 10, 0) }),
    cue(0, 8, 45, Anna, Plan { item: "visit_3w", at: At(24, 10, 0) }),
    cue(0, 9, 0, Anna, Also(OfferHandling)),
    cue(0, 12, 20, Customer, Complete { item: "start_now" }),
    cue(0, 12, 25, Customer, Also(AgreeOnHandling)),
    cue(0, 12, 30, Customer, Also(Share { name: "Our bookkeeper" })),
    cue(
        1,
        9,
        12,
        Anna,
        Report {
            item: "getting_ready",
            note: "Water and power are at the counter, and the old machine is gone.",
        },
    ),
    cue(
        1,
        15,
        40,
        Anna,
        AllWell {
            text: "Your machine passed its test run in our workshop. Everything is on schedule for Thursday.",
        },
    ),
    cue(2, 8, 5, Customer, Complete { item: "agreement" }),
    cue(
        3,
        11,
        15,
        Jonas,
        Deliver {
            evidence: "Machine, grinder and filter are in place and running.",
            goods: &[("Espresso machine, two groups", 1), ("Grinder", 1), ("Water filter", 1)],
        },
    ),
    cue(3, 11, 16, Jonas, Report { item: "delivery", note: "The first espresso ran at 11:05." }),
    cue(3, 11, 19, Customer, Also(AllThere)),
    cue(3, 11, 20, Customer, Accept),
    cue(3, 11, 21, Customer, Agree { item: "delivery" }),
    cue(
        3,
        19,
        29,
        Customer,
        Also(Vital("Ready before the first guest", "The first espresso three minutes after opening.")),
    ),
    cue(3, 19, 30, Customer, Complete { item: "preferences" }),
    cue(4, 10, 9, Anna, Report { item: "thanks_call", note: "Eight minutes. The team likes the grinder." }),
    cue(
        4,
        11,
        0,
        Anna,
        Also(Success {
            sentence: "Thursday was promised, and on Thursday at 11:05 the first espresso ran.",
            day: 3,
        }),
    ),
    cue(4, 12, 0, Customer, Also(AgreeToSuccess)),
    cue(4, 12, 30, Anna, Also(AskToShow(ReasonKind::Trust))),
    cue(4, 13, 0, Anna, Pay),
    cue(
        4,
        14,
        0,
        Customer,
        Also(Show {
            words: "Thursday was promised, and on Thursday we drank the first cup. Whenever I ask, Anna answers.",
            shown_as: "Mette H., a café in Copenhagen",
        }),
    ),
    cue(
        4,
        15,
        0,
        Anna,
        Also(Resource {
            title: "The ten minutes at closing time",
            link: "https://nordhavnkaffe.example/guides/closing",
            why: "Your evening team changes often; this hangs beside the machine.",
        }),
    ),
    cue(7, 8, 40, Anna, AllWell { text: "Everything is on schedule. Jonas comes tomorrow at ten." }),
    cue(
        7,
        8,
        45,
        Anna,
        Move { item: "teething", to: At(11, 14, 0), reason: "Anna is at the dentist on Thursday." },
    ),
    cue(
        7,
        17,
        40,
        Customer,
        Answer {
            check: "expected@1",
            value: "as_expected",
            text: Some("Ready before the first guest, every day so far."),
        },
    ),
    cue(7, 17, 41, Customer, Confirm { item: "training_1" }),
    cue(7, 17, 42, Customer, Confirm { item: "teething" }),
    cue(
        8,
        10,
        50,
        Jonas,
        Report { item: "training_1", note: "Five of you. Grinding, dosing, milk, and closing at night." },
    ),
    cue(8, 18, 0, Customer, Also(FindUseful { note: "It hangs on the wall now." })),
    cue(9, 18, 0, Customer, Confirm { item: "training_2" }),
    cue(
        11,
        14,
        16,
        Anna,
        Report { item: "teething", note: "The milk was too hot; the probe is set two degrees lower." },
    ),
    cue(
        14,
        10,
        48,
        Jonas,
        Report { item: "training_2", note: "Your own questions: decaf, oat milk, and the water filter." },
    ),
    cue(14, 10, 55, Anna, ClaimKept),
    cue(14, 18, 20, Customer, Answer { check: "change@1", value: "no", text: None }),
    cue(14, 18, 21, Customer, AgreeKept),
    cue(
        17,
        15,
        10,
        Anna,
        News {
            text: "Your first filter has 60 % left. We bring the next one in March, without a call from you.",
        },
    ),
    cue(
        17,
        15,
        20,
        Anna,
        Also(Introduce {
            one: Known("mette", "The owner of a café in Copenhagen with one of our machines"),
            other: Known("henrik", "The owner of a hotel on the fjord with two machines of ours"),
            why: "You both train new people every season, and each of you has a good way of doing it.",
        }),
    ),
    cue(17, 18, 0, Customer, Also(AcceptIntroduction)),
    cue(21, 18, 5, Customer, Answer { check: "vital@1", value: "5", text: None }),
    cue(22, 12, 0, Customer, Confirm { item: "visit_3w" }),
    cue(24, 10, 40, Jonas, Report { item: "visit_3w", note: "412 cups on the best day. Nothing to adjust." }),
    cue(
        24,
        11,
        0,
        Anna,
        Also(SuggestPlan { topics: &["The water filter", "New people in the team"], review: 210 }),
    ),
    cue(24, 18, 0, Customer, Also(AcceptPlan)),
    cue(
        30,
        8,
        50,
        Anna,
        AllWell {
            text: "Everything that we promised for your first thirty days is done. One question is left: yours to answer.",
        },
    ),
];
