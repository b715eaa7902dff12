//! Turns `locales/` into Rust, or fails with everything that is wrong there.

use std::{env, error::Error, fs, path::Path};

use followthrough_catalogue::Catalogue;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=../locales");
    let catalogue = Catalogue::read(Path::new("../locales")).map_err(|faults| faults.join("\n"))?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), catalogue.rust()?)?;
    Ok(())
}
