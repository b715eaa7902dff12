//! The subjects of a sale; each file is one subject.
