//! Made-up orders in the shape of a shop's export, as many as wanted and always the same ones.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::{Context, Result};

/// One order in so many is broken, where breaking is wanted.
const BROKEN_EVERY: u64 = 20;
const HEADER: &str = "order_id,customer_unique_id,status,purchased_at,approved_at,payment_value,delivered_at,\
                      promised_delivery,review_score,review_comment,review_created,review_answered";

/// Whether every twentieth order has a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// All are good.
    Good,
    /// Five in a hundred are not.
    WithMistakes,
}

/// Writes a file and gives the first lines of the broken orders.
pub fn generate(path: &Path, count: u64, quality: Quality) -> Result<Vec<u64>> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    let mut file = BufWriter::new(file);
    let mut broken = Vec::new();
    let mut line = 1;
    writeln!(file, "{HEADER}")?;
    for number in 0..count {
        line += 1;
        let mut order = Order::made_up(number);
        if quality == Quality::WithMistakes && number % BROKEN_EVERY == 0 {
            order.spoil(number.div_euclid(BROKEN_EVERY));
            broken.push(line);
        }
        let text = order.text();
        line += u64::try_from(text.matches('\n').count())?;
        writeln!(file, "{text}")?;
    }
    file.flush()?;
    Ok(broken)
}

struct Order {
    id: String,
    customer: String,
    status: &'static str,
    purchased: String,
    paid: String,
    amount: String,
    delivered: String,
    promised: String,
    score: String,
    comment: &'static str,
    asked: String,
    answered: String,
}

impl Order {
    fn made_up(number: u64) -> Self {
        let dice = |sides: u64, salt: u64| mix(number ^ (salt << 48)) % sides;
        let bought = dice(1_000, 1);
        let came = bought + 2 + dice(20, 2);
        let is_delivered = dice(100, 3) < 96;
        let is_reviewed = is_delivered && dice(100, 4) < 97;
        let comment = match dice(100, 5) {
            0..60 => "",
            60..95 => "Everything came as it should, thank you.",
            _ => "One box was dented,\nthe other one was fine.",
        };
        let when = |is_known: bool, day: u64| if is_known { moment(day, number) } else { String::new() };
        Self {
            id: format!("made-up-{number:08}"),
            customer: format!("person-{:08}", number - number % 25 + dice(25, 6)),
            status: if is_delivered { "delivered" } else { "shipped" },
            purchased: moment(bought, number),
            paid: moment(bought + 1, number),
            amount: format!("{}.{:02}", 10 + dice(500, 7), dice(100, 8)),
            delivered: when(is_delivered, came),
            promised: format!("{} 00:00:00", day(bought + 25)),
            score: if is_reviewed { (1 + dice(5, 9)).to_string() } else { String::new() },
            comment: if is_reviewed { comment } else { "" },
            asked: when(is_reviewed, came + 1),
            answered: when(is_reviewed, came + 3),
        }
    }

    /// One of the mistakes that exports have.
    fn spoil(&mut self, kind: u64) {
        match kind % 6 {
            0 => "2023-02-30 10:00:00".clone_into(&mut self.purchased),
            1 => "7".clone_into(&mut self.score),
            2 => self.status = "lost",
            3 => self.id = String::new(),
            4 => "a lot".clone_into(&mut self.amount),
            _ => "per\0son".clone_into(&mut self.customer),
        }
    }

    fn text(&self) -> String {
        let comment = if self.comment.is_empty() { String::new() } else { format!("\"{}\"", self.comment) };
        let Self { id, customer, status, purchased, paid, amount, .. } = self;
        let Self { delivered, promised, score, asked, answered, .. } = self;
        format!(
            "{id},{customer},{status},{purchased},{paid},{amount},{delivered},{promised},{score},{comment},{asked},\
             {answered}"
        )
    }
}

/// A date so many days after the beginning of 2021, in a calendar whose months have 28 days.
fn day(number: u64) -> String {
    let (year, rest) = (2021 + number.div_euclid(336), number % 336);
    format!("{year}-{:02}-{:02}", 1 + rest.div_euclid(28), 1 + rest % 28)
}

fn moment(number: u64, salt: u64) -> String {
    let second = mix(salt ^ number) % 86_400;
    let (hour, minute) = (second.div_euclid(3_600), second.div_euclid(60) % 60);
    format!("{} {hour:02}:{minute:02}:{:02}", day(number), second % 60)
}

/// The finalizer of SplitMix64: one number in, one that looks random out.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::{Order, Quality, generate};

    #[test]
    fn five_in_a_hundred_are_broken_and_their_lines_are_told() {
        let path = std::env::temp_dir().join(format!("followthrough-orders-{}.csv", std::process::id()));
        let broken = generate(&path, 200, Quality::WithMistakes).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(broken.len(), 10);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[usize::try_from(broken[0]).unwrap() - 1].contains("2023-02-30"));
        assert!(lines[usize::try_from(broken[2]).unwrap() - 1].contains(",lost,"));
        assert_eq!(Order::made_up(7).text(), Order::made_up(7).text());
    }
}
