//! Misreadings of grids, gaps and windows of certain types.

use frontdesk::AppointmentTypeSetting;
use frontdesk_tests::oracle::definitions::{boundary, day_of};
use frontdesk_tests::oracle::interval::{Interval, union, without};
use frontdesk_tests::oracle::window::{Terms, Window};
use frontdesk_tests::oracle::{Definitions, RIGHT};

/// Misreadings, by the rule that they break.
pub(crate) fn misreadings() -> Vec<(&'static str, Definitions)> {
    let right = RIGHT;
    vec![
        (
            "the step leaves out the buffer",
            Definitions {
                step: |grid, duration, _| grid.step_minutes.map_or(duration, |minutes| minutes * 60),
                ..right
            },
        ),
        (
            "the step is at least as long as the slot",
            Definitions {
                step: |grid, duration, buffer| (RIGHT.step)(grid, duration, buffer).max(duration),
                ..right
            },
        ),
        (
            "a window's end is a candidate",
            Definitions { before_end: |start, window| start <= window.end, ..right },
        ),
        (
            "the clock's anchor is rounded in elapsed time",
            Definitions {
                clock_anchor: |clock, start, align| {
                    let midnight = boundary(clock, day_of(clock, start), 0);
                    midnight + (start - midnight + align - 1).div_euclid(align) * align
                },
                ..right
            },
        ),
        (
            "the clock's anchor is rounded in UTC",
            Definitions {
                clock_anchor: |_, start, align| (start + align - 1).div_euclid(align) * align,
                ..right
            },
        ),
        (
            "the clock's anchor is after the start",
            Definitions {
                clock_anchor: |clock, start, align| (RIGHT.clock_anchor)(clock, start + 1, align),
                ..right
            },
        ),
        (
            "a stretch starts where an appointment ends",
            Definitions {
                stretches: |window, blocked, busy, _| {
                    let spans = busy.iter().map(|busy| busy.span);
                    let taken: Vec<Interval> = blocked.iter().copied().chain(spans).collect();
                    without(&[window.span], &taken)
                },
                ..right
            },
        ),
        (
            "a stretch does not start where a blocked interval ends",
            Definitions {
                stretches: |window, _, busy, now| (RIGHT.stretches)(window, &[], busy, now),
                ..right
            },
        ),
        (
            "now starts a stretch",
            Definitions {
                stretches: |window, blocked, busy, now| {
                    without(
                        &(RIGHT.stretches)(window, blocked, busy, now),
                        &[Interval { start: i64::MIN, end: now }],
                    )
                },
                ..right
            },
        ),
        (
            "validity starts a stretch",
            Definitions {
                stretches: |window, blocked, busy, now| {
                    let shut = without(&[window.span], &union(window.open.iter().copied()));
                    without(&(RIGHT.stretches)(window, blocked, busy, now), &shut)
                },
                ..right
            },
        ),
        (
            "the start of a session is no candidate",
            Definitions { session_is_candidate: |_, _, _| false, ..right },
        ),
        (
            "a slot ends before its window does",
            Definitions {
                fits: |slot, open, _| {
                    open.iter().any(|piece| piece.start <= slot.start && slot.end < piece.end)
                },
                ..right
            },
        ),
        (
            "the buffer fits too",
            Definitions {
                fits: |slot, open, buffer| {
                    open.iter().any(|piece| piece.start <= slot.start && slot.end + buffer <= piece.end)
                },
                ..right
            },
        ),
        (
            "the start alone fits",
            Definitions { fits: |slot, open, _| open.iter().any(|piece| piece.holds(slot.start)), ..right },
        ),
        (
            "no gap before an appointment",
            Definitions {
                clashes: |slot, busy| slot.start < busy.span.end + busy.behind && busy.span.start < slot.end,
                ..right
            },
        ),
        (
            "no gap after an appointment",
            Definitions {
                clashes: |slot, busy| slot.start < busy.span.end && busy.span.start < slot.end + busy.ahead,
                ..right
            },
        ),
        (
            "a gap on each side",
            Definitions {
                clashes: |slot, busy| {
                    slot.start < busy.span.end + 2 * busy.behind
                        && busy.span.start < slot.end + 2 * busy.ahead
                },
                ..right
            },
        ),
        (
            "the gap is inclusive before",
            Definitions {
                clashes: |slot, busy| {
                    slot.start < busy.span.end + busy.behind && busy.span.start <= slot.end + busy.ahead
                },
                ..right
            },
        ),
        (
            "the gap is inclusive after",
            Definitions {
                clashes: |slot, busy| {
                    slot.start <= busy.span.end + busy.behind && busy.span.start < slot.end + busy.ahead
                },
                ..right
            },
        ),
        (
            "the gap is a second short",
            Definitions {
                clashes: |slot, busy| {
                    slot.start + 1 < busy.span.end + busy.behind && busy.span.start < slot.end + busy.ahead
                },
                ..right
            },
        ),
        ("windows are for all", Definitions { admits: |_, _, _, _| true, ..right }),
        (
            "windows for other types merge",
            Definitions {
                one_window: |a, b| a.date == b.date && a.buffer == b.buffer && a.span.meets(b.span),
                ..right
            },
        ),
        (
            "open time is of windows for anybody",
            Definitions {
                open_time: |windows, blocked, of| {
                    let alike = |window: &&Window| window.buffer == of.buffer;
                    let open = windows.iter().filter(alike).flat_map(|window| window.open.iter().copied());
                    without(&union(open), blocked)
                },
                ..right
            },
        ),
        (
            "what is reserved stays so",
            Definitions {
                admits: |terms, kind, start, now| {
                    let terms = Terms { reserved_until: None, ..terms.clone() };
                    (RIGHT.admits)(&terms, kind, start, now)
                },
                ..right
            },
        ),
        (
            "what is reserved is so for a second longer",
            Definitions {
                admits: |terms, kind, start, now| {
                    let released = Terms { reserved_until: None, ..terms.clone() };
                    (RIGHT.admits)(&released, kind, start, now)
                        || ((RIGHT.admits)(terms, kind, start, now)
                            && (RIGHT.admits)(terms, kind, start, now - 1))
                },
                ..right
            },
        ),
        (
            "the types of a window wait until others may",
            Definitions {
                admits: |terms, kind, start, now| {
                    let others = Terms {
                        types: terms.types.as_ref().filter(|_| terms.reserved_until.is_none()).cloned(),
                        released: terms.reserved_until.into_iter().chain(terms.released).min(),
                        ..Terms::default()
                    };
                    (RIGHT.admits)(&others, kind, start, now)
                },
                ..right
            },
        ),
        (
            "windows are released at once",
            Definitions {
                admits: |terms, kind, start, now| {
                    (RIGHT.admits)(&Terms { released: None, ..terms.clone() }, kind, start, now)
                },
                ..right
            },
        ),
        (
            "windows are released to the types that they are for only",
            Definitions {
                admits: |terms, kind, start, now| {
                    (RIGHT.admits)(
                        &Terms {
                            reserved_until: terms.reserved_until.filter(|_| terms.released.is_none()),
                            ..terms.clone()
                        },
                        kind,
                        start,
                        now,
                    )
                },
                ..right
            },
        ),
        (
            "a notice in dates ends with its last minute",
            Definitions { in_time: |now, end| now <= end, ..right },
        ),
        (
            "the date of the start is one of those before it",
            Definitions {
                last_date: |date, days, counts| (RIGHT.last_date)(date, (days - 1).max(0), counts),
                ..right
            },
        ),
        ("dates without hours count", Definitions { last_date: |date, days, _| date - days, ..right }),
        ("time off is no date without hours", Definitions { has_hours: |open, _| !open.is_empty(), ..right }),
        (
            "today is the first date of a horizon",
            Definitions { inside_horizon_days: |date, today, days| date - today < days, ..right },
        ),
        ("dates have no horizon", Definitions { inside_horizon_days: |_, _, _| true, ..right }),
        ("types have no gaps", Definitions { own_gaps: |_, _| (0, 0), ..right }),
        (
            "a gap before is one after",
            Definitions {
                own_gaps: |kind, setting| {
                    let (before, after) = (RIGHT.own_gaps)(kind, setting);
                    (after, before)
                },
                ..right
            },
        ),
        (
            "a doctor's setting has no say in gaps",
            Definitions { own_gaps: |kind, _| (RIGHT.own_gaps)(kind, None), ..right },
        ),
        (
            "gaps of a setting count while it is inactive",
            Definitions {
                own_gaps: |kind, setting| {
                    let active =
                        setting.map(|setting| AppointmentTypeSetting { active: true, ..setting.clone() });
                    (RIGHT.own_gaps)(kind, active.as_ref())
                },
                ..right
            },
        ),
        ("gaps add up", Definitions { gap: |buffer, after, before, _| buffer + after + before, ..right }),
        (
            "what is between two adds up",
            Definitions { gap: |buffer, after, before, way| buffer.max(after + before).max(way), ..right },
        ),
        (
            "a type's gap is there instead of the window's",
            Definitions {
                gap: |buffer, after, before, way| {
                    way.max(if after.max(before) > 0 { after.max(before) } else { buffer })
                },
                ..right
            },
        ),
        (
            "the second asks for no gap",
            Definitions { gap: |buffer, after, _, way| buffer.max(after).max(way), ..right },
        ),
        ("every blocked interval keeps the gap", Definitions { keeps_gap: |_| true, ..right }),
        ("no blocked interval keeps the gap", Definitions { keeps_gap: |_| false, ..right }),
        (
            "a stretch starts where a blocked interval ends that keeps the gap",
            Definitions { gap_starts_stretch: false, ..right },
        ),
    ]
}
