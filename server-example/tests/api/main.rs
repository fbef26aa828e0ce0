//! What the server answers: the documented API, its extensions, and what it refuses.

#![allow(clippy::unwrap_used, clippy::panic, clippy::needless_pass_by_value, reason = "it is how tests fail")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/postgres.rs"]
mod postgres;

mod arrivals;
mod audit;
mod availability_exceptions;
mod availability_feed;
mod bad_input;
mod booking;
mod by_desk;
mod calendar_feeds;
mod calendars;
mod callers;
mod closures;
mod consultations;
mod cors;
mod date_overrides;
mod documents;
mod http_shape;
mod lengths;
mod limits;
mod locations;
mod management;
mod openapi;
mod operators;
mod pages;
mod patient_data;
mod patients;
mod places;
mod practice;
mod questions;
mod repetitions;
mod rooms;
mod seats;
mod secrets;
mod several_at_once;
mod shop_keys;
mod text;
mod visitors;
mod wait_links;
mod waiting_room;
mod waiting_room_desk;
mod waiting_room_live;
