//! What the API's document describes. Only the server's build writes the document; to all others everything is
//! described, so that bounds read the same everywhere.

#[cfg(feature = "openapi")]
pub use utoipa::ToSchema as Described;

/// What the document describes. Without a document, everything is.
#[cfg(not(feature = "openapi"))]
pub trait Described {}

#[cfg(not(feature = "openapi"))]
impl<T> Described for T {}
