//! Looking into a database behind the server's back.

use std::path::Path;

use diesel::{
    Connection as _, QueryableByName, RunQueryDsl as _, connection::SimpleConnection as _, sql_query,
    sql_types::Text, sqlite::SqliteConnection,
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// What SQLite itself says about the file: `ok`.
pub fn integrity(file: &Path) -> String {
    let mut connection = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    let rows: Vec<Row> = sql_query("PRAGMA integrity_check").load(&mut connection).unwrap();
    rows.into_iter().map(|row| row.integrity_check).collect::<Vec<_>>().join("\n")
}

/// Brings everything into the one file, and gives its size in bytes.
pub fn settled_size(file: &Path) -> u64 {
    let mut connection = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    let settle = "PRAGMA busy_timeout=5000; PRAGMA wal_checkpoint(TRUNCATE);";
    connection.batch_execute(settle).unwrap();
    file.metadata().unwrap().len()
}
