//! A start is offered exactly if `explain` gives no reason, and the reasons it gives are so.

use chrono::NaiveDateTime;
use frontdesk::{
    Actor, Appointment, AppointmentStatus, BookingOptions, Change, Clinic, Command, Event, ExplainQuery,
    Explanation, Instant, InstantQuery, Reason, RebookingMode, Refusal, Rule, Slot, SlotQuery, Uid,
};
use frontdesk_tests::engine::{answered, ask, explain, find};
use frontdesk_tests::generate::Case;
use frontdesk_tests::oracle::clock::Clock;
use frontdesk_tests::oracle::desk::Desk;
use frontdesk_tests::oracle::interval::Interval;
use frontdesk_tests::oracle::reasons::Asked;
use frontdesk_tests::oracle::{RIGHT, type_of};
use frontdesk_tests::run::{Failure, Verdict, check, fail, same};

/// Starts that are worth asking about: offered ones, candidates that are not, those beside them, edges, and
/// any.
fn starts(case: &Case, offered: &[Slot], desks: &[Desk<'_>]) -> Vec<i64> {
    let (from, to) = (case.query.from.0, case.query.to.0);
    let mut known: Vec<i64> = vec![from, to];
    known.extend(offered.iter().map(|slot| slot.start_date.0));
    for desk in desks {
        let windows = desk.windows(from, to);
        known.extend(windows.iter().flat_map(|window| desk.candidates(window).into_iter().take(200)));
        known.extend(windows.iter().flat_map(|window| [window.span.start, window.span.end]));
        known.extend(desk.blocked(Interval { start: from, end: to }).iter().map(|blocked| blocked.end));
        known.extend(desk.blocking.iter().flat_map(|other| [other.start_date.0, other.end_date.0]));
        known.push(desk.now + desk.notice());
    }
    let start = |dice: &[u32]| match dice[1] % 8 {
        0 => from + i64::from(dice[0]) % (to - from),
        1 if !offered.is_empty() => offered[dice[0] as usize % offered.len()].start_date.0,
        near => known[dice[0] as usize % known.len()] + [0, 0, 0, 1, -1, 60, -600, 900][near as usize],
    };
    let starts = case.dice.chunks_exact(2).take(6).map(start);
    starts.filter(|start| (0..7_258_118_400).contains(start)).collect()
}

/// The desks of the doctors asked for, by uid.
fn desks(case: &Case) -> Vec<Desk<'_>> {
    let Case { snapshot, query, now, .. } = case;
    let kind = type_of(snapshot, &query.appointment_type_uid);
    let mut doctors: Vec<_> = snapshot.doctors.iter().collect();
    doctors.retain(|doctor| query.doctor_uids.as_ref().is_none_or(|uids| uids.contains(&doctor.uid)));
    doctors.sort_by(|a, b| a.uid.cmp(&b.uid));
    let excluded = query.exclude_appointment_uid.as_ref();
    doctors
        .into_iter()
        .map(|doctor| Desk::new(&RIGHT, snapshot, doctor, kind, query.grid, excluded, now.0))
        .map(|desk| desk.asked(query.by, query.patient_uid.as_ref(), excluded))
        .map(|desk| desk.lasting(query.duration_minutes, excluded).seating(query.seats, excluded))
        .map(|desk| desk.at(query.location_uids.as_deref()))
        .collect()
}

#[test]
fn a_start_is_offered_exactly_if_there_is_no_reason_against_it() {
    check("explain", 20_000, |case| {
        let (clinic, offered) = ask(case)?;
        let desks = desks(case);
        for start in starts(case, &offered, &desks) {
            let explanations = explain(&clinic, &case.query, start, case.now)?;
            let uids: Vec<&Uid> = explanations.iter().map(|explanation| &explanation.doctor_uid).collect();
            same("not the doctors asked for", &uids, &desks.iter().map(|desk| &desk.doctor.uid).collect())?;
            let second =
                SlotQuery { from: Instant(start), to: Instant(start + 1), limit: None, ..case.query.clone() };
            let listed = find(&clinic, &second, case.now)?;
            for (explanation, desk) in explanations.iter().zip(&desks) {
                let uid = &desk.doctor.uid;
                let is_listed = listed.iter().any(|slot| slot.doctor_uid == *uid);
                same("explain and find_slots differ", &explanation.reasons.is_empty(), &is_listed)?;
                if let Some(fault) = Asked::new(desk, start).fault(&explanation.reasons) {
                    return fail("a reason is wrong", format!("{uid} at {start}: {fault}"));
                }
                helps(&clinic, case, desk, &explanation.reasons)?;
            }
        }
        Ok(())
    });
}

