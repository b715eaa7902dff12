//! The migrations of the folder `migrations`, each written once: one text of SQL, in which three words have a name of
//! their own in each database. Knows no table.

use std::fmt;

use diesel::{
    backend::Backend,
    connection::BoxableConnection,
    migration::{self, Migration, MigrationMetadata, MigrationName, MigrationSource, MigrationVersion},
    pg::Pg,
    sqlite::Sqlite,
};

macro_rules! text {
    ($name:literal) => {
        Text {
            name: $name,
            up: include_str!(concat!("../../../migrations/", $name, "/up.sql")),
            down: include_str!(concat!("../../../migrations/", $name, "/down.sql")),
        }
    };
}

/// The migrations, oldest first. A new one gets a folder and its row.
pub(super) const MIGRATIONS: &[Text] = &[text!("2026-12-01-000001_start")];

/// One migration, as it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    pub(super) name: &'static str,
    pub(super) up: &'static str,
    pub(super) down: &'static str,
}

/// A database that says the three words in its own way.
pub(super) trait Dialect: Backend {
    /// A line that is no comment.
    fn line(line: &str) -> String;

    /// A whole text.
    fn say(text: &str) -> String {
        let is_comment = |line: &&str| line.trim_start().starts_with("--");
        text.lines().filter(|line| !is_comment(line)).map(|line| Self::line(line) + "\n").collect()
    }
}

impl Dialect for Pg {
    /// Texts are compared byte by byte, as SQLite does, whatever the database's own collation is.
    fn line(line: &str) -> String {
        match line {
            ") WITHOUT ROWID;" => ");".to_owned(),
            _ => line.replace(" JSON", " TEXT").replace(" TEXT", " TEXT COLLATE \"C\""),
        }
    }
}

impl Dialect for Sqlite {
    /// A strict table takes no value of another type, which PostgreSQL never does.
    fn line(line: &str) -> String {
        match line {
            ");" => ") STRICT;".to_owned(),
            ") WITHOUT ROWID;" => ") STRICT, WITHOUT ROWID;".to_owned(),
            _ => {
                let line = line.replace(" BIGINT", " INTEGER");
                let Some((before, after)) = line.split_once(" JSON") else { return line };
                let column = before.split_whitespace().next_back().unwrap_or_default();
                format!("{before} TEXT CHECK (json_valid({column})){after}")
            }
        }
    }
}

/// All of them, for Diesel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Migrations;

impl<DB: Dialect> MigrationSource<DB> for Migrations {
    fn migrations(&self) -> migration::Result<Vec<Box<dyn Migration<DB>>>> {
        let boxed = |text: &Text| -> Box<dyn Migration<DB>> { Box::new(*text) };
        Ok(MIGRATIONS.iter().map(boxed).collect())
    }
}

impl<DB: Dialect> Migration<DB> for Text {
    fn run(&self, conn: &mut dyn BoxableConnection<DB>) -> migration::Result<()> {
        Ok(conn.batch_execute(&DB::say(self.up))?)
    }

    fn revert(&self, conn: &mut dyn BoxableConnection<DB>) -> migration::Result<()> {
        Ok(conn.batch_execute(&DB::say(self.down))?)
    }

    fn metadata(&self) -> &dyn MigrationMetadata {
        self
    }

    fn name(&self) -> &dyn MigrationName {
        self
    }
}

/// Each runs in a transaction, which is the default.
impl MigrationMetadata for Text {}

impl MigrationName for Text {
    fn version(&self) -> MigrationVersion<'_> {
        let date_and_number = self.name.split('_').next().unwrap_or(self.name);
        date_and_number.replace('-', "").into()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_database_says_the_words_in_its_own_way() {
        let text = "-- JSON, in a comment.\nCREATE TABLE t (\n    id TEXT NOT NULL,\n    at BIGINT,\n    \
                    said JSON NOT NULL\n);\n";
        assert_eq!(
            Pg::say(text),
            "CREATE TABLE t (\n    id TEXT COLLATE \"C\" NOT NULL,\n    at BIGINT,\n    \
             said TEXT COLLATE \"C\" NOT NULL\n);\n"
        );
        assert_eq!(
            Sqlite::say(text),
            "CREATE TABLE t (\n    id TEXT NOT NULL,\n    at INTEGER,\n    \
             said TEXT CHECK (json_valid(said)) NOT NULL\n) STRICT;\n"
        );
        let added = "ALTER TABLE t ADD COLUMN more JSON;";
        assert_eq!(Sqlite::line(added), "ALTER TABLE t ADD COLUMN more TEXT CHECK (json_valid(more));");
        assert_eq!(Pg::line(") WITHOUT ROWID;"), ");");
        assert_eq!(Sqlite::line(") WITHOUT ROWID;"), ") STRICT, WITHOUT ROWID;");
    }

    #[test]
    fn every_folder_of_migrations_has_its_row() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
        let name =
            |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
        let mut folders: Vec<String> = std::fs::read_dir(root).unwrap().map(name).collect();
        folders.sort();
        let rows: Vec<&str> = MIGRATIONS.iter().map(|text| text.name).collect();
        assert_eq!(folders, rows);
    }
}
