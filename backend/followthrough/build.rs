//! Tells cargo that the built widget is compiled into the binary; the macro that embeds it cannot.

fn main() {
    println!("cargo:rerun-if-changed=../../dist/assets");
}
