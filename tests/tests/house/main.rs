//! The house itself: its layers, its front door and its examples.

mod built_once;
mod circles;
mod examples;
mod layering;
mod links;
mod readme;
mod room_to_grow;
mod width;
