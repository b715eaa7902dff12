//! The markup of the first view says the right things in the right elements.

use followthrough_common::words::{Language, Texts};
use followthrough_frontend::{Options, first_view};

#[cfg(test)]
mod made_up;

fn english(heading_level: u8) -> Options {
    Options::new(Texts::of(Language::English), heading_level)
}

/// The text of the markup, with one space between elements.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    let html = html.replace("<!--<() />-->", "");
    for letter in html.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                text.push(' ');
            }
            _ if !is_tag => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_says(html: &str, sentences: &[&str]) {
    let words = words(html);
    for sentence in sentences {
        assert!(words.contains(sentence), "“{sentence}” is missing in:\n{words}");
    }
}

#[test]
fn a_customer_mid_agenda_sees_what_is_next_and_one_question() {
    let html = first_view(&made_up::happy(), &english(2));
    assert_says(
        &html,
        &[
            "Next Jonas Lind comes tomorrow, 10:00",
            "Thursday 26 November, 10:00–10:45, your time. First session: getting going.",
            "That suits me Add to calendar",
            "Everything is on schedule. Anna checked this morning at 8:40.",
            "Was everything as you had expected? About your delivery on Monday. You told us: espresso ready",
            "Mon 30 Nov, 14:00 Moved by us. Why: Anna is at the dentist. Does the new time suit you? Yes Another time",
            "Delivered 23 Nov Paid received 24 Nov Satisfied your word",
            "Spare part within 24 hours, first year Holds without a fixed date",
            "Anna Berg looks after you",
        ],
    );
    assert_eq!(html.matches("type=\"radio\"").count(), 4);
    assert!(html.contains("<fieldset") && html.contains("<legend"));
    assert!(html.contains("<h2") && !html.contains("style="));
    assert!(!html.contains("value=\"better\" checked"), "nothing is chosen before the customer chooses");
}

#[test]
fn a_training_that_moved_twice_shows_both_old_dates() {
    let html = first_view(&made_up::moved_twice(), &english(3));
    assert_says(
        &html,
        &[
            "Your orders",
            "2 things are late: the promise “Two training sessions”; word about “One week in: a short call”.",
            "New date proposed: Friday 4 December.",
            "Thu 19 Nov, 9:00 Mon 23 Nov, 9:00 Moved by us. Why: The van broke down.",
            "Jonas suggests another time. Why: The filter comes a day later.",
            "Not reported",
            "Did everything arrive? Delivered on Monday.",
            "Promised for Tuesday 24 November. Late. New date: Friday 4 December?",
        ],
    );
    assert!(html.contains("<h3") && !html.contains("<h2"));
    assert_eq!(html.matches("<del").count(), 2);
}

#[test]
fn an_overdue_word_comes_first_and_a_proposal_waits_for_a_yes() {
    let html = first_view(&made_up::complaint(), &english(2));
    assert_says(
        &html,
        &[
            "Next Anna Berg owes you an answer",
            "It was due today by 10:00.",
            "One thing is late: our answer to your concern.",
            "Steam wand drips after use No. 2 · Anna Berg answers for it · next word today by 14:00",
            "Is it sorted for you? Yes, sorted Not yet",
            "a word was due today by 10:00",
        ],
    );
}

#[test]
fn who_only_looks_can_press_nothing_that_sends() {
    let mut first = made_up::happy();
    first.read_only = true;
    let html = first_view(&first, &english(2));
    assert_says(&html, &["You are looking at what Ida Holm sees."]);
    for label in ["That suits me", "Not now", "Tell us something", "Another time"] {
        assert!(!html.contains(label), "{label}");
    }
}

#[test]
fn a_customer_without_a_sale_sees_what_will_be_here() {
    let mut first = made_up::happy();
    first.view = None;
    assert_says(&first_view(&first, &english(2)), &["There is nothing here yet"]);
}

#[test]
fn no_place_of_a_text_stays_unfilled() {
    for first in [made_up::happy(), made_up::moved_twice(), made_up::complaint()] {
        let words = words(&first_view(&first, &english(2)));
        assert!(!words.contains('{'), "{words}");
    }
}

/// For the eyes: `FOLLOWTHROUGH_PREVIEW=folder` writes the three views as files.
#[test]
fn the_views_can_be_written_to_files() {
    let Ok(folder) = std::env::var("FOLLOWTHROUGH_PREVIEW") else { return };
    for (name, first) in
        [("happy", made_up::happy()), ("moved", made_up::moved_twice()), ("complaint", made_up::complaint())]
    {
        let html = first_view(&first, &english(2));
        std::fs::write(format!("{folder}/{name}.html"), html).unwrap();
        std::fs::write(format!("{folder}/{name}.json"), serde_json::to_string(&first).unwrap()).unwrap();
    }
}

#[test]
fn every_language_says_everything_and_leaves_no_place_open() {
    for language in Language::ALL {
        let options = Options::new(Texts::of(language), 2);
        for first in [made_up::happy(), made_up::moved_twice(), made_up::complaint()] {
            let html = first_view(&first, &options);
            assert!(html.starts_with(&format!("<div lang=\"{}\"", language.tag())), "{html}");
            let words = words(&html);
            assert!(!words.contains(['{', '}', '|']), "{words}");
            let is_english = words.contains("Your agenda") || words.contains("What we promised");
            assert_eq!(is_english, language == Language::English, "{words}");
        }
    }
    let german = first_view(&made_up::happy(), &Options::new(Texts::of(Language::German), 2));
    let german = german.replace('\u{a0}', " ");
    assert_says(
        &german,
        &[
            "Als Nächstes Jonas Lind kommt morgen um 10:00 Uhr",
            "Donnerstag, 26. November, 10:00–10:45 Uhr, Ihre Ortszeit.",
            "Alles läuft nach Plan. Anna hat heute Morgen um 8:40 Uhr nachgesehen.",
            "Zu Ihrer Lieferung am Montag. Sie haben uns gesagt: espresso ready",
            "Mo, 30. Nov. um 14:00 Uhr Von uns verschoben. Grund: Anna is at the dentist.",
        ],
    );
}
