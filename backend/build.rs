//! Tells cargo that the migrations are compiled into the binary; the macro that embeds them cannot.

#[expect(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
fn main() {
    println!("cargo:rerun-if-changed=../migrations");
}
