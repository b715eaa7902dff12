//! The one who complained: heard, owned, answered with dates, and the end of it is hers to say.

use super::{
    Act::{
        Accept, Agree, AgreeKept, AllWell, Also, Answer, ClaimKept, Complain, Complete, Confirm, Deliver,
        News, Pay, Plan, Propose, Report, Sorted, Start, Write,
    },
    At, Cue,
    Who::{Anna, Customer, Jonas},
    cue,
};

use crate::demo::deed::{
    Deed::{
        AgreeOnHandling, AgreeToSuccess, AllThere, FindCause, FindUseful, Need, OfferHandling, Promise,
        Resource, Success, Vital, Word,
    },
    Fate,
};

/// Made when the wand dripped.
const TRAY: &str = "A drip tray by courier before the weekend";
/// Made in a conversation, and not kept.
const MILK: &str = "Fresh milk on Mondays before eight";

/// What happens to Sara Lund.
pub const SARA: &[Cue] = &[
    cue(0, 8, 45, Anna, Plan { item: "training_1", at: At(7, 10, 0) }),
    cue(0, 8, 45, Anna, Plan { item: "training_2", at: At(14, 10, 0) }),
    cue(0, 8, 45, Anna, Plan { item: "visit_3w", at: At(23, 10, 0) }),
    cue(0, 9, 0, Anna, Also(OfferHandling)),
    cue(0, 16, 0, Customer, Complete { item: "start_now" }),
    cue(0, 16, 5, Customer, Also(AgreeOnHandling)),
    cue(0, 16, 10, Customer, Also(Need("Meetings", "Up to twelve guests, mostly on Tuesdays."))),
    cue(
        1,
        9,
        0,
        Anna,
        AllWell { text: "Everything is packed. Jonas comes tomorrow between eight and twelve." },
    ),
    cue(
        2,
        11,
        35,
        Jonas,
        Deliver {
            evidence: "Connected and tested with twelve cups.",
            goods: &[("Espresso bar", 1), ("Milk fridge", 1), ("Cups", 24)],
        },
    ),
    cue(
        2,
        11,
        36,
        Jonas,
        Report { item: "delivery", note: "The fridge stands on the right, as you wished." },
    ),
    cue(2, 12, 9, Customer, Also(AllThere)),
    cue(2, 12, 10, Customer, Accept),
    cue(2, 12, 11, Customer, Agree { item: "delivery" }),
    cue(2, 17, 30, Customer, Complete { item: "agreement" }),
    cue(3, 8, 19, Customer, Also(Vital("A clean counter", "Forty cups without a drop."))),
    cue(3, 8, 20, Customer, Complete { item: "preferences" }),
    cue(3, 10, 12, Anna, Report { item: "thanks_call", note: "You asked about the steam wand." }),
    cue(
        3,
        14,
        10,
        Customer,
        Complain {
            words: "The steam wand drips after every cup, and it is getting worse. We wipe the counter twenty times a day.",
            wanted: "A dry counter by Monday. We have clients in the house.",
        },
    ),
    cue(
        3,
        14,
        25,
        Anna,
        Write {
            text: "Thank you for telling us, and I am sorry. I take care of it myself. You hear from me before five today.",
        },
    ),
    cue(3, 16, 40, Anna, Start),
    cue(
        3,
        16,
        42,
        Anna,
        Write {
            text: "It is the seal in the wand. We have the part here. Jonas comes on Monday at eight, before your first meeting.",
        },
    ),
    cue(3, 16, 45, Anna, Also(Promise { statement: TRAY, due: 4 })),
    cue(4, 9, 30, Anna, Pay),
    cue(
        4,
        10,
        0,
        Anna,
        Also(Word(
            TRAY,
            Fate::Warned {
                reason: "The courier comes to us only after noon.",
                doing: "If he is not here by two, we bring it ourselves.",
            },
        )),
    ),
    cue(
        4,
        15,
        0,
        Anna,
        Write {
            text: "Until then, a drip tray is on its way to you by courier, so that the counter stays dry over the weekend.",
        },
    ),
    cue(4, 16, 30, Anna, Also(Word(TRAY, Fate::Kept))),
    cue(4, 17, 0, Customer, Confirm { item: "training_1" }),
    cue(4, 17, 1, Customer, Also(Word(TRAY, Fate::Agreed))),
    cue(
        7,
        8,
        35,
        Jonas,
        Write {
            text: "The old seal had a cut from the assembly. The new set is in, and forty cups stayed dry.",
        },
    ),
    cue(7, 8, 40, Anna, Also(FindCause("A cut from the assembly tool; three more machines had it."))),
    cue(
        7,
        8,
        50,
        Anna,
        Propose {
            text: "New seal set fitted this morning. If it stays dry through the lunch rush, is it sorted for you?",
        },
    ),
    cue(
        7,
        10,
        50,
        Jonas,
        Report { item: "training_1", note: "Four of you. The machine cleans itself at eleven every night." },
    ),
    cue(7, 15, 30, Customer, Sorted),
    cue(7, 15, 35, Customer, Answer { check: "easy@1", value: "6", text: None }),
    cue(
        8,
        9,
        5,
        Anna,
        News { text: "We now check this seal on every machine before it leaves our workshop." },
    ),
    cue(8, 9, 10, Anna, Also(Promise { statement: MILK, due: 14 })),
    cue(8, 17, 30, Customer, Answer { check: "expected@1", value: "as_expected", text: Some("It is now.") }),
    cue(
        9,
        14,
        14,
        Anna,
        Report {
            item: "teething",
            note: "Still dry. The fridge door was hard to close; a hinge was turned.",
        },
    ),
    cue(
        11,
        10,
        0,
        Anna,
        Also(Word(MILK, Fate::GivenUp { reason: "Our dairy does not drive on Mondays before nine." })),
    ),
    cue(
        11,
        10,
        5,
        Anna,
        Also(Word(
            MILK,
            Fate::Remedy { text: "Milk on Fridays at noon instead, and the first month is free." },
        )),
    ),
    cue(11, 12, 0, Customer, Also(Word(MILK, Fate::MadeGood))),
    cue(11, 17, 30, Customer, Answer { check: "change@1", value: "no", text: None }),
    cue(
        15,
        9,
        0,
        Anna,
        Also(Resource {
            title: "Coffee for a full house",
            link: "https://nordhavnkaffe.example/guides/meetings",
            why: "Twenty cups in ten minutes, for the days with many guests.",
        }),
    ),
    cue(15, 17, 0, Customer, Also(FindUseful { note: "Used it on Tuesday." })),
    cue(16, 12, 0, Customer, Also(Need("Fridays", "From December on, up to twenty guests for breakfast."))),
    cue(18, 17, 0, Customer, Answer { check: "vital@1", value: "4", text: None }),
    cue(21, 17, 5, Customer, Answer { check: "vital@1", value: "4", text: None }),
    cue(22, 12, 0, Customer, Confirm { item: "visit_3w" }),
    cue(23, 10, 32, Jonas, Report { item: "visit_3w", note: "Cleaned, measured, and the wand is dry." }),
    cue(
        23,
        10,
        36,
        Anna,
        Also(Success {
            sentence: "Since the new seal, sixteen days of meetings and a dry counter.",
            day: 23,
        }),
    ),
    cue(23, 10, 40, Anna, ClaimKept),
    cue(23, 17, 0, Customer, AgreeKept),
    cue(23, 17, 1, Customer, Also(AgreeToSuccess)),
];
