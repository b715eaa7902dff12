//! What one transaction writes to many tables. PostgreSQL gets it in one statement, because each of them is a trip to
//! another process; SQLite, which is in ours, gets one after the other.

use std::fmt;

use diesel::{
    QueryResult, RunQueryDsl as _,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::Untyped,
    sqlite::Sqlite,
};

use super::{conn::Conn, fault::DbResult, kept::kept};

/// So many go together. Each number and order of them is a text of its own, which the connection keeps prepared.
const MOST: usize = 12;

type Waiting = Box<dyn QueryFragment<Pg>>;

/// Changes of this transaction that follow from each other in no way: they may come in any order, and none sees what
/// another did.
pub struct Changes<'c> {
    conn: &'c mut Conn,
    waiting: Vec<Waiting>,
}

impl fmt::Debug for Changes<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Changes").field("waiting", &self.waiting.len()).finish_non_exhaustive()
    }
}

impl<'c> Changes<'c> {
    /// Changes through this connection. What is made must be [sent](Self::send) in the end.
    pub fn through(conn: &'c mut Conn) -> Self {
        Self { conn, waiting: Vec::new() }
    }

    /// Makes a change, at the latest when all are sent.
    pub fn make<Q>(&mut self, change: Q) -> DbResult<()>
    where
        Q: QueryFragment<Pg> + QueryFragment<Sqlite> + 'static,
    {
        match self.conn {
            Conn::Sqlite(conn) => {
                kept(change).execute(conn)?;
            }
            Conn::Pg(_) => {
                self.waiting.push(Box::new(change));
                if self.waiting.len() == MOST {
                    self.send()?;
                }
            }
        }
        Ok(())
    }

    /// The connection, for what cannot wait.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// Sends what still waits.
    pub fn send(&mut self) -> DbResult<()> {
        if let Conn::Pg(conn) = self.conn
            && !self.waiting.is_empty()
        {
            kept(Together(std::mem::take(&mut self.waiting))).execute(conn)?;
        }
        Ok(())
    }
}

/// Several statements that change something, as one.
struct Together(Vec<Waiting>);

impl QueryFragment<Pg> for Together {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        if let [only] = self.0.as_slice() {
            return only.walk_ast(out);
        }
        for (number, change) in self.0.iter().enumerate() {
            let begin = if number == 0 { "WITH c" } else { ", c" };
            out.push_sql(&format!("{begin}{number} AS ("));
            change.walk_ast(out.reborrow())?;
            out.push_sql(")");
        }
        out.push_sql(" SELECT 1");
        Ok(())
    }
}

impl QueryId for Together {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Together {
    type SqlType = Untyped;
}
