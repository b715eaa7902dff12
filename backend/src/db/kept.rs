//! Statements that Diesel would prepare anew at every run, although their texts are few: updates, `ON CONFLICT DO
//! UPDATE`, lists of values. Here they are prepared once per connection, as all others are.

use std::cell::Cell;

use diesel::{
    QueryResult, RunQueryDsl,
    backend::Backend,
    internal::derives::multiconnection::AstPassHelper as _,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
};

/// A statement that the connection keeps prepared, under its text. Only for what comes in a handful of texts:
/// each of them stays in memory as long as the connection.
#[derive(Debug, Clone, Copy)]
pub struct Kept<Q>(Q);

/// Has the connection keep this statement.
pub fn kept<Q>(statement: Q) -> Kept<Q> {
    Kept(statement)
}

/// The same values, filled up with the last one to 1, 2, 4, 8, … of them, so that an `IN` list of any length comes
/// in few texts. What is in the list does not change.
pub fn few_lengths<T: Clone>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.into_iter().collect();
    if let Some(last) = values.last().cloned() {
        values.resize(values.len().next_power_of_two(), last);
    }
    values
}

impl<Q: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for Kept<Q> {
    /// Diesel walks a statement to write its text, to collect its values, to show it, and to ask whether it may be
    /// kept. The last walk alone must not reach the statement, which would say no.
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let is_the_question = Cell::new(true);
        let mut pass = pass.cast_database::<DB>(
            |values| {
                is_the_question.set(false);
                values
            },
            |text| {
                is_the_question.set(false);
                text
            },
            |backend| backend,
            |lookup| lookup,
        );
        if is_the_question.get() && pass.debug_binds().is_none() {
            return Ok(());
        }
        self.0.walk_ast(pass)
    }
}

impl<Q> QueryId for Kept<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Kept<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, C> RunQueryDsl<C> for Kept<Q> {}

#[cfg(test)]
mod tests {
    use super::few_lengths;

    #[test]
    fn lists_come_in_few_lengths_and_say_the_same() {
        assert_eq!(few_lengths(Vec::<u8>::new()), Vec::<u8>::new());
        assert_eq!(few_lengths([1]), [1]);
        assert_eq!(few_lengths([1, 2, 3]), [1, 2, 3, 3]);
        assert_eq!(few_lengths(0..9).len(), 16);
    }
}
