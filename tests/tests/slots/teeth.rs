//! Do the generated cases tell right from wrong? Each rule of the oracle is replaced by a plausible
//! misreading of it, and some case must show the difference. This needs no engine.

use chrono::{Datelike, NaiveDate};
use frontdesk::{
    Actor, AppointmentStatus, AppointmentTypeSetting, AvailabilityRule, DaysQuery, Period, Slot, SlotQuery,
};
use frontdesk_tests::generate::Case;
use frontdesk_tests::oracle::clock::{Clock, DAY, date, day_number, weekday};
use frontdesk_tests::oracle::definitions::{boundary, day_of};
use frontdesk_tests::oracle::interval::{Interval, union, without};
use frontdesk_tests::oracle::window::{Terms, Window};
use frontdesk_tests::oracle::{Definitions, RIGHT};
use frontdesk_tests::run::stream;

use super::{teeth_limits, teeth_locations};

/// The date that the clock shows.
fn shown(clock: &Clock, at: i64) -> i64 {
    clock.reading(at).div_euclid(DAY)
}

/// Misreadings, by the rule that they break.
fn misreadings() -> Vec<(&'static str, Definitions)> {
    let right = RIGHT;
    vec![
        (
            "a boundary in a fold is the second of the two",
            Definitions {
                boundary: |clock, day, minute| {
                    let wanted = day * DAY + minute * 60;
                    let first = boundary(clock, day, minute);
                    let mut later = clock
                        .stretches_from(first)
                        .iter()
                        .skip(1)
                        .take(1)
                        .filter(|next| next.from - first < DAY);
                    later
                        .find(|next| (next.from..next.until).contains(&(wanted - next.offset)))
                        .map_or(first, |next| wanted - next.offset)
                },
                ..right
            },
        ),
        (
            "a boundary in a gap is as far behind it as it was in it",
            Definitions {
                boundary: |clock, day, minute| {
                    let first = boundary(clock, day, minute);
                    let before = clock.stretches_from(first - 1)[0];
                    (day * DAY + minute * 60 - before.offset).clamp(first, first + DAY)
                },
                ..right
            },
        ),
        (
            "a clock time is elapsed time since midnight",
            Definitions {
                boundary: |clock, day, minute| {
                    if minute == 1_440 {
                        boundary(clock, day + 1, 0)
                    } else {
                        boundary(clock, day, 0) + minute * 60
                    }
                },
                ..right
            },
        ),
        (
            "an extra interval belongs to the date that the clock shows",
            Definitions { day_of: shown, ..right },
        ),
        (
            "inactive rules count",
            Definitions { rule_applies: |rule, day| rule.weekday == weekday(day), ..right },
        ),
        (
            "0 is Sunday",
            Definitions {
                rule_applies: |rule, day| rule.active && rule.weekday == weekday(day + 1),
                ..right
            },
        ),
        ("every week is a rule's week", Definitions { recurs: |_, _| true, ..right }),
        (
            "weeks are counted from the week of the first date",
            Definitions {
                recurs: |rule, day| {
                    let monday = |day: i64| day - weekday(day);
                    let weeks = rule.every_weeks.unwrap_or(1);
                    let in_turn = rule.from_date.is_none_or(|from| {
                        let from = day_number(from);
                        day >= from && (monday(day) - monday(from)) / 7 % weeks == 0
                    });
                    in_turn && (RIGHT.recurs)(&AvailabilityRule { every_weeks: None, ..rule.clone() }, day)
                },
                ..right
            },
        ),
        (
            "weeks are counted though the first date is to come",
            Definitions {
                recurs: |rule, day| {
                    let earlier =
                        |from: NaiveDate| from - chrono::TimeDelta::weeks(rule.every_weeks.unwrap_or(1));
                    let from_date = rule.from_date.map(earlier);
                    (RIGHT.recurs)(&AvailabilityRule { from_date, ..rule.clone() }, day)
                },
                ..right
            },
        ),
        (
            "the last of a month is the fourth",
            Definitions {
                recurs: |rule, day| {
                    let from_the_end = |number: &i64| if *number < 0 { number + 5 } else { *number };
                    let nth_of_month = rule.nth_of_month.iter().map(from_the_end).collect();
                    (RIGHT.recurs)(&AvailabilityRule { nth_of_month, ..rule.clone() }, day)
                },
                ..right
            },
        ),
        (
            "the n-th of a month is one of its n-th week",
            Definitions {
                recurs: |rule, day| {
                    let first = weekday(day - i64::from(date(day).day0()));
                    let week = (i64::from(date(day).day0()) + first) / 7 + 1;
                    let whenever = AvailabilityRule { nth_of_month: Vec::new(), ..rule.clone() };
                    let numbered = rule.nth_of_month.iter().any(|number| *number < 0);
                    match rule.nth_of_month.is_empty() || numbered {
                        true => (RIGHT.recurs)(rule, day),
                        false => rule.nth_of_month.contains(&week) && (RIGHT.recurs)(&whenever, day),
                    }
                },
                ..right
            },
        ),
        ("recurring time off is a window", Definitions { is_time_off: |_, _| false, ..right }),
        (
            "an override ends recurring time off",
            Definitions { is_time_off: |rule, instead| rule.blocked && !instead, ..right },
        ),
        (
            "a closure ends before its last date",
            Definitions {
                closes: |closure, date| {
                    (RIGHT.closes)(closure, date) && (date == closure.date || Some(date) != closure.last_date)
                },
                ..right
            },
        ),
        (
            "closed hours end a window",
            Definitions {
                left_open: |window, closed| {
                    let mut left = without(&[window], closed);
                    left.retain(|part| part.start == window.start);
                    left
                },
                ..right
            },
        ),
        ("closed hours close nothing", Definitions { left_open: |window, _| vec![window], ..right }),
        (
            "closed hours close the date",
            Definitions {
                left_open: |window, closed| if closed.is_empty() { vec![window] } else { Vec::new() },
                ..right
            },
        ),
        (
            "validity moves the grid",
            Definitions {
                valid: |window, from, until| (RIGHT.valid)(window, from, until).map(|(_, open)| (open, open)),
                ..right
            },
        ),
        (
            "a window outside its validity anchors",
            Definitions {
                valid: |window, from, until| {
                    let nothing = Interval { start: window.start, end: window.start };
                    (RIGHT.valid)(window, from, until).or(Some((window, nothing)))
                },
                ..right
            },
        ),
        (
            "validity is about the start only",
            Definitions {
                valid: |window, from, until| {
                    let (window, open) = (RIGHT.valid)(window, from, until)?;
                    Some((window, Interval { start: open.start, end: window.end }))
                },
                ..right
            },
        ),
        (
            "valid_until is exclusive",
            Definitions {
                valid: |window, from, until| {
                    let (window, open) = (RIGHT.valid)(window, from, until)?;
                    let cut = until.is_some_and(|until| until.0 == open.end);
                    Interval::new(open.start, if cut { open.end - 1 } else { open.end })
                        .map(|open| (window, open))
                },
                ..right
            },
        ),
        ("rules hold in spite of an override", Definitions { override_on: |_, _, _| None, ..right }),
        (
            "a closure for all beats a doctor's own override",
            Definitions {
                override_on: |doctor, closures, date| {
                    let closed =
                        closures.iter().any(|closure| closure.date == date && closure.doctor_uid.is_none());
                    let mut found = (RIGHT.override_on)(doctor, closures, date);
                    if let (Some(found), true) = (&mut found, closed) {
                        found.windows.clear();
                    }
                    found
                },
                ..right
            },
        ),
        (
            "a closure of one is one of all",
            Definitions {
                override_on: |doctor, closures, date| {
                    let all: Vec<_> = closures
                        .iter()
                        .cloned()
                        .map(|closure| frontdesk::Closure { doctor_uid: None, ..closure })
                        .collect();
                    (RIGHT.override_on)(doctor, &all, date)
                },
                ..right
            },
        ),
        (
            "windows that touch are two",
            Definitions { one_window: |a, b| (RIGHT.one_window)(a, b) && a.span.overlaps(b.span), ..right },
        ),
        ("windows that overlap are two", Definitions { one_window: |_, _| false, ..right }),
        (
            "windows of different buffers merge",
            Definitions {
                one_window: |a, b| a.date == b.date && a.terms == b.terms && a.span.meets(b.span),
                ..right
            },
        ),
        (
            "all windows of a date and buffer are one",
            Definitions {
                one_window: |a, b| a.date == b.date && a.buffer == b.buffer && a.terms == b.terms,
                ..right
            },
        ),
        (
            "blocked intervals do nothing",
            Definitions { open_time: |windows, _, of| (RIGHT.open_time)(windows, &[], of), ..right },
        ),
        (
            "open time is of any buffer",
            Definitions {
                open_time: |windows, blocked, of| {
                    let alike = windows.iter().filter(|window| window.terms == of.terms);
                    without(&union(alike.flat_map(|window| window.open.iter().copied())), blocked)
                },
                ..right
            },
        ),
        (
            "windows that touch are apart",
            Definitions {
                open_time: |windows, blocked, of| {
                    let same = windows
                        .iter()
                        .filter(|window| window.buffer == of.buffer && window.terms == of.terms);
                    same.flat_map(|window| without(&union(window.open.iter().copied()), blocked)).collect()
                },
                ..right
            },
        ),
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
        (
            "a notice of 0 counts as none",
            Definitions {
                notice: |kind, setting| {
                    let own = setting
                        .filter(|setting| setting.active)
                        .and_then(|setting| setting.booking_min_notice_minutes);
                    own.filter(|minutes| *minutes != 0).unwrap_or(kind.booking_min_notice_minutes)
                },
                ..right
            },
        ),
        (
            "the notice of an inactive setting counts",
            Definitions {
                notice: |kind, setting| {
                    setting
                        .and_then(|setting| setting.booking_min_notice_minutes)
                        .unwrap_or(kind.booking_min_notice_minutes)
                },
                ..right
            },
        ),
        (
            "the notice is that of the type",
            Definitions { notice: |kind, _| kind.booking_min_notice_minutes, ..right },
        ),
        (
            "the longer notice holds",
            Definitions {
                notice: |kind, setting| (RIGHT.notice)(kind, setting).max(kind.booking_min_notice_minutes),
                ..right
            },
        ),
        (
            "notice is exclusive",
            Definitions { keeps_notice: |start, now, notice| start > now + notice, ..right },
        ),
        (
            "notice is a second short",
            Definitions { keeps_notice: |start, now, notice| start + 1 >= now + notice, ..right },
        ),
        (
            "the horizon is exclusive",
            Definitions { inside_horizon: |start, now, horizon| start < now + horizon, ..right },
        ),
        (
            "the horizon is a second long",
            Definitions { inside_horizon: |start, now, horizon| start <= now + horizon + 1, ..right },
        ),
        (
            "from is exclusive",
            Definitions { in_range: |start, range| range.start < start && start < range.end, ..right },
        ),
        (
            "to is inclusive",
            Definitions { in_range: |start, range| range.start <= start && start <= range.end, ..right },
        ),
        (
            "a hold blocks at its end",
            Definitions {
                blocks: |appointment, hold_end, now| match appointment.status {
                    AppointmentStatus::Held => now <= hold_end,
                    _ => (RIGHT.blocks)(appointment, hold_end, now),
                },
                ..right
            },
        ),
        (
            "a hold ends a second early",
            Definitions {
                blocks: |appointment, hold_end, now| match appointment.status {
                    AppointmentStatus::Held => now + 1 < hold_end,
                    _ => (RIGHT.blocks)(appointment, hold_end, now),
                },
                ..right
            },
        ),
        (
            "no_show does not block",
            Definitions {
                blocks: |appointment, hold_end, now| {
                    appointment.status != AppointmentStatus::NoShow
                        && (RIGHT.blocks)(appointment, hold_end, now)
                },
                ..right
            },
        ),
        (
            "completed does not block",
            Definitions {
                blocks: |appointment, hold_end, now| {
                    appointment.status != AppointmentStatus::Completed
                        && (RIGHT.blocks)(appointment, hold_end, now)
                },
                ..right
            },
        ),
        (
            "cancelled blocks",
            Definitions {
                blocks: |appointment, hold_end, now| {
                    appointment.status == AppointmentStatus::Cancelled
                        || (RIGHT.blocks)(appointment, hold_end, now)
                },
                ..right
            },
        ),
        (
            "expired blocks",
            Definitions {
                blocks: |appointment, hold_end, now| {
                    appointment.status == AppointmentStatus::Expired
                        || (RIGHT.blocks)(appointment, hold_end, now)
                },
                ..right
            },
        ),
        ("the appointment to be moved is in its own way", Definitions { excluded_blocks: true, ..right }),
        (
            "an inactive doctor offers",
            Definitions {
                offers: |doctor, kind| {
                    (RIGHT.offers)(&frontdesk::Doctor { active: true, ..doctor.clone() }, kind)
                },
                ..right
            },
        ),
        (
            "an inactive type is offered",
            Definitions {
                offers: |doctor, kind| {
                    (RIGHT.offers)(doctor, &frontdesk::AppointmentType { active: true, ..kind.clone() })
                },
                ..right
            },
        ),
        (
            "an inactive setting selects",
            Definitions {
                offers: |doctor, kind| {
                    let mut doctor = doctor.clone();
                    doctor.appointment_type_settings.iter_mut().for_each(|setting| setting.active = true);
                    (RIGHT.offers)(&doctor, kind)
                },
                ..right
            },
        ),
        (
            "an inactive setting excludes",
            Definitions {
                offers: |doctor, kind| {
                    let settings = &doctor.appointment_type_settings;
                    (RIGHT.offers)(doctor, kind)
                        && settings
                            .iter()
                            .all(|setting| setting.active || setting.appointment_type_uid != kind.uid)
                },
                ..right
            },
        ),
        (
            "every doctor is selected",
            Definitions { offers: |doctor, kind| doctor.active && kind.active, ..right },
        ),
        ("sessions mix types", Definitions { one_session: |a, b| a.start_date == b.start_date, ..right }),
        (
            "a session has one length",
            Definitions {
                one_session: |a, b| (RIGHT.one_session)(a, b) && a.end_date == b.end_date,
                ..right
            },
        ),
        ("every appointment is a session", Definitions { one_session: |a, b| a.uid == b.uid, ..right }),
        (
            "one seat stays free",
            Definitions { has_room: |taken, asked, capacity| taken + asked < capacity, ..right },
        ),
        ("no seat is joined", Definitions { has_room: |_, _, _| false, ..right }),
        (
            "a session counts the length of its first",
            Definitions { session_length: |lengths| lengths[0], ..right },
        ),
        (
            "a session counts the length of its shortest",
            Definitions { session_length: |lengths| lengths.iter().copied().min().unwrap_or(0), ..right },
        ),
        (
            "a session counts the lengths of all",
            Definitions { session_length: |lengths| lengths.iter().sum(), ..right },
        ),
        (
            "limits count in UTC",
            Definitions {
                period_of: |clock, per, first, at| match per {
                    Period::Day => at.div_euclid(DAY),
                    Period::Week => at.div_euclid(DAY) - weekday(at.div_euclid(DAY)),
                    _ => (RIGHT.period_of)(clock, per, first, at),
                },
                ..right
            },
        ),
        (
            "limits count on the date that the clock shows",
            Definitions {
                period_of: |clock, per, first, at| match per {
                    Period::Day => shown(clock, at),
                    Period::Week => shown(clock, at) - weekday(shown(clock, at)),
                    _ => (RIGHT.period_of)(clock, per, first, at),
                },
                ..right
            },
        ),
        (
            "a week starts on Sunday",
            Definitions {
                period_of: |clock, per, first, at| match per {
                    Period::Week => day_of(clock, at) - weekday(day_of(clock, at) + 1),
                    _ => (RIGHT.period_of)(clock, per, first, at),
                },
                ..right
            },
        ),
        ("a week is a day", Definitions { period_of: |clock, _, _, at| day_of(clock, at), ..right }),
        (
            "a limit is reached at it",
            Definitions { exceeds: |used, more, limit| used + more >= limit, ..right },
        ),
        ("a limit is passed once", Definitions { exceeds: |used, _, limit| used > limit, ..right }),
        ("limits are not there", Definitions { exceeds: |_, _, _| false, ..right }),
        (
            "one who joins a session is refused for a limit",
            Definitions { adds: |_, length| (1, length), ..right },
        ),
        ("the horizon binds administrators", Definitions { is_bound_by_horizon: |_| true, ..right }),
        (
            "the horizon binds patients only",
            Definitions { is_bound_by_horizon: |by| by == Actor::Patient, ..right },
        ),
        ("the notice binds administrators", Definitions { is_bound_by_notice: |_| true, ..right }),
        (
            "the notice does not bind partners",
            Definitions { is_bound_by_notice: |by| by == Actor::Patient, ..right },
        ),
        ("a patient may be in two places", Definitions { patient_is_busy: |_, _| false, ..right }),
        (
            "a patient's appointments must not touch",
            Definitions { patient_is_busy: |a, b| a.meets(b), ..right },
        ),
        (
            "a patient may have one hold more than the most",
            Definitions {
                holds_all: |holds, most, moves| !moves && most.is_some_and(|most| holds > most),
                ..right
            },
        ),
        (
            "who moves an appointment asks for a hold",
            Definitions { holds_all: |holds, most, _| most.is_some_and(|most| holds >= most), ..right },
        ),
    ]
}

