//! The server of Followthrough.

pub mod assets;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod connection;
pub mod db;
pub mod files;
pub mod http;
pub mod ids;
pub mod import;
pub mod json;
mod open_files;
pub mod problem;
pub mod render;
pub mod repo;
pub mod report;
pub mod server;
pub mod service;
pub mod state;
pub mod telemetry;
pub mod vault;
pub mod worker;
pub mod zones;

#[cfg(test)]
mod scratch;
