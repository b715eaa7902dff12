//! Counting, numbers, dates and directions in all six languages, and whether what the build wrote is what it read.

use std::collections::BTreeSet;

use super::*;

/// The name of the form that goes with a count.
fn form(language: Language, count: usize) -> &'static str {
    language.choose(FORMS)[language.form(count)]
}

#[test]
fn each_language_counts_as_the_cldr_says() {
    let counts = [0, 1, 2, 3, 5, 10, 11, 21, 99, 100, 101, 102, 103, 111, 1_000_000, 3_000_000];
    let german =
        "other one other other other other other other other other other other other other other other";
    let french = "one one other other other other other other other other other other other other many many";
    let spanish =
        "other one other other other other other other other other other other other other many many";
    let arabic = "zero one two few few few many many many other other other few many other other";
    for (language, expected) in [
        (Language::English, german),
        (Language::German, german),
        (Language::French, french),
        (Language::Spanish, spanish),
        (Language::Portuguese, french),
        (Language::Arabic, arabic),
    ] {
        let forms = counts.map(|count| form(language, count)).join(" ");
        assert_eq!(forms, expected, "{}", language.tag());
    }
}

#[test]
fn every_form_of_every_language_is_reached_and_read_in_its_own_words() {
    for language in Language::ALL {
        let reached: BTreeSet<&str> =
            (0..200).chain([1_000_000]).map(|count| form(language, count)).collect();
        let own: BTreeSet<&str> = language.choose(FORMS).iter().copied().collect();
        assert_eq!(reached, own, "{}", language.tag());
    }
    let said = |language, count| Texts::of(language).minutes(count);
    assert_eq!(said(Language::English, 1), "1 minute");
    assert_eq!(said(Language::German, 45), "45 Minuten");
    assert_eq!(said(Language::French, 0), "0 minute");
    assert_eq!(said(Language::Spanish, 2_000_000), "2.000.000 de minutos");
    let arabic = [1, 2, 3, 11, 100].map(|count| said(Language::Arabic, count));
    assert_eq!(
        arabic.each_ref().map(|text| text.replace(['\u{2068}', '\u{2069}'], "")),
        ["دقيقة واحدة", "دقيقتان", "3 دقائق", "11 دقيقة", "100 دقيقة"]
    );
}

#[test]
fn places_choices_and_counts_are_filled_in_every_language() {
    for language in Language::ALL {
        let texts = Texts::of(language);
        let call = texts.next_call("Anna Berg", "X");
        assert!(call.contains("Anna Berg") && call.contains('X') && !call.contains('{'), "{call}");
        let late = texts.things_late(3, "Y");
        assert!(late.contains('3') && late.contains('Y') && !late.contains(['{', '|', '}']), "{late}");
        assert_ne!(texts.moved_by("customer"), texts.moved_by("vendor"));
        assert_ne!(texts.payment("pending"), texts.payment("cleared"));
        assert_eq!((texts.weekdays().len(), texts.months().len(), texts.kinds().len()), (7, 12, 11));
    }
    let german = Texts::of(Language::German);
    assert_eq!(german.things_late(1, "x"), "Eine Sache ist verspätet: x.");
    assert_eq!(german.moved_by("vendor"), "Von uns verschoben.");
}

#[test]
fn what_runs_the_other_way_is_kept_apart_in_arabic_only() {
    let said = Texts::of(Language::Arabic).call("+45 70 10 20 30");
    assert_eq!(said, "الاتصال على \u{2068}+45 70 10 20 30\u{2069}");
    assert_eq!(Texts::of(Language::German).call("+45"), "Anrufen: +45");
    assert_eq!(Language::Arabic.direction().as_str(), "rtl");
}

#[test]
fn the_nearest_language_is_found_by_the_language_alone() {
    for (locale, tag) in [
        (Some("de"), "de"),
        (Some("de-AT"), "de"),
        (Some("pt"), "pt-BR"),
        (Some("pt-PT"), "pt-BR"),
        (Some("PT_br"), "pt-BR"),
        (Some("ar-EG"), "ar"),
        (Some("da"), "en"),
        (Some("e"), "en"),
        (Some(""), "en"),
        (None, "en"),
    ] {
        assert_eq!(Language::nearest(locale).tag(), tag, "{locale:?}");
    }
}

#[test]
fn dates_times_and_numbers_come_from_the_catalogue() {
    let day = "2026-12-01".parse().unwrap();
    let said = |form| Language::ALL.map(|language| Texts::of(language).date(form, day));
    assert_eq!(
        said(DateForm::Full),
        [
            "1 December 2026",
            "1. Dezember 2026",
            "1er décembre 2026",
            "1 de diciembre de 2026",
            "1º de dezembro de 2026",
            "1 ديسمبر 2026"
        ]
    );
    assert_eq!(said(DateForm::Long)[1], "Dienstag, 1. Dezember");
    assert_eq!(said(DateForm::Short)[2], "mar. 1er déc.");
    let clock = |language, time: &str| Texts::of(language).clock(time.parse().unwrap());
    assert_eq!(clock(Language::English, "14:05:00"), "14:05");
    assert_eq!(clock(Language::Arabic, "14:05:00"), "2:05 م");
    assert_eq!(clock(Language::Arabic, "00:30:00"), "12:30 ص");
    let money = Language::ALL.map(|language| Texts::of(language).money(123_456, Some("EUR")));
    assert_eq!(
        money.map(|text| text.replace(['\u{a0}', '\u{202f}'], " ")),
        ["1,234.56 EUR", "1.234,56 EUR", "1 234,56 EUR", "1234,56 EUR", "1.234,56 EUR", "1,234.56 EUR"]
    );
    assert_eq!(Texts::of(Language::English).money(-5, None), "−0.05");
    assert_eq!(Texts::of(Language::German).number(1_234_567), "1.234.567");
}

#[test]
fn the_file_of_another_build_is_not_read() {
    assert_eq!(Texts::read(Language::German, &["Als Nächstes"]), None);
    let rows = &WIDGET[1];
    assert_eq!(Texts::read(Language::German, rows), Some(Texts::of(Language::German)));
}

#[test]
fn a_path_that_is_not_there_is_no_text() {
    assert_eq!(found("phases.nothing", None), "");
    assert!(localized::<crate::text::Line>("phases.nothing").is_err());
    assert_eq!(found("phases.fresh", Some("de-CH")), "Frisch angekommen");
    assert_eq!(paths("phases").len(), 5);
}