/// What a reason names as better is better, as far as that reason goes.
fn helps(clinic: &Clinic, case: &Case, desk: &Desk<'_>, reasons: &[Reason]) -> Verdict {
    let doctor = &desk.doctor.uid;
    let at = |start: Instant| -> Result<Vec<Reason>, Failure> {
        let explanations = explain(
            clinic,
            &SlotQuery { doctor_uids: Some(vec![doctor.clone()]), ..case.query.clone() },
            start.0,
            case.now,
        )?;
        Ok(explanations.into_iter().flat_map(|explanation| explanation.reasons).collect())
    };
    for reason in reasons {
        let (better, still): (Instant, fn(&Reason) -> bool) = match reason {
            Reason::TooSoon { earliest } => (*earliest, |other| matches!(other, Reason::TooSoon { .. })),
            Reason::BeyondHorizon { latest } => {
                (*latest, |other| matches!(other, Reason::BeyondHorizon { .. }))
            }
            // Where the nearest is too late for its own window, another may hold it off its grid.
            Reason::OffGrid { nearest: Some(nearest) } | Reason::NotAdjacent { nearest: Some(nearest) }
                if nearest.0 >= 0 && Asked::new(desk, nearest.0).is_on_a_grid() =>
            {
                (*nearest, |other| matches!(other, Reason::OffGrid { .. } | Reason::NotAdjacent { .. }))
            }
            _ => continue,
        };
        if let Some(again) = at(better)?.iter().find(|other| still(other)) {
            return fail(
                "what a reason names is no better",
                format!("{doctor}: {reason:?}, but there {again:?}"),
            );
        }
    }
    Ok(())
}

/// The first instant at which a clock shows `reading`; or, if it never does, the moment of the change.
fn first_reading(clock: &Clock, reading: i64) -> Result<i64, i64> {
    let shown = clock
        .stretches
        .iter()
        .find(|stretch| (stretch.from..stretch.until).contains(&(reading - stretch.offset)));
    let skipped = || {
        clock
            .stretches
            .iter()
            .find(|stretch| stretch.from + stretch.offset > reading)
            .map_or(0, |stretch| stretch.from)
    };
    shown.map(|stretch| reading - stretch.offset).ok_or_else(skipped)
}

/// The same local time as a question of its own, in an appointment, and in a command. What the clock skips is
/// the moment of the change in the first two; nobody is booked there.
fn as_everywhere(
    clinic: &Clinic,
    desk: &Desk<'_>,
    local_start: Option<NaiveDateTime>,
    start: i64,
    skipped: Option<&Reason>,
) -> Verdict {
    let doctor_uid = &desk.doctor.uid;
    let query = InstantQuery {
        local: local_start.unwrap_or_default(),
        doctor_uid: Some(doctor_uid.clone()),
        timezone: None,
    };
    same("another instant", &answered("instant", clinic.instant(&query))?, &Instant(start))?;
    let appointment: Appointment = serde_json::from_value(serde_json::json!({
        "uid": "local", "status": "confirmed", "doctor_uid": doctor_uid,
        "local_start": query.local, "end_date": start + 600,
    }))
    .expect("an appointment");
    let mut other = clinic.clone();
    answered("change", other.change(Change::PutAppointment { appointment }))?;
    let put = other.appointment("local").map(|put| (put.start_date, put.local_start));
    same("an appointment at another start", &put, &Some((Instant(start), None)))?;
    let hold = |start_date, local_start| Command::Hold {
        uid: "local".into(),
        appointment_type_uid: desk.kind.uid.clone(),
        start_date,
        local_start,
        doctor_uid: Some(doctor_uid.clone()),
        patient_uid: None,
        by: Actor::Patient,
        r#override: Vec::new(),
        replaces: None,
        duration_minutes: None,
        seats: None,
        location_uid: None,
    };
    let now = Instant(desk.now);
    let decided = clinic.decide(&hold(None, local_start), now);
    match skipped {
        None => same("another booking", &decided, &clinic.decide(&hold(Some(Instant(start)), None), now)),
        Some(reason) => {
            let explanation = Explanation { doctor_uid: doctor_uid.clone(), reasons: vec![reason.clone()] };
            let refusal = Refusal::Rule(Rule::NotBookable { explanations: vec![explanation] });
            same("a time that is skipped is booked", &decided, &Err(refusal))
        }
    }
}

