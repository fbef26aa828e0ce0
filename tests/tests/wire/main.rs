//! What comes in and goes out: JSON, its schema, its limits, iCalendar, and the vectors that every language
//! runs.

mod calendars;
mod hostile;
mod icalendar_export;
mod icalendar_fine_rules;
mod icalendar_hours;
mod icalendar_import;
mod icalendar_import_faults;
mod icalendar_mutants;
mod icalendar_recurrence;
mod icalendar_zones;
mod limits;
mod round_trip;
mod schema;
mod schema_ranges;
