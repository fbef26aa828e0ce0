//! Doctors who pause, who go home without a word, and a room whose doctors nobody records: what the room
//! measures, what the learner makes of it, and what is foretold then.

use frontdesk::{
    Duty, ErrorCode, EstimateQuery, Instant, Learner, Pause, QueueChange, QueueCommand, QueueDoctor, Uid,
    Visit, WaitDistribution, WaitEstimate, WaitingRoom, WaitingRoomSnapshot, from_json, limits,
};
use frontdesk_tests::forecast::visit;
use frontdesk_tests::room::waiter;

const NINE: i64 = 1_805_706_000;
const HOUR: i64 = 3_600;

fn on_duty(uid: &str) -> QueueDoctor {
    let duty = vec![Duty { start_date: Instant(NINE), end_date: Instant(NINE + 8 * HOUR) }];
    QueueDoctor { uid: uid.into(), duty, ..QueueDoctor::default() }
}

fn room(doctors: &[&str]) -> WaitingRoom {
    let doctors = doctors.iter().map(|uid| on_duty(uid)).collect();
    WaitingRoom::new(WaitingRoomSnapshot { doctors, ..WaitingRoomSnapshot::default() }).expect("a room")
}

/// Does what is asked, and gives the visits that end by it.
fn tell(room: &mut WaitingRoom, minute: f64, command: &QueueCommand) -> Option<Visit> {
    let at = Instant(NINE + (minute * 60.0) as i64);
    let events = room.decide(command, at).expect("nothing is against it");
    let mut over = None;
    for event in events {
        over = room.visit_of(&event).or(over);
        assert!(room.apply(&event));
    }
    over
}

