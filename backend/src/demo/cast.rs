//! Who plays: the dealer, his two people, and three customers with what they bought and were promised.

use followthrough_common::domain::{
    contact_sheet::Eventuality, promise::PromiseKind, touchpoint::TouchpointKind,
};

use super::story::{self, Cue};

/// The dealer.
pub const VENDOR: &str = "Nordhavn Kaffe";
/// Whom his customers call.
pub const VENDOR_PHONE: &str = "+45 32 12 40 40";
/// Where everybody is.
pub const ZONE: &str = "Europe/Copenhagen";
/// Whoever pays in another currency is not in this story.
pub const CURRENCY: &str = "DKK";
/// His own word for where the orders stand.
pub const STATUS: &str = "Order confirmed";

/// A person at the dealer.
#[derive(Debug)]
pub struct Colleague {
    pub name: &'static str,
    pub role: &'static str,
    pub phone: &'static str,
    pub email: &'static str,
    pub languages: &'static [&'static str],
}

/// Looks after all three.
pub const ANNA: Colleague = Colleague {
    name: "Anna Berg",
    role: "Looks after you",
    phone: "+45 32 12 40 41",
    email: "anna@nordhavnkaffe.example",
    languages: &["da", "en", "de"],
};

/// Installs, trains and repairs.
pub const JONAS: Colleague = Colleague {
    name: "Jonas Lind",
    role: "Installation and training",
    phone: "+45 32 12 40 42",
    email: "jonas@nordhavnkaffe.example",
    languages: &["da", "en"],
};

/// Takes over when a problem is not solved. Has no part of his own.
pub const MANAGER: Colleague = Colleague {
    name: "Karl Nordhavn",
    role: "Owner",
    phone: "+45 32 12 40 49",
    email: "karl@nordhavnkaffe.example",
    languages: &["da", "en"],
};

/// Whom to call when, for every customer, and who takes the call when they cannot.
pub const SHEET: [(Eventuality, &str, [&Colleague; 2]); 10] = [
    (Eventuality::Question, "Call or write; you hear from us the same day.", [&ANNA, &JONAS]),
    (Eventuality::Delivery, "Call when something is missing or late.", [&ANNA, &JONAS]),
    (Eventuality::Invoice, "Write what is wrong; you need not pay until it is clear.", [&ANNA, &MANAGER]),
    (Eventuality::Breakdown, "Call at any time, and leave the machine as it is.", [&JONAS, &ANNA]),
    (Eventuality::ChangeOrder, "Call; we say what it costs before we do it.", [&ANNA, &MANAGER]),
    (Eventuality::Complaint, "Say it here or call. It gets an owner and a date.", [&ANNA, &MANAGER]),
    (Eventuality::ContactAway, "Call the other one; he knows your order.", [&JONAS, &MANAGER]),
    (Eventuality::StillNotSatisfied, "Call the owner himself.", [&MANAGER, &ANNA]),
    (Eventuality::OutsideHelp, "Ask the owner where else you can turn.", [&MANAGER, &ANNA]),
    (Eventuality::Privacy, "Write what you want to know, or want gone.", [&MANAGER, &ANNA]),
];

