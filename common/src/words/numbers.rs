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
        let rest = u32::try_from((minor % 100).unsigned_abs()).unwrap_or_default();
        let amount = self.fraction(&whole, &two_digits(rest));
        let amount = if minor < 0 { ["−", &amount].concat() } else { amount };
        match currency {
            Some(currency) => self.amount(&amount, currency),
            None => amount,
        }
    }
}

/// `7` as `07`.
pub(super) fn two_digits(number: u32) -> String {
    let digits = number.to_string();
    if number < 10 { ["0", &digits].concat() } else { digits }
}
