//! The file that explains every option is itself a file that the server takes, and says what holds anyway.

use std::{fs, path::Path};

use followthrough_backend::config::Config;

fn example() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../config.example.toml")).unwrap()
}

#[test]
fn the_example_names_every_option_with_its_default() {
    let text = example();
    assert_eq!(Config::load(Some(&text), []).unwrap(), Config::default());
    let table: toml::Table = text.parse().unwrap();
    for option in Config::OPTIONS {
        let (section, name) = option.split_once('.').unwrap();
        assert!(
            table.get(section).and_then(|section| section.get(name)).is_some(),
            "{option} is not explained"
        );
    }
}

#[test]
fn every_fault_of_a_configuration_is_told_at_once() {
    let variables = [
        ("FOLLOWTHROUGH__SERVER__LISTEN".to_owned(), "somewhere".to_owned()),
        ("FOLLOWTHROUGH__SERVER__LISTNE".to_owned(), "127.0.0.1:1".to_owned()),
        ("PATH".to_owned(), "/bin".to_owned()),
    ];
    let faults =
        Config::load(Some("[server]\nport = 1\n[worker]\npoll = 5\n"), variables).unwrap_err().to_string();
    for word in ["LISTEN", "LISTNE", "server.port", "worker.poll"] {
        assert!(faults.contains(word), "{word}: {faults}");
    }
    assert!(!faults.contains("PATH"), "{faults}");
}
