//! Tells cargo that the migrations are compiled into the binary; the macro that embeds them cannot.

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
}
