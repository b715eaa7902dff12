//! The widget's own words: one JSON catalogue per language, turned into a struct by the build, so that a
//! missing text does not compile. Names of days and months live here too, so that the server and every
//! browser write a date in exactly the same letters. What the vendor wrote is not the catalogue's business.

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// A text that depends on a number.
#[derive(Debug, Clone, Copy)]
pub struct Plural {
    /// For one.
    pub one: &'static str,
    /// For all other numbers.
    pub other: &'static str,
}

impl Plural {
    /// The form for this number, with `{count}` filled in.
    pub fn of(&self, count: usize) -> String {
        let form = if count == 1 { self.one } else { self.other };
        fill(form, &[("count", &count.to_string())])
    }
}

/// The catalogue of the nearest language.
pub fn texts(_locale: &str) -> &'static Texts {
    &EN
}

/// Puts values into `{name}` places. A place without a value stays as it is, so that a test can see it.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            rest = after;
            break;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(value);
        } else {
            filled.push('{');
            filled.push_str(name);
            filled.push('}');
        }
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_unknown_ones_stay_visible() {
        assert_eq!(fill("{name} calls {when}", &[("name", "Anna"), ("when", "today")]), "Anna calls today");
        assert_eq!(fill("{who}?", &[]), "{who}?");
        assert_eq!(EN.minutes.of(1), "1 minute");
        assert_eq!(EN.minutes.of(45), "45 minutes");
    }

    #[test]
    fn every_list_is_whole() {
        assert_eq!((EN.weekdays.len(), EN.months.len(), EN.months_short.len()), (7, 12, 12));
        assert_eq!((EN.kinds.len(), EN.concern_kinds.len(), EN.severities.len()), (11, 5, 3));
    }
}
