//! Numbers and amounts as the reader's language writes them. Digits are 0 to 9 in all six.

use super::Texts;

impl Texts {
    /// A whole number, its thousands apart: `1,234`.
    pub fn number(self, number: usize) -> String {
        self.grouped(&number.to_string())
    }

    fn grouped(self, digits: &str) -> String {
        // Spanish begins at five digits.
        if digits.len() < self.grouped_from().len() { digits.to_owned() } else { self.groups(digits) }
    }

    fn groups(self, digits: &str) -> String {
        match digits.len().checked_sub(3).and_then(|at| digits.split_at_checked(at)) {
            Some((whole, group)) if !whole.is_empty() => self.thousands(&self.groups(whole), group),
            _ => digits.to_owned(),
        }
    }

    /// An amount in hundredths of a currency, `1,234.50 EUR`.
    pub fn money(self, minor: i64, currency: Option<&str>) -> String {
        let whole = self.grouped(&(minor / 100).unsigned_abs().to_string());
        let rest = (minor % 100).unsigned_abs();
        let rest = [if rest < 10 { "0" } else { "" }, &rest.to_string()].concat();
        let amount = self.fraction(&whole, &rest);
        let amount = if minor < 0 { ["−", &amount].concat() } else { amount };
        match currency {
            Some(currency) => self.amount(&amount, currency),
            None => amount,
        }
    }
}
