//! The tables themselves, as each database tells them: the same on both, every key begins with the vendor.

use std::collections::BTreeSet;

use followthrough_backend::db;

use crate::harness::{Backend, Database};

/// Diesel's own list of migrations, the row that keeps two of them apart, and the name of the installation's key
/// know no vendor.
const WITHOUT_VENDOR: &[&str] = &["__diesel_schema_migrations", "schema_lock", "sealing_key"];

/// `table.column kind null`, one per column.
fn columns(database: &Database) -> BTreeSet<String> {
    let query = match database.backend() {
        Backend::Sqlite => {
            "SELECT m.name || '.' || c.name || ' ' || replace(lower(c.type), 'integer', 'bigint') || \
             CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN ' not null' ELSE '' END AS value \
             FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
        }
        Backend::Postgres => {
            "SELECT table_name || '.' || column_name || ' ' || data_type || \
             CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END AS value \
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    ours(database.texts(query))
}

/// `table (columns)`, one per primary or unique key.
fn keys(database: &Database) -> BTreeSet<String> {
    let query = match database.backend() {
        Backend::Sqlite => {
            "SELECT m.name || ' (' || (SELECT group_concat(i.name, ', ') FROM \
             (SELECT name FROM pragma_index_info(k.name) ORDER BY seqno) i) || ')' AS value \
             FROM sqlite_master m, pragma_index_list(m.name) k WHERE m.type = 'table' AND k.\"unique\" = 1"
        }
        Backend::Postgres => {
            "SELECT t.relname || ' (' || string_agg(a.attname, ', ' ORDER BY k.place) || ')' AS value \
             FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid \
             JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public' \
             CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k(number, place) \
             JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number \
             WHERE i.indisunique GROUP BY i.indexrelid, t.relname"
        }
    };
    ours(database.texts(query))
}

/// `table (columns) to table`, one per foreign key.
fn foreign_keys(database: &Database) -> BTreeSet<String> {
    let query = match database.backend() {
        Backend::Sqlite => {
            "SELECT name || ' (' || group_concat(source, ', ') || ') to ' || target AS value FROM \
             (SELECT m.name AS name, f.id AS id, f.\"from\" AS source, f.\"table\" AS target \
             FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' \
             ORDER BY m.name, f.id, f.seq) GROUP BY name, id, target"
        }
        Backend::Postgres => {
            "SELECT t.relname || ' (' || string_agg(a.attname, ', ' ORDER BY k.place) || ') to ' || f.relname \
             AS value FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid \
             JOIN pg_class f ON f.oid = c.confrelid \
             CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY k(number, place) \
             JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number \
             WHERE c.contype = 'f' GROUP BY c.oid, t.relname, f.relname"
        }
    };
    ours(database.texts(query))
}

fn ours(rows: Vec<String>) -> BTreeSet<String> {
    let is_ours = |row: &String| {
        !row.starts_with("sqlite_") && !WITHOUT_VENDOR.iter().any(|name| row.starts_with(name))
    };
    rows.into_iter().filter(is_ours).collect()
}

mod both_databases_have_the_same_tables {
    use super::*;

    /// Needs both; named after the one that may be missing.
    #[test]
    fn postgres() {
        let (sqlite, postgres) = (Database::fresh(Backend::Sqlite), Database::fresh(Backend::Postgres));
        assert_eq!(columns(&sqlite), columns(&postgres));
        assert_eq!(keys(&sqlite), keys(&postgres));
        assert_eq!(foreign_keys(&sqlite), foreign_keys(&postgres));
        assert!(columns(&sqlite).len() > 100, "the queries find nothing");
    }
}

fn every_key_begins_with_the_vendor(database: &Database) {
    for key in keys(database).union(&foreign_keys(database)) {
        assert!(key.contains("(vendor_id") || key == "vendor (id)", "{key}");
    }
    assert!(foreign_keys(database).len() > 10, "the queries find nothing");
}

fn migrations_go_down_and_up_again(database: &Database) {
    let before = (columns(database), keys(database), foreign_keys(database));
    db::revert_all(&database.config()).unwrap();
    assert_eq!(columns(database), BTreeSet::new());
    assert!(!db::is_current(&database.config()).unwrap());
    assert!(!db::migrate(&database.config()).unwrap().applied.is_empty());
    assert_eq!((columns(database), keys(database), foreign_keys(database)), before);
    assert!(db::is_current(&database.config()).unwrap());
    assert!(db::migrate(&database.config()).unwrap().applied.is_empty());
}

macro_rules! on_both {
    ($($name:ident),+) => {$(
        mod $name {
            use crate::harness::{Backend, Database};

            #[test]
            fn sqlite() {
                super::$name(&Database::fresh(Backend::Sqlite));
            }

            #[test]
            fn postgres() {
                super::$name(&Database::fresh(Backend::Postgres));
            }
        }
    )+};
}

on_both!(every_key_begins_with_the_vendor, migrations_go_down_and_up_again);
