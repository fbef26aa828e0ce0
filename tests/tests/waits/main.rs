//! How long will I wait: rooms, forecasts, what is learned, and simulated clinics with their scores.

mod away;
mod elsewhere;
mod evaluation;
mod floor;
mod forecast;
mod forecast_comes_true;
mod forecast_coverage;
mod forecast_limits;
mod forecast_order;
mod forgotten;
mod head_start;
mod learner;
mod levels;
mod metamorphic;
mod mistakes;
mod pauses;
mod presence;
mod promises;
mod reacting;
mod room_limits;
mod shown;
mod simulated;
mod skills;
mod starts_only;
mod steady;
mod waiting_room;
