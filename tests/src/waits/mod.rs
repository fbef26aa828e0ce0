//! How well waits are foretold: simulated clinics that share no code with the engine, the engine and an
//! oracle in front of them, and what came.

pub mod baseline;
pub mod chance;
pub mod clinic;
pub mod day;
pub mod family;
pub mod figure;
pub mod floor;
pub mod guess;
pub mod law;
pub mod newcomer;
pub mod oracle;
pub mod reacting;
pub mod replay;
pub mod report;
pub mod score;
pub mod stream;
pub mod survey;
pub mod trial;
pub mod world;
