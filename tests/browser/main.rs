//! The widget in a real browser, before the real server. One binary, so that it links once.
//!
//! A test is a function over a [`world::World`] with a name that is a sentence. It looks for what a customer
//! looks for, words and controls by their names, and never for a class of the widget's.

// `cfg(test)` always holds here; it tells the linter that these are tests.
#[cfg(test)]
mod browser;
#[cfg(test)]
mod children;
#[cfg(test)]
mod database;
#[cfg(test)]
mod dealer;
#[cfg(test)]
mod gate;
#[cfg(test)]
mod portal;
#[cfg(test)]
mod server;
#[cfg(test)]
mod token;
#[cfg(test)]
mod vendor;
#[cfg(test)]
mod webdriver;
#[cfg(test)]
mod wire;
#[cfg(test)]
mod world;

#[cfg(test)]
mod acting;
#[cfg(test)]
mod answering;
#[cfg(test)]
mod concerns;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod first_paint;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod keyboard;
#[cfg(test)]
mod languages;
#[cfg(test)]
mod looks;
#[cfg(test)]
mod unreachable;
