//! What fails the build, each shown by a catalogue that has it.

use super::*;

/// Six catalogues with one text of the widget each: English, what the five others say, and German another.
fn faults(english: &str, german: &str) -> Vec<String> {
    let tree = |text: &str| Tree::parse(&format!("{{\"widget\": {text}}}"));
    let trees = LANGUAGES.iter().map(|it| tree(if it.tag == "de" { german } else { english }));
    match trees.collect::<Result<_, _>>() {
        Ok(trees) => Catalogue::of(trees).err().unwrap_or_default(),
        Err(fault) => vec![fault],
    }
}

#[test]
fn what_differs_between_the_languages_fails_the_build() {
    for (english, german, fault) in [
        (r#"{"a": "A", "b": "B"}"#, r#"{"a": "A"}"#, "de: widget.b: is missing"),
        (r#"{"a": "A"}"#, r#"{"a": "A", "b": "B"}"#, "de: widget.b: English has no such text"),
        (r#"{"a": "A", "b": "B"}"#, r#"{"b": "B", "a": "A"}"#, "de: widget.a: stands in another order"),
        (r#"{"a": "{x}"}"#, r#"{"a": "{y}"}"#, "de: widget.a: is filled with"),
        (r#"{"a": "{x}"}"#, r#"{"a": "A"}"#, "de: widget.a: is filled with"),
        (r#"{"a": ["A", "B"]}"#, r#"{"a": ["A"]}"#, "de: widget.a: is a list of another length"),
        (
            r#"{"a": "{x, select, in {I} other {O}}"}"#,
            r#"{"a": "{x, select, out {I} other {O}}"}"#,
            "de: widget.a: is filled with",
        ),
    ] {
        let all = faults(english, german);
        assert!(all.iter().any(|known| known.starts_with(fault)), "{german}: {all:?}");
    }
    assert_eq!(faults(r#"{"a": "A {x}"}"#, r#"{"a": "{x} B"}"#), Vec::<String>::new());
}

#[test]
fn what_cannot_be_read_fails_the_build() {
    for text in [
        "",
        " A",
        "A\n",
        "It's",
        "{x",
        "x}",
        "{}",
        "{x y}",
        "{x, date}",
        "{x, number, other {A}}",
        "{X}",
        "{x, plural}",
        "{x, select, in {I}}",
        "{x, plural, one {A} one {B} other {C}}",
        "{x, plural, other {#}}",
        "{x, plural, one {A} other {B}} {y, plural, one {A} other {B}}",
    ] {
        let json = serde_json::to_string(text).unwrap();
        let json = format!("{{\"a\": {json}}}");
        assert_ne!(faults(&json, &json), Vec::<String>::new(), "{text}");
    }
    assert!(faults(r#"{"a": "A", "a": "B"}"#, "{}")[0].starts_with("a stands twice"));
}

#[test]
fn each_language_has_its_own_forms_and_no_others() {
    let plural = |forms: &[&str]| {
        let forms: Vec<String> = forms.iter().map(|form| format!("{form} {{{form} {{n}}}}")).collect();
        format!("{{n, plural, {}}}", forms.join(" "))
    };
    let of = |text: &str, language: &Language| Message::parse(text).unwrap().faults(language);
    for language in &LANGUAGES {
        assert_eq!(of(&plural(language.forms), language), Vec::<String>::new(), "{}", language.tag);
        for other in LANGUAGES.iter().filter(|other| other.forms != language.forms) {
            assert_ne!(of(&plural(other.forms), language), Vec::<String>::new(), "{}", language.tag);
        }
    }
}

#[test]
fn a_text_becomes_compact_with_places_counted_as_in_english() {
    let source = Message::parse("{who} has {n, plural, one {one thing} other {{n} things}}").unwrap();
    let german = Message::parse("{n, plural, other {{n} Dinge} one {ein Ding}} hat {who}").unwrap();
    assert_eq!(german.compact(&source.arguments(), &LANGUAGES[1]), "{#ein Ding|{0} Dinge} hat {1}");
    let choice = Message::parse("{by, select, other {We} customer {You, {name}}}").unwrap();
    assert_eq!(choice.compact(&choice.arguments(), &LANGUAGES[0]), "{0customer=You, {1}|other=We}");
}

#[test]
fn the_catalogues_of_the_product_are_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales");
    let catalogue = Catalogue::read(&folder).unwrap();
    let texts = LANGUAGES.each_ref().map(|language| catalogue.widget_texts(language).len());
    assert!(texts[0] > 200 && texts.iter().all(|length| *length == texts[0]), "{texts:?}");
    assert_eq!(catalogue.loader().as_object().unwrap().len(), 6);
}

/// All sources in which texts are used, as one text.
fn sources() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders: Vec<_> =
        ["frontend/src", "common/src/words", "backend/src/http"].map(|it| root.join(it)).into();
    let mut text = fs::read_to_string(root.join("frontend/embed/embed.js")).unwrap();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tests.rs") {
                text += &fs::read_to_string(path).unwrap();
            }
        }
    }
    text
}

#[test]
fn every_text_is_used() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locales");
    let catalogue = Catalogue::read(&folder).unwrap();
    let sources = sources();
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let words: std::collections::BTreeSet<&str> = sources.split(|letter| !is_word(letter)).collect();
    let unused = catalogue.english().iter().filter(|entry| !entry.is_in(FOUND)).filter(|entry| {
        let name = entry.path.last().unwrap();
        let name = if entry.is_in(&[LOADER]) { name.trim_end_matches("_todo") } else { name };
        // The kinds of the loader's errors are written as codes.
        !words.contains(name) && !sources.contains(&format!("\"{}\"", name.replace('_', "-")))
    });
    let unused: Vec<String> = unused.map(|entry| entry.path.join(".")).collect();
    assert_eq!(unused, Vec::<String>::new());
}
