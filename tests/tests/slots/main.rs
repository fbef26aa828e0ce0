//! Which slots can be booked: the engine against its oracle, and the oracle against misreadings.

mod asked;
mod calendar;
mod changes;
mod coverage;
mod day_reasons;
mod days;
mod explain;
mod found;
mod open_time;
mod oracle;
mod process_timezone;
mod sentences;
mod slots;
mod teeth;
mod teeth_grid;
mod teeth_holes;
mod teeth_hours;
mod teeth_lengths;
mod teeth_limits;
mod teeth_locations;
mod teeth_places;
mod teeth_seats;
mod teeth_terms;
mod teeth_type_limits;
mod times;
mod utilisation;
