//! Looks into the server's database itself, behind every door.

use std::path::Path;

use diesel::{
    Connection as _, QueryableByName, RunQueryDsl as _, SqliteConnection,
    sql_types::{BigInt, Nullable, Text},
};

#[derive(Debug, QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// A row of the table `answer`.
#[derive(Debug, PartialEq, Eq, QueryableByName)]
pub struct AnswerRow {
    /// Whose.
    #[diesel(sql_type = Text)]
    pub sale_id: String,
    /// The question.
    #[diesel(sql_type = Text)]
    pub check_name: String,
    /// The word of the choice.
    #[diesel(sql_type = Text)]
    pub choice: String,
    /// In the customer's words.
    #[diesel(sql_type = Nullable<Text>)]
    pub words: Option<String>,
}

fn open(file: &Path) -> SqliteConnection {
    let mut connection = SqliteConnection::establish(&file.display().to_string()).unwrap();
    diesel::sql_query("PRAGMA busy_timeout = 10000").execute(&mut connection).unwrap();
    connection
}

/// All answers, oldest first.
pub fn answers(file: &Path) -> Vec<AnswerRow> {
    let query = "SELECT sale_id, check_name, choice, words FROM answer ORDER BY answered_at";
    diesel::sql_query(query).load(&mut open(file)).unwrap()
}

/// How many events of a kind there are.
pub fn events(file: &Path, kind: &str) -> i64 {
    let query =
        diesel::sql_query("SELECT count(*) AS count FROM sale_event WHERE kind = ?").bind::<Text, _>(kind);
    let found: Count = query.get_result(&mut open(file)).unwrap();
    found.count
}
