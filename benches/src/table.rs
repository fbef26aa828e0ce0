//! The table of ratios: what was measured, held against its goals.

use crate::rounds::Times;

/// What a measurement has to reach.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    /// So many times as fast as the other side, at least.
    Faster(f64),
    /// So many nanoseconds for each slot, at most.
    NanosPerSlot(f64),
    /// So many milliseconds for each call, at most.
    Millis(f64),
    /// So many times the time of the other side, at most.
    TimesOther(f64),
}

/// A line of the table.
#[derive(Debug)]
pub struct Row {
    workload: String,
    other: Option<Times>,
    engine: Times,
    slots: Option<f64>,
    goals: Vec<Goal>,
}

impl Row {
    /// What the engine took, and what the other side took, if there is one.
    pub fn new(workload: impl Into<String>, other: Option<Times>, engine: Times) -> Self {
        Self { workload: workload.into(), other, engine, slots: None, goals: Vec::new() }
    }

    /// Slots of one call.
    pub fn slots(self, slots: f64) -> Self {
        Self { slots: Some(slots), ..self }
    }

    /// Adds a goal.
    pub fn goal(mut self, goal: Goal) -> Self {
        self.goals.push(goal);
        self
    }

    /// Whether every goal is met.
    pub fn is_met(&self) -> bool {
        self.goals.iter().all(|goal| self.meets(*goal))
    }

    /// Nanoseconds for each slot.
    pub fn nanos_per_slot(&self) -> Option<f64> {
        self.slots.map(|slots| self.engine.min / slots)
    }

    fn meets(&self, goal: Goal) -> bool {
        // A goal that cannot be computed is missed.
        match goal {
            Goal::Faster(times) => self.other.is_some_and(|other| other.min >= times * self.engine.min),
            Goal::NanosPerSlot(nanos) => self.nanos_per_slot().is_some_and(|is| is <= nanos),
            Goal::Millis(millis) => self.engine.min <= millis * 1e6,
            Goal::TimesOther(times) => self.other.is_some_and(|other| self.engine.min <= times * other.min),
        }
    }

    fn ratio(&self) -> String {
        let Some(other) = self.other else { return String::new() };
        let ratio = |engine: f64, other: f64| match self.goals.first() {
            Some(Goal::TimesOther(_)) => engine / other,
            _ => other / engine,
        };
        format!("{:.1}× ({:.1}×)", ratio(self.engine.min, other.min), ratio(self.engine.median, other.median))
    }

    fn goal_text(&self) -> String {
        let text = |goal: &Goal| {
            let missed = if self.meets(*goal) { "" } else { " MISSED" };
            match goal {
                Goal::Faster(times) => format!("≥ {times}×{missed}"),
                Goal::NanosPerSlot(nanos) => format!("≤ {nanos:.1} ns per slot{missed}"),
                Goal::Millis(millis) => format!("≤ {}{missed}", duration(millis * 1e6)),
                Goal::TimesOther(times) => format!("≤ {times}×{missed}"),
            }
        };
        self.goals.iter().map(text).collect::<Vec<_>>().join(", ")
    }

    fn cells(&self) -> [String; 6] {
        [
            self.workload.clone(),
            self.other.map_or_else(String::new, |other| duration(other.min)),
            duration(self.engine.min),
            self.ratio(),
            self.goal_text(),
            self.nanos_per_slot().map_or_else(String::new, |nanos| format!("{nanos:.1} ns")),
        ]
    }
}

const HEAD: [&str; 6] = ["workload", "a3", "engine", "ratio", "goal", "per slot"];

/// The table, for a terminal.
pub fn plain(rows: &[Row]) -> String {
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(rows.iter().map(Row::cells));
    let width =
        |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default();
    let widths: [usize; 6] = std::array::from_fn(width);
    let print = |line: &[String; 6]| {
        let cells = line.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect::<Vec<_>>();
        format!("{}\n", cells.join("  ").trim_end())
    };
    lines.iter().map(print).collect()
}

/// The table, for a page.
pub fn markdown(rows: &[Row]) -> String {
    let print = |cells: [String; 6]| format!("| {} |\n", cells.join(" | "));
    let head = print(HEAD.map(str::to_owned)) + "|---|---:|---:|---:|---|---:|\n";
    head + &rows.iter().map(|row| print(row.cells())).collect::<String>()
}

/// Nanoseconds, in the unit that reads best.
fn duration(nanos: f64) -> String {
    match nanos {
        ..1e3 => format!("{nanos:.0} ns"),
        1e3..1e6 => format!("{:.2} µs", nanos / 1e3),
        _ => format!("{:.2} ms", nanos / 1e6),
    }
}
