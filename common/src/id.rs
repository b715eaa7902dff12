//! Typed ids: a prefix that names the kind and a UUIDv7 in 26 letters, as the TypeID specification 0.3
//! writes them (`sale_01h455vb4pex5vsknk084sn02q`). Ids are made by [`IdMaker`]; nothing here is random.

use std::{cell::Cell, fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error as _},
};

/// Crockford's base 32 in lower case, without i, l, o and u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 128 bits in groups of five.
const SUFFIX_LENGTH: usize = 26;

/// A text that is not an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadId {
    /// The prefix that was expected.
    pub expected: &'static str,
}

impl fmt::Display for BadId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "must be an id like {}_01h455vb4pex5vsknk084sn02q", self.expected)
    }
}

fn encode(value: u128) -> String {
    (0..SUFFIX_LENGTH)
        .rev()
        .filter_map(|group| {
            let five_bits = usize::try_from((value >> (group * 5)) & 31).ok()?;
            ALPHABET.get(five_bits).map(|letter| char::from(*letter))
        })
        .collect()
}

fn decode(suffix: &str) -> Option<u128> {
    // The first letter holds only three bits: a larger one would overflow 128.
    if suffix.len() != SUFFIX_LENGTH || !suffix.starts_with(|first: char| ('0'..='7').contains(&first)) {
        return None;
    }
    suffix.bytes().try_fold(0_u128, |value, letter| {
        let five_bits = ALPHABET.iter().position(|known| *known == letter)?;
        Some((value << 5) | u128::try_from(five_bits).ok()?)
    })
}

/// One kind of id.
pub trait TypedId:
    Copy
    + PartialEq
    + fmt::Debug
    + fmt::Display
    + FromStr<Err = BadId>
    + Serialize
    + DeserializeOwned
    + Send
    + Sync
    + 'static
{
    /// What stands before the underscore.
    const PREFIX: &'static str;
    /// Wraps the 128 bits of a UUIDv7.
    fn from_bits(bits: u128) -> Self;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $prefix:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl TypedId for $name {
            const PREFIX: &'static str = $prefix;
            fn from_bits(bits: u128) -> Self { Self(bits) }
        }
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, concat!($prefix, "_{}"), encode(self.0))
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(self, out) }
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then(decode)
                    .map(Self)
                    .ok_or(BadId { expected: $prefix })
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(D::Error::custom)
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^", $prefix, "_[0-7][0-9a-hjkmnp-tv-z]{25}$")))
                    .examples([concat!($prefix, "_01h455vb4pex5vsknk084sn02q")])
                    .into()
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    )+};
}

ids! {
    /// A vendor: the company that sold.
    VendorId "ven",
    /// A person at the vendor.
    MemberId "mem",
    /// A person at the customer's side.
    CustomerId "cus",
    /// A sale, the aggregate everything else belongs to.
    SaleId "sale",
    /// An item of the agenda.
    TouchpointId "tch",
    /// A promise made to win the sale or to put something right.
    PromiseId "prm",
    /// What the customer expects, in their words.
    ExpectationId "exp",
    /// One asking of a check.
    AskId "ask",
    /// A concern.
    ConcernId "con",
    /// A delivery.
    DeliveryId "dlv",
    /// A payment.
    PaymentId "pay",
    /// An adjustment that the vendor proposes.
    AdjustmentId "adj",
    /// One of the few areas that matter most to the customer.
    VitalAreaId "vit",
    /// A status update.
    UpdateId "upd",
    /// A milestone.
    MilestoneId "mil",
    /// A small thing that is wrong at a milestone.
    SnagId "sng",
    /// A change of who looks after the customer.
    OwnerChangeId "own",
    /// A reason for which the customer chose this.
    ReasonId "rsn",
    /// A success in writing.
    SuccessId "suc",
    /// Something useful on the customer's shelf.
    ResourceId "res",
    /// An introduction to somebody.
    IntroductionId "itr",
    /// What a customer lets the vendor show others.
    TestimonialId "tst",
    /// Somebody who could use this too.
    ReferralId "rfr",
    /// A file that somebody sent.
    FileId "file",
    /// An event of a sale's log.
    EventId "evt",
    /// An agenda template.
    TemplateId "tpl",
    /// A business calendar.
    CalendarId "cal",
    /// An address under which a calendar reads a customer's agenda.
    CalendarFeedId "feed",
    /// An address that shows where a sale stands.
    ShareLinkId "shr",
    /// A key that signs customer tokens.
    SigningKeyId "sig",
    /// A vendor's API key.
    ApiKeyId "key",
    /// An import run.
    ImportId "imp",
}

/// Makes ids inside the pure core: the time, a seed that the caller drew and a counter give UUIDv7s that
/// are ordered by time and differ between callers.
#[derive(Debug)]
pub struct IdMaker {
    milliseconds: u64,
    seed: u64,
    counter: Cell<u64>,
}

impl IdMaker {
    /// `seed` must be drawn anew for every command; two makers with one seed and one `now` make the same ids.
    pub fn new(now: DateTime<Utc>, seed: u64) -> Self {
        let milliseconds = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        Self { milliseconds, seed, counter: Cell::new(0) }
    }

    /// The next id of the wanted kind.
    pub fn make<Id: TypedId>(&self) -> Id {
        let count = self.counter.get();
        self.counter.set(count + 1);
        let time = u128::from(self.milliseconds & 0xffff_ffff_ffff) << 80;
        let version = 7_u128 << 76;
        let order = u128::from(count & 0xfff) << 64;
        let variant = 2_u128 << 62;
        let random = u128::from(mix(self.seed ^ mix(count)) >> 2);
        Id::from_bits(time | version | order | variant | random)
    }
}

/// The finalizer of SplitMix64: spreads a counter over all bits, and different inputs stay different.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_written_as_the_specification_says_and_read_back() {
        // The example of the TypeID specification.
        let bits = 0x0188_bac7_4afa_78aa_bc3b_bd1e_ef28_d881;
        let id = SaleId::from_bits(bits);
        assert_eq!(id.to_string(), "sale_01h2xcejqtf2nbrexx3vqjhp41");
        assert_eq!("sale_01h2xcejqtf2nbrexx3vqjhp41".parse(), Ok(id));
    }

    #[test]
    fn a_foreign_prefix_or_a_wrong_suffix_is_refused() {
        for text in [
            "ven_01h2xcejqtf2nbrexx3vqjhp41",
            "sale_81h2xcejqtf2nbrexx3vqjhp41",
            "sale_",
            "",
            "sale_01H2xcejqtf2nbrexx3vqjhp41",
        ] {
            assert_eq!(text.parse::<SaleId>(), Err(BadId { expected: "sale" }), "{text}");
        }
    }

    #[test]
    fn ids_of_one_maker_differ_and_rise() {
        let maker = IdMaker::new(DateTime::from_timestamp_nanos(1_700_000_000_000_000_000), 7);
        let ids: Vec<AskId> = (0..100).map(|_| maker.make()).collect();
        assert!(ids.is_sorted());
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