#[test]
fn a_local_start_is_the_first_instant_that_shows_it() {
    check("explain a local start", 10_000, |case| {
        let (clinic, offered) = ask(case)?;
        let desks = desks(case);
        let Some(clock) = desks.first().map(|desk| &desk.clock) else { return Ok(()) };
        let changes: Vec<i64> =
            clock.changes().filter(|at| (at - case.query.from.0).abs() < 20 * 86_400).collect();
        let mut readings: Vec<i64> =
            starts(case, &offered, &desks).into_iter().map(|start| clock.reading(start)).collect();
        // What a gap skips.
        readings.extend(changes.iter().map(|at| {
            clock.reading(at - 1) + 1 + i64::from(case.dice.first().copied().unwrap_or(0) % 3_600)
        }));
        for reading in readings.into_iter().filter(|reading| (172_800..7_258_000_000).contains(reading)) {
            let SlotQuery { appointment_type_uid, doctor_uids, exclude_appointment_uid, grid, .. } =
                case.query.clone();
            let (patient_uid, by) = (case.query.patient_uid.clone(), case.query.by);
            let duration_minutes = case.query.duration_minutes;
            let local_start = chrono::DateTime::from_timestamp(reading, 0).map(|utc| utc.naive_utc());
            let query = ExplainQuery {
                appointment_type_uid,
                start_date: None,
                local_start,
                doctor_uids,
                exclude_appointment_uid,
                grid,
                duration_minutes,
                seats: case.query.seats,
                patient_uid,
                by,
                location_uids: case.query.location_uids.clone(),
            };
            let explanations = answered("explain", clinic.explain(&query, case.now))?;
            for (explanation, desk) in explanations.iter().zip(&desks) {
                match first_reading(&desk.clock, reading) {
                    Ok(start) => {
                        as_everywhere(&clinic, desk, local_start, start, None)?;
                        let asked = explain(&clinic, &case.query, start, case.now)?;
                        let same_doctor =
                            asked.iter().find(|other| other.doctor_uid == explanation.doctor_uid);
                        same("a local start is another than its instant", &Some(explanation), &same_doctor)?;
                    }
                    Err(next) => {
                        let reason = Reason::NonexistentLocalTime { next: Instant(next) };
                        as_everywhere(&clinic, desk, local_start, next, Some(&reason))?;
                        if !explanation.reasons.contains(&reason) {
                            return fail(
                                "a local time that is skipped",
                                format!("{reading}: no {reason:?} in {explanation:?}"),
                            );
                        }
                    }
                }
            }
        }
        Ok(())
    });
}

/// Whoever asks, for whichever patient: what is listed can be held, and nothing else can.
#[test]
fn what_is_listed_can_be_held_and_nothing_else() {
    check("listed is held", 20_000, |case| {
        let query = SlotQuery { grid: None, exclude_appointment_uid: None, ..case.query.clone() };
        let case = Case { query, ..case.clone() };
        let (clinic, offered) = ask(&case)?;
        let SlotQuery { appointment_type_uid, duration_minutes, seats, patient_uid, by, .. } =
            case.query.clone();
        let location_uids = case.query.location_uids.clone();
        let options =
            BookingOptions { duration_minutes, seats, patient_uid: patient_uid.clone(), by, location_uids };
        let desks = desks(&case);
        for start in starts(&case, &offered, &desks).into_iter().map(Instant) {
            let range =
                SlotQuery { from: start, to: Instant(start.0 + 1), limit: None, ..case.query.clone() };
            let listed = find(&clinic, &range, case.now)?;
            for (Desk { doctor, .. }, location_uid) in at_each_location(&desks, &case.query) {
                let is_there = |slot: &&Slot| location_uid.is_none() || slot.location_uid == location_uid;
                let of_doctor = || listed.iter().filter(|slot| slot.doctor_uid == doctor.uid);
                let there = of_doctor().find(is_there);
                let is_listed = there.is_some();
                let hold = Command::Hold {
                    uid: "new".into(),
                    appointment_type_uid: appointment_type_uid.clone(),
                    start_date: Some(start),
                    local_start: None,
                    doctor_uid: Some(doctor.uid.clone()),
                    patient_uid: patient_uid.clone(),
                    by,
                    r#override: Vec::new(),
                    replaces: None,
                    duration_minutes,
                    seats,
                    location_uid,
                };
                let decision = clinic.decide(&hold, case.now);
                let detail = || format!("{} at {start}: {decision:?}", doctor.uid);
                match (&decision, is_listed) {
                    (Ok(_), true) | (Err(Refusal::Rule(Rule::NotBookable { .. })), false) => {}
                    _ => return fail("listing and holding differ", detail()),
                }
                if let (Ok([Event::Held { appointment, .. }]), Some(there)) = (decision.as_deref(), there) {
                    same("held at another location", &appointment.location_uid, &there.location_uid)?;
                }
                let is_listed = of_doctor().next().is_some();
                let asked = clinic.is_bookable(&appointment_type_uid, &doctor.uid, start, &options, case.now);
                same("is_bookable differs", &answered("is_bookable", asked)?, &is_listed)?;
            }
        }
        Ok(())
    });
}

