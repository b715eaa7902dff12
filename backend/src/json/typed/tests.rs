//! What a derived reader takes of an object, it takes here; of a list in its place, nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, de::IgnoredAny};

use super::*;

#[derive(Debug, PartialEq, Deserialize)]
struct Whole {
    name: String,
    #[serde(default)]
    count: Option<u8>,
    #[serde(default)]
    places: Vec<Place>,
    #[serde(default)]
    by_tag: BTreeMap<String, Place>,
    #[serde(default)]
    pair: Option<(i64, f64)>,
    #[serde(default)]
    wish: Option<Wish>,
    #[serde(default)]
    form: Option<Form>,
    #[serde(default)]
    either: Option<Either>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Place {
    city: String,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "wish", rename_all = "snake_case", deny_unknown_fields)]
enum Wish {
    Rest { until: String, place: Option<Place> },
    End {},
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Form {
    Bare,
    Hours(u8),
    At { place: Place },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Either {
    Text(String),
    Place(Place),
}

#[derive(Debug, Deserialize)]
struct Open {
    known: Place,
    #[serde(default)]
    _unread: Option<IgnoredAny>,
}

fn whole(text: &str) -> Result<Whole, Misfit> {
    read(serde_json::from_str(text).unwrap(), Unknown::Refused)
}

#[test]
fn an_object_is_read_as_a_derived_reader_reads_it() {
    for text in [
        r#"{"name":"a","count":255,"places":[{"city":"Oslo"},{"city":"Bergen"}]}"#,
        r#"{"name":"a","count":null,"by_tag":{"en":{"city":"Oslo"}},"pair":[-1,2.5]}"#,
        r#"{"name":"a","wish":{"until":"x","wish":"rest","place":{"city":"Oslo"}},"form":"bare"}"#,
        r#"{"name":"a","wish":{"wish":"end"},"form":{"hours":4},"either":"x"}"#,
        r#"{"name":"a","form":{"at":{"place":{"city":"Oslo"}}},"either":{"city":"Oslo"}}"#,
    ] {
        assert_eq!(whole(text).unwrap(), serde_json::from_str::<Whole>(text).unwrap(), "{text}");
    }
    let more = serde_json::json!({"known": {"city": "Oslo", "street": 1}, "_unread": [1], "more": [[]]});
    let open: Open = read(more.clone(), Unknown::Ignored).unwrap();
    assert_eq!(open.known.city, "Oslo");
    assert_eq!(read::<Open>(more, Unknown::Refused).unwrap_err().pointer(), "/known/street");
}

#[test]
fn a_list_is_no_object_wherever_it_stands() {
    for (pointer, text) in [
        ("", r#"["a"]"#),
        ("/places/0", r#"{"name":"a","places":[["Oslo"]]}"#),
        ("/places", r#"{"name":"a","places":{"city":"Oslo"}}"#),
        ("/by_tag/en", r#"{"name":"a","by_tag":{"en":["Oslo"]}}"#),
        ("/by_tag", r#"{"name":"a","by_tag":[]}"#),
        ("/wish", r#"{"name":"a","wish":["end"]}"#),
        ("/wish", r#"{"name":"a","wish":["rest","x",null]}"#),
        ("/wish/place", r#"{"name":"a","wish":{"wish":"rest","until":"x","place":["Oslo"]}}"#),
        ("/form/at", r#"{"name":"a","form":{"at":[{"city":"Oslo"}]}}"#),
        ("/form/at/place", r#"{"name":"a","form":{"at":{"place":["Oslo"]}}}"#),
        ("/form", r#"{"name":"a","form":["bare"]}"#),
        ("/either", r#"{"name":"a","either":["Oslo"]}"#),
        ("/name", r#"{"name":["a"]}"#),
        ("/count", r#"{"name":"a","count":[1]}"#),
    ] {
        assert_eq!(whole(text).unwrap_err().pointer(), pointer, "{text}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (pointer, detail, text) in [
        ("/name", "is missing", r#"{"count":1}"#),
        ("/places/1/city", "is missing", r#"{"name":"a","places":[{"city":"Oslo"},{}]}"#),
        ("/wish/until", "is missing", r#"{"name":"a","wish":{"wish":"rest"}}"#),
        ("/places/0/street", "is no known field; there are: city", r#"{"name":"a","places":[{"street":1}]}"#),
        (
            "/wish/street",
            "is no known field; there are: ",
            r#"{"name":"a","wish":{"wish":"end","street":1}}"#,
        ),
        (
            "/form/at/street",
            "is no known field; there are: place",
            r#"{"name":"a","form":{"at":{"street":1}}}"#,
        ),
        ("/pair", "must have at most 2 items", r#"{"name":"a","pair":[1,2,3]}"#),
        ("/form", "must have exactly one name", r#"{"name":"a","form":{}}"#),
        ("/form/bare", "takes nothing", r#"{"name":"a","form":{"bare":1}}"#),
        ("/form/hours", "invalid type: string \"4\", expected u8", r#"{"name":"a","form":{"hours":"4"}}"#),
        ("/places/0", NO_OBJECT, r#"{"name":"a","places":[7]}"#),
    ] {
        let misfit = whole(text).unwrap_err();
        assert_eq!((&*misfit.pointer(), misfit.detail()), (pointer, detail), "{text}");
    }
    assert_eq!(
        read::<Form>("a".repeat(500).into(), Unknown::Refused).unwrap_err().detail().chars().count(),
        TOLD
    );
}
