//! The example file is the reference of every option, so it must not rot.

use super::*;

const EXAMPLE: &str = include_str!("../../../config.example.toml");

fn load(file: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::load(Some(file), variables).map_err(|faults| faults.to_string())
}

#[test]
fn the_example_mentions_every_option_with_its_default() {
    assert_eq!(load(EXAMPLE, &[]), Ok(Config::default()));
    let table: toml::Table = EXAMPLE.parse().unwrap();
    for option in Config::OPTIONS {
        let (section, name) = option.split_once('.').unwrap();
        assert!(table[section].get(name).is_some(), "{option} is missing in config.example.toml");
    }
}

#[test]
fn nothing_at_all_is_a_configuration() {
    assert_eq!(Config::load(None, []), Ok(Config::default()));
}

#[test]
fn the_environment_wins_over_the_file() {
    let file = "[server]\nlisten = \"127.0.0.1:1\"\nworkers = 3\n[database]\nurl = \"a.db\"";
    let config = load(
        file,
        &[("FOLLOWTHROUGH__SERVER__LISTEN", "0.0.0.0:2"), ("FOLLOWTHROUGH__WORKER__ENABLED", "false")],
    );
    let config = config.unwrap();
    assert_eq!(config.server.listen.to_string(), "0.0.0.0:2");
    assert_eq!(config.server.workers, 3);
    assert_eq!(config.database.url.reveal(), "a.db");
    assert!(!config.worker.enabled);
}

#[test]
fn every_fault_is_told_at_once() {
    let file = "typo = 1\n[server]\nlisten = \"nowhere\"\nstall_timeout = 10\n[limits]\nbodies = 3";
    let faults =
        load(file, &[("FOLLOWTHROUGH__LOG__FORMAT", "xml"), ("FOLLOWTHROUGH__LOGS", "1")]).unwrap_err();
    for part in [
        "typo: there is no such option",
        "server.listen: must be an address",
        "server.stall_timeout: must be a span of time",
        "limits.bodies: there is no such option",
        "FOLLOWTHROUGH__LOG__FORMAT: must be json or text",
        "FOLLOWTHROUGH__LOGS: there is no such option",
    ] {
        assert!(faults.contains(part), "{part} is missing in:\n{faults}");
    }
}

#[test]
fn a_secret_may_stand_in_a_file_of_its_own_and_is_never_shown() {
    let folder = std::env::temp_dir().join(format!("followthrough-config-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("url");
    std::fs::write(&path, "postgres://user:hush@host/name\n").unwrap();
    let config = load("", &[("FOLLOWTHROUGH__DATABASE__URL_FILE", path.to_str().unwrap())]).unwrap();
    std::fs::remove_dir_all(folder).unwrap();
    assert_eq!(config.database.url.reveal(), "postgres://user:hush@host/name");
    assert!(config.database.is_postgres());
    assert!(!config.to_string().contains("hush"));
}

#[test]
fn a_database_in_memory_is_refused() {
    assert!(load("[database]\nurl = \":memory:\"", &[]).unwrap_err().contains("database.url"));
}

#[test]
fn a_public_url_is_an_origin() {
    for wrong in ["follow.example", "https://follow.example/", "https://", "ftp://a", "https://User@a"] {
        let file = format!("[server]\npublic_url = \"{wrong}\"");
        assert!(load(&file, &[]).is_err(), "{wrong}");
    }
}

#[test]
fn the_file_with_the_keys_is_named_and_read_elsewhere() {
    let config = load("", &[("FOLLOWTHROUGH__SECRETS__KEY_FILE", "/run/secrets/key")]).unwrap();
    assert_eq!(config.secrets.key_file, Path::new("/run/secrets/key"));
    assert_eq!(config.secrets.key.reveal(), "");
    assert!(load("[secrets]\nkey = \"a\"\nkey_file = \"b\"", &[]).unwrap_err().contains("given twice"));
}

#[test]
fn files_stand_beside_the_database_by_its_one_name() {
    let beside = |url: &str| {
        let database = Database { url: Secret::from(url), ..Database::default() };
        database.beside("key").map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
    };
    for url in ["data/a.db", "sqlite://data/a.db", "file:data/a.db?mode=rwc"] {
        assert_eq!(beside(url).as_deref(), Some("a.db.key"), "{url}");
    }
    assert_eq!(beside("postgres://host/name"), None);
}
