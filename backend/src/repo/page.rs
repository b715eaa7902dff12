//! One page of a list. Ids are made in the order of time, so a page goes on behind the last id of the one
//! before, however many rows were added in between.

/// Which rows of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The last id of the page before, none for the first page.
    pub after: Option<String>,
    /// The most rows.
    pub limit: i64,
}

impl Page {
    /// The first page.
    pub fn first(limit: i64) -> Self {
        Self { after: None, limit }
    }
}
