//! The widget: components that the server renders (`ssr`) and the browser brings to life (`hydrate`).

#[cfg(feature = "hydrate")]
mod client;
pub mod format;
#[cfg(feature = "hydrate")]
mod mount;
pub mod options;
#[cfg(feature = "ssr")]
mod render;
pub mod store;
#[cfg(feature = "hydrate")]
mod texts;
pub mod ui;
pub mod views;
#[cfg(any(test, feature = "hydrate"))]
mod wire;

#[cfg(feature = "hydrate")]
pub use mount::Widget;
pub use options::Options;
#[cfg(feature = "ssr")]
pub use render::first_view;
