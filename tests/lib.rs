//! The integration tests of the workspace; see `it/` and `browser/`.
