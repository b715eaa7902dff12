//! The shipped agendas in English. What stands in braces is filled from the record.

use super::Language;

pub(super) const EN: Language = Language {
    titles: &[
        ("first-30-days", "Your first thirty days"),
        ("small-order", "A small order, with the same care"),
        ("service-start", "Your service: the first thirty days"),
        ("long-lead-time", "A long wait, and the first thirty days"),
    ],
    prepare: "Please have it switched on and at hand.",
    follows: "The day of your delivery or start has changed, and this goes with it.",
    items: &[
        (
            "thanks",
            "Thank you for your order",
            "Thank you for choosing us. {owner} looks after you from here. Below is everything we will do in your first thirty days, with dates.",
        ),
        (
            "thanks_short",
            "Thank you for your order",
            "Thank you for choosing us. {owner} looks after you from here. Below is what happens next, with dates.",
        ),
        (
            "start_now",
            "Start here today",
            "Something useful you can do while you wait: think of the first thing you want to get out of it, and tell us.",
        ),
        (
            "preferences",
            "How would you like us to work with you?",
            "Tell us how and when to contact you, and what matters most to you. Two minutes.",
        ),
        ("why", "Why you chose this", "What you told us you wanted, and how this does that, in writing."),
        (
            "agreement",
            "If something goes wrong",
            "This is what we will do, how fast, and who answers for it. Is this right for you?",
        ),
        (
            "who_to_call",
            "Who to contact for what",
            "Keep this: one name and number for every situation, and who stands in for them.",
        ),
        (
            "first_call",
            "A first call",
            "We get to know each other, and hear what you expect before your service starts.",
        ),
        (
            "on_track",
            "Still on schedule?",
            "{owner} checks that everything is on schedule and tells you, even if there is nothing new.",
        ),
        (
            "on_track_weekly",
            "Where your order stands this week",
            "{owner} finds out where your order stands and tells you one thing that is certain, every week until it arrives.",
        ),
        (
            "getting_ready",
            "Getting ready for your delivery",
            "Does the day still suit you? We tell you what to have ready.",
        ),
        (
            "getting_ready_start",
            "Getting ready for your start",
            "Does the day still suit you? We tell you what to have ready.",
        ),
        (
            "delivery",
            "Delivery day",
            "We make sure it arrives, is complete and works. Please look it over with us.",
        ),
        (
            "service_starts",
            "Your service starts",
            "We make sure that it works for you from the first hour. Please look it over with us.",
        ),
        ("thanks_call", "A quick call to say thank you", "And to answer any question you have by now."),
        ("check_expected", "Was everything as you had expected?", "One question, here."),
        ("training_1", "First session: getting going", "We get you going together."),
        ("note", "A note from us", "Something for you in the post."),
        ("teething", "One week in: a short call", "New things take getting used to. What is awkward so far?"),
        ("check_change", "Is there anything we need to change?", "One question, here."),
        (
            "training_2",
            "Second session: your own questions",
            "Bring what you wondered about since the first session.",
        ),
        ("success_1", "What has worked so far", "We write down what has worked. Did we get that right?"),
        ("check_vital", "How are we doing on what matters most to you?", "One question, here."),
        (
            "visit_3w",
            "Three weeks in: is it doing what you bought it for?",
            "We go through your list together. Has anything changed in what you need?",
        ),
        ("check_complete", "Are you satisfied?", "One question, here. Your word completes the sale."),
        (
            "review_30",
            "Your first thirty days",
            "What we promised, what we did, what is left, and how we stay in touch.",
        ),
        ("what_next", "What comes next", "When you will hear from us, and useful things we found for you."),
    ],
};
