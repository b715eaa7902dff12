//! What can be done with a sale, one row for each thing: where it is sent, with which body, which command it
//! becomes and what the document says of it. Server, widget, document and tests are made from the rows, so that
//! no two of them can disagree. Knows nothing of how a request travels.
//!
//! Each row is a type of its own. Who needs only the path and the body, as the widget does, pays nothing for the
//! command.

pub mod customer_door;
pub mod vendor_door;

use serde::{Serialize, de::DeserializeOwned};

use crate::{described::Described, domain::sale::Command, error::Rejection, id::TypedId};

/// How a request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// It adds something, or moves something on.
    Post,
    /// It replaces something whole.
    Put,
    /// It adds a file, whose bytes are the body. What else there is to say stands in the query, and so does `name`, by
    /// which its sender calls it.
    File,
}

/// What whoever acts must be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// A customer answers questions.
    Answer,
    /// A customer confirms, moves, contradicts, replies.
    Agenda,
    /// A customer raises concerns and speaks in them.
    Concern,
    /// A vendor's member or system acts in a sale.
    Sales,
}

/// One thing that can be done with a sale.
pub trait Act: 'static {
    /// What the path names below the sale.
    type Ids: Ids;
    /// What is sent. Where the path names something that has a state, [`EXPECTED_STATE`] may go with it.
    type Body: Serialize + DeserializeOwned + Described + 'static;
    /// Its name in camel case. In snake case it names the operation of the document.
    const NAME: &'static str;
    /// How it is sent.
    const METHOD: Method;
    /// Where to, from the root.
    const PATH: &'static str;
    /// What the document says, line by line.
    const WORDS: &'static [&'static str];
    /// Who may.
    const RIGHT: Right;

    /// What the sale is told to do.
    fn command(ids: Self::Ids, body: Self::Body) -> Result<Command, Rejection>;
}

/// The field that every body may have whose act is about one thing: the state in which the sender saw it. If it is
/// another one by now, the act is refused and answered with how things stand.
pub const EXPECTED_STATE: &str = "expected_state";

/// The field of the body of an act that brings a file, in which stands what was found in the bytes.
pub const FILE: &str = "file";

/// The step of a path that names the sale.
const SALE: &str = "{sale}";

/// The path of an act below its sale's, with the ids in their places. Without type parameters, so that it is there
/// once and not for every row.
pub fn path_below_sale(path: &str, ids: Vec<String>) -> String {
    let (mut ids, mut filled) = (ids.into_iter(), String::new());
    // Steps, not the text: looking for a text takes two kilobytes of WASM.
    for step in path.split('/').skip_while(|step| *step != SALE).skip(1) {
        filled.push('/');
        if step.starts_with('{') {
            filled.push_str(&ids.next().unwrap_or_default());
        } else {
            filled.push_str(step);
        }
    }
    filled
}

/// Whoever makes something of all rows of a door.
pub trait Rows {
    /// Takes one.
    fn row<A: Act>(&mut self);
}

/// What a path names below the sale.
pub trait Ids: Sized {
    /// Whether it is one thing that stands somewhere, so that its sender may say where they saw it.
    const HAS_STATE: bool;

    /// From the segments of a path; none if one of them is no such id.
    fn read(segments: &[String]) -> Option<Self>;
    /// As segments.
    fn texts(&self) -> Vec<String>;
    /// What stands before the underscore of each.
    fn prefixes() -> Vec<&'static str>;
}

/// Nothing: something new is made, or the sale as a whole is meant.
impl Ids for () {
    const HAS_STATE: bool = false;

    fn read(segments: &[String]) -> Option<Self> {
        segments.is_empty().then_some(())
    }

    fn texts(&self) -> Vec<String> {
        Vec::new()
    }

    fn prefixes() -> Vec<&'static str> {
        Vec::new()
    }
}

/// The one of which a sale has no second, so that it needs no id: its agreement, its relationship plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TheOnly;

impl Ids for TheOnly {
    const HAS_STATE: bool = true;

    fn read(segments: &[String]) -> Option<Self> {
        segments.is_empty().then_some(Self)
    }

    fn texts(&self) -> Vec<String> {
        Vec::new()
    }

    fn prefixes() -> Vec<&'static str> {
        Vec::new()
    }
}

impl<A: TypedId> Ids for A {
    const HAS_STATE: bool = true;

    fn read(segments: &[String]) -> Option<Self> {
        let [id] = segments else { return None };
        id.parse().ok()
    }

    fn texts(&self) -> Vec<String> {
        vec![self.to_string()]
    }

    fn prefixes() -> Vec<&'static str> {
        vec![A::PREFIX]
    }
}

/// Something that stands nowhere: words that can only be said better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stateless<A>(pub A);

impl<A: TypedId> Ids for Stateless<A> {
    const HAS_STATE: bool = false;

    fn read(segments: &[String]) -> Option<Self> {
        A::read(segments).map(Self)
    }

    fn texts(&self) -> Vec<String> {
        self.0.texts()
    }

    fn prefixes() -> Vec<&'static str> {
        A::prefixes()
    }
}

/// Something within something else.
impl<A: TypedId, B: TypedId> Ids for (A, B) {
    const HAS_STATE: bool = true;

    fn read(segments: &[String]) -> Option<Self> {
        let [outer, inner] = segments else { return None };
        Some((outer.parse().ok()?, inner.parse().ok()?))
    }

    fn texts(&self) -> Vec<String> {
        vec![self.0.to_string(), self.1.to_string()]
    }

    fn prefixes() -> Vec<&'static str> {
        vec![A::PREFIX, B::PREFIX]
    }
}

/// The rows of a door for one right: words of the document, name, method, path below `base`, ids in the path,
/// body, and the command that they become. A list of them goes through all.
macro_rules! acts {
    ($(#[$about:meta])* $list:ident, $right:ident, $base:literal {$(
        $(#[doc = $words:literal])+
        $name:ident $method:ident $path:literal $ids:ty, $body:ty => |$id:pat_param, $read:pat_param| $command:expr;
    )+}) => {
        $(
            $(#[doc = $words])+
            #[derive(Debug)]
            pub enum $name {}

            impl $crate::api::acts::Act for $name {
                type Ids = $ids;
                type Body = $body;
                const NAME: &'static str = stringify!($name);
                const METHOD: $crate::api::acts::Method = $crate::api::acts::Method::$method;
                const PATH: &'static str = concat!($base, $path);
                const WORDS: &'static [&'static str] = &[$($words),+];
                const RIGHT: $crate::api::acts::Right = $crate::api::acts::Right::$right;

                fn command($id: $ids, $read: $body) -> Result<Command, $crate::error::Rejection> {
                    Ok($command)
                }
            }
        )+

        $(#[$about])*
        pub fn $list(rows: &mut impl $crate::api::acts::Rows) {
            $(rows.row::<$name>();)+
        }
    };
}
use acts;
