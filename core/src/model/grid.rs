//! Grids: where in a window the starts of slots lie.

use serde::{Deserialize, Serialize};

use crate::limits::MINUTE_OF_DAY_MAX;

/// Where the starts of slots lie in a window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub struct Grid {
    /// What anchors the grid.
    #[serde(default)]
    pub mode: GridMode,
    /// From one start to the next, 1 to 10080. Default: the duration and the window's buffer.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub step_minutes: Option<i64>,
    /// For the mode `clock` only: a divisor of 1440. Default 15.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub align_minutes: Option<i64>,
    /// A slot leaves no hole shorter than this, 1 to 1440, before or after it: neither to another appointment
    /// nor to the edge of open time.
    #[serde(
        default,
        deserialize_with = "crate::wire::optional_integer",
        skip_serializing_if = "Option::is_none"
    )]
    pub least_gap_minutes: Option<i64>,
}

impl Grid {
    /// Alignment of the mode `clock` where none is given, in minutes.
    pub const ALIGN_MINUTES_DEFAULT: i64 = 15;

    /// Whether a clock that shows a multiple of `minutes` does so at midnight too, every day.
    pub(crate) fn aligns(minutes: i64) -> bool {
        (1..=MINUTE_OF_DAY_MAX).contains(&minutes) && MINUTE_OF_DAY_MAX % minutes == 0
    }
}

/// What anchors the grid of starts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(feature = "exhaustive"), non_exhaustive)]
pub enum GridMode {
    /// The start of the window.
    #[default]
    Window,
    /// The start of each free stretch of the window, so that no minutes are lost after an appointment.
    Packed,
    /// The first multiple of `align_minutes` on the local clock in the window.
    Clock,
    /// Once something is booked on a day, the starts right after and right before it, and those at the edges
    /// of open time, so that no holes are left; until then as `window`.
    Adjacent,
}