/// Each misreading must differ from the right reading in this many cases at least …
const DIFFERENCES: usize = 3;
/// … of so many. Properties try more.
const CASES: usize = 50_000;

#[test]
fn every_misreading_is_found_out() {
    let mut misreadings = misreadings();
    misreadings.extend(crate::teeth_lengths::misreadings());
    misreadings.extend(crate::teeth_holes::misreadings());
    misreadings.extend(teeth_locations::misreadings());
    misreadings.extend(teeth_limits::misreadings());
    misreadings.extend(crate::teeth_type_limits::misreadings());
    misreadings.extend(crate::teeth_places::misreadings());
    misreadings.extend(crate::teeth_seats::misreadings());
    // Each of the misreadings that are left, with how many cases told it apart so far.
    let mut left: Vec<(usize, usize)> = (0..misreadings.len()).map(|index| (index, 0)).collect();
    let mut found = Vec::new();
    for (number, case) in stream("teeth", 0).take(CASES).enumerate() {
        if left.is_empty() {
            break;
        }
        let answer = answer(&RIGHT, &case);
        left.retain_mut(|(index, times)| {
            *times += usize::from(self::answer(&misreadings[*index].1, &case) != answer);
            if *times == DIFFERENCES {
                found.push((number + 1, misreadings[*index].0));
            }
            *times < DIFFERENCES
        });
    }
    for (cases, name) in found {
        println!("{cases:>7} cases: {name}");
    }
    let names: Vec<(usize, &str)> =
        left.iter().map(|(index, times)| (*times, misreadings[*index].0)).collect();
    assert!(names.is_empty(), "in {CASES} cases, too few told apart: {names:#?}");
}

/// What is compared of a case.
fn answer(rules: &Definitions, case: &Case) -> Vec<Slot> {
    rules.slots(&case.snapshot, &case.query, case.now)
}

/// The days that a wrong partition gives.
#[test]
fn days_are_told_apart_too() {
    let wrong = Definitions { day_of: shown, ..RIGHT };
    let utc = Definitions { day_of: |_, at| at.div_euclid(DAY), ..RIGHT };
    let mut differences = [0, 0];
    let mut cases = stream("teeth of days", 0).take(20_000);
    while differences.iter().any(|times| *times < DIFFERENCES)
        && let Some(case) = cases.next()
    {
        let SlotQuery { appointment_type_uid, from, to, .. } = case.query.clone();
        let query = DaysQuery { appointment_type_uid, from, to, ..DaysQuery::default() };
        let right = RIGHT.days(&case.snapshot, &query, case.now);
        differences[0] += usize::from(wrong.days(&case.snapshot, &query, case.now) != right);
        differences[1] += usize::from(utc.days(&case.snapshot, &query, case.now) != right);
    }
    println!("{differences:?}");
    assert!(differences.iter().all(|times| *times >= DIFFERENCES), "{differences:?}");
}
