//! What may become of an appointment, and of an entry in the waiting room: random sequences of commands, and
//! tables in words.

mod choice;
mod reminders;
mod scenarios;
mod sequences;