fn joins(uid: &str) -> QueueCommand {
    from_json(&format!(r#"{{ "command": "register", "uid": "{uid}", "patient_uid": "{uid}" }}"#))
        .expect("one")
}

fn fetches(doctor: &str, uid: &str) -> QueueCommand {
    QueueCommand::Allocate { doctor_uid: doctor.into(), uid: Some(uid.into()) }
}

fn is_done(uid: &str) -> QueueCommand {
    QueueCommand::Complete { uid: uid.into(), ended_at: None }
}

/// A visit of five minutes, before which the doctor paused like this.
fn after(pauses: Vec<Pause>, number: i64) -> Visit {
    Visit { pauses, ..visit("ada", None, 300, NINE - 1_000_000 + 1_000 * number) }
}

fn ended(seconds: i64) -> Pause {
    let class = |from: i64, to: i64| (seconds.min(to) - from).max(0);
    let mut asked_seconds = vec![class(0, 1)];
    asked_seconds.extend((0..17).map(|power| class(1 << power, 2 << power)).take_while(|asked| *asked > 0));
    Pause { seconds: Some(seconds), asked_seconds }
}

fn text_of(learner: &Learner) -> String {
    serde_json::to_string(learner).expect("plain data has a JSON form")
}

fn waits(room: &WaitingRoom, learner: &Learner, now: i64) -> Vec<WaitEstimate> {
    room.estimate(learner, &EstimateQuery::default(), Instant(now)).expect("an estimate")
}

fn first(room: &WaitingRoom, learner: &Learner, now: i64) -> WaitDistribution {
    waits(room, learner, now)[0].distribution.expect("somebody is on duty")
}

/// A room in which ada has been free since nine, and one has waited for so many seconds.
fn one_waits(seconds: i64) -> (WaitingRoom, i64) {
    let mut doctor = on_duty("ada");
    doctor.last_ended_at = Some(Instant(NINE + HOUR));
    let entries = vec![waiter("pia", Instant(NINE + HOUR))];
    let snapshot = WaitingRoomSnapshot { doctors: vec![doctor], entries, ..WaitingRoomSnapshot::default() };
    (WaitingRoom::new(snapshot).expect("a room"), NINE + HOUR + seconds)
}

#[test]
fn a_visit_says_how_the_doctor_paused_before_it() {
    let mut room = room(&["ada", "ben"]);
    for (minute, command) in [
        (0.0, joins("pia")),
        (0.0, fetches("ada", "pia")),
        (1.0, joins("quinn")),
        (1.0, joins("rose")),
        (5.0, is_done("pia")),
        // Quinn waits for the doctor who is done, for half a minute.
        (5.5, fetches("ada", "quinn")),
    ] {
        tell(&mut room, minute, &command);
    }
    let quinn = tell(&mut room, 10.0, &is_done("quinn")).expect("a visit");
    assert_eq!(quinn.pauses, [ended(30)]);
    assert_eq!(quinn.gap_seconds, Some(270), "since the first who waited came, four and a half minutes");
    // At once: rose waited when quinn went.
    tell(&mut room, 10.0, &fetches("ada", "rose"));
    let rose = tell(&mut room, 12.0, &is_done("rose")).expect("a visit");
    assert_eq!(rose.pauses, [Pause { seconds: Some(0), asked_seconds: vec![] }]);
    assert_eq!(rose.gap_seconds, Some(270), "since quinn was fetched");
    // Sam comes when nobody has waited for three minutes and is fetched at once: who knows since when ada was
    // ready.
    tell(&mut room, 15.0, &joins("sam"));
    tell(&mut room, 15.0, &fetches("ada", "sam"));
    let sam = tell(&mut room, 16.0, &is_done("sam")).expect("a visit");
    assert_eq!((sam.pauses, sam.gap_seconds), (vec![], None));
    // Tom comes after two minutes, and ada comes ten seconds later.
    tell(&mut room, 18.0, &joins("tom"));
    tell(&mut room, 18.0 + 10.0 / 60.0, &fetches("ada", "tom"));
    let tom = tell(&mut room, 20.0, &is_done("tom")).expect("a visit");
    let mut asked_seconds = vec![0; 8];
    asked_seconds[7] = 8;
    asked_seconds.push(2);
    assert_eq!(tom.pauses, [Pause { seconds: Some(130), asked_seconds }], "from 120 to 128, and on to 130");
    // Ben was on duty all the time, and fetched nobody.
    tell(&mut room, 20.0, &joins("uma"));
    tell(&mut room, 21.0, &fetches("ben", "uma"));
    let uma = tell(&mut room, 22.0, &is_done("uma")).expect("a visit");
    let asked: i64 = uma.pauses[0].asked_seconds.iter().sum();
    assert_eq!((uma.pauses[0].seconds, asked), (Some(21 * 60), 9 * 60 + 10 + 60));
    assert!(!uma.only_doctor);
}

#[test]
fn who_went_home_before_duty_was_over_is_known_the_next_day() {
    let mut room = room(&["ada", "ben"]);
    tell(&mut room, 0.0, &joins("pia"));
    tell(&mut room, 0.0, &fetches("ada", "pia"));
    tell(&mut room, 5.0, &is_done("pia"));
    // Quinn waits for an hour. Ada has gone.
    tell(&mut room, 10.0, &joins("quinn"));
    tell(&mut room, 70.0, &fetches("ben", "quinn"));
    let tomorrow = NINE + 24 * HOUR;
    let duty =
        [NINE, tomorrow].map(|from| Duty { start_date: Instant(from), end_date: Instant(from + 8 * HOUR) });
    room.change(QueueChange::PutDuty { doctor_uid: "ada".into(), duty: duty.into() }).expect("two days");
    let minute = 24.0 * 60.0;
    tell(&mut room, minute + 1.0, &joins("rose"));
    tell(&mut room, minute + 2.0, &fetches("ada", "rose"));
    let rose = tell(&mut room, minute + 7.0, &is_done("rose")).expect("a visit");
    let told: Vec<(Option<i64>, i64)> =
        rose.pauses.iter().map(|pause| (pause.seconds, pause.asked_seconds.iter().sum())).collect();
    assert_eq!(told, [(None, HOUR), (Some(120), 60)], "yesterday's has no end");
}

#[test]
fn a_free_doctor_is_foretold_to_pause_as_doctors_did() {
    let mut learner = Learner::default();
    // Half of the pauses are a minute long, the others ten minutes.
    for number in 0..400 {
        let seconds = if number % 2 == 0 { 60 } else { 600 };
        learner.learn(&after(vec![ended(seconds)], number), &[]).expect("a visit");
    }
    let (room, now) = one_waits(0);
    let fresh = first(&room, &learner, now);
    assert!((0.4..=1.2).contains(&fresh.p10), "{fresh:?}");
    assert!((8.0..=18.0).contains(&fresh.p90), "{fresh:?}");
    // After two minutes it is one of the long ones.
    let (room, now) = one_waits(120);
    let later = first(&room, &learner, now);
    assert!((6.0..=10.0).contains(&later.p50), "{later:?}");
    assert!(later.p10 > 4.0, "{later:?}");
}

#[test]
fn the_longer_a_free_doctor_lets_somebody_wait_the_less_likely_is_it_that_one_is_there() {
    let mut learner = Learner::default();
    for number in 0..400 {
        // One of ten goes home: the rest of the duty is asked in vain.
        let gone = Pause { seconds: None, ..ended(6 * HOUR) };
        let pauses = if number % 10 == 0 { vec![gone, ended(20)] } else { vec![ended(20)] };
        learner.learn(&after(pauses, number), &[]).expect("a visit");
    }
    let served = |seconds: i64| {
        let (room, now) = one_waits(seconds);
        first(&room, &learner, now).p_served
    };
    assert!(served(0) > 0.85, "{}", served(0));
    let after: Vec<f64> = [0, 60, 300, 1_800, 10_000].map(served).into();
    assert!(after.is_sorted_by(|a, b| *b <= a + 0.05), "{after:?}");
    let (room, now) = one_waits(1_800);
    assert!(served(1_800) < 0.3, "who has not come in half an hour has gone");
    assert_eq!(waits(&room, &learner, now)[0].estimated_wait_minutes, None);
}

#[test]
fn pauses_of_no_length_change_no_bit() {
    let (mut prompt, mut silent) = (Learner::default(), Learner::default());
    for number in 0..50 {
        silent.learn(&after(vec![], number), &[]).expect("a visit");
        let at_once = Pause { seconds: Some(0), asked_seconds: vec![] };
        prompt.learn(&after(vec![at_once], number), &[]).expect("a visit");
    }
    let mut room = room(&["ada", "ben"]);
    for uid in ["pia", "quinn", "rose", "sam", "tom"] {
        tell(&mut room, 0.0, &joins(uid));
    }
    tell(&mut room, 0.0, &fetches("ada", "pia"));
    tell(&mut room, 1.0, &fetches("ben", "quinn"));
    let now = NINE + 180;
    assert_eq!(waits(&room, &prompt, now), waits(&room, &silent, now));
    assert!(first(&room, &silent, now).p50 > 0.0);
}

#[test]
fn what_is_learned_of_pauses_is_saved_and_adds_up() {
    let lengths = [0, 1, 5, 30, 30, 300, 7_000, 200_000];
    let (mut all, mut halves) = (Learner::default(), [Learner::default(), Learner::default()]);
    for (number, seconds) in lengths.into_iter().enumerate() {
        let pause =
            if seconds == 0 { Pause { seconds: Some(0), asked_seconds: vec![] } } else { ended(seconds) };
        let gap_seconds = Some(seconds.min(3_000));
        let over = Visit { gap_seconds, ..after(vec![pause], number as i64) };
        all.learn(&over, &[]).expect("a visit");
        halves[number % 2].learn(&over, &[]).expect("a visit");
    }
    let [mut merged, other] = halves;
    merged.merge(&other).expect("few doctors");
    let text = text_of(&all);
    let loaded: Learner = from_json(&text).expect("what was saved");
    assert_eq!(loaded, all);
    let pauses = |learner: &Learner| {
        let state: serde_json::Value = serde_json::from_str(&text_of(learner)).expect("JSON");
        let of = |field: &str| state["pauses"][field].clone();
        (of("prompt"), of("ended"), of("asked_seconds"))
    };
    assert_eq!(pauses(&merged), pauses(&all));
    // A state that can't be one is refused.
    for (from, to) in [("\"prompt\":1.0", "\"prompt\":-1.0"), ("\"ended\":[", "\"ended\":[1.0,")] {
        assert!(text.contains(from), "{text}");
        assert!(from_json::<Learner>(&text.replacen(from, to, 1)).is_err(), "{to}");
    }
}

#[test]
fn what_no_pause_can_be_is_refused() {
    let pauses = |count: usize| vec![ended(30); count];
    let at = |pauses: Vec<Pause>| Learner::default().learn(&after(pauses, 0), &[]);
    assert!(at(pauses(limits::PAUSES_PER_VISIT_MAX)).is_ok());
    let error = at(pauses(limits::PAUSES_PER_VISIT_MAX + 1)).expect_err("too many");
    assert_eq!(error.path, "pauses");
    let no = [
        (Pause { seconds: Some(-1), asked_seconds: vec![] }, "pauses[0].seconds"),
        (Pause { seconds: None, asked_seconds: vec![0, -1] }, "pauses[0].asked_seconds[1]"),
        (Pause { seconds: None, asked_seconds: vec![2] }, "pauses[0].asked_seconds[0]"),
        (Pause { seconds: None, asked_seconds: vec![0; 19] }, "pauses[0].asked_seconds"),
        (Pause { seconds: Some(0), asked_seconds: vec![1] }, "pauses[0].asked_seconds"),
    ];
    for (pause, path) in no {
        assert_eq!(at(vec![pause.clone()]).expect_err("no pause").path, path, "{pause:?}");
    }
    let gap = Visit { gap_seconds: Some(-1), ..after(vec![], 0) };
    let error = Learner::default().learn(&gap, &[]).expect_err("no gap");
    assert!(matches!(error.code, ErrorCode::OutOfRange { .. }) && error.path == "gap_seconds", "{error:?}");
}

#[test]
fn a_room_is_the_same_made_anew_whatever_was_sent_back() {
    let mut room = room(&["ada", "ben"]);
    let mut learner = Learner::default();
    for number in 0..60 {
        let over = Visit { gap_seconds: Some(40), ..after(vec![ended(20)], number) };
        learner.learn(&over, &[]).expect("a visit");
    }
    for (minute, command) in [
        (0.0, joins("pia")),
        (1.0, joins("quinn")),
        (2.0, joins("rose")),
        (3.0, fetches("ada", "pia")),
        (4.0, QueueCommand::Requeue { uid: "pia".into() }),
        (5.0, fetches("ben", "quinn")),
        (6.0, is_done("quinn")),
    ] {
        tell(&mut room, minute, &command);
        let anew = WaitingRoom::new(room.snapshot()).expect("its own snapshot");
        let now = NINE + (minute * 60.0) as i64 + 7;
        assert_eq!(waits(&room, &learner, now), waits(&anew, &learner, now), "minute {minute}");
    }
    room.change(QueueChange::Forget { before: Instant(NINE + HOUR) }).expect("an instant");
    let anew = WaitingRoom::new(room.snapshot()).expect("its own snapshot");
    assert_eq!(waits(&room, &learner, NINE + 400), waits(&anew, &learner, NINE + 400));
    let ended: Vec<Option<i64>> =
        room.doctors().iter().map(|doctor| doctor.last_ended_at.map(|at| at.0 - NINE)).collect();
    assert_eq!(ended, [Some(240), Some(360)]);
    let put = QueueDoctor { uid: Uid::from("ada"), ..QueueDoctor::default() };
    room.change(QueueChange::PutDoctor { doctor: put }).expect("a doctor");
    assert_eq!(room.doctors()[0].last_ended_at, Some(Instant(NINE + 240)), "null keeps it");
}