/// A promise of the offer: its words, what kind, on which day it is due, and how many if it is of sessions.
#[derive(Debug)]
pub struct Word(pub &'static str, pub PromiseKind, pub Option<i64>, pub Option<u32>);

/// What Jonas does and not Anna, so it is planned by name: the agenda's own item stays out.
#[derive(Debug)]
pub struct Session {
    /// The item of the agenda that it stands for.
    pub item: &'static str,
    pub kind: TouchpointKind,
    pub title: &'static str,
    pub text: &'static str,
    pub prepare: Option<&'static str>,
    pub minutes: i64,
}

/// The three sessions.
pub const SESSIONS: &[Session] = &[
    Session {
        item: "training_1",
        kind: TouchpointKind::Training,
        title: "First session: getting going",
        text: "Jonas comes to you and gets your team going. First of two.",
        prepare: Some("Please have the machine switched on."),
        minutes: 45,
    },
    Session {
        item: "training_2",
        kind: TouchpointKind::Training,
        title: "Second session: your own questions",
        text: "Bring what you wondered about since the first session.",
        prepare: Some("Please have the machine switched on."),
        minutes: 45,
    },
    Session {
        item: "visit_3w",
        kind: TouchpointKind::Visit,
        title: "Three weeks in: is it doing what you bought it for?",
        text: "Jonas measures and cleans, and goes through your list with you.",
        prepare: None,
        minutes: 30,
    },
];

/// A customer with what they bought.
#[derive(Debug)]
pub struct Part {
    /// Stands in addresses and, with the round, in tokens.
    pub key: &'static str,
    pub name: &'static str,
    pub company: &'static str,
    pub email: &'static str,
    /// What a visitor of the demo sees here.
    pub about: &'static str,
    pub title: &'static str,
    /// In hundredths.
    pub price: i64,
    /// The day of the story.
    pub expected_on: i64,
    pub expectations: &'static [&'static str],
    pub reasons: &'static [&'static str],
    pub promises: &'static [Word],
    pub cues: &'static [Cue],
}

/// The three, in the order of the page.
pub const PARTS: [&Part; 3] = [&METTE, &HENRIK, &SARA];

/// The one with that key.
pub fn part(key: &str) -> Option<&'static Part> {
    PARTS.into_iter().find(|part| part.key == key)
}

const METTE: Part = Part {
    key: "mette",
    name: "Mette Holm",
    company: "Café Vesterled",
    email: "mette@vesterled.example",
    about: "All goes well, and one question is open",
    title: "Two-group espresso machine with grinder and water filter",
    price: 5_490_000,
    expected_on: 3,
    expectations: &["Espresso ready three minutes after we open."],
    reasons: &[
        "Ready in three minutes, every morning.",
        "One person who answers.",
        "Parts from Aarhus, not overseas.",
    ],
    promises: &[
        Word("Delivered and running by Thursday", PromiseKind::Delivery, Some(3), None),
        Word("Two training sessions for the whole team", PromiseKind::Training, Some(14), Some(2)),
        Word("Spare parts within 24 hours, the whole first year", PromiseKind::Service, None, None),
    ],
    cues: story::METTE,
};

const HENRIK: Part = Part {
    key: "henrik",
    name: "Henrik Dahl",
    company: "Hotel Fjordblik",
    email: "henrik@fjordblik.example",
    about: "His training was moved twice, and a promise is late",
    title: "Two bean-to-cup machines for the breakfast room",
    price: 8_260_000,
    expected_on: 2,
    expectations: &["A hundred cups between seven and nine without a queue."],
    reasons: &[
        "Two machines share the morning rush.",
        "The staff learns it in one session.",
        "Service contract with a fixed price.",
    ],
    promises: &[
        Word("Both machines in place by Wednesday", PromiseKind::Delivery, Some(2), None),
        Word("The breakfast team is trained before the weekend", PromiseKind::Training, Some(4), None),
        Word("A spare machine within a day, the whole first year", PromiseKind::Service, None, None),
    ],
    cues: story::HENRIK,
};

const SARA: Part = Part {
    key: "sara",
    name: "Sara Lund",
    company: "Lund & Co. Architects",
    email: "sara@lund-co.example",
    about: "She complained, and a solution waits for her word",
    title: "Office espresso bar with milk fridge",
    price: 3_175_000,
    expected_on: 2,
    expectations: &["It looks after itself. Nobody here has time to clean a machine."],
    reasons: &[
        "Cleans itself at night.",
        "Quiet enough for a meeting room.",
        "Milk and beans from one supplier.",
    ],
    promises: &[
        Word("Delivered, connected and tested by Wednesday", PromiseKind::Delivery, Some(2), None),
        Word("A second visit after three weeks, free of charge", PromiseKind::Date, Some(23), None),
    ],
    cues: story::SARA,
};