/// Each desk, and each location to name there: none where none is asked for.
fn at_each_location<'a>(desks: &'a [Desk<'a>], query: &SlotQuery) -> Vec<(&'a Desk<'a>, Option<Uid>)> {
    let locations: Vec<Option<Uid>> = match &query.location_uids {
        None => vec![None],
        Some(uids) => uids.iter().cloned().map(Some).collect(),
    };
    desks.iter().flat_map(|desk| locations.iter().map(move |uid| (desk, uid.clone()))).collect()
}

/// The same for what is moved: what is listed for it is what `rebook` finds bookable.
#[test]
fn what_is_listed_for_a_move_is_where_it_can_go() {
    check("listed is moved", 10_000, |case| {
        let moved = case.dice.iter().find_map(|die| {
            let appointments = &case.snapshot.appointments;
            let moved = appointments.get(*die as usize % appointments.len().max(1))?;
            let of_type = moved.appointment_type_uid.as_ref() == Some(&case.query.appointment_type_uid);
            (of_type && moved.status == AppointmentStatus::Confirmed).then(|| moved.clone())
        });
        let Some(moved) = moved else { return Ok(()) };
        let query = SlotQuery {
            grid: None,
            exclude_appointment_uid: Some(moved.uid.clone()),
            patient_uid: moved.patient_uid.clone(),
            by: Actor::Administrator,
            limit: None,
            ..case.query.clone()
        };
        let mut case = Case { query, ..case.clone() };
        let kind = &mut case.snapshot.appointment_types[0];
        kind.rebooking_mode = RebookingMode::AnyDoctorSameOrganisation;
        let (clinic, offered) = ask(&case)?;
        let desks = desks(&case);
        for start in starts(&case, &offered, &desks).into_iter().map(Instant) {
            let range = SlotQuery { from: start, to: Instant(start.0 + 1), ..case.query.clone() };
            let listed = find(&clinic, &range, case.now)?;
            for (Desk { doctor, .. }, location_uid) in at_each_location(&desks, &case.query) {
                let rebook = Command::Rebook {
                    uid: moved.uid.clone(),
                    start_date: Some(start),
                    local_start: None,
                    doctor_uid: Some(doctor.uid.clone()),
                    by: Actor::Administrator,
                    r#override: Vec::new(),
                    duration_minutes: case.query.duration_minutes,
                    seats: case.query.seats,
                    appointment_type_uid: None,
                    location_uid: location_uid.clone(),
                };
                let there: Vec<_> = listed
                    .iter()
                    .filter(|slot| slot.doctor_uid == doctor.uid)
                    .map(|slot| &slot.location_uid)
                    .filter(|there| location_uid.is_none() || **there == location_uid)
                    .collect();
                let decision = clinic.decide(&rebook, case.now);
                same("listing and moving differ", &decision.is_ok(), &!there.is_empty())?;
                if let Ok([Event::Rebooked { location_uid, .. }]) = decision.as_deref() {
                    let stays = there.iter().find(|there| ***there == moved.location_uid && there.is_some());
                    same(
                        "moved to another location",
                        &Some(location_uid),
                        &stays.or(there.first()).copied(),
                    )?;
                }
            }
        }
        Ok(())
    });
}
